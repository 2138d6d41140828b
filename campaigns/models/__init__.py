"""All kinds but who and where: editions, notices, activities, sources."""

from campaigns.models.activities import Activity, Appearance, Figure, Location, Participation, Person
from campaigns.models.documents import SetAside, SourceText
from campaigns.models.editions import Campaign, Precedent, Series, Slogan, Year
from campaigns.models.notices import Notice, Section, Signature
from campaigns.models.search import SearchEntry
from campaigns.models.sources import QUOTE_LIMIT, SUBJECTS, Claim, Source, subject_column

__all__ = [
    "QUOTE_LIMIT",
    "SUBJECTS",
    "Activity",
    "Appearance",
    "Campaign",
    "Claim",
    "Figure",
    "Location",
    "Notice",
    "Participation",
    "Person",
    "Precedent",
    "SearchEntry",
    "Section",
    "Series",
    "SetAside",
    "Signature",
    "Slogan",
    "Source",
    "SourceText",
    "Year",
    "subject_column",
]
