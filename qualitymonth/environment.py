"""Strict reading of the process environment: a value that cannot be read stops the start with its name."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_FLAGS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
    "": False,
}


def flag(name: str) -> bool:
    """Return the yes-or-no variable ``name``, False when unset; raise ImproperlyConfigured on any other word."""
    value = os.environ.get(name, "").strip().lower()
    if value not in _FLAGS:
        raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no (write 1 or 0)")
    return _FLAGS[value]


def number(name: str, default: int = 0) -> int:
    """Return the variable ``name``, or ``default``; raise ImproperlyConfigured on what is no number from 0 on."""
    value = os.environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"{name}={value!r} is not a number from 0 on")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated variable ``name`` without blanks or empty members."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret_key(path: Path) -> str:
    """Return ``SECRET_KEY``, or the key kept at ``path``, made once and readable by its owner only."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii")
