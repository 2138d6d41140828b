"""The committed fixtures as they load."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from campaigns.builder.rows import FILES
from campaigns.models import Activity, Campaign, Notice, Precedent, Source
from qualitymonth.models import Change
from tests.loading import HOUSEKEEPING, content, empty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

FIXTURES = Path(settings.FIXTURES_DIR)


def test_every_row_of_the_fixtures_stands_in_the_database_as_it_stands_in_its_file():
    wanted = []
    for path in FIXTURES.glob("*.json"):
        for row in json.loads(path.read_text(encoding="utf-8")):
            columns = {column.name for column in apps.get_model(row["model"])._meta.concrete_fields}
            fields = dict.fromkeys(columns - HOUSEKEEPING - {"id"}) | row["fields"]
            wanted.append((row["model"], json.dumps(fields, sort_keys=True)))
    assert len(wanted) > 1000
    assert content() == sorted(wanted)


def test_the_derived_day_in_the_fixtures_is_the_one_that_saving_would_derive():
    models: list[Any] = [Activity, Notice, Precedent, Source]
    for model in models:
        for record in model.objects.all():
            day = record.sort_on
            record.save()
            record.refresh_from_db()
            assert record.sort_on == day, record


@pytest.mark.long
def test_loaddata_of_the_files_in_the_documented_order_gives_the_same_archive():
    expected = content()
    empty()
    call_command("loaddata", *[str(FIXTURES / f"{name}.json") for name in FILES.values()], verbosity=0)
    assert content() == expected


def test_the_load_is_one_change_in_which_every_row_began():
    (change,) = Change.objects.filter(kind="load")
    assert set(Campaign.history.values_list("change", "history_type")) == {(change.number, "+")}
    for campaign in Campaign.objects.select_related("launch"):
        assert campaign.history.get().launch_id == campaign.launch_id
