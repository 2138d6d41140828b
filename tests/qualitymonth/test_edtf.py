"""Dates as precise as their document; the ``edtf`` package is the oracle for the first and last day they may mean."""

import datetime
from time import struct_time

import edtf as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitymonth.edtf import parse

DAYS = st.dates(min_value=datetime.date(1000, 1, 1), max_value=datetime.date(9999, 12, 31))


def day(moment: struct_time) -> datetime.date:
    return datetime.date(*moment[:3])


@given(DAYS, st.sampled_from([4, 7, 10]), st.sampled_from(["", "?", "~", "%"]))
def test_the_first_and_last_day_are_those_that_edtf_defines(moment, length, qualifier):
    text = moment.isoformat()[:length]
    ours, theirs = parse(text + qualifier), oracle.parse_edtf(text)
    assert (ours.first, ours.last) == (day(theirs.lower_strict()), day(theirs.upper_strict()))
    assert ours.qualifier == qualifier
    assert ours.precision == {4: "year", 7: "month", 10: "day"}[length]


@given(DAYS, DAYS)
def test_a_coarser_date_agrees_with_exactly_the_finer_ones_within_it(one, other):
    month, finer = parse(one.isoformat()[:7]), parse(other.isoformat())
    expected = (one.year, one.month) == (other.year, other.month)
    assert month.agrees_with(finer) == finer.agrees_with(month) == expected


def test_agreement_needs_one_within_the_other():
    assert parse("1978").agrees_with(parse("1978-08-31"))
    assert parse("1978-08").agrees_with(parse("1978-08~"))
    assert not parse("1978-08").agrees_with(parse("1978-09"))
    assert not parse("2023-08-31").agrees_with(parse("2023-09-01"))


def test_february_ends_as_its_year_has_it():
    assert parse("2024-02").last == datetime.date(2024, 2, 29)
    assert parse("2023-02").last == datetime.date(2023, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "78",
        "1978-8",
        "1978/08",
        "1978-08-31T00:00",
        " 1978",
        "1978\n",
        "1978-08-31??",
        "1978..1980",
        "１９７８",
        "abcd",
    ],
)
def test_anything_of_another_form_is_refused_with_the_forms_there_are(text):
    with pytest.raises(ValueError, match="is not a date of the form 1978, 1978-08 or 1978-08-31"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["2023-02-29", "2023-13", "2023-00", "2023-00-10", "2023-05-00", "2023-04-31", "0000", "0000-01-01", "2023-09-31?"],
)
def test_a_date_that_cannot_be_is_refused(text):
    with pytest.raises(ValueError, match=f"'{text.replace('?', '[?]')}' is not a date: "):
        parse(text)
