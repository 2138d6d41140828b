"""Writing over the API as programs of the staff do: accounts, tokens, and requests that say what they begin from."""

import datetime
from typing import Any

from django.contrib.auth.models import Group, User

from qualitymonth.models import Token


def make_staff(group: str = "", name: str = "") -> User:
    """Make an account of the staff: in a group, or without one a superuser."""
    name = name or (group.lower() or "superuser")
    if not group:
        return User.objects.create_superuser(name)
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def bearer(user: User, days: float = 1) -> dict[str, str]:
    """Make a token of ``user``, and return the header that sends it."""
    _token, secret = Token.objects.create(user, expiry=datetime.timedelta(days=days), label="a program")
    return {"Authorization": f"Bearer {secret}"}


class Writer:
    """A program that reads and writes with a token."""

    def __init__(self, client: Any, user: User) -> None:
        self.client, self.headers = client, bearer(user)

    def get(self, address: str) -> Any:
        """Read a record, drafts included."""
        return self.client.get(address, headers=self.headers)

    def tag(self, address: str) -> str:
        """Read a record and return the tag of the answer."""
        return str(self.get(address).headers["ETag"])

    def add(self, address: str, **members: Any) -> Any:
        """Add a record to the list at ``address``."""
        return self.client.post(address, members, content_type="application/json", headers=self.headers)

    def change(self, address: str, tag: str = "", **members: Any) -> Any:
        """Change a record: as it stands now, or as ``tag`` names it."""
        headers = {**self.headers, "If-Match": tag or self.tag(address)}
        return self.client.patch(address, members, content_type="application/json", headers=headers)

    def remove(self, address: str, reason: str = "told twice", tag: str = "") -> Any:
        """Remove a record."""
        headers = {**self.headers, "If-Match": tag or self.tag(address)}
        return self.client.delete(address, query_params={"reason": reason} if reason else {}, headers=headers)


def faults(response: Any) -> dict[str, str]:
    """Return what a refused request says is wrong, by the members at fault."""
    assert response.status_code == 400, response.content
    return {error["parameter"]: error["detail"] for error in response.json().get("errors", [])}
