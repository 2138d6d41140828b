"""Tokens: made and revoked at the desk by their owners, kept as digests, good until they expire."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from qualitymonth.models import Token
from tests.reading import Page
from tests.writing import bearer, make_staff

pytestmark = pytest.mark.django_db

PAGE, RECORDS = "/admin/tokens/", "/api/v1/people/"


@pytest.fixture
def editor():
    return User.objects.create_user("editor", password="right", is_staff=True)


def make(client, **fields):
    return client.post(PAGE, {"label": "harvester", "days": 30, "password": "right", **fields})


def writes(client, headers):
    """Return the status of an attempt to write: 403 for who is known, 401 for who is not."""
    return client.post(RECORDS, {}, content_type="application/json", headers=headers).status_code


def test_a_token_is_shown_once_and_kept_as_a_digest(editor, client):
    client.force_login(editor)
    shown = Page(make(client)).texts("code")[0]
    assert shown.startswith("qma_")
    token = Token.objects.get()
    assert shown not in (token.digest, token.token_key)
    assert token.user == editor
    assert token.expiry - timezone.now() > datetime.timedelta(days=29)
    assert shown not in client.get(PAGE).content.decode()
    assert writes(client, {"Authorization": f"Bearer {shown}"}) == 403


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"password": "wrong"}, "password"), ({"days": 366}, "days"), ({"days": 0}, "days"), ({"label": ""}, "label")],
)
def test_a_token_needs_a_name_an_end_and_ones_own_password(editor, client, fields, wrong):
    client.force_login(editor)
    response = make(client, **fields)
    assert list(response.context["form"].errors) == [wrong]
    assert not Token.objects.exists()


def test_nobody_has_more_than_twenty(editor, client):
    client.force_login(editor)
    for _ in range(20):
        bearer(editor)
    assert "revoke one first" in str(make(client).context["form"].errors)
    assert Token.objects.count() == 20


def test_a_revoked_token_writes_no_more_and_nobody_revokes_anothers(editor, client):
    headers = bearer(editor)
    digest = Token.objects.get().digest
    client.force_login(make_staff("Publisher"))
    client.post(PAGE, {"revoke": digest})
    assert writes(client, headers) == 403
    client.force_login(editor)
    assert "a program" in Page(client.get(PAGE)).text("tbody")
    client.post(PAGE, {"revoke": digest})
    assert writes(client, headers) == 401


def test_a_superuser_revokes_anybodys_and_reads_no_secret(editor, client):
    bearer(editor)
    digest = Token.objects.get().digest
    client.force_login(make_staff())
    address = f"/admin/qualitymonth/token/{digest}/"
    assert client.get(f"{address}change/").status_code == 200
    assert client.get("/admin/qualitymonth/token/add/").status_code == 403
    client.post(f"{address}delete/", {"post": "yes"})
    assert not Token.objects.exists()


def test_the_page_is_for_staff(client):
    client.force_login(User.objects.create_user("visitor"))
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_is_no_longer_one_of_the_staff_writes_no_more(editor, client, change):
    headers = bearer(editor)
    assert writes(client, headers) == 403
    User.objects.filter(pk=editor.pk).update(**change)
    assert writes(client, headers) == 401


def test_an_expired_token_writes_no_more(editor, client):
    assert writes(client, bearer(editor, days=-1)) == 401


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer x", "Bearer x y", "Bearer \xff\xfe", "Basic ZWRpdG9yOnJpZ2h0", "qma_", "Token x"]
)
def test_what_is_no_token_opens_nothing(editor, client, said):
    bearer(editor)
    response = client.post(RECORDS, {}, content_type="application/json", headers={"Authorization": said})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.headers["Content-Type"] == "application/problem+json"


def test_neither_a_session_nor_a_password_writes(client):
    client.force_login(make_staff())
    assert writes(client, {}) == 401
