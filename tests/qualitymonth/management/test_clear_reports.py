"""Who sent a report is forgotten some time after it was dealt with."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from qualitymonth.models import Report

pytestmark = pytest.mark.django_db


def make_report(state, days):
    return Report.objects.create(
        kind="year", key="2023", message="It is wrong.", answer="Corrected.", contact="reader@example.org", sender="x",
        state=state, handled_at=timezone.now() - timedelta(days=days) if state != "open" else None,
        created_at=timezone.now() - timedelta(days=days),
    )  # fmt: skip


def test_senders_of_reports_closed_long_ago_are_forgotten_and_the_reports_stay():
    old = [make_report("done", 91), make_report("dismissed", 400)]
    kept = [make_report("done", 89), make_report("open", 400)]
    out = StringIO()
    call_command("clear_reports", "--older-than", "90", stdout=out)
    assert out.getvalue() == "reports: 2 no longer say who sent them\n"
    for report in old:
        report.refresh_from_db()
        assert (report.contact, report.sender, report.message) == ("", "", "It is wrong.")
    for report in kept:
        report.refresh_from_db()
        assert (report.contact, report.sender) == ("reader@example.org", "x")


@pytest.mark.parametrize("days", ["-1", "40000"])
def test_a_number_of_days_that_is_none_is_refused(days):
    with pytest.raises(CommandError, match=days):
        call_command("clear_reports", f"--older-than={days}")
