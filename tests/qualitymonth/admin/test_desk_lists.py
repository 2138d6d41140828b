"""The lists of the desk: filters for what waits, few queries, choices that can be told apart, and long tables."""

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Activity, Claim, Participation, Section
from qualitymonth.admin.change_form import Saving
from qualitymonth.admin.paging import LONG, KeysFirst
from qualitymonth.history import changing, record_rows
from tests import factories
from tests.qualitymonth.test_admin import KINDS, address, every_kind, found, make

pytestmark = pytest.mark.django_db

#: No list takes more, however many records it has.
LIMIT = 12


@pytest.fixture
def admin_user():
    """Nobody logs in by password here."""
    return User.objects.create_superuser("admin")


def staff(*permissions):
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def ask(client, kind, **words):
    return found(client.get(address(kind, "changelist"), words))


def titles(client, kind):
    return [str(spec.title) for spec in client.get(address(kind, "changelist")).context["cl"].filter_specs]


def test_the_filter_for_no_claim_finds_what_nobody_speaks_of(admin_client):
    cited, silent = factories.make_person(), factories.make_person()
    factories.make_claim(cited, field="name_zh")
    assert ask(admin_client, "person", claims="none") == {silent}


def test_the_filter_for_a_fact_without_a_claim_looks_at_each_fact(admin_client):
    whole, part, undated = (factories.make_activity(ends_on="", **more) for more in ({}, {}, {"starts_on": ""}))
    for activity in (whole, part, undated):
        factories.make_claim(activity, field="place_zh")
    factories.make_claim(whole, field="starts_on")
    factories.make_claim(part, field="title_zh")
    assert ask(admin_client, "activity", claims="missing") == {part}


def test_the_filter_for_no_english_finds_chinese_without_its_twin(admin_client):
    wanted = factories.make_agency(name_en="")
    factories.make_agency()
    factories.make_agency(name_zh="")
    assert ask(admin_client, "agency", english="missing") == {wanted}


def test_the_filter_for_unconfirmed_finds_fields_without_a_preferred_claim(admin_client):
    wanted, settled = factories.make_activity(), factories.make_activity()
    factories.make_claim(wanted, field="starts_on", rank="normal")
    factories.make_claim(wanted, field="place_zh")
    factories.make_claim(settled, field="starts_on", rank="normal")
    factories.make_claim(settled, field="starts_on")
    assert ask(admin_client, "activity", unconfirmed="yes") == {wanted}


def test_each_member_of_a_list_is_confirmed_by_itself(admin_client):
    notice = factories.make_notice()
    factories.make_claim(notice, field="issuers", value="one")
    factories.make_claim(notice, field="issuers", value="other", rank="normal")
    assert ask(admin_client, "notice", unconfirmed="yes") == {notice}


def test_the_filter_for_disagreement_knows_what_agrees(admin_client):
    disputed, coarser, members, english = (factories.make_activity() for _ in range(4))
    for activity, field, values in (
        (disputed, "starts_on", ("2023-09-01", "2023-09-02")), (coarser, "starts_on", ("2023-09-01", "2023-09")),
        (members, "organisers", ("one", "other")), (english, "title_en", ("One", "Other")),
    ):  # fmt: skip
        for value in values:
            factories.make_claim(activity, field=field, value=value)
    assert ask(admin_client, "activity", disagreement="yes") == {disputed}


def test_the_desk_sees_a_disagreement_before_the_public_does(admin_client):
    activity = factories.make_activity()
    factories.make_claim(activity, field="starts_on", value="2023-09-01")
    factories.make_claim(activity, field="starts_on", value="2023-09-02", status="draft")
    assert ask(admin_client, "activity", disagreement="yes") == {activity}


def test_a_source_needs_no_claim_and_a_claim_none_of_its_own(admin_client):
    factories.make_source(notes_zh="注")
    factories.make_claim()
    assert titles(admin_client, "source")[:4] == ["status", "disagreement", "unconfirmed", "English"]
    assert titles(admin_client, "claim")[:3] == ["status", "English", "rank"]


def test_who_may_not_see_claims_gets_no_filter_on_them(client):
    factories.make_person(name_en="")
    client.force_login(staff("view_person"))
    assert titles(client, "person") == ["status", "English"]


@pytest.mark.parametrize("query", ["claims=some", "disagreement=no", "english=x", "unconfirmed=0"])
def test_a_filter_refuses_a_word_that_it_does_not_know(admin_client, query):
    factories.make_activity()
    response = admin_client.get(f"{address('activity', 'changelist')}?{query}")
    assert (response.status_code, response["Location"]) == (302, f"{address('activity', 'changelist')}?e=1")


def words_of(kind):
    """A question with every filter for what waits that the kind has, and a search."""
    specs = {"claim": {}, "source": {"disagreement": "yes", "unconfirmed": "yes"}}
    asked = {"claims": "missing", "disagreement": "yes", "unconfirmed": "yes", "english": "missing"}
    asked = {**specs.get(kind, asked), "q": "質量", "status__exact": "published"}
    return {**asked, "claims": "none"} if kind == "agency" else asked


@every_kind
def test_a_list_takes_few_queries_whatever_is_asked_and_no_more_for_more_rows(
    admin_client, django_assert_max_num_queries, kind
):
    make(kind)
    taken = []
    for words in ({}, {"q": "質量"}, words_of(kind)):
        with django_assert_max_num_queries(LIMIT) as queries:
            assert admin_client.get(address(kind, "changelist"), words).status_code == 200
        taken.append((words, len(queries)))
    for _ in range(4):
        made = make(kind)
        if kind != "claim":
            factories.make_claim(made)
    for words, before in taken:
        # A list with nothing on it does not read its rows.
        with django_assert_max_num_queries(before + (1 if words else 0)):
            admin_client.get(address(kind, "changelist"), words)


def fill(number):
    """Fill the archive with so many activities, each with who took part, a claim and a history."""
    campaign, agency, source = factories.make_campaign(), factories.make_agency(), factories.make_source()
    day: Any = {"starts_on": "2023-09-01", "sort_on": date(2023, 9, 1)}
    many: Any = QuerySet
    activities = many(Activity).bulk_create(
        (
            Activity(slug=f"many-{n}", campaign=campaign, kind="forum", title_zh=f"质量论坛{n}",
                     status="published" if n % 9 else "draft", **day)
            for n in range(number)
        ),
        batch_size=2_000,
    )  # fmt: skip
    said: Any = {"source": source, "field": "starts_on", "rank": "normal", "status": "published"}
    with changing("import", reason="many"):
        for model, rows in (
            (Activity, activities),
            (Participation, [Participation(activity=one, agency=agency, role="organiser") for one in activities]),
            (Claim, [Claim(activity=one, value=f"2023-09-0{1 + one.pk % 2}", **said) for one in activities]),
        ):
            if model is not Activity:
                many(model).bulk_create(rows, batch_size=2_000)
            record_rows(model, rows, created=True)
    claims = [Claim(activity=one, value="2023-09-09", **said) for one in activities[::9]]
    many(Claim).bulk_create(claims, batch_size=2_000)


@pytest.mark.long
def test_every_list_of_a_hundred_thousand_activities_takes_few_queries(admin_client):
    fill(100_000)
    for kind in KINDS:
        make(kind)
    taken = {}
    for model in admin.site._registry:  # noqa: SLF001 - Django has no public name for it
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        shown = admin_client.get(page).context["cl"]
        choices = [
            choice["query_string"] for filtered in shown.filter_specs for choice in [*filtered.choices(shown)][1:3]
        ]
        orders = [f"?o={sign}{column}" for column in range(1, len(shown.list_display)) for sign in ("", "-")]
        last = [f"?p={shown.paginator.num_pages}"] if shown.paginator.num_pages > 1 else []
        for words in ("", "?q=質量", *last, *orders, *choices, *(f"{choice}&q=質量" for choice in choices)):
            with CaptureQueriesContext(connection) as queries:
                assert admin_client.get(page + words).status_code == 200, (page, words)
            taken[page + words] = len(queries)
    assert {asked: number for asked, number in taken.items() if number > LIMIT} == {}
    assert len(taken) > 300, "every list, with each of its filters and orders"


def test_a_list_shows_fifty_rows_and_counts_no_facets(admin_client):
    changelist = admin_client.get(address("person", "changelist"), {"_facets": "True"}).context["cl"]
    assert changelist.list_per_page == 50
    assert not changelist.add_facets


def test_pages_found_by_keys_first_are_those_that_django_finds():
    campaign = factories.make_campaign()
    for _ in range(7):
        factories.make_activity(campaign=campaign)
    rows = Activity.objects.order_by("-sort_on", "slug").select_related("campaign")
    for number in (1, 2, 3):
        assert list(KeysFirst(rows, 3).page(number)) == list(Paginator(rows, 3).page(number))


def suggestions(client, kind, field, term):
    app = "agencies" if kind == "agency" else "campaigns"
    words = {"app_label": app, "model_name": kind, "field_name": field, "term": term}
    return [result["text"] for result in client.get(reverse("admin:autocomplete"), words).json()["results"]]


def test_choices_of_one_name_are_told_apart(admin_client):
    hebei = factories.make_province()
    for more in ({"province": hebei}, {}):
        factories.make_agency(name_zh="质量协会", name_en="Quality Association", **more)
    assert sorted(suggestions(admin_client, "campaign", "host", "質量協會")) == [
        "Quality Association", "Quality Association (Hebei)",
    ]  # fmt: skip
    year = factories.make_year(number=1999)
    notice = factories.make_notice(
        campaign=factories.make_campaign(year=year), title_en="Notice", document_number="1号"
    )
    assert suggestions(admin_client, "section", "notice", notice.title_zh) == ["Notice (1999, 1号)"]
    activity = factories.make_activity(campaign=notice.campaign, title_en="Launch", starts_on="1999-09")
    told = "Launch (National Quality Month 1999, 1999-09)"
    assert suggestions(admin_client, "activity", "same_as", activity.slug) == [told]
    page = admin_client.get(address("activity", "change", factories.make_activity(same_as=activity).pk))
    assert f'<option value="{activity.pk}" selected>{told}</option>' in page.content.decode()


def test_a_notice_with_many_claims_opens_with_few_queries_and_folds_them(admin_client, django_assert_max_num_queries):
    notice = factories.make_notice()
    for position in range(1, 4):
        notice.signatures.create(agency=factories.make_agency(), position=position)
    source = factories.make_source()
    page = address("notice", "change", notice.pk)
    with django_assert_max_num_queries(15) as few:
        response = admin_client.get(page)
    assert "<details" in response.content.decode()  # the outline
    for line in range(1, LONG + 2):
        factories.make_claim(notice, source=source, line=line, field="title_zh")
    with django_assert_max_num_queries(len(few)):
        response = admin_client.get(page)
    signatures, claims = response.context["inline_admin_formsets"]
    assert (signatures.is_collapsible, claims.is_collapsible) == (False, True)
    assert len(claims.formset.forms) == LONG + 1


def test_the_outline_of_a_notice_leads_to_its_sections_and_to_new_ones_below(admin_client):
    notice = factories.make_notice()
    first = factories.make_section(notice=notice, path="1", heading_zh="要求", heading_en="Demands")
    below = factories.make_section(notice=notice, path="1.1", parent=first, status="draft", label="（一）")
    html = admin_client.get(address("notice", "change", notice.pk)).content.decode()
    for section in (first, below):
        assert address("section", "change", section.pk) in html
        assert f"{address('section', 'add')}?notice={notice.pk}&amp;parent={section.pk}" in html
    assert '<li class="depth-1">' in html


def test_who_may_not_add_sections_is_offered_none(client):
    section = factories.make_section()
    client.force_login(staff("view_notice", "view_section"))
    html = client.get(address("notice", "change", section.notice.pk)).content.decode()
    assert address("section", "change", section.pk) in html
    assert address("section", "add") not in html


def test_a_section_below_another_is_offered_the_next_path_and_place(admin_client):
    notice = factories.make_notice()
    first = factories.make_section(notice=notice, path="1")
    factories.make_section(notice=notice, path="1.1", parent=first)
    factories.make_section(notice=notice, path="2")

    def offered(**words):
        form = admin_client.get(address("section", "add"), {"notice": notice.pk, **words}).context["adminform"].form
        return form.initial["path"], form.initial["position"]

    assert offered(parent=first.pk) == ("1.2", 3)
    assert offered() == ("3", 4)
    assert admin_client.get(address("section", "add"), {"notice": "x", "parent": "9" * 30}).status_code == 200


def test_a_section_that_takes_a_place_moves_those_that_follow():
    notice = factories.make_notice()
    first, second, third = (factories.make_section(notice=notice, path=path) for path in "123")
    model_admin = admin.site.get_model_admin(Section)
    new = Section(notice=notice, path="1.1", position=2, slug="new", heading_zh="新")
    request: Any = HttpRequest()
    request.saving = Saving(model_admin, request)
    model_admin.save_model(request, new, None, change=False)
    assert list(notice.sections.order_by("position").values_list("path", "position")) == [
        ("1", 1), ("1.1", 2), ("2", 3), ("3", 4),
    ]  # fmt: skip
    for section, version in ((first, 1), (second, 2), (third, 2)):
        section.refresh_from_db()
        assert section.version == version


def test_slogans_stand_on_their_campaign_and_appearances_on_their_activity(admin_client):
    slogan, appearance = factories.make_slogan(), factories.make_appearance()
    for page, part in (
        (address("campaign", "change", slogan.campaign.pk), address("slogan", "change", slogan.pk)),
        (address("activity", "change", appearance.activity.pk), address("appearance", "change", appearance.pk)),
    ):
        assert part in admin_client.get(page).content.decode()


def test_every_kind_of_the_desk_says_what_belongs_in_its_first_field(admin_client):
    for kind in KINDS:
        form = admin_client.get(address(kind, "add")).context["adminform"].form
        assert any(str(field.help_text) for field in form.fields.values()), kind
