"""What staff do with agencies and provinces in the admin."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation

from agencies.models import Agency, Province
from tests.factories import empty_archive, form_data, make_activity, make_agency, make_claim, make_province

pytestmark = pytest.mark.django_db

AGENCIES = "admin:agencies_agency_changelist"


@pytest.fixture(autouse=True)
def _plain_start():
    """Start in English, whatever page was read before, and with no records but the test's own."""
    with translation.override("en"):
        empty_archive()
        yield


@pytest.fixture
def admin_user():
    return User.objects.create_superuser("admin")


def change(client, record, fields):
    """Save the record's page with ``fields`` changed; a name such as ``names-0-name`` is a row's."""
    page = reverse(f"admin:agencies_{record._meta.model_name}_change", args=[record.pk])
    return client.post(page, {**form_data(client.get(page)), **fields})


def messages(response):
    """Return all error messages on a refused page."""
    return " ".join(str(error) for error in response.context["errors"])


@pytest.fixture
def samr():
    agency = make_agency(
        slug="samr", name_zh="国家市场监督管理总局", name_en="State Administration for Market Regulation"
    )
    agency.names.create(language="zh-Hans", type="official", name="国家市场监督管理总局", position=1)
    agency.names.create(language="zh-Hans", type="former", name="国家质量监督检验检疫总局", position=2, to_year=2018)
    agency.names.create(language="en", type="mistranslation", name="General Office of Market Supervision", position=3)
    return agency


@pytest.mark.parametrize(
    "typed", ["市场监督", "市場監督", "检验检疫", "檢驗檢疫", "market supervision", "MARKET REGULATION", "samr", "总局"]
)
def test_an_agency_is_found_once_by_any_of_its_names(admin_client, samr, typed):
    make_agency(name_zh="最高人民法院", name_en="Supreme Court")
    response = admin_client.get(reverse(AGENCIES), {"q": typed})
    assert list(response.context["cl"].result_list) == [samr]
    assert response.context["cl"].result_count == 1


def test_names_are_added_changed_and_removed_on_the_page_of_the_agency(admin_client, samr):
    response = change(
        admin_client,
        samr,
        {
            "names-TOTAL_FORMS": 4,
            "names-1-from_year": 2001,
            "names-2-DELETE": "on",
            "names-3-position": 3,
            "names-3-language": "en",
            "names-3-type": "short",
            "names-3-name": "SAMR",
        },
    )
    assert response.status_code == 302
    samr.refresh_from_db()
    assert samr.version == 2
    assert list(samr.names.values_list("name", "type", "from_year", "to_year")) == [
        ("国家市场监督管理总局", "official", None, None),
        ("国家质量监督检验检疫总局", "former", 2001, 2018),
        ("SAMR", "short", None, None),
    ]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"names-1-name": "国家市场监督管理总局"}, "correct the duplicate data"),
        ({"names-1-from_year": 2020}, "agency_name_years_in_order"),
        ({"names-1-name": ""}, "This field is required"),
        ({"names-1-language": "fr"}, "Select a valid choice"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_changes(admin_client, samr, row, complaint):
    before = list(samr.names.values())
    response = change(admin_client, samr, {"name_en": "Other", **row})
    assert response.status_code == 200
    assert complaint in messages(response)
    assert list(samr.names.values()) == before
    assert Agency.objects.values_list("name_en", "version").get() == ("State Administration for Market Regulation", 1)


def test_an_agency_without_any_name_is_refused(admin_client, samr):
    response = change(admin_client, samr, {"name_zh": "", "name_en": ""})
    assert response.status_code == 200
    assert "agency_has_a_name" in messages(response)


def test_predecessors_are_chosen_on_the_page_of_the_successor(admin_client, samr):
    aqsiq = make_agency(slug="aqsiq")
    response = change(admin_client, samr, {"successions-TOTAL_FORMS": 1, "successions-0-predecessor": aqsiq.pk})
    assert response.status_code == 302
    assert list(samr.predecessors.all()) == [aqsiq]
    assert list(aqsiq.successors.all()) == [samr]


def test_an_agency_does_not_succeed_itself(admin_client, samr):
    response = change(admin_client, samr, {"successions-TOTAL_FORMS": 1, "successions-0-predecessor": samr.pk})
    assert response.status_code == 200
    assert "succession_of_another" in messages(response)
    assert not samr.successions.exists()


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_no_agency_is_part_of_itself_over_any_number_of_steps(admin_client, samr, steps):
    below = samr
    for _ in range(steps):
        below = make_agency(parent=below)
    response = change(admin_client, samr, {"parent": below.pk, "reason": "a mistake"})
    assert response.status_code == 200
    assert "leads back to this record" in messages(response)
    samr.refresh_from_db()
    assert samr.parent is None


def test_the_claims_about_an_agency_stand_on_its_page_and_no_others(admin_client, samr):
    mine = make_claim(samr, field="names", value="SAMR")
    make_claim(make_agency())
    make_claim(make_province())
    response = admin_client.get(reverse("admin:agencies_agency_change", args=[samr.pk]))
    (claims,) = (part.formset for part in response.context["inline_admin_formsets"] if part.formset.prefix == "claims")
    assert list(claims.queryset) == [mine]
    assert change(admin_client, samr, {"claims-0-value": "总局"}).status_code == 302
    mine.refresh_from_db()
    assert (mine.value, mine.version, mine.agency) == ("总局", 2, samr)


def test_agencies_are_filtered_by_kind_and_province(admin_client, samr):
    anhui = make_province(code="CN-AH")
    local = make_agency(kind="local", province=anhui)
    for query, expected in (
        ({"kind__exact": "local"}, {local}), ({"kind__exact": "state"}, {samr}),
        ({"province__id__exact": anhui.pk}, {local}), ({"status__exact": "draft"}, set()),
    ):  # fmt: skip
        assert set(admin_client.get(reverse(AGENCIES), query).context["cl"].queryset) == expected


@pytest.mark.parametrize("typed", ["广东", "廣東", "Guangdong", "guǎngdōng", "CN-GD", "440000"])
def test_a_province_is_found_by_name_and_by_code(admin_client, typed):
    make_province(code="CN-HE")
    guangdong = make_province(code="CN-GD")
    response = admin_client.get(reverse("admin:agencies_province_changelist"), {"q": typed})
    assert list(response.context["cl"].result_list) == [guangdong]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"tile_row": 3}, "province_tile_whole"),
        ({"gb_code": "13"}, "Enter a valid value"),
        ({"name_hant": ""}, "This field is required"),
        ({"tile_row": 1, "tile_column": 1}, "already exists"),
        ({"tile_row": -1, "tile_column": 1}, "greater than or equal to 0"),
    ],
)
def test_a_province_that_cannot_be_is_refused_and_nothing_changes(admin_client, fields, complaint):
    make_province(code="CN-AH", tile_row=1, tile_column=1)
    hebei = make_province(code="CN-HE")
    response = change(admin_client, hebei, fields)
    assert response.status_code == 200
    assert complaint in messages(response)
    assert Province.objects.filter(pk=hebei.pk).values().get() == {
        column.attname: getattr(hebei, column.attname) for column in hebei._meta.fields
    }


def test_a_new_province_needs_a_code_of_the_standard(admin_client):
    page = reverse("admin:agencies_province_add")
    data = {
        **form_data(admin_client.get(page)), "kind": "province", "region": "north", "name_zh": "某省",
        "name_en": "Some", "name_hant": "某省", "pinyin": "Mǒu", "short_zh": "某", "code": "HEBEI",
    }  # fmt: skip
    refused = admin_client.post(page, data)
    assert "code" in refused.context["adminform"].form.errors
    assert admin_client.post(page, {**data, "code": "CN-HE"}).status_code == 302
    made = Province.objects.get()
    assert (made.code, made.status, made.version) == ("CN-HE", "draft", 1)


def test_an_agency_that_took_part_is_not_removed(admin_client, samr):
    make_activity().participations.create(agency=samr)
    page = reverse("admin:agencies_agency_delete", args=[samr.pk])
    assert admin_client.post(page, {"reason": "told twice"}).context["in_the_way"]
    assert samr.names.count() == 3


def test_an_agency_goes_with_its_names(admin_client, samr):
    page = reverse("admin:agencies_agency_delete", args=[samr.pk])
    assert admin_client.get(page).context["going_along"] == [("agency names", 3)]
    assert admin_client.post(page, {"reason": "told twice"}).status_code == 302
    assert not Agency.objects.exists()
