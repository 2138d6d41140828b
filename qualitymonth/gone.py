"""Records that were removed: what is said where they stood."""

from django.utils import timezone
from rest_framework import status
from rest_framework.exceptions import APIException

from qualitymonth.models import Tombstone


class Gone(APIException):
    """A record that was removed: 410 with what it was and when it went."""

    status_code = status.HTTP_410_GONE
    default_code = "gone"

    def __init__(self, stone: Tombstone) -> None:
        label = " / ".join(filter(None, [stone.label_zh, stone.label_en])) or stone.key
        day = f"{timezone.localdate(stone.change.at):%Y-%m-%d}"
        went = f"is now {stone.moved_to}, since {day}" if stone.moved_to else f"was removed on {day}"
        super().__init__(f"{label} {went}.")
