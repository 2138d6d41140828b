"""Who signed when, who took over from whom, and which series ran when: nothing is said that is not known."""

import pytest

from agencies.models import Succession
from campaigns.lineage import Standing, change, forerunners, lineage, series_matrix, signatories, signing_matrix
from tests import factories
from tests.reading import page

pytestmark = pytest.mark.django_db


def notice(number, *agencies, stated=None, **fields):
    """Make a national notice of a year with ``agencies`` as its issuers, of ``stated`` departments in all."""
    year = factories.make_year(number=number)
    campaign = factories.make_campaign(year=year, scope="national", department_count=stated)
    made = factories.make_notice(campaign=campaign, **fields)
    sign(made, *agencies)
    return made


def sign(made, *agencies):
    for position, agency in enumerate(agencies, start=1):
        made.signatures.create(agency=agency, position=position)


def agencies(number):
    return [factories.make_agency(slug=f"bureau-{letter}") for letter in "abcdef"[:number]]


def test_a_list_is_complete_where_it_is_as_long_as_the_number_of_departments_stated():
    a, b, c = agencies(3)
    notice(2001, a, b, stated=2)
    notice(2002, a, b, stated=3)
    notice(2003, a, b)
    found = signatories()
    assert [found[number].complete for number in (2001, 2002, 2003)] == [True, False, False]
    assert [found[number].standing(a) for number in (2001, 2002, 2003)] == [Standing.SIGNED] * 3
    assert [found[number].standing(c) for number in (2001, 2002, 2003)] == ["absent", "unknown", "unknown"]


def test_the_notice_that_called_the_month_is_no_letter_of_an_association_and_forwards_none():
    a, b = agencies(2)
    association = factories.make_agency(kind="association")
    joint = notice(2001, a, b, issued_on="2001-08-10")
    sign(factories.make_notice(campaign=joint.campaign, issued_on="2001-08-01"), a)
    sign(factories.make_notice(campaign=joint.campaign, issued_on="2001-03-01"), association, a, b)
    sign(factories.make_notice(campaign=joint.campaign, forwards=joint), a, b, association)
    assert signatories()[2001].notice == joint


def test_what_is_gained_lost_and_kept_is_told_apart_and_a_successor_is_neither():
    old, kept, heir, lost, new = agencies(5)
    Succession.objects.create(agency=heir, predecessor=old)
    notice(2001, old, kept, lost, stated=3)
    notice(2002, heir, kept, new, stated=3)
    found = signatories()
    told = change(found[2001], found[2002], forerunners())
    assert told.certain
    assert (told.both, told.succeeded, told.first_only, told.second_only) == ((kept,), ((old, heir),), (lost,), (new,))
    back = change(found[2002], found[2001], forerunners())
    assert (back.succeeded, back.first_only, back.second_only) == (((heir, old),), (new,), (lost,))


def test_a_succession_is_followed_over_several_steps_even_in_a_circle():
    first, second, third = agencies(3)
    Succession.objects.create(agency=second, predecessor=first)
    Succession.objects.create(agency=third, predecessor=second)
    assert forerunners() == {second.pk: {first.pk}, third.pk: {first.pk, second.pk}}
    Succession.objects.create(agency=first, predecessor=third)
    assert forerunners()[first.pk] == {first.pk, second.pk, third.pk}


def test_the_matrix_leaves_out_years_whose_signatories_are_unknown_and_names_them():
    a, b = agencies(2)
    notice(2001, a, b, stated=2)
    notice(2002, stated=7)
    notice(2003, b, stated=1)
    factories.make_campaign(year=factories.make_year(number=2004), scope="national")
    matrix = signing_matrix()
    assert [column.number for column in matrix.columns] == [2001, 2003]
    assert matrix.left_out == (2002, 2004)
    assert [(row.agency.slug, [str(standing) for _, standing in row.cells]) for row in matrix.rows] == [
        ("bureau-b", ["signed", "signed"]), ("bureau-a", ["signed", "absent"]),
    ]  # fmt: skip


def test_a_series_stands_in_the_years_of_its_activities_and_campaigns_each_event_once():
    contest, month, silent = (factories.make_series(slug=slug) for slug in ("contest", "month", "silent"))
    first = factories.make_campaign(year=factories.make_year(number=2001), series=month)
    second = factories.make_campaign(year=factories.make_year(number=2003))
    event = factories.make_activity(campaign=second, series=contest)
    factories.make_activity(campaign=second, series=contest, same_as=event)
    factories.make_activity(campaign=first)
    matrix = series_matrix()
    assert matrix.years == (2001, 2003)
    assert matrix.without == (silent,)
    assert [(row.series.slug, [cell and (cell.activities, cell.url) for cell in row.cells]) for row in matrix.rows] == [
        ("contest", [None, (1, "/activities/?series=contest&year=2003")]),
        ("month", [(0, "/campaigns/?series=month&year=2001"), None]),
    ]


def test_an_agency_has_its_years_and_those_of_its_predecessors_and_successors():
    old, own, heir = agencies(3)
    Succession.objects.create(agency=own, predecessor=old)
    Succession.objects.create(agency=heir, predecessor=own)
    notice(2001, old, stated=1)
    signed = notice(2002, own, stated=1)
    notice(2003, heir, stated=2)
    found = lineage(own)
    assert (found.own.signed, found.own.numbers) == ((signed,), [2002])
    assert [(line.agency, line.numbers) for line in found.predecessors] == [(old, [2001])]
    assert [(line.agency, line.numbers) for line in found.successors] == [(heir, [2003])]
    assert [(mark.number, mark.state) for mark in found.strip.marks] == [
        (2001, "outlined"), (2002, "filled"), (2003, "nothing"),
    ]  # fmt: skip


def test_what_is_a_draft_stands_in_no_lineage():
    old, own, heir = agencies(3)
    Succession.objects.create(agency=own, predecessor=old)
    Succession.objects.create(agency=heir, predecessor=own)
    hidden = notice(2001, own, old, stated=2)
    notice(2002, own, old, stated=2)
    for record in (old, heir, hidden):
        type(record).objects.filter(pk=record.pk).update(status="draft")
    found = lineage(own)
    assert (found.predecessors, found.successors, found.own.numbers) == ((), (), [2002])
    assert forerunners() == {}
    matrix = signing_matrix()
    assert ([column.number for column in matrix.columns], [row.agency for row in matrix.rows]) == ([2002], [own])


def test_the_page_has_a_link_for_who_signed_and_says_in_words_what_it_leaves_out(client):
    a, b = agencies(2)
    made = notice(2001, a, b, stated=2)
    notice(2002)
    notice(2003, b, stated=4)
    read = page(client, "/lineage/")
    (row,) = [row for row in read.texts("tr") if row.startswith(a.name_en)]
    assert row == f"{a.name_en}●?"
    assert read.links("a", **{"aria-label": "signed in 2001"}) == [f"/notices/{made.slug}/"] * 2
    caption = read.texts("caption")[0]
    assert caption.endswith("Left out, because nothing is known of who signed: 2002.")
    assert [text for text in read.texts("th") if text.startswith("200")][:2] == ["2001 2", "2003 1/4"]


def test_an_agencys_page_names_its_predecessor_with_its_years(client):
    old, own = agencies(2)
    Succession.objects.create(agency=own, predecessor=old)
    notice(2001, old, stated=1)
    notice(2002, own, stated=1)
    read = page(client, f"/agencies/{own.slug}/")
    (said,) = [text for text in read.texts("div", class_="fact") if text.startswith("Predecessors")]
    assert said.startswith(f"Predecessors {old.name_en} signed in 2001")
    assert "Successors" not in read.text()
    (said,) = [text for text in page(client, f"/agencies/{old.slug}/").texts("div") if text.startswith("Successors")]
    assert said == f"Successors {own.name_en} signed in 2002"
