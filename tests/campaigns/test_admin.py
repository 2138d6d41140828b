"""What staff do with campaigns, notices, activities and claims in the admin."""

from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from campaigns.models import Activity, Appearance, Campaign, Claim, Notice, Source
from tests.factories import (
    empty_archive,
    form_data,
    make_activity,
    make_agency,
    make_appearance,
    make_campaign,
    make_claim,
    make_figure,
    make_notice,
    make_person,
    make_province,
    make_section,
    make_series,
    make_source,
    make_year,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain_start():
    """Start in English, whatever page was read before, and with no records but the test's own."""
    with translation.override("en"):
        empty_archive()
        yield


@pytest.fixture
def admin_user():
    return User.objects.create_superuser("admin")


def send(client, page, fields):
    return client.post(page, {**form_data(client.get(page)), **fields})


def add(client, kind, /, **fields):
    """Send the page for a new record of ``kind``, with ``fields`` filled in."""
    return send(client, reverse(f"admin:campaigns_{kind}_add"), fields)


def change(client, record, fields):
    """Save the record's page with ``fields`` changed; a name such as ``signatures-0-position`` is a row's."""
    return send(client, reverse(f"admin:campaigns_{record._meta.model_name}_change", args=[record.pk]), fields)


def messages(response):
    """Return all error messages on a refused page."""
    assert response.status_code == 200
    return " ".join(strip_tags(str(error)) for error in response.context["errors"])


def listed(client, kind, **query):
    return set(client.get(reverse(f"admin:campaigns_{kind}_changelist"), query).context["cl"].queryset)


def order(notice):
    return list(notice.signatures.order_by("position").values_list("position", "agency__slug"))


@pytest.fixture
def notice():
    """Return a notice signed by a, b and c, in this order."""
    made = make_notice()
    for position, slug in enumerate("abc", 1):
        made.signatures.create(agency=make_agency(slug=slug), position=position, name_zh=f"{slug}局")
    return made


# Notices and their issuers


def test_a_notice_is_added_with_its_issuers_in_one_go(admin_client):
    campaign, first, second = make_campaign(), make_agency(slug="first"), make_agency(slug="second")
    response = add(
        admin_client, "notice", slug="2023-national", campaign=campaign.pk, title_zh="通知",
        **{
            "signatures-TOTAL_FORMS": 2, "signatures-0-position": 2, "signatures-0-agency": second.pk,
            "signatures-1-position": 1, "signatures-1-agency": first.pk, "signatures-1-name_en": "The First",
        },
    )  # fmt: skip
    assert response.status_code == 302
    made = Notice.objects.get()
    assert (made.status, made.version) == ("draft", 1)
    assert made.sort_on.isoformat() == "2023-01-01"
    assert order(made) == [(1, "first"), (2, "second")]
    assert made.signatures.get(position=1).name_en == "The First"


def test_issuers_trade_places(admin_client, notice):
    response = change(admin_client, notice, {"signatures-0-position": 3, "signatures-2-position": 1})
    assert response.status_code == 302
    assert order(notice) == [(1, "c"), (2, "b"), (3, "a")]
    assert notice.signatures.get(position=3).name_zh == "a局"


def test_an_issuer_is_put_before_the_others(admin_client, notice):
    places = {f"signatures-{row}-position": row + 2 for row in range(3)}
    new = {"signatures-3-position": 1, "signatures-3-agency": make_agency(slug="new").pk}
    assert change(admin_client, notice, {**places, **new, "signatures-TOTAL_FORMS": 4}).status_code == 302
    assert order(notice) == [(1, "new"), (2, "a"), (3, "b"), (4, "c")]


def test_an_issuer_goes_and_the_others_move_up(admin_client, notice):
    fields = {"signatures-0-DELETE": "on", "signatures-1-position": 1, "signatures-2-position": 2}
    assert change(admin_client, notice, fields).status_code == 302
    assert order(notice) == [(1, "b"), (2, "c")]


def test_two_issuers_do_not_share_a_place(admin_client, notice):
    response = change(admin_client, notice, {"signatures-0-position": 2, "title_en": "Other"})
    assert "duplicate data" in messages(response)
    assert form_data(response)["signatures-0-position"] == "2"
    assert order(notice) == [(1, "a"), (2, "b"), (3, "c")]
    assert Notice.objects.get().version == 1


def test_an_agency_does_not_sign_twice(admin_client, notice):
    agency = notice.signatures.get(position=1).agency
    response = change(admin_client, notice, {"signatures-1-agency": agency.pk})
    assert "duplicate data" in messages(response)
    new = {"signatures-TOTAL_FORMS": 4, "signatures-3-position": 4, "signatures-3-agency": agency.pk}
    assert "duplicate data" in messages(change(admin_client, notice, new))
    assert order(notice) == [(1, "a"), (2, "b"), (3, "c")]


@pytest.mark.parametrize("place", ["-1", "99999999999", "x", ""])
def test_a_place_that_is_no_place_is_refused(admin_client, notice, place):
    assert messages(change(admin_client, notice, {"signatures-0-position": place}))
    assert order(notice) == [(1, "a"), (2, "b"), (3, "c")]


def test_a_notice_goes_with_its_signatures_and_claims_but_not_while_it_has_sections(admin_client, notice):
    make_claim(notice)
    section = make_section(notice=notice)
    page = reverse("admin:campaigns_notice_delete", args=[notice.pk])
    assert admin_client.post(page, {"reason": "told twice"}).context["in_the_way"]
    section.delete()
    assert admin_client.post(page, {"reason": "told twice"}).status_code == 302
    assert not Notice.objects.exists()
    assert not Claim.objects.exists()


def test_a_notice_is_found_by_the_name_that_an_issuer_printed(admin_client, notice):
    notice.signatures.filter(position=2).update(name_zh="国家质检总局")
    make_notice()
    assert listed(admin_client, "notice", q="國家質檢總局") == {notice}


# Claims


def test_a_claim_made_by_staff_gets_a_uuid_for_a_key(admin_client):
    campaign, source = make_campaign(), make_source()
    response = add(
        admin_client, "claim", source=source.pk, line=12, quote="主题", field="theme_zh", value="质量", rank="normal",
        campaign=campaign.pk,
    )  # fmt: skip
    assert response.status_code == 302
    claim = Claim.objects.get()
    assert UUID(claim.key).version == 4
    assert (claim.record, claim.source, claim.line, claim.status) == (campaign, source, 12, "draft")


def test_claims_are_added_on_the_page_of_what_they_are_about_each_with_a_key_of_its_own(admin_client):
    activity, source = make_activity(), make_source()
    rows: dict[str, object] = {}
    for row, value in enumerate(["甲", "乙"]):
        entered = {"source": source.pk, "line": row + 1, "field": "place_zh", "value": value, "rank": "normal"}
        rows |= {f"claims-{row}-{name}": given for name, given in {**entered, "status": "published"}.items()}
    assert change(admin_client, activity, {**rows, "claims-TOTAL_FORMS": 2}).status_code == 302
    claims = activity.claims.order_by("line")
    assert [claim.value for claim in claims] == ["甲", "乙"]
    assert {UUID(claim.key).version for claim in claims} == {4}
    assert len({claim.key for claim in claims}) == 2


def test_the_key_of_a_loaded_claim_is_shown_and_never_changes(admin_client):
    claim = make_claim(make_campaign())
    key = claim.key
    response = change(admin_client, claim, {"value": "另", "key": "mine"})
    assert response.status_code == 302
    claim.refresh_from_db()
    assert (claim.key, claim.value, claim.version) == (key, "另", 2)
    page = admin_client.get(reverse("admin:campaigns_claim_change", args=[claim.pk]))
    assert key in page.content.decode()


@pytest.mark.parametrize("count", [0, 2])
def test_a_claim_is_about_exactly_one_record(admin_client, count):
    subjects = dict(list({"campaign": make_campaign().pk, "person": make_person().pk}.items())[:count])
    response = add(admin_client, "claim", source=make_source().pk, field="name_zh", value="x", **subjects)
    assert messages(response) == "Choose exactly one record that the claim is about."
    assert not Claim.objects.exists()


@pytest.mark.parametrize("field", ["theme", "status", "version", "sort_on", "id", "source"])
def test_a_claim_is_about_a_field_that_the_record_has(admin_client, field):
    response = add(admin_client, "claim", source=make_source().pk, field=field, value="x", campaign=make_campaign().pk)
    assert f"“{field}” is no field" in messages(response)
    assert "theme_zh" in messages(response)
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("kind", "field"), [("notice", "issuers"), ("activity", "organisers"), ("activity", "provinces")]
)
def test_a_claim_may_be_about_a_list(admin_client, kind, field):
    record = {"notice": make_notice, "activity": make_activity}[kind]()
    response = add(admin_client, "claim", source=make_source().pk, field=field, value="a", **{kind: record.pk})
    assert response.status_code == 302
    assert Claim.objects.get().record == record


def test_an_unknown_field_is_refused_in_a_row_too_and_the_row_is_kept(admin_client):
    campaign = make_campaign()
    claim = make_claim(campaign)
    response = change(admin_client, campaign, {"claims-0-field": "tehme_zh", "theme_zh": "新"})
    assert "“tehme_zh” is no field" in messages(response)
    assert form_data(response)["claims-0-field"] == "tehme_zh"
    claim.refresh_from_db()
    campaign.refresh_from_db()
    assert (claim.field, campaign.version) == ("theme_zh", 1)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"quote": "字" * 41}, "at most 40 characters"),
        ({"line": "9", "line_end": "8"}, "claim_lines_in_order"),
        ({"line": "0"}, "claim_lines_in_order"),
        ({"rank": "best"}, "Select a valid choice"),
        ({"source": ""}, "This field is required"),
        ({"source": "99999999999999999999"}, "not one of the available choices"),
        ({"source": "9" * 5000}, "not one of the available choices"),
        ({"source": "somewhere"}, "not one of the available choices"),
        ({"line": "99999999999"}, "less than or equal to 2147483647"),
    ],
)
def test_a_claim_that_cannot_be_is_refused_on_its_page_and_in_its_row(admin_client, fields, complaint):
    campaign = make_campaign()
    claim = make_claim(campaign)
    assert complaint in messages(change(admin_client, claim, fields))
    assert complaint in messages(change(admin_client, campaign, {f"claims-0-{name}": fields[name] for name in fields}))
    assert Claim.objects.get().version == 1


def test_claims_are_filtered_by_the_kind_of_their_record(admin_client):
    of_campaign, of_source = make_claim(make_campaign()), make_claim(make_source())
    assert listed(admin_client, "claim", record_kind="campaign") == {of_campaign}
    assert listed(admin_client, "claim", record_kind="source") == {of_source}
    assert listed(admin_client, "claim", record_kind="year") == set()


def test_the_page_of_a_source_shows_the_claims_about_it_not_those_it_makes(admin_client):
    source = make_source()
    about, by = make_claim(source), make_claim(make_campaign(), source=source)
    response = admin_client.get(reverse("admin:campaigns_source_change", args=[source.pk]))
    _, claims = (part.formset for part in response.context["inline_admin_formsets"])
    assert list(claims.queryset) == [about]
    assert change(admin_client, source, {"claims-0-value": "另"}).status_code == 302
    by.refresh_from_db()
    about.refresh_from_db()
    assert (by.version, about.version, about.value) == (1, 2, "另")


def test_a_passage_is_set_aside_on_the_page_of_its_source(admin_client):
    source = make_source()
    row = {"set_aside-TOTAL_FORMS": "1", "set_aside-0-line": "5", "set_aside-0-line_end": "6"}
    refused = change(admin_client, source, {**row, "set_aside-0-quote_end": "end", "set_aside-0-reason": "page"})
    assert "set_aside_from_somewhere" in strip_tags(refused.content.decode())
    change(admin_client, source, {**row, "set_aside-0-reason": "page"})
    assert list(source.set_aside.values_list("line", "line_end", "quote", "reason")) == [(5, 6, "", "page")]


def test_a_source_on_which_claims_rest_is_not_removed(admin_client):
    claim = make_claim()
    page = reverse("admin:campaigns_source_delete", args=[claim.source.pk])
    assert admin_client.post(page, {"reason": "told twice"}).context["in_the_way"]
    assert Claim.objects.exists()


# Sources


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "http://"])
def test_only_addresses_of_the_web_are_taken(admin_client, address):
    source = make_source()
    response = change(admin_client, source, {"web_address": address})
    assert "web_address" in response.context["adminform"].form.errors
    source.refresh_from_db()
    assert source.version == 1


def test_an_address_keeps_its_scheme(admin_client):
    source = make_source()
    assert change(admin_client, source, {"web_address": "http://example.org/质量"}).status_code == 302
    assert Source.objects.get().web_address == "http://example.org/质量"


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"first_line": 3}, "source_part_has_lines"),
        ({"file": "001.txt"}, "source_file_has_a_checksum"),
        ({"file": "001.txt", "sha256": "abc"}, "Enter a valid value"),
        ({"title_zh": "", "title_en": ""}, "source_has_a_title"),
    ],
)
def test_a_source_that_cannot_be_is_refused(admin_client, fields, complaint):
    assert complaint in messages(change(admin_client, make_source(), fields))
    assert Source.objects.get().version == 1


# Campaigns, activities and the rest


def test_a_national_campaign_has_no_province_and_a_provincial_one_has(admin_client):
    campaign, hebei = make_campaign(), make_province()
    assert "national_campaign_has_no_province" in messages(change(admin_client, campaign, {"province": hebei.pk}))
    assert "provincial_campaign_has_a_province" in messages(change(admin_client, campaign, {"scope": "provincial"}))
    both = {"scope": "provincial", "province": hebei.pk}
    assert change(admin_client, campaign, both).status_code == 302
    assert Campaign.objects.values_list("scope", "province", "version").get() == ("provincial", hebei.pk, 2)


def test_campaigns_are_filtered_by_year_scope_and_province(admin_client):
    anhui, later = make_province(code="CN-AH"), make_year(number=2024)
    national = make_campaign(year=make_year(number=2022))
    provincial = make_campaign(year=later, province=anhui)
    assert listed(admin_client, "campaign", year__id__exact=later.pk) == {provincial}
    assert listed(admin_client, "campaign", scope__exact="national") == {national}
    assert listed(admin_client, "campaign", province__id__exact=anhui.pk) == {provincial}


@pytest.mark.parametrize("typed", ["1998", "98"])
def test_a_year_is_found_by_its_number(admin_client, typed):
    year = make_year(number=1998)
    make_year(number=2023)
    assert listed(admin_client, "year", q=typed) == {year}


def test_an_activity_is_added_with_those_who_took_part_and_where(admin_client):
    campaign, agency, hebei, anhui = make_campaign(), make_agency(), make_province(), make_province()
    response = add(
        admin_client, "activity", slug="launch", campaign=campaign.pk, kind="launch", title_zh="启动",
        starts_on="2023-09",
        **{
            "participations-TOTAL_FORMS": 2,
            "participations-0-position": 1, "participations-0-agency": agency.pk,
            "participations-0-role": "organiser", "participations-0-basis": "inferred",
            "participations-1-position": 2, "participations-1-agency": agency.pk,
            "participations-1-role": "host", "participations-1-basis": "stated",
            "locations-TOTAL_FORMS": 2, "locations-0-position": 2, "locations-0-province": hebei.pk,
            "locations-1-position": 1, "locations-1-province": anhui.pk,
        },
    )  # fmt: skip
    assert response.status_code == 302
    made = Activity.objects.get()
    assert (made.starts_on, made.sort_on.isoformat()) == ("2023-09", "2023-09-01")
    assert list(made.participations.values_list("agency", "role", "basis")) == [
        (agency.pk, "organiser", "inferred"), (agency.pk, "host", "stated"),
    ]  # fmt: skip
    assert list(made.locations.values_list("province__code", flat=True)) == [anhui.code, hebei.code]


def test_an_agency_takes_part_once_in_each_role_and_a_province_once(admin_client):
    activity, agency, hebei = make_activity(), make_agency(), make_province()
    activity.participations.create(agency=agency)
    activity.locations.create(province=hebei)
    again = {
        "participations-TOTAL_FORMS": 2, "participations-1-agency": agency.pk, "participations-1-position": 2,
        "participations-1-role": "organiser", "participations-1-basis": "stated",
    }  # fmt: skip
    assert "duplicate data" in messages(change(admin_client, activity, again))
    twice = {"locations-TOTAL_FORMS": 2, "locations-1-province": hebei.pk, "locations-1-position": 2}
    assert "duplicate data" in messages(change(admin_client, activity, twice))
    assert (activity.participations.count(), activity.locations.count()) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"edition": 3}, "activity_edition_of_a_series"),
        ({"title_zh": "", "title_en": ""}, "activity_has_a_title"),
        ({"campaign": ""}, "This field is required"),
        ({"kind": "party"}, "Select a valid choice"),
    ],
)
def test_an_activity_that_cannot_be_is_refused(admin_client, fields, complaint):
    assert complaint in messages(change(admin_client, make_activity(), fields))
    assert Activity.objects.get().version == 1


@pytest.mark.parametrize("field", ["same_as", "part_of"])
def test_an_activity_is_not_its_own_retelling_or_part(admin_client, field):
    activity = make_activity()
    assert "itself" in messages(change(admin_client, activity, {field: activity.pk}))


def test_activities_are_filtered_by_year_kind_province_and_series(admin_client):
    series, hebei = make_series(), make_province()
    wanted = make_activity(kind="contest", series=series, campaign=make_campaign(year=make_year(number=1985)))
    wanted.locations.create(province=hebei)
    make_activity(campaign=make_campaign(year=make_year(number=1986)))
    for query in (
        {"kind__exact": "contest"}, {"series__id__exact": series.pk}, {"provinces__id__exact": hebei.pk},
        {"campaign__year__id__exact": wanted.campaign.year.pk},
    ):  # fmt: skip
        assert listed(admin_client, "activity", **query) == {wanted}


def test_an_activity_without_a_campaign_is_not_added_and_what_was_typed_stays(admin_client):
    response = add(admin_client, "activity", slug="launch", kind="launch", title_zh="启动仪式")
    assert messages(response) == "This field is required."
    assert form_data(response)["title_zh"] == "启动仪式"


def test_an_appearance_is_of_exactly_one_party(admin_client):
    appearance = make_appearance()
    assert "appearance_of_exactly_one" in messages(change(admin_client, appearance, {"agency": make_agency().pk}))
    assert "appearance_of_exactly_one" in messages(change(admin_client, appearance, {"person": ""}))
    assert change(admin_client, appearance, {"person": "", "party_zh": "企业代表"}).status_code == 302
    assert Appearance.objects.get().party_zh == "企业代表"


@pytest.mark.parametrize(("value", "shown"), [("69", ">69<"), ("1200000", ">1200000<"), ("3.5", ">3.5<"), ("0", ">0<")])
def test_the_list_of_figures_shows_a_number_as_its_document_does(admin_client, value, shown):
    make_figure(value=value)
    page = admin_client.get(reverse("admin:campaigns_figure_changelist")).content.decode()
    assert f'field-plain_value"{shown}' in page


def test_a_section_is_found_by_its_notice_and_knows_its_place(admin_client):
    section = make_section(path="annex-1.17")
    make_section(path="2")
    assert listed(admin_client, "section", q="annex-1.17") == {section}
    assert listed(admin_client, "section", q=section.notice.slug) >= {section}
