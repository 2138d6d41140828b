"""Guessing passwords ends soon, and who can lock out whom has narrow bounds."""

import datetime

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.reading import Page

pytestmark = pytest.mark.django_db

SIGN_IN = "/admin/login/"


@pytest.fixture(autouse=True)
def _cheap_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _editor(_cheap_passwords):
    User.objects.create_user("editor", password="right", is_staff=True)


def sign_in(password="wrong", name="editor", address="192.0.2.1", prefix=""):  # noqa: S107 - a test's
    return Client(REMOTE_ADDR=address).post(f"{prefix}{SIGN_IN}", {"username": name, "password": password})


def failed(name, address, times, hours=0):
    """Note wrong passwords from the past."""
    kept = AccessAttempt.objects.create(
        username=name, ip_address=address, user_agent="x", failures_since_start=times, get_data="", post_data=""
    )
    AccessAttempt.objects.filter(pk=kept.pk).update(attempt_time=timezone.now() - datetime.timedelta(hours=hours))


@pytest.mark.parametrize("name", ["editor", "nobody"])
def test_the_fifth_wrong_password_locks_out_and_says_for_how_long(name):
    assert [sign_in(name=name).status_code for _ in range(6)] == [200, 200, 200, 200, 429, 429]
    response = sign_in("right", name)
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    assert response["Cache-Control"] == "no-store, private"
    assert Page(response).text("h1") == "Too many wrong passwords"
    assert '<html lang="zh-Hans"' in sign_in(name=name, prefix="/zh-hans").content.decode()


def test_who_fails_elsewhere_locks_the_editor_out_nowhere_else():
    failed("editor", "192.0.2.66", 50)
    assert sign_in("right", address="192.0.2.66").status_code == 429
    assert sign_in("right").status_code == 302


def test_twenty_wrong_passwords_for_any_names_close_an_address_to_all():
    failed("others", "192.0.2.1", 19)
    assert sign_in("wrong").status_code == 429
    assert sign_in("right").status_code == 429
    assert sign_in("right", address="192.0.2.2").status_code == 302


def test_one_name_cannot_be_guessed_at_from_any_number_of_addresses():
    for number in range(25):
        failed("editor", f"198.51.100.{number}", 4)
    assert sign_in("right").status_code == 429


def test_an_editors_usual_place_stays_open_whoever_guesses_elsewhere():
    for number in range(25):
        failed("editor", f"198.51.100.{number}", 4)
    AccessLog.objects.create(username="editor", ip_address="192.0.2.1")
    assert sign_in("right").status_code == 302
    assert sign_in("right", address="192.0.2.2").status_code == 429


def test_after_an_hour_all_is_open_again():
    failed("editor", "192.0.2.1", 5, hours=1.01)
    assert sign_in("right").status_code == 302
    assert not AccessAttempt.objects.exists()


def test_trying_on_while_locked_out_does_not_lengthen_it():
    failed("editor", "192.0.2.1", 5)
    sign_in()
    assert AccessAttempt.objects.get().failures_since_start == 5


def test_a_sign_in_forgets_the_failures_of_its_name_at_its_address_alone():
    failed("other", "192.0.2.1", 3)
    failed("editor", "192.0.2.2", 3)
    sign_in()
    sign_in("right")
    assert set(AccessAttempt.objects.values_list("username", "ip_address")) == {
        ("other", "192.0.2.1"), ("editor", "192.0.2.2"),
    }  # fmt: skip


def test_a_wrong_password_a_code_and_a_token_are_stored_nowhere():
    Client().post(
        SIGN_IN, {"username": "editor", "password": "hunter2", "code": "123456", "csrfmiddlewaretoken": "t0k"}
    )
    attempt = AccessAttempt.objects.get()
    kept = " ".join(str(getattr(attempt, field.name)) for field in attempt._meta.fields)
    assert not [secret for secret in ("hunter2", "123456", "t0k") if secret in kept]


def test_the_answer_is_the_same_for_a_name_that_exists_and_one_that_does_not():
    User.objects.create_user("visitor", password="right")
    User.objects.create_user("gone", password="right", is_staff=True, is_active=False)
    said = {
        tuple(Page(sign_in(password, name)).texts("p", class_="errornote"))
        for name, password in [("editor", "wrong"), ("nobody", "right"), ("visitor", "right"), ("gone", "right")]
    }
    assert len(said) == 1
    assert "Please enter the correct username and password" in said.pop()[0]
