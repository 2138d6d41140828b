"""No answer of the admin is stored, and its cookies go nowhere else."""

import pytest
from django.contrib.auth.models import User

from tests.qualitymonth.test_settings import told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/admin/", "/zh-hans/admin/", "/admin/login/", "/admin/jsi18n/", "/admin/password_change/", "/admin/nothing/",
        "/admin/campaigns/year/?nonsense__regex=x", "/admin/campaigns/year/999999/change/", "/admin/campaigns/year",
        "/admin/autocomplete/", "/admin/second-factor/", "/admin/second-factor/qr.svg",
    ],
)  # fmt: skip
def test_no_answer_of_the_admin_is_stored_be_it_an_error_or_a_redirect(client, address):
    visitor = client.get(address)
    client.force_login(User.objects.create_superuser("admin"))
    assert [answer["Cache-Control"] for answer in (visitor, client.get(address))] == ["no-store, private"] * 2


def test_a_public_page_may_be_stored(client):
    assert "no-store" not in client.get("/about/").headers.get("Cache-Control", "")


def test_the_cookies_of_the_admin_are_strict_and_end_with_the_browser(client):
    User.objects.create_user("editor", password="right", is_staff=True)
    before = client.get("/admin/login/").cookies
    response = client.post("/admin/login/", {"username": "editor", "password": "right"})
    assert set(response.cookies) == {"sessionid", "csrftoken"}
    assert before["csrftoken"].value != response.cookies["csrftoken"].value
    for cookie in response.cookies.values():
        assert cookie["httponly"]
        assert (cookie["samesite"], cookie["path"], cookie["max-age"], cookie["expires"]) == ("Strict", "/", "", "")
    assert 7.9 * 3600 < client.session.get_expiry_age() <= 8 * 3600


def test_a_session_gets_a_new_key_when_somebody_signs_in(client):
    User.objects.create_user("editor", password="right", is_staff=True)
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    response = client.post("/admin/login/", {"username": "editor", "password": "right"})
    assert response.cookies["sessionid"].value != session.session_key
    assert not client.session.exists(session.session_key)


def test_over_https_browsers_are_told_to_keep_the_cookies_to_this_host():
    names = "settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_PATH"
    assert told(names) == "sessionid csrftoken /"
    assert told(names, HTTPS="1") == "__Host-sessionid __Host-csrftoken /"
    assert told("settings.SESSION_COOKIE_DOMAIN, settings.CSRF_COOKIE_DOMAIN", HTTPS="1") == "None None"


def test_the_environment_says_how_many_proxies_there_are_and_whether_a_second_factor_is_demanded():
    names = "settings.PROXIES, settings.REQUIRE_SECOND_FACTOR"
    assert told(names) == "0 False"
    assert told(names, PROXIES="2", REQUIRE_SECOND_FACTOR="1") == "2 True"
    assert "PROXIES='-1' is not a number from 0 on" in told(names, PROXIES="-1")
