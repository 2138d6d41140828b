"""The admin pages of campaigns, what was done in them, and how we know."""

from campaigns.admin import activities, claims, editions, notices

__all__ = ["activities", "claims", "editions", "notices"]
