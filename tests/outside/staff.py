"""Makes a superuser with a token in the database that the environment names, and prints the token."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qualitymonth.settings")
    django.setup()
    from tests.writing import bearer, make_staff

    sys.stdout.write(bearer(make_staff())["Authorization"].removeprefix("Bearer "))
