"""Admin pages of second factors and tokens: who keeps accounts can take a lost one off, and reads no secret."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from qualitymonth.models import Token


class OwnersAlone(admin.ModelAdmin):  # type: ignore[type-arg]
    """What somebody has made for themselves: shown without its secret, made and changed by its owner alone."""

    list_select_related = ("user",)
    search_fields = ("user__username",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave it to the owner."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave it to the owner."""
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Refuse every look-up: the list has no filter, and a secret could be asked out of it."""
        return False


class DeviceAdmin(OwnersAlone):
    """Somebody's second factor."""

    fields = list_display = ("user", "name", "confirmed", "created_at", "last_used_at")


@admin.register(Token)
class TokenAdmin(OwnersAlone):
    """Somebody's token for the API; to delete it is to revoke it."""

    fields = list_display = ("user", "label", "token_key", "created", "expiry")


for device in (TOTPDevice, StaticDevice):
    if admin.site.is_registered(device):
        admin.site.unregister(device)
    admin.site.register(device, DeviceAdmin)
