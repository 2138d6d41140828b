import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from qualitymonth.environment import flag, secret_key, words


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("1", True),
        ("true", True),
        ("YES", True),
        (" on ", True),
        ("0", False),
        ("False", False),
        ("no", False),
        ("off", False),
        ("", False),
    ],
)
def test_a_flag_is_yes_or_no_in_the_usual_words(monkeypatch, value, meaning):
    monkeypatch.setenv("QM_FLAG", value)
    assert flag("QM_FLAG") is meaning


def test_a_flag_that_is_not_set_is_no(monkeypatch):
    monkeypatch.delenv("QM_FLAG", raising=False)
    assert flag("QM_FLAG") is False


def test_a_flag_of_another_word_stops_the_start_with_its_name(monkeypatch):
    monkeypatch.setenv("QM_FLAG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="QM_FLAG='maybe'"):
        flag("QM_FLAG")


def test_words_are_separated_by_commas_and_stripped(monkeypatch):
    monkeypatch.setenv("QM_WORDS", " a.example, ,b.example ,")
    assert words("QM_WORDS") == ["a.example", "b.example"]


def test_words_fall_back_to_the_default_only_where_the_variable_is_not_set(monkeypatch):
    monkeypatch.delenv("QM_WORDS", raising=False)
    assert words("QM_WORDS", "a,b") == ["a", "b"]
    monkeypatch.setenv("QM_WORDS", "")
    assert words("QM_WORDS", "a,b") == []


def test_the_secret_key_comes_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "from outside")
    assert secret_key(tmp_path / "key") == "from outside"
    assert not (tmp_path / "key").exists()


def test_without_one_a_secret_key_is_made_once_for_its_owner_only(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    path = tmp_path / "var" / "key"
    key = secret_key(path)
    assert len(key) >= 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secret_key(path) == key
