"""``manage.py bench`` compares, and says where something costs more than it should."""

import re
from io import StringIO
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from qualitymonth.management.commands import bench

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def run(**options):
    out = StringIO()
    call_command("bench", rounds=1, stdout=out, **options)
    return out.getvalue().splitlines()


def test_each_comparison_is_asked_and_told_with_both_sides_and_their_ratio():
    def both(*asked):
        return bench_measure(*asked) and (0.002, 0.04)

    bench_measure = bench.measure
    with mock.patch.object(bench, "measure", side_effect=both) as measured:
        told = run()[1:]
    assert len(told) == measured.call_count > 5
    for line in told:
        assert re.search(r" +2\.0 : +40\.0 = +0\.05, at most [0-9.]+$", line), line


def test_what_costs_too_much_is_named_after_all_is_told():
    with mock.patch.object(bench, "measure", return_value=(9.0, 1.0)), pytest.raises(CommandError) as refused:
        run()
    assert "the last page of the claims : the first" in str(refused.value)
    assert "500 activities on a page : 50" not in str(refused.value)


def test_an_answer_that_is_none_is_no_measurement(client):
    with pytest.raises(CommandError, match="/nothing/: answered with 404"):
        bench.ask(client, "/nothing/")


@pytest.mark.parametrize("rounds", ["0", "-1", "x", "1001", "1.5"])
def test_a_number_of_rounds_that_is_none_is_refused(rounds):
    with pytest.raises(CommandError, match="is not a number from 1 to 1000"):
        call_command("bench", "--rounds", rounds)
