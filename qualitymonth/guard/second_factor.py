"""The second factor: a code of six digits that an app on one's phone shows, or a recovery code on paper."""

from base64 import b32encode
from io import BytesIO
from typing import Any

import qrcode
from django.conf import settings
from django.db import transaction
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.image.svg import SvgPathFillImage

RECOVERY_CODES = 10
#: The digits of a code from the app; a recovery code has more characters.
DIGITS = 6


def device_of(user: Any) -> TOTPDevice | None:
    """Return the app that is in use as the second factor of ``user``."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("-pk").first()


def pending_device_of(user: Any, key: int) -> TOTPDevice | None:
    """Return the app with the id ``key`` that ``user`` has begun to set up."""
    return TOTPDevice.objects.filter(user=user, confirmed=False, pk=key).first()


def demanded_of(user: Any) -> bool:
    """Tell whether ``user`` is to give a code: who has an app, and everybody where the settings demand it."""
    return settings.REQUIRE_SECOND_FACTOR or device_of(user) is not None


def check(user: Any, code: str) -> Any:
    """Return the device that accepts ``code``, None where it is wrong or used, or too many wrong ones came before."""
    code = code.replace(" ", "").replace("-", "").lower()
    device = device_of(user)
    if device and not (len(code) == DIGITS and code.isdecimal()):
        device = StaticDevice.objects.filter(user=user, confirmed=True).first()
    return verify_token(user, device.persistent_id, code) if device and code else None


def begin(user: Any) -> TOTPDevice:
    """Return a new device for an app; it counts once it has been confirmed."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    device: TOTPDevice = TOTPDevice.objects.create(user=user, name="app", confirmed=False)
    return device


def confirm(device: TOTPDevice, code: str) -> list[str]:
    """Put ``device`` into use, in place of another, if ``code`` is its; return new recovery codes, none where not."""
    with transaction.atomic():
        if not verify_token(device.user, device.persistent_id, code.replace(" ", "")):
            return []
        TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        return new_recovery_codes(device.user)


def new_recovery_codes(user: Any) -> list[str]:
    """Return new recovery codes of ``user``; those from before are no longer taken."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery codes")
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def recovery_codes_left(user: Any) -> int:
    """Return how many recovery codes of ``user`` are unused."""
    count: int = StaticToken.objects.filter(device__user=user).count()
    return count


def switch_off(user: Any) -> None:
    """Let ``user`` sign in by password alone."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()


def typed_key(device: TOTPDevice) -> str:
    """Return the key of ``device`` as people type it into an app: base32 in groups of four."""
    key = b32encode(device.bin_key).decode("ascii")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def qr_code(device: TOTPDevice) -> bytes:
    """Return the picture that an app reads to take over ``device``, as SVG without script or style."""
    picture = BytesIO()
    qrcode.make(device.config_url, image_factory=SvgPathFillImage).save(picture)
    return picture.getvalue()
