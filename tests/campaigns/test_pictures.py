"""The pictures show what the archive holds, and nothing between."""

import pytest

from campaigns.pictures import HEIGHT, LEFT, STEP, grid, timeline
from tests import factories
from tests.reading import page

pytestmark = pytest.mark.django_db


def year(number, held="yes", count=None, associations=None):
    """Make a year with a national campaign where it was held."""
    made = factories.make_year(number=number, held=held)
    if held == "yes":
        factories.make_campaign(year=made, scope="national", department_count=count, associations_counted=associations)
    return made


def test_each_year_stands_in_its_place_with_its_sponsors_where_they_are_known():
    year(2001, count=5)
    year(2002)
    year(2004, count=47, associations=True)
    marks = timeline().marks
    assert [(mark.year.number, mark.sponsors, mark.associations) for mark in marks] == [
        (2001, 5, None), (2002, None, None), (2004, 47, True),
    ]  # fmt: skip
    assert [mark.x for mark in marks] == [LEFT, LEFT + STEP, LEFT + 3 * STEP]
    assert [mark.height for mark in marks] == [round(HEIGHT * 5 / 50), 0, round(HEIGHT * 47 / 50)]


def test_the_scale_reaches_the_next_ten_above_the_highest_number():
    year(2001, count=41)
    assert [count for count, _ in timeline().lines] == [0, 10, 20, 30, 40, 50]


@pytest.mark.parametrize(("held", "gap"), [("yes", False), ("no", True), ("unknown", True)])
def test_a_year_without_a_month_or_of_which_nothing_is_known_is_a_gap(held, gap):
    year(2001, held)
    (mark,) = timeline().marks
    assert (mark.gap, mark.sponsors, mark.height) == (gap, None, 0)


def test_an_empty_archive_has_an_empty_picture():
    assert (timeline().marks, grid().rows, grid().years) == ((), (), ())


def test_a_province_is_documented_by_an_edition_of_its_own_and_mentioned_by_anything_less():
    hebei = factories.make_province(code="CN-HE", gb_code="130000")
    beijing = factories.make_province(code="CN-BJ", gb_code="110000")
    first, second, third = (factories.make_year(number=number) for number in (2001, 2002, 2003))
    factories.make_campaign(year=first, scope="provincial", province=hebei)
    factories.make_campaign(year=second, scope="local", province=hebei)
    activity = factories.make_activity(campaign=factories.make_campaign(year=third, scope="national"))
    activity.locations.create(province=beijing, position=1)
    rows = grid().rows
    assert [(row.province.code, row.documented, row.mentioned) for row in rows] == [
        ("CN-BJ", [], [2003]), ("CN-HE", [2001], [2002]),
    ]  # fmt: skip
    assert rows[0].years("nothing") == [2001, 2002]


def test_what_is_a_draft_stands_in_no_picture():
    hebei = factories.make_province(code="CN-HE")
    made = factories.make_year(number=2001)
    campaign = factories.make_campaign(year=made, scope="provincial", province=hebei)
    type(campaign).objects.filter(pk=campaign.pk).update(status="draft")
    (row,) = grid().rows
    assert (row.documented, row.mentioned) == ([], [])
    type(made).objects.filter(pk=made.pk).update(status="draft")
    assert timeline().marks == ()


@pytest.mark.parametrize(("prefix", "words"), [("", "(associations included)"), ("/zh-hans", "（含协会）")])
def test_the_tables_say_what_the_pictures_show(client, prefix, words):
    year(2001, count=47, associations=True)
    year(2002, "no")
    hebei = factories.make_province(code="CN-HE", short_zh="冀")
    factories.make_campaign(year=factories.make_year(number=2003), scope="provincial", province=hebei)
    read = page(client, f"{prefix}/history/")
    (row,) = [row for row in read.texts("tr") if row.startswith("2001")]
    assert row.endswith(f"47 {words}")
    assert f"{prefix}/campaigns/?year=2003&province=CN-HE" in read.links()
    assert f"{prefix}/activities/?year=2003&province=CN-HE" in read.links()
    assert read.links("a", **{"aria-label": "2001: held, 47 joint sponsors (associations included)"}) == (
        ["/years/2001/"] if not prefix else []
    )
