"""Who writes over the API: staff, by a token that they made at the desk; passwords and cookies count for nothing."""

from typing import TYPE_CHECKING, Any

from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission

if TYPE_CHECKING:
    # Views need the settings, which name what is here.
    from rest_framework.request import Request
    from rest_framework.views import APIView


class StaffTokens(TokenAuthentication):  # type: ignore[misc]
    """Tells by the header ``Authorization: Bearer …`` which of the staff asks; raises AuthenticationFailed (401)."""

    def authenticate_credentials(self, token: bytes) -> Any:
        """Return the account and its token."""
        if not token.isascii():
            raise AuthenticationFailed("Invalid token.")
        return super().authenticate_credentials(token)

    def validate_user(self, auth_token: Any) -> Any:
        """Return the account and its token, as long as it is one of the staff."""
        user, token = super().validate_user(auth_token)
        if not user.is_staff:
            raise AuthenticationFailed("This account is not one of the staff.")
        return user, token


class StaffWrite(BasePermission):
    """Lets everybody read, and nobody write who has not said who they are; what they may write is asked later."""

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        """Tell whether the request may go on; what the address does not do at all is refused for that."""
        method = str(request.method)
        return method in SAFE_METHODS or request.user is not None or not hasattr(view, method.lower())
