"""Lock-out after wrong passwords: by name and address together, by address, and by name.

Who can lock out whom: five wrong passwords close one name to one address, which concerns the two alone. Twenty from one
address close it to all names: whoever shares an office's address can be locked out by somebody there. A hundred for
one name, from whatever addresses, close the name to all addresses but those from which it signed in lately: guessing
from many addresses ends, and nobody can lock editors out of their usual places.
"""

import datetime
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessLog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

#: How many wrong passwords within the cool-off close each of ``AXES_LOCKOUT_PARAMETERS``, in their order.
LIMITS: tuple[int, ...] = (settings.AXES_FAILURE_LIMIT, 20, 100)
#: For how many days an address from which somebody signed in is one of their usual places.
USUAL_DAYS = 30


class LockoutHandler(AxesDatabaseHandler):
    """Counts wrong passwords in the database, with a limit for each of the ways to count."""

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Return the limit where any count has reached its own, else the count for name and address together."""
        counts = [
            sum(attempts.values_list("failures_since_start", flat=True))
            for attempts in self.get_user_attempts(request, credentials)
        ]
        by_pair, by_address, by_name = (count >= limit for count, limit in zip(counts, LIMITS, strict=True))
        if by_pair or by_address or (by_name and not self._at_usual_place(request, credentials)):
            return LIMITS[0]
        return int(min(counts[0], LIMITS[0]))

    def reset_user_attempts(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Forget the failures of this name at this address; a sign-in clears neither the address nor the name."""
        forgotten: int = self.filter_user_attempts(request, credentials)[0].delete()[0]
        return forgotten

    def _at_usual_place(self, request: Any, credentials: dict[str, Any] | None) -> bool:
        """Tell whether the name signed in from this address lately."""
        since = request.axes_attempt_time - datetime.timedelta(days=USUAL_DAYS)
        name = get_client_username(request, credentials)
        signed_in = AccessLog.objects.filter(username=name, ip_address=request.axes_ip_address, attempt_time__gte=since)
        return bool(signed_in.exists())


def locked_out(request: HttpRequest, _response: Any = None, _credentials: Any = None) -> HttpResponse:
    """Answer 429: the same page whether the name exists or not."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(seconds)
    return response
