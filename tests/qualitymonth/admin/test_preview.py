"""The preview: the public page of a draft, for staff who may view it and for nobody else."""

import pytest
from django.contrib.auth.models import Permission, User

from campaigns.models import Claim, Notice
from qualitymonth.querysets import is_public, previewing
from tests import factories
from tests.qualitymonth.test_admin import address, every_kind, make

pytestmark = pytest.mark.django_db

BANNER = "Preview: draft, not public"


@pytest.fixture
def admin_user():
    """Nobody logs in by password here."""
    return User.objects.create_superuser("admin")


def staff(*permissions):
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


@every_kind
def test_a_draft_of_every_kind_has_a_preview_that_no_cache_or_search_engine_keeps(admin_client, kind):
    draft = make(kind, status="draft")
    form = admin_client.get(address(kind, "change", draft.pk))
    assert form.context["preview_url"] in form.content.decode()
    response = admin_client.get(form.context["preview_url"].partition("#")[0])
    assert response.status_code == 200
    html = response.content.decode()
    assert BANNER in html
    assert '<meta name="robots" content="noindex">' in html
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert address(kind, "change", draft.pk) in html
    assert 'rel="canonical"' not in html


@every_kind
def test_a_preview_is_for_staff_with_the_permission_to_view_the_kind(client, kind):
    page = address(kind, "preview", make(kind, status="draft").pk)
    assert client.get(page).status_code == 302
    client.force_login(staff("view_year" if kind != "year" else "view_person"))
    assert client.get(page).status_code == 403


def test_a_preview_shows_what_belongs_to_the_draft_as_far_as_one_may_view_it(admin_client, client):
    agency = factories.make_agency(status="draft", name_en="Draft Bureau")
    notice = factories.make_notice(status="draft", title_en="Draft notice", campaign=factories.make_campaign())
    notice.signatures.create(agency=agency, position=1)
    factories.make_section(notice=notice, status="draft", heading_en="Draft heading")
    factories.make_claim(notice, field="issued_on", status="draft", quote="draft quotation")
    page = address("notice", "preview", notice.pk)
    html = admin_client.get(page).content.decode()
    for text in ("Draft notice", "Draft Bureau", "Draft heading", "draft quotation"):
        assert text in html, text
    client.force_login(staff("view_notice"))
    html = client.get(page).content.decode()
    assert "Draft notice" in html
    for text in ("Draft Bureau", "Draft heading", "draft quotation"):
        assert text not in html, text


def test_the_preview_of_a_part_stands_at_its_place_on_the_page_of_the_whole(admin_client):
    section = factories.make_section(status="draft", notice=factories.make_notice(status="draft"), path="3.1")
    page = admin_client.get(address("section", "change", section.pk)).context["preview_url"]
    assert page == f"{address('section', 'preview', section.pk)}#section-3.1"
    assert 'id="section-3.1"' in admin_client.get(page.partition("#")[0]).content.decode()


def test_a_published_record_leads_to_its_page_and_to_no_preview(admin_client):
    response = admin_client.get(address("person", "change", factories.make_person().pk))
    assert "preview_url" not in response.context


def test_the_public_sees_no_draft_after_a_preview(admin_client, client):
    notice = factories.make_notice(status="draft")
    assert admin_client.get(address("notice", "preview", notice.pk)).status_code == 200
    assert client.get(notice.get_absolute_url()).status_code == 404
    assert not Notice.objects.published().exists()


def test_previewing_is_for_the_kinds_that_are_named():
    notice = factories.make_notice(status="draft")
    factories.make_claim(notice, status="draft")
    with previewing([Notice]):
        assert list(Notice.objects.published()) == [notice]
        assert is_public(notice)
        assert not Claim.objects.published().exists()
    assert not is_public(notice)


def test_a_record_that_does_not_exist_has_no_preview(admin_client):
    assert admin_client.get(address("notice", "preview", 0)).status_code == 404


def test_words_that_the_public_page_refuses_are_refused(admin_client):
    notice = factories.make_notice(status="draft")
    assert admin_client.get(f"{address('notice', 'preview', notice.pk)}?x=1").status_code == 400
