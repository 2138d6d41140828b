"""Makes the accounts with which the browser's tests sign in: an editor and a publisher, as a superuser would."""

import os

import django

PASSWORD = "a long walk in september"


def make_accounts() -> None:
    """Make the accounts in the database that the environment names."""
    from django.contrib.auth.models import Group, User  # noqa: PLC0415 - after setup

    for group in ("Editor", "Publisher"):
        user = User.objects.create_user(group.lower(), password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name=group))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qualitymonth.settings")
    django.setup()
    make_accounts()
