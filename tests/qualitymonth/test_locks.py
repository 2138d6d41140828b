import re

from django.conf import settings


def pins(name: str) -> dict[str, str]:
    text = (settings.BASE_DIR / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, flags=re.MULTILINE))


def test_the_runtime_set_is_part_of_the_development_set_so_that_neither_takes_away_from_the_other():
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_every_pin_is_hashed_and_no_lock_names_an_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (settings.BASE_DIR / name).read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in block for block in blocks)
        assert "://" not in text
        assert not re.search(r"^-", text, flags=re.MULTILINE)
