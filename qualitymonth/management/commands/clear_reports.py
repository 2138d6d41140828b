"""``manage.py clear_reports``: forget who sent the reports that were dealt with some time ago."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from qualitymonth.models import Report, ReportState


class Command(BaseCommand):
    """Remove e-mail addresses and senders' digests; what was reported, and what was done, stays."""

    help = "Remove who sent the reports that were dealt with or dismissed more than DAYS days ago."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of days."""
        parser.add_argument("--older-than", type=int, required=True, metavar="DAYS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove, and say from how many."""
        days: int = options["older_than"]
        if not 0 <= days <= 36_500:  # noqa: PLR2004 - a century
            raise CommandError(f"--older-than {days}: not a number of days from 0 to 36500")
        handled = Report.objects.exclude(state=ReportState.OPEN).exclude(contact="", sender="")
        before = timezone.now() - datetime.timedelta(days=days)
        count = handled.filter(handled_at__lt=before).update(contact="", sender="")
        self.stdout.write(f"reports: {count} no longer say who sent them")
