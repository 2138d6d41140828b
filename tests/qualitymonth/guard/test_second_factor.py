"""The second factor: whoever has set one up gives a code, and everybody where the archive demands it."""

import time

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.reading import Page

pytestmark = pytest.mark.django_db

SIGN_IN, PAGE, PICTURE = "/admin/login/", "/admin/second-factor/", "/admin/second-factor/qr.svg"


@pytest.fixture(autouse=True)
def _cheap_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def editor():
    return User.objects.create_user("editor", password="right", is_staff=True)


def code_of(device, steps=0):
    """Return what the app shows, or shows ``steps`` times 30 seconds later."""
    app = TOTP(device.bin_key, device.step, device.t0, device.digits)
    app.time = time.time() + steps * device.step
    return f"{app.token():06}"


def sign_in(client, code="", password="right"):  # noqa: S107 - a test's
    return client.post(SIGN_IN, {"username": "editor", "password": password, "code": code, "next": "/admin/"})


def set_up(client):
    """Set up a second factor as staff do; return the device and the recovery codes shown."""
    client.post(PAGE, {"password": "right"})
    device = TOTPDevice.objects.get()
    shown = client.post(PAGE, {"code": code_of(device)})
    return TOTPDevice.objects.get(), Page(shown).texts("code")


def errors(response):
    return response.context["form"].errors


@pytest.mark.usefixtures("editor")
def test_who_has_no_second_factor_signs_in_by_password(client):
    assert sign_in(client)["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_setting_one_up_shows_a_picture_a_key_and_in_the_end_recovery_codes(editor, client):
    client.force_login(editor)
    assert client.get(PICTURE).status_code == 404
    assert client.post(PAGE, {"password": "right"})["Location"] == PAGE
    device = TOTPDevice.objects.get()
    assert not device.confirmed
    page = Page(client.get(PAGE))
    assert page.texts("code")[0].replace(" ", "") in device.config_url
    picture = client.get(PICTURE)
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<script" not in picture.content
    assert b"style" not in picture.content
    wrong = client.post(PAGE, {"code": "000000"})
    assert "This code is wrong" in errors(wrong)["code"][0]
    device.throttle_reset()
    codes = Page(client.post(PAGE, {"code": code_of(device)})).texts("code")
    assert len(set(codes)) == 10
    assert set(StaticToken.objects.values_list("token", flat=True)) == set(codes)
    assert TOTPDevice.objects.get().confirmed
    assert client.get(PICTURE).status_code == 404
    assert client.get("/admin/").status_code == 200


def test_setting_one_up_takes_ones_password(editor, client):
    client.force_login(editor)
    assert errors(client.post(PAGE, {"password": "wrong"})) == {"password": ["This is not your password."]}
    assert not TOTPDevice.objects.exists()
    assert [client.post(PAGE, {"password": "wrong"}).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_no_other_session_sees_the_key_that_is_being_set_up(editor, client):
    client.force_login(editor)
    client.post(PAGE, {"password": "right"})
    other = Client()
    other.force_login(editor)
    assert other.get(PICTURE).status_code == 404
    assert Page(other.get(PAGE)).texts("code") == []


def test_from_then_on_the_password_alone_opens_nothing(editor, client):
    client.force_login(editor)
    device, _ = set_up(client)
    visitor = Client()
    assert errors(sign_in(visitor)) == {"code": ["Your account asks for a code as well."]}
    assert "This code is wrong" in errors(sign_in(visitor, "000000"))["code"][0]
    assert visitor.get("/admin/")["Location"].startswith(SIGN_IN)
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert sign_in(visitor, code_of(device, 1)).status_code == 302
    assert visitor.get("/admin/").status_code == 200


def test_a_code_opens_once_and_wrong_ones_make_the_next_wait(editor, client):
    client.force_login(editor)
    device, _ = set_up(client)
    code = code_of(device, 1)
    assert sign_in(Client(), code).status_code == 302
    assert "used already" in errors(sign_in(Client(), code))["code"][0]
    assert TOTPDevice.objects.get().throttling_failure_count == 1


def test_a_wrong_password_is_told_before_any_code_is_asked_for(editor, client):
    client.force_login(editor)
    set_up(client)
    assert set(errors(sign_in(Client(), password="wrong"))) == {"__all__"}


def test_a_recovery_code_opens_once_however_it_is_typed(editor, client):
    client.force_login(editor)
    _, codes = set_up(client)
    typed = f" {codes[0][:4].upper()}-{codes[0][4:]} "
    assert sign_in(Client(), typed).status_code == 302
    assert errors(sign_in(Client(), codes[0]))
    assert StaticToken.objects.count() == 9


def test_a_session_from_before_has_to_give_a_code_as_well(editor, client):
    old = Client()
    old.force_login(editor)
    client.force_login(editor)
    set_up(client)
    assert old.get("/admin/")["Location"].startswith(SIGN_IN)
    assert old.get(PAGE)["Location"].startswith(SIGN_IN)


def test_recovery_codes_are_renewed_and_the_whole_is_switched_off_with_a_code(editor, client):
    client.force_login(editor)
    device, codes = set_up(client)
    assert errors(client.post(PAGE, {"step": "renew", "code": "nothing"}))
    StaticDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    renewed = Page(client.post(PAGE, {"step": "renew", "code": codes[0]})).texts("code")
    assert len(set(renewed) - set(codes)) == 10
    assert client.post(PAGE, {"step": "off", "code": renewed[0]})["Location"] == PAGE
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()
    assert sign_in(Client()).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert device.user == editor


@pytest.mark.usefixtures("editor")
def test_where_it_is_demanded_staff_set_it_up_before_anything_else(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client)
    for address in ("/admin/", "/admin/campaigns/year/", "/admin/password_change/", "/admin/autocomplete/"):
        assert client.get(address)["Location"] == PAGE
    assert "lets nobody write without" in Page(client.get(PAGE)).text("div", id="content-main")
    _, codes = set_up(client)
    assert client.get("/admin/").status_code == 200
    assert client.post(PAGE, {"step": "off", "code": codes[0]}).status_code == 403
    assert TOTPDevice.objects.exists()


def test_where_it_is_demanded_staff_without_one_can_still_sign_out(editor, client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(editor)
    assert client.post("/admin/logout/").status_code == 200
    assert client.get("/admin/")["Location"].startswith(SIGN_IN)


def test_a_visitor_finds_no_page_of_it(client):
    assert client.get(PAGE)["Location"].startswith(SIGN_IN)
    assert client.get(PICTURE)["Location"].startswith(SIGN_IN)


def test_whoever_keeps_accounts_can_take_a_lost_phone_off_and_read_no_key(admin_client, editor):
    device = TOTPDevice.objects.create(user=editor, name="app")
    page = f"/admin/otp_totp/totpdevice/{device.pk}/"
    assert device.key not in admin_client.get(f"{page}change/").content.decode()
    assert admin_client.get(f"{page}qrcode/").status_code in (302, 404)
    assert admin_client.get("/admin/otp_totp/totpdevice/add/").status_code == 403
    assert admin_client.get("/admin/otp_totp/totpdevice/?key__startswith=a").status_code == 400
    assert admin_client.post(f"{page}delete/", {"post": "yes"}).status_code == 302
    assert not TOTPDevice.objects.exists()
