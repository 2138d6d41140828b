"""How many reports are taken: counted in the database, so that all processes count together."""

import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from qualitymonth.guard.client import client_address
from qualitymonth.models import Report, ReportState

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
#: Reports that one sender may send in an hour, that may be open about one record, and that are taken in a day.
A_SENDER, A_RECORD, A_DAY = 5, 50, 500


class Refusal(NamedTuple):
    """Why a report is not taken now, and after how many seconds it may be."""

    why: str
    seconds: int


def sender_of(request: HttpRequest) -> str:
    """Return a digest of the sender's address and the day, which says nothing to whoever lacks our key."""
    told = f"{timezone.localdate()} {client_address(request)}"
    return salted_hmac("qualitymonth.reports.sender", told, algorithm="sha256").hexdigest()


def take(report: Report) -> Refusal | None:
    """Store ``report``, or return why not; two that come at once are counted one after the other."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE qualitymonth_report IN SHARE ROW EXCLUSIVE MODE")
        if refusal := _refusal(report):
            return refusal
        report.save()
    return None


def _refusal(report: Report) -> Refusal | None:
    """Return why ``report`` is one too many, None where it is not."""
    now = timezone.now()
    lately = Report.objects.filter(sender=report.sender, created_at__gt=now - HOUR).order_by("-created_at")
    if (fifth := lately[A_SENDER - 1 : A_SENDER].first()) is not None:
        left = int((fifth.created_at + HOUR - now).total_seconds()) + 1
        return Refusal(_("You have sent several reports within the hour. Please send this one later."), left)
    if Report.objects.filter(kind=report.kind, key=report.key, state=ReportState.OPEN).count() >= A_RECORD:
        return Refusal(_("Many reports about this record wait to be read. Please try again tomorrow."), 86_400)
    if Report.objects.filter(created_at__gt=now - DAY).count() >= A_DAY:
        return Refusal(_("More reports came today than can be read. Please try again tomorrow."), 3_600)
    return None
