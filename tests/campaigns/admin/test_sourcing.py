"""Who changes what sources say about a record is asked where the new value comes from, and the claims follow."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation

from campaigns.evidence import evidence_for
from campaigns.models import Activity, Campaign, Claim, Figure, Notice
from qualitymonth.history import changing
from qualitymonth.models import Change
from tests import factories
from tests.factories import empty_archive, form_data, make_agency, make_claim, make_source, make_source_text
from tests.reading import Page

pytestmark = pytest.mark.django_db

QUESTION = (
    "Nothing has been saved yet: sources say otherwise. Say under “Sources of your changes” where they come from."
)


@pytest.fixture(autouse=True)
def _plain_start(client):
    with translation.override("en"):
        empty_archive()
        client.force_login(User.objects.create_superuser("editor"))
        yield


@pytest.fixture
def campaign():
    """Return a campaign whose theme two sources give, one of them preferred."""
    made = factories.make_campaign(theme_zh="质量第一", theme_en="Quality first")
    make_claim(made, field="theme_zh", line=3)
    make_claim(made, field="theme_zh", line=4, rank="normal", value="質量第一")
    return made


@pytest.fixture
@changing("edit")
def notice():
    """Return a notice signed by a and b, as a source says."""
    made = factories.make_notice()
    for position, slug in enumerate("ab", 1):
        made.signatures.create(agency=make_agency(slug=slug), position=position)
        make_claim(made, field="issuers", value=slug, key=f"claim-{slug}")
    return made


def page_of(record):
    app = record._meta.app_label
    return reverse(f"admin:{app}_{record._meta.model_name}_change", args=[record.pk])


def save(client, record, **fields):
    return client.post(page_of(record), {**form_data(client.get(page_of(record))), **fields})


def answer(client, record, response, field, **answers):
    """Send a form that came back with questions, with those about ``field`` answered."""
    given = {f"sources-{field}-{name}": value for name, value in {"asked": "1", **answers}.items()}
    return client.post(page_of(record), {**form_data(response), **given})


def questions(response):
    assert response.status_code == 200
    sources = response.context["sources"]
    return [row.need.field for row in sources.rows] if sources else []


def faults(response):
    (row,) = response.context["sources"].rows
    return {name: list(found) for name, found in row.errors.items()}


def claims(record):
    return list(record.claims.order_by("line", "pk").values_list("value", "rank"))


# When it is asked.


def test_a_sourced_field_is_not_changed_before_its_source_is_named_and_nothing_typed_is_lost(client, campaign):
    response = save(client, campaign, theme_zh="质量至上", summary_en="More.")
    assert questions(response) == ["theme_zh"]
    assert response.context["adminform"].form.errors == {"__all__": [QUESTION]}
    sent = form_data(response)
    assert (sent["theme_zh"], sent["summary_en"]) == ("质量至上", "More.")
    read = Page(response).text("section", class_="sources")
    assert "质量第一 → 质量至上" in read
    campaign.refresh_from_db()
    assert (campaign.theme_zh, campaign.version) == ("质量第一", 1)


def test_a_field_that_no_source_speaks_of_changes_freely(client, campaign):
    assert save(client, campaign, theme_en="Quality above all").status_code == 302


def test_what_a_claim_says_needs_no_other_source(client, campaign):
    assert save(client, campaign, theme_zh="質量第一").status_code == 302
    make_claim(campaign, field="theme_zh", value="质量至上", rank="normal")
    assert save(client, campaign, theme_zh="质量至上").status_code == 302


def test_what_a_deprecated_claim_says_is_no_support(client, campaign):
    make_claim(campaign, field="theme_zh", value="质量至上", rank="deprecated")
    assert questions(save(client, campaign, theme_zh="质量至上")) == ["theme_zh"]


def test_a_claim_that_is_corrected_on_the_same_form_answers_beforehand(client, campaign):
    rows = {"claims-0-value": "质量至上", "claims-1-DELETE": "on"}
    assert save(client, campaign, theme_zh="质量至上", **rows).status_code == 302
    assert claims(campaign) == [("质量至上", "preferred")]


def test_a_finer_date_within_the_stated_one_is_said_by_the_source(client):
    activity = factories.make_activity(starts_on="2023-09")
    make_claim(activity, field="starts_on")
    assert save(client, activity, starts_on="2023-09-04").status_code == 302
    assert questions(save(client, activity, starts_on="2023-10")) == ["starts_on"]


def test_a_new_record_is_asked_nothing(client):
    page = reverse("admin:campaigns_series_add")
    assert client.post(page, {**form_data(client.get(page)), "slug": "a", "name_zh": "甲"}).status_code == 302


def test_without_an_answer_it_asks_again(client, campaign):
    response = answer(client, campaign, save(client, campaign, theme_zh="质量至上"), "theme_zh")
    assert faults(response) == {"choice": ["Say where the new value comes from."]}
    assert answer(client, campaign, response, "theme_zh", choice="guess").status_code == 200
    assert Campaign.objects.get().theme_zh == "质量第一"


# (1) The source was misread.


def test_a_misread_claim_gets_the_new_value_and_what_contradicts_it_is_not_preferred(client, campaign):
    preferred = campaign.claims.get(rank="preferred")
    response = save(client, campaign, theme_zh="质量至上", reason="misread")
    normal = campaign.claims.get(rank="normal")
    assert answer(client, campaign, response, "theme_zh", choice="misread", misread=normal.pk).status_code == 302
    assert claims(campaign) == [("质量第一", "normal"), ("质量至上", "normal")]
    preferred.refresh_from_db()
    written = [record.history.first().change for record in (campaign, normal, preferred)]
    assert set(written) == {Change.objects.latest("number")}
    assert written[0].reason == "misread"
    campaign.refresh_from_db()
    assert (campaign.theme_zh, campaign.version) == ("质量至上", 2)


def test_all_of_the_misread_claims_can_be_chosen(client, campaign):
    response = save(client, campaign, theme_zh="质量至上")
    answer(
        client, campaign, response, "theme_zh", choice="misread", misread=[claim.pk for claim in Claim.objects.all()]
    )
    assert claims(campaign) == [("质量至上", "preferred"), ("质量至上", "normal")]


@pytest.mark.parametrize("chosen", ["", "x", "999999"])
def test_what_was_misread_is_chosen_among_the_claims_on_the_field(client, campaign, chosen):
    response = save(client, campaign, theme_zh="质量至上")
    response = answer(client, campaign, response, "theme_zh", choice="misread", misread=chosen)
    assert set(faults(response)) == {"misread"}


def test_a_field_that_is_emptied_as_misread_leaves_deprecated_claims_with_a_note(client):
    figure = factories.make_figure(unit_zh="家")
    claim = make_claim(figure, field="unit_zh")
    response = save(client, figure, unit_zh="")
    assert [value for value, *_ in response.context["sources"].rows[0].offers] == ["misread", "judgement"]
    assert answer(client, figure, response, "unit_zh", choice="misread", misread=claim.pk).status_code == 302
    claim.refresh_from_db()
    assert (claim.rank, claim.value, bool(claim.note_zh), bool(claim.note_en)) == ("deprecated", "家", True, True)
    assert Figure.objects.get().unit_zh == ""


# (2) Another source says so.


def test_another_source_becomes_a_claim_and_the_older_ones_stay_beside_it(client, campaign):
    source = make_source()
    response = save(client, campaign, theme_zh="质量至上")
    said = {"choice": "another", "source": source.pk, "line": "12", "quote": "至上", "rank": "preferred"}
    assert answer(client, campaign, response, "theme_zh", **said).status_code == 302
    made = Claim.objects.get(source=source)
    assert (made.record, made.field, made.value, made.line, made.quote) == (
        campaign,
        "theme_zh",
        "质量至上",
        12,
        "至上",
    )
    assert (made.rank, made.status) == ("preferred", "published")
    campaign = Campaign.objects.get()
    evidence = evidence_for(campaign, "theme_zh")
    assert (campaign.theme_zh, evidence.state, evidence.disagrees) == ("质量至上", "stated", True)
    assert sorted(claim.rank for claim in evidence.claims) == ["normal", "normal", "preferred"]


def test_the_claim_on_a_draft_is_a_draft_and_needs_no_reason(client):
    series = factories.make_series(status="draft")
    make_claim(series, field="since")
    response = save(client, series, since="1980", reason="")
    source = make_source()
    said = {"choice": "another", "source": source.pk, "rank": "normal", "line": "3"}
    sent = {**form_data(response), "reason": "", **{f"sources-since-{name}": said[name] for name in said}}
    assert client.post(page_of(series), {**sent, "sources-since-asked": "1"}).status_code == 302
    made = Claim.objects.get(source=source)
    assert (made.status, made.rank, made.value) == ("draft", "normal", "1980")


def test_a_reference_is_claimed_by_its_key(client):
    activity = factories.make_activity(series=factories.make_series(slug="this"))
    make_claim(activity, field="series", value="this")
    other = factories.make_series(slug="other")
    response = save(client, activity, series=other.pk)
    said = {"choice": "another", "source": make_source().pk, "line": "1", "rank": "normal"}
    assert answer(client, activity, response, "series", **said).status_code == 302
    assert Claim.objects.filter(value="other").get().record == activity


def test_without_scripts_the_source_is_named_by_its_slug(client, campaign):
    source = make_source(slug="the-source")
    response = save(client, campaign, theme_zh="质量至上")
    assert "<noscript>" in response.content.decode()
    said = {"choice": "another", "line": "1", "rank": "normal"}
    refused = answer(client, campaign, response, "theme_zh", slug="nowhere", **said)
    assert faults(refused) == {"slug": ["No source has this slug."]}
    assert answer(client, campaign, response, "theme_zh", slug="the-source", **said).status_code == 302
    assert Claim.objects.get(source=source).value == "质量至上"


@pytest.fixture
def text():
    """Return a source whose text is held."""
    return make_source_text("关于开展质量月活动的通知\n质量至上\n质量(liàng)第一\n").source


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"source": ""}, {"source": ["Name the source that says so."]}),
        ({"line": ""}, {"line": ["The source has lines: name the one that says so."]}),
        ({"line": "4"}, {"line": ["The source has lines 1 to 3."]}),
        ({"line": "0"}, {"line": ["Ensure this value is greater than or equal to 1."]}),
        ({"quote": "质量第一"}, {"quote": ["It does not stand in this source; copy it as printed, damage included."]}),
        ({"quote": "质量月"}, {"quote": ["It does not stand on this line, but on 1."]}),
        ({"quote": "字" * 41}, {"quote": ["Ensure this value has at most 40 characters (it has 41)."]}),
        ({"rank": "deprecated"}, {"rank": ["Select a valid choice. deprecated is not one of the available choices."]}),
    ],
)
def test_a_citation_that_does_not_hold_is_refused_and_kept(client, campaign, text, fields, fault):
    response = save(client, campaign, theme_zh="质量至上")
    said = {"choice": "another", "source": text.pk, "line": "2", "quote": "至上", "rank": "preferred"}
    refused = answer(client, campaign, response, "theme_zh", **{**said, **fields})
    assert faults(refused) == fault
    (row,) = refused.context["sources"].rows
    assert {name: str(row[name].value()) for name in said} == {name: str(v) for name, v in {**said, **fields}.items()}
    assert claims(campaign) == [("质量第一", "preferred"), ("質量第一", "normal")]
    assert answer(client, campaign, refused, "theme_zh", **said).status_code == 302


def test_a_part_of_a_document_is_cited_within_its_lines(client, campaign, text):
    part = make_source(part_of=text, first_line=2, last_line=3)
    response = save(client, campaign, theme_zh="质量至上")
    said = {"choice": "another", "source": part.pk, "line": "1", "rank": "normal"}
    refused = answer(client, campaign, response, "theme_zh", **said)
    assert faults(refused) == {"line": ["The source has lines 2 to 3."]}
    assert (
        answer(client, campaign, response, "theme_zh", **{**said, "line": "2", "quote": "质量至上"}).status_code == 302
    )


def test_a_content_farm_is_never_preferred(client, campaign):
    response = save(client, campaign, theme_zh="质量至上")
    said = {"choice": "another", "source": make_source(kind="content-farm").pk, "rank": "preferred"}
    assert faults(answer(client, campaign, response, "theme_zh", **said)) == {
        "rank": ["A content farm is never preferred."]
    }


# (3) A disagreement is recorded, (4) editorial judgement.


def test_a_disagreement_is_recorded_and_the_field_keeps_its_value(client, campaign):
    source = make_source()
    response = save(client, campaign, theme_zh="质量至上", summary_en="More.")
    said = {"choice": "disagree", "source": source.pk, "line": "5"}
    assert answer(client, campaign, response, "theme_zh", **said).status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.theme_zh, campaign.summary_en, campaign.version) == ("质量第一", "More.", 2)
    assert (Claim.objects.get(source=source).value, Claim.objects.get(source=source).rank) == ("质量至上", "normal")
    assert claims(campaign)[0] == ("质量第一", "preferred")
    assert evidence_for(campaign, "theme_zh").disagrees


def test_a_reference_keeps_its_value_too_and_the_version_moves_with_the_claim(client):
    activity = factories.make_activity(series=factories.make_series(slug="kept"))
    make_claim(activity, field="series", value="kept")
    response = save(client, activity, series=factories.make_series().pk)
    answer(client, activity, response, "series", choice="disagree", source=make_source().pk, line="5")
    assert Activity.objects.values_list("series__slug", "version").get() == ("kept", 2)
    assert activity.claims.count() == 2


def test_editorial_judgement_needs_a_reason_even_for_a_draft(client):
    series = factories.make_series(status="draft", since="1979")
    make_claim(series, field="since")
    response = save(client, series, since="1980", reason="")
    sent = {**form_data(response), "sources-since-asked": "1", "sources-since-choice": "judgement"}
    refused = client.post(page_of(series), {**sent, "reason": ""})
    assert refused.context["adminform"].form.errors == {"reason": ["Say why: the reason stands for the source."]}
    assert refused.context["sources"].rows[0]["choice"].value() == "judgement"
    assert client.post(page_of(series), {**sent, "reason": "obviously"}).status_code == 302
    series.refresh_from_db()
    assert series.since == "1980"
    assert claims(series) == [("1979", "normal")]
    assert series.history.first().change.reason == "obviously"


# Lists.


def test_a_member_added_to_a_sourced_list_gets_a_claim(client, notice):
    new = make_agency(slug="c")
    rows = {"signatures-TOTAL_FORMS": 3, "signatures-2-position": 3, "signatures-2-agency": new.pk}
    response = save(client, notice, **rows)
    assert questions(response) == ["issuers"]
    (row,) = response.context["sources"].rows
    assert [value for value, *_ in row.offers] == ["another", "judgement"]
    source = make_source()
    said = {"choice": "another", "source": source.pk, "line": "3", "quote": "丙局", "rank": "preferred"}
    assert answer(client, notice, response, "issuers", **said).status_code == 302
    made = Claim.objects.get(source=source)
    assert (made.record, made.field, made.value, made.quote) == (notice, "issuers", "c", "丙局")
    assert list(notice.signatures.values_list("agency__slug", flat=True)) == ["a", "b", "c"]


def test_the_claims_on_a_member_that_was_taken_off_are_deprecated_with_a_note(client, notice):
    response = save(client, notice, **{"signatures-0-DELETE": "on"})
    assert questions(response) == ["issuers"]
    assert answer(client, notice, response, "issuers", choice="judgement").status_code == 302
    gone = Claim.objects.get(key="claim-a")
    assert (gone.rank, bool(gone.note_zh), bool(gone.note_en)) == ("deprecated", True, True)
    assert Claim.objects.get(key="claim-b").rank == "preferred"


def test_a_member_that_was_misread_takes_its_claim_along(client, notice):
    new = make_agency(slug="c")
    response = save(client, notice, **{"signatures-0-agency": new.pk})
    claim = Claim.objects.get(key="claim-a")
    assert answer(client, notice, response, "issuers", choice="misread", misread=claim.pk).status_code == 302
    claim.refresh_from_db()
    assert (claim.value, claim.rank) == ("c", "preferred")


def test_members_that_trade_places_or_whom_a_claim_names_need_no_source(client, notice):
    assert save(client, notice, **{"signatures-0-position": 2, "signatures-1-position": 1}).status_code == 302
    make_claim(notice, field="issuers", value="c")
    rows = {"signatures-TOTAL_FORMS": 3, "signatures-2-position": 3, "signatures-2-agency": make_agency(slug="c").pk}
    assert save(client, notice, **rows).status_code == 302


def test_a_list_that_no_source_speaks_of_changes_freely(client, notice):
    Claim.objects.all().delete()
    assert save(client, notice, **{"signatures-0-agency": make_agency().pk}).status_code == 302


def test_the_names_of_an_agency_and_the_provinces_of_an_activity_are_lists_too(client):
    agency = make_agency()
    agency.names.create(language="zh-Hans", type="official", name="总局")
    make_claim(agency, field="names", value="總局")
    assert questions(save(client, agency, **{"names-0-name": "分局"})) == ["names"]
    assert save(client, agency, **{"names-0-name": "總局"}).status_code == 302
    activity, hebei = factories.make_activity(), factories.make_province()
    activity.locations.create(province=hebei)
    make_claim(activity, field="provinces", value=hebei.code)
    assert questions(save(client, activity, **{"locations-0-province": factories.make_province().pk})) == ["provinces"]


# Records on the page of another.


def test_sourced_fields_of_records_on_the_page_of_another_are_asked_about_too(client, campaign):
    slogan = factories.make_slogan(campaign=campaign, text_zh="质量第一")
    claim = make_claim(slogan, field="text_zh")
    response = save(client, campaign, **{"slogans-0-text_zh": "质量至上"})
    name = f"slogan-{slogan.pk}-text_zh"
    assert [row.prefix for row in response.context["sources"].rows] == [f"sources-{name}"]
    said = {"choice": "disagree", "source": make_source().pk, "line": "3"}
    assert answer(client, campaign, response, name, **said).status_code == 302
    slogan.refresh_from_db()
    assert (slogan.text_zh, slogan.version) == ("质量第一", 2)
    assert claims(slogan) == [("质量至上", "normal"), ("质量第一", "preferred")]
    response = save(client, campaign, **{"slogans-0-text_zh": "质量为先"})
    assert answer(client, campaign, response, name, choice="misread", misread=claim.pk).status_code == 302
    slogan.refresh_from_db()
    claim.refresh_from_db()
    assert (slogan.text_zh, claim.value) == ("质量为先", "质量为先")


# Together with the rest.


def test_who_may_not_write_claims_is_left_with_judgement(client, campaign):
    user = User.objects.create_user("archivist", is_staff=True)
    user.user_permissions.set(
        user.user_permissions.model.objects.filter(codename__in=["change_campaign", "view_campaign"])
    )
    client.force_login(user)
    response = save(client, campaign, theme_zh="质量至上")
    (row,) = response.context["sources"].rows
    assert [value for value, *_ in row.offers] == ["judgement"]


def test_answers_are_kept_where_others_overtook_the_form(client, campaign):
    response = save(client, campaign, theme_zh="质量至上")
    campaign.theme_en = "Theirs"
    campaign.save()
    said = {"choice": "another", "source": make_source().pk, "line": "5", "rank": "normal"}
    returned = answer(client, campaign, response, "theme_zh", **said)
    assert "Nothing has been saved yet: after" in returned.context["adminform"].form.errors["__all__"][0]
    (row,) = returned.context["sources"].rows
    assert (row["choice"].value(), row["line"].value()) == ("another", "5")
    assert answer(client, campaign, returned, "theme_zh", **said).status_code == 302
    assert Campaign.objects.values_list("theme_zh", "theme_en").get() == ("质量至上", "Theirs")


def test_pages_with_questions_hold_no_script_or_style_of_their_own(client, notice, campaign):
    for response in (
        save(client, campaign, theme_zh="质量至上"),
        save(client, notice, **{"signatures-0-agency": make_agency().pk}),
    ):
        html = response.content.decode()
        assert " style=" not in html
        assert "<script>" not in html
        Page(response)
    assert Notice.objects.get().version == 1
