"""Two records side by side: counted alike, and what is unknown is no zero."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.comparison import LONGEST, compare_agencies, compare_provinces, compare_years
from tests import factories
from tests.factories import empty_archive
from tests.reading import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def shown(tallies):
    return [(str(tally.label), [count.total for count in tally.counts]) for tally in tallies]


def year_with(number, *kinds, **fields):
    """Make a year with a national campaign and an activity of each of ``kinds``."""
    year = factories.make_year(number=number)
    campaign = factories.make_campaign(year=year, scope="national", **fields)
    for kind in kinds:
        factories.make_activity(campaign=campaign, kind=kind)
    return year


def test_kinds_are_counted_in_the_order_of_the_vocabulary_each_event_once():
    empty_archive()
    first = year_with(2001, "forum", "launch", "forum")
    second = year_with(2002, "launch")
    event = first.campaigns.get().activities.filter(kind="forum").first()
    factories.make_activity(campaign=first.campaigns.get(), kind="forum", same_as=event)
    kinds = compare_years(first, second).kinds
    assert shown(kinds) == [("launch", [1, 1]), ("forum", [2, 0])]
    assert [count.length for count in kinds[1].counts] == [LONGEST, 0]
    assert [count.url for count in kinds[1].counts] == ["/activities/?year=2001&kind=forum", ""]


def test_of_a_year_without_documents_nothing_is_known_and_nothing_is_zero():
    empty_archive()
    first, second = year_with(2001, "forum"), factories.make_year(number=2002, held="unknown")
    found = compare_years(first, second)
    assert shown(found.kinds) == [("forum", [1, None])]
    assert (found.change, found.sides[1].campaign, found.sides[1].known) == (None, None, False)


def test_provinces_stand_with_their_campaigns_of_each_year_and_their_agencies():
    empty_archive()
    hebei, anhui = factories.make_province(code="CN-HE"), factories.make_province(code="CN-AH")
    older, newer = factories.make_year(number=2001), factories.make_year(number=2003)
    first = factories.make_campaign(year=older, province=hebei)
    second = factories.make_campaign(year=newer, province=anhui)
    agency = factories.make_agency(province=anhui)
    factories.make_activity(campaign=second, kind="pledge").locations.create(province=anhui, position=1)
    found = compare_provinces(hebei, anhui)
    assert found.years == ((2003, ((), (second,))), (2001, ((first,), ())))
    assert [side.agencies for side in found.sides] == [(), (agency,)]
    assert [side.activities for side in found.sides] == [0, 1]
    assert shown(found.kinds) == [("pledge", [0, 1])]


def test_agencies_stand_with_what_each_signed_and_in_what_roles_it_took_part():
    empty_archive()
    one, other = factories.make_agency(), factories.make_agency()
    anhui = factories.make_province(code="CN-AH")
    campaign = factories.make_campaign(year=factories.make_year(number=2001), scope="national", department_count=1)
    notice = factories.make_notice(campaign=campaign)
    notice.signatures.create(agency=one, position=1)
    activity = factories.make_activity(campaign=campaign, kind="forum")
    activity.locations.create(province=anhui, position=1)
    activity.participations.create(agency=one, role="organiser")
    activity.participations.create(agency=one, role="host")
    activity.participations.create(agency=other, role="partner")
    found = compare_agencies(one, other)
    ((number, (left, right)),) = found.years
    assert (number, left.notices, right.notices, right.standing) == (2001, (notice,), (), "absent")
    assert shown(found.roles) == [("organiser", [1, 0]), ("partner", [0, 1]), ("host", [1, 0])]
    assert shown(found.kinds) == [("forum", [1, 1])]
    assert shown(found.provinces) == [("Anhui", [1, 1])]


def test_what_is_a_draft_is_neither_counted_nor_shown():
    empty_archive()
    first, second = year_with(2001, "forum", "launch"), year_with(2002)
    first.campaigns.get().activities.filter(kind="forum").update(status="draft")
    hidden = factories.make_campaign(year=second, province=factories.make_province())
    type(hidden).objects.filter(pk=hidden.pk).update(status="draft")
    found = compare_years(first, second)
    assert shown(found.kinds) == [("launch", [1, 0])]
    assert found.sides[1].provinces == ()


# The page.


def test_the_bare_page_offers_the_choice_of_each_kind(client):
    read = page(client, "/compare/")
    selects = [attrs["name"] for name, attrs, _ in read.elements if name == "select"]
    assert selects == ["years", "years", "provinces", "provinces", "agencies", "agencies"]
    values = [attrs["value"] for name, attrs, _ in read.elements if name == "option"]
    assert {"2023", "CN-AH", "samr"} <= set(values)


def test_a_comparison_offers_others_of_its_kind_with_its_own_chosen(client):
    read = page(client, "/compare/?provinces=CN-ZJ&provinces=CN-AH")
    assert read.text("h1") == "Zhejiang and Anhui compared"
    chosen = [attrs["value"] for name, attrs, _ in read.elements if name == "option" and "selected" in attrs]
    assert chosen == ["CN-ZJ", "CN-AH"]
    assert {attrs["name"] for name, attrs, _ in read.elements if name == "select"} == {"provinces"}


def test_two_years_have_their_themes_with_the_claims_and_what_is_not_known_of_who_signed(client):
    read = page(client, "/compare/?years=2022&years=2023")
    (theme,) = [row for row in read.texts("tr") if row.startswith("Theme ")]
    assert "推动质量变革创新 促进质量强国建设" in theme
    assert "增强质量意识 推进高质量发展 Sources disagree 2023 notice, bilingual copy, line 7" in theme
    text = read.text()
    assert "Of the 21 departments of 2022, 2 are known by name: others may have signed as well." in text
    assert "Signed in 2022 and in 2023 2" in text
    assert "Signed in 2023; not known of 2022 23" in text


def test_two_years_whose_signatories_are_all_known_say_who_did_not_sign(client):
    headings = page(client, "/compare/?years=2020&years=2023").texts("h3")
    assert "Signed in 2020, not in 2023 1" in headings
    assert "Signed in 2023, not in 2020 10" in headings


def test_of_a_year_that_is_unknown_the_page_says_so(client):
    read = page(client, "/compare/?years=2009&years=2023")
    (theme,) = [row for row in read.texts("tr") if row.startswith("Theme ")]
    assert theme.startswith("Theme nothing known ")
    assert "Who signed in 2009 is not known." in read.text()
    chinese = page(client, "/zh-hans/compare/?years=2009&years=2023")
    assert "无所知" in chinese.text()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("years=2021", "years: Give this word twice, with two different values."),
        ("years=2021&years=2021", "years: Give this word twice, with two different values."),
        ("years=2021&years=2022&years=2023", "years: Give this word twice, with two different values."),
        ("years=2021&years=1700", "years: Select a valid choice. 1700 is not one of the available choices."),
        ("years=2021&years=x", "years: Select a valid choice. x is not one of the available choices."),
        ("years=2021&years=", "years: Select a valid choice."),
        ("agencies=samr&agencies=nobody", "agencies: Select a valid choice. nobody is not one"),
        ("years=2021&years=2022&provinces=CN-AH&provinces=CN-ZJ", "years: Compare records of one kind at a time."),
        ("colour=red", "colour: Unknown word. This page knows: years, provinces, agencies."),
    ],
)
def test_a_question_that_names_no_two_records_of_one_kind_is_refused_by_name(client, query, said):
    assert [text for text in page(client, f"/compare/?{query}", status=400).texts("li") if text.startswith(said)]


def test_a_draft_cannot_be_compared(client):
    hidden = factories.make_agency(status="draft")
    assert hidden.slug not in client.get("/compare/").content.decode()
    page(client, f"/compare/?agencies=samr&agencies={hidden.slug}", status=400)


def test_words_of_other_sites_redirect_away(client):
    response = client.get("/compare/?years=2021&years=2023&utm_source=x")
    assert (response.status_code, response.headers["Location"]) == (302, "/compare/?years=2021&years=2023")


def test_a_comparison_asks_the_database_no_more_in_a_bigger_archive(client):
    empty_archive()
    provinces = [factories.make_province(), factories.make_province()]
    agencies = [factories.make_agency(), factories.make_agency()]
    years = [grow(number, provinces, agencies) for number in (2001, 2002)]
    addresses = [
        f"/compare/?years={years[0].number}&years={years[1].number}",
        f"/compare/?provinces={provinces[0].code}&provinces={provinces[1].code}",
        f"/compare/?agencies={agencies[0].slug}&agencies={agencies[1].slug}",
    ]
    few = [queries(client, address) for address in addresses]
    assert few[0] <= 20
    assert few[1] <= 10
    assert few[2] <= 12
    for year in (*years, None, None):
        grow(year, provinces, agencies)
    assert [queries(client, address) for address in addresses] == few


def grow(year, provinces, agencies):
    """Add a national and two provincial campaigns with notices, activities and claims to a year, or to a new one."""
    made = year if hasattr(year, "number") else factories.make_year(**({"number": year} if year else {}))
    national = factories.make_campaign(year=made, scope="national")
    factories.make_claim(national)
    notice = factories.make_notice(campaign=national)
    for position, agency in enumerate(agencies, start=1):
        notice.signatures.create(agency=agency, position=position)
    activity = factories.make_activity(campaign=national)
    type(national).objects.filter(pk=national.pk).update(launch=activity)
    for province, agency in zip(provinces, agencies, strict=True):
        factories.make_claim(factories.make_campaign(year=made, province=province))
        factories.make_agency(province=province)
        activity.locations.create(province=province, position=1)
        activity.participations.create(agency=agency)
    return made


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
