"""What the admin pages of every kind have in common."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import translation

from qualitymonth.models import RECORD_PERMISSIONS, Record, Revision
from tests import factories
from tests.factories import empty_archive, form_data

pytestmark = pytest.mark.django_db

#: Each kind with the factory of its records and a text field in which staff search.
KINDS = {
    "activity": (factories.make_activity, "title_zh"),
    "agency": (factories.make_agency, "name_zh"),
    "appearance": (factories.make_appearance, "posts_zh"),
    "campaign": (factories.make_campaign, "theme_zh"),
    "claim": (factories.make_claim, "quote"),
    "figure": (factories.make_figure, "name_zh"),
    "notice": (factories.make_notice, "title_zh"),
    "person": (factories.make_person, "name_zh"),
    "precedent": (factories.make_precedent, "country_zh"),
    "province": (factories.make_province, "name_zh"),
    "section": (factories.make_section, "heading_zh"),
    "series": (factories.make_series, "name_zh"),
    "slogan": (factories.make_slogan, "text_zh"),
    "source": (factories.make_source, "title_zh"),
    "year": (factories.make_year, "notes_zh"),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(autouse=True)
def _plain_start():
    """Start in English, whatever page was read before, and with no records but the test's own."""
    with translation.override("en"):
        empty_archive()
        yield


@pytest.fixture
def admin_user():
    """Nobody logs in by password here, and hashing one takes longer than most of these tests."""
    return User.objects.create_superuser("admin")


def address(kind, page, *args):
    app = "agencies" if kind in ("agency", "province") else "campaigns"
    return reverse(f"admin:{app}_{kind}_{page}", args=args)


def make(kind, **fields):
    return KINDS[kind][0](**fields)


def found(response):
    return set(response.context["cl"].queryset)


def staff(*permissions):
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def test_every_kind_of_record_is_registered_and_nothing_of_the_machinery():
    registered = {model for model in apps.get_models() if admin.site.is_registered(model)}
    assert {model.__name__.lower() for model in registered if issubclass(model, Record)} == set(KINDS)
    assert {model.__name__ for model in registered if not issubclass(model, Record)} == {
        "Change",
        "User", "Group", "TOTPDevice", "StaticDevice", "Token", "Report",
    }  # fmt: skip


@every_kind
def test_every_foreign_key_is_chosen_by_typing(kind):
    model = type(make(kind))
    wanted = {field.name for field in model._meta.fields if field.is_relation}
    assert set(admin.site.get_model_admin(model).autocomplete_fields) == wanted


@every_kind
def test_the_list_shows_drafts_and_published_records(admin_client, kind):
    published, draft = make(kind), make(kind, status="draft")
    response = admin_client.get(address(kind, "changelist"))
    assert response.status_code == 200
    assert {published, draft} <= found(response)


@every_kind
@pytest.mark.parametrize("typed", ["质量诚信", "質量誠信", "质量 诚信", "質量 诚信"])
def test_search_finds_a_record_in_simplified_and_in_traditional_characters(admin_client, kind, typed):
    wanted = make(kind, **{KINDS[kind][1]: "开展质量诚信活动"})
    make(kind)
    response = admin_client.get(address(kind, "changelist"), {"q": typed})
    assert found(response) == {wanted}
    assert response.context["cl"].result_count == 1


@every_kind
def test_search_for_a_word_that_is_nowhere_finds_nothing(admin_client, kind):
    make(kind)
    assert found(admin_client.get(address(kind, "changelist"), {"q": "龍龜"})) == set()


@every_kind
def test_each_filter_of_the_list_can_be_followed(admin_client, kind):
    make(kind)
    response = admin_client.get(address(kind, "changelist"))
    changelist = response.context["cl"]
    links = {choice["query_string"] for spec in changelist.filter_specs for choice in spec.choices(changelist)}
    assert len(links) > 1
    for link in links:
        assert admin_client.get(address(kind, "changelist") + link).status_code == 200, link


@every_kind
def test_a_list_takes_as_many_queries_for_three_records_as_for_one(admin_client, django_assert_max_num_queries, kind):
    make(kind)
    with django_assert_max_num_queries(12) as one:
        admin_client.get(address(kind, "changelist"))
    make(kind)
    make(kind)
    with django_assert_max_num_queries(len(one)):
        admin_client.get(address(kind, "changelist"))


@every_kind
def test_the_page_for_a_new_record_opens_with_a_draft_whose_status_nobody_types(admin_client, kind):
    response = admin_client.get(address(kind, "add"))
    assert response.status_code == 200
    assert response.context["adminform"].form.instance.status == "draft"
    assert "status" not in form_data(response)


@every_kind
def test_the_form_ends_with_publication_and_housekeeping(admin_client, kind):
    record = make(kind)
    response = admin_client.get(address(kind, "change", record.pk))
    *_, last = response.context["adminform"].fieldsets
    dated = ["sort_on"] if record.dated_by else []
    assert last[1]["fields"] == ["status", "version", "created_at", "updated_at", *dated]
    assert not {"version", "created_at", "updated_at", "sort_on"} & set(form_data(response))


@every_kind
def test_a_record_saved_through_the_admin_moves_to_the_next_version_and_keeps_its_fields(admin_client, kind):
    record = make(kind)
    field = KINDS[kind][1]
    before = type(record).objects.filter(pk=record.pk).values().get()
    revision = Revision.current().number
    page = address(kind, "change", record.pk)

    response = admin_client.post(page, {**form_data(admin_client.get(page)), field: "开展质量诚信活动"})

    assert response.status_code == 302, response.context["errors"]
    after = type(record).objects.filter(pk=record.pk).values().get()
    assert (before["version"], after["version"]) == (1, 2)
    assert after["updated_at"] > before["updated_at"]
    assert {name for name in before if after[name] != before[name]} == {field, "version", "updated_at"}
    assert Revision.current().number > revision
    assert LogEntry.objects.get().get_change_message().startswith("Changed")


@every_kind
def test_a_record_without_dependants_can_be_removed(admin_client, kind):
    record = make(kind)
    response = admin_client.post(address(kind, "delete", record.pk), {"reason": "told twice"})
    assert response.status_code == 302
    assert not type(record).objects.filter(pk=record.pk).exists()


@every_kind
def test_the_key_of_a_published_record_stays(admin_client, kind):
    record = make(kind)
    key = record.natural_key_fields[0]
    page = address(kind, "change", record.pk)
    data = form_data(admin_client.get(page))
    assert key not in data
    admin_client.post(page, {**data, key: "1999", KINDS[kind][1]: "开展质量诚信活动"})
    stored = type(record).objects.get(pk=record.pk)
    assert stored.version == 2
    assert stored.natural_key() == record.natural_key()


def test_the_key_of_a_draft_can_still_be_changed(admin_client):
    series = factories.make_series(status="draft")
    page = address("series", "change", series.pk)
    data = {**form_data(admin_client.get(page)), "slug": "better", "_publish": "yes"}
    assert admin_client.post(page, data).status_code == 302
    series.refresh_from_db()
    assert (series.slug, series.status) == ("better", "published")


def test_a_draft_with_an_error_can_be_corrected_and_published_under_its_new_key(admin_client):
    series = factories.make_series(status="draft")
    page = address("series", "change", series.pk)
    data = {**form_data(admin_client.get(page)), "slug": "better", "since": "soon"}
    refused = admin_client.post(page, {**data, "_publish": "yes"})
    again = form_data(refused)
    assert again == data
    assert admin_client.post(page, {**again, "since": "1999", "_publish": "yes"}).status_code == 302
    series.refresh_from_db()
    assert (series.slug, series.status, series.since) == ("better", "published", "1999")


@every_kind
def test_a_published_record_links_to_its_page_and_a_draft_does_not(admin_client, kind):
    published, draft = make(kind), make(kind, status="draft")
    shown = admin_client.get(address(kind, "change", published.pk))
    assert shown.context["absolute_url"] == published.get_absolute_url()
    assert not admin_client.get(address(kind, "change", draft.pk)).context["has_absolute_url"]


def test_a_published_part_of_a_draft_links_to_no_page(admin_client):
    section = factories.make_section(notice=factories.make_notice(status="draft"))
    assert not admin_client.get(address("section", "change", section.pk)).context["has_absolute_url"]


@every_kind
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_a_visitor_is_sent_to_log_in(client, kind, page):
    response = client.get(address(kind, page))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


@every_kind
def test_staff_without_the_permission_of_a_kind_are_refused_and_nothing_changes(client, kind):
    record = make(kind)
    client.force_login(staff("add_user"))
    assert client.get(address(kind, "changelist")).status_code == 403
    assert client.get(address(kind, "add")).status_code == 403
    assert client.post(address(kind, "add"), {}).status_code == 403
    assert client.post(address(kind, "change", record.pk), {KINDS[kind][1]: "改"}).status_code == 403
    assert client.post(address(kind, "delete", record.pk), {"reason": "told twice"}).status_code == 403
    assert type(record).objects.get(pk=record.pk).version == 1


@every_kind
def test_staff_with_the_permission_to_view_can_look_and_not_write(client, kind):
    record = make(kind)
    client.force_login(staff(f"view_{kind}"))
    page = address(kind, "change", record.pk)
    assert client.get(page).status_code == 200
    assert client.post(page, {KINDS[kind][1]: "改"}).status_code == 403
    assert type(record).objects.get(pk=record.pk).version == 1


@every_kind
def test_no_page_of_the_admin_is_stored_by_a_cache(admin_client, client, kind):
    record = make(kind)
    pages = [address(kind, "changelist"), address(kind, "add"), address(kind, "change", record.pk)]
    responses = [visitor.get(page) for visitor in (admin_client, client) for page in pages]
    assert all("no-store" in response["Cache-Control"] for response in responses)


@every_kind
def test_pages_hold_no_script_or_style_that_the_content_security_policy_forbids(admin_client, kind):
    record = make(kind)
    for page in (address(kind, "changelist"), address(kind, "add"), address(kind, "change", record.pk)):
        response = admin_client.get(page)
        html = response.content.decode()
        assert "unsafe" not in response["Content-Security-Policy"]
        assert "<style" not in html
        assert " style=" not in html
        assert " onclick=" not in html
        assert "<script>" not in html


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("activity", "starts_on"), ("activity", "ends_on"), ("notice", "issued_on"), ("notice", "published_on"),
        ("precedent", "began_on"), ("series", "since"), ("source", "published_on"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("date", ["2023-02-30", "mid 2023", "2023/09/01", "2023-13"])
def test_a_bad_date_is_named_and_changes_nothing(admin_client, kind, field, date):
    record = make(kind)
    page = address(kind, "change", record.pk)
    response = admin_client.post(page, {**form_data(admin_client.get(page)), field: date})
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert set(errors) == {field}
    assert f"'{date}' is not a date" in errors[field][0]
    assert form_data(response)[field] == date
    assert type(record).objects.filter(pk=record.pk).values().get() == {
        column.attname: getattr(record, column.attname) for column in record._meta.fields
    }


@pytest.mark.parametrize(
    ("date", "day"), [("1978", "1978-01-01"), ("1978-08", "1978-08-01"), ("1978-08-31", "1978-08-31")]
)
def test_a_date_keeps_its_precision_and_the_sortable_day_follows(admin_client, date, day):
    activity = factories.make_activity()
    page = address("activity", "change", activity.pk)
    admin_client.post(page, {**form_data(admin_client.get(page)), "starts_on": date})
    activity.refresh_from_db()
    assert activity.starts_on == date
    assert activity.sort_on.isoformat() == day


def test_autocompletion_finds_in_both_scripts_and_shows_names(admin_client):
    wanted = factories.make_agency(name_zh="质量协会", name_en="Quality Association")
    factories.make_agency(name_zh="标准协会")
    words = {"app_label": "campaigns", "model_name": "campaign", "field_name": "host"}
    for term in ("质量协", "質量協"):
        response = admin_client.get(reverse("admin:autocomplete"), {**words, "term": term})
        assert response.json()["results"] == [{"id": str(wanted.pk), "text": "Quality Association"}]


def test_autocompletion_of_campaigns_takes_as_many_queries_for_four_as_for_one(
    admin_client, django_assert_max_num_queries
):
    words = {"app_label": "campaigns", "model_name": "notice", "field_name": "campaign", "term": ""}
    factories.make_campaign(host=factories.make_agency(), scope="association")
    with django_assert_max_num_queries(6) as one:
        admin_client.get(reverse("admin:autocomplete"), words)
    for _ in range(3):
        factories.make_campaign(host=factories.make_agency(), scope="association")
    with django_assert_max_num_queries(len(one)):
        assert len(admin_client.get(reverse("admin:autocomplete"), words).json()["results"]) == 4


def test_autocompletion_needs_the_permission_to_view_what_it_names(client):
    client.force_login(staff("change_notice"))
    words = {"app_label": "campaigns", "model_name": "notice", "field_name": "campaign", "term": ""}
    assert client.get(reverse("admin:autocomplete"), words).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "title_zh__regex=(a%2B)%2B$", "title_zh__icontains=x", "sort_on__year=99999", "campaign__host__slug=x",
        "campaign__year__number__gt=1", "issuers__names__name__startswith=x",
    ],
)  # fmt: skip
def test_a_lookup_that_no_filter_asks_is_refused(admin_client, query):
    assert admin_client.get(f"{address('notice', 'changelist')}?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["campaign__id__exact=abc", "status__exact=%FF", "p=x", "o=99.x", "nonsense=1", "p=99999999999999999999"]
)
def test_a_list_answers_a_mistyped_address_without_a_fault(admin_client, query):
    factories.make_notice()
    assert admin_client.get(f"{address('notice', 'changelist')}?{query}", follow=True).status_code == 200


def test_what_others_refer_to_is_not_removed_and_the_page_says_why(admin_client):
    notice = factories.make_notice()
    page = address("campaign", "delete", notice.campaign.pk)
    response = admin_client.get(page)
    assert notice.title_en in response.content.decode()
    assert admin_client.post(page, {"reason": "told twice"}).status_code == 200
    notice.campaign.refresh_from_db()


def test_the_admin_speaks_both_languages_under_both_addresses(admin_client):
    english, chinese = admin_client.get("/admin/"), admin_client.get("/zh-hans/admin/")
    assert english["Content-Language"] == "en"
    assert chinese["Content-Language"] == "zh-hans"
    assert '<html lang="en"' in english.content.decode()
    assert '<html lang="zh-hans"' in chinese.content.decode()
    assert "Quality Month Archive: the editor&#x27;s desk" in english.content.decode()


class Replica:
    """A router whose replica cannot be reached: reads that are not pinned to the default database fail."""

    def db_for_read(self, model, **_hints):
        return "replica" if issubclass(model, Record) else None


@every_kind
def test_lists_and_forms_read_from_the_default_database_not_from_a_replica(settings, kind):
    record = make(kind)
    settings.DATABASE_ROUTERS = [Replica()]
    with pytest.raises(Exception, match="replica"):
        list(type(record).objects.all())
    model_admin = admin.site.get_model_admin(type(record))
    request = type("Request", (), {"user": User(is_superuser=True, is_active=True)})()
    assert list(model_admin.get_queryset(request)) != []
    for name in model_admin.autocomplete_fields:
        field: Any = model_admin.formfield_for_foreignkey(type(record)._meta.get_field(name), request)
        assert {field.queryset.db, field.widget.db} == {"default"}
    for inline in model_admin.get_inline_instances(request, record):
        assert inline.get_queryset(request).db == "default"


def test_a_permission_on_the_parent_alone_shows_no_claims(client):
    claim = factories.make_claim(factories.make_series())
    client.force_login(staff("change_series", "view_series"))
    response = client.get(address("series", "change", claim.series.pk))
    assert response.context["inline_admin_formsets"] == []


def test_every_kind_has_its_permissions():
    kinds = ContentType.objects.filter(app_label__in=["agencies", "campaigns"], model__in=KINDS)
    names = set(Permission.objects.filter(content_type__in=kinds).values_list("codename", flat=True))
    assert names == {f"{action}_{kind}" for action in RECORD_PERMISSIONS for kind in KINDS}
