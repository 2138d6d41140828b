"""The harvester in the documentation, run as it stands there, keeps a copy equal to the archive."""

import io
import json
import re
import urllib.request
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.response import addinfourl

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from agencies.models import Agency
from campaigns.models import Activity, Campaign, Series, Source, Year
from qualitymonth import moving
from qualitymonth.history import changing
from qualitymonth.models import Revision
from qualitymonth.reverting import revert_change
from tests import factories
from tests.qualitymonth.test_reload_property import Desk
from tests.reading import KINDS, api

pytestmark = pytest.mark.django_db

PAGE = Path(settings.BASE_DIR) / "docs" / "api" / "syncing.md"


class ToTheClient(urllib.request.HTTPHandler):
    """Answers what is asked over the network by the test's own client, and remembers what was asked."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def http_open(self, req):
        """Answer a request."""
        path = req.full_url.removeprefix("http://testserver")
        response = Client().get(path, headers=dict(req.header_items()))
        self.asked.append((path, response.status_code))
        headers = Message()
        for name, value in response.headers.items():
            headers[name] = value
        answer: Any = addinfourl(io.BytesIO(response.content), headers, req.full_url, response.status_code)
        answer.msg = response.reason_phrase
        return answer


class Harvester:
    """The documented program, and the file to which it writes."""

    def __init__(self, path):
        (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
        self.program: dict[str, Any] = {"__name__": "harvest"}
        exec(compile(code, PAGE.name, "exec"), self.program)  # noqa: S102 - our own
        self.path = path
        self.network = ToTheClient()

    def run(self):
        """Run it, and return what it asked for."""
        self.network.asked.clear()
        self.program["main"]("http://testserver/api/v1/", str(self.path))
        return list(self.network.asked)

    @property
    def copy(self):
        """What it wrote."""
        return json.loads(self.path.read_text(encoding="utf-8"))


@pytest.fixture
def harvester(tmp_path, monkeypatch):
    """Return the program, which reaches nothing but the test's own archive."""
    made = Harvester(tmp_path / "copy.json")
    monkeypatch.setattr(urllib.request, "_opener", urllib.request.build_opener(made.network))
    return made


def shown(client):
    """Return every public record as the API lists it, by kind and key."""
    return {
        f"{noun} {record[key]}": json.dumps(record)
        for plural, (noun, key) in KINDS.items()
        for record in api(client, plural)
    }


def check(harvester, client):
    harvester.run()
    assert {name: json.dumps(record) for name, record in harvester.copy["records"].items()} == shown(client)
    assert harvester.copy["revision"] == Revision.current().number


def test_a_copy_stays_equal_through_edits_drafts_removals_merges_renames_and_loads(harvester, client, tmp_path):
    desk = Desk(tmp_path / "archive")
    factories.make_claim(Activity.objects.first(), source=Source.objects.first(), field="place_zh", value="北京")
    factories.make_appearance(activity=Activity.objects.get(slug="activity-1"))
    check(harvester, client)

    activity = Activity.objects.get(slug="activity-0")
    activity.place_zh = "北京"
    activity.save()
    check(harvester, client)

    for record in (Campaign.objects.get(), Source.objects.get(), Year.objects.get(number=2023)):
        for status in ("draft", "published"):
            record.status = status
            record.save()
            check(harvester, client)

    moving.rename(Series, Series.objects.get(slug="contest").pk, "competition")
    check(harvester, client)
    moving.rename(Agency, Agency.objects.get(slug="north").pk, "far-north")
    moving.rename(Agency, Agency.objects.get(slug="far-north").pk, "north-again")
    check(harvester, client)

    merge = moving.merge(Agency, Agency.objects.get(slug="south").pk, Agency.objects.get(slug="east").pk)
    check(harvester, client)
    revert_change(merge)
    check(harvester, client)
    moving.merge(Series, Series.objects.get(slug="pledge").pk, Series.objects.get(slug="award").pk)
    moving.remove(Activity, Activity.objects.get(slug="activity-2").pk)
    check(harvester, client)

    desk.dossier["precedent"].clear()
    desk.dossier["series"].append({"slug": "new", "name_zh": "新"})
    desk.dossier["activity"][1]["series"] = "new"
    desk.dossier["notice"][0]["issuers"].reverse()
    desk.load(0, 0)
    check(harvester, client)


def test_while_nothing_changes_the_copy_costs_two_small_answers(harvester):
    with changing("edit"):
        factories.make_claim()
    harvester.run()
    assert [status for _, status in harvester.run()] == [200, 304]


def test_only_what_changed_is_read_again(harvester):
    with changing("edit"):
        factories.make_claim()
    series = factories.make_series()
    harvester.run()
    revision = Revision.current().number
    series.name_en = "Changed"
    series.save()
    assert harvester.run() == [
        ("/api/v1/meta/", 200), (f"/api/v1/changes/?since={revision}", 200), (f"/api/v1/series/{series.slug}/", 200),
    ]  # fmt: skip


def test_what_moves_while_it_is_read_is_never_kept_under_its_old_key(harvester, client, monkeypatch):
    series = factories.make_series(slug="old")
    harvester.run()
    series.name_en = "Changed"
    series.save()
    opened = harvester.network.http_open

    def meanwhile(request):
        if request.full_url.endswith("/series/old/"):
            with transaction.atomic():
                moving.rename(Series, series.pk, "new")
        return opened(request)

    monkeypatch.setattr(harvester.network, "http_open", meanwhile)
    harvester.run()
    assert "series old" not in harvester.copy["records"]
    monkeypatch.undo()
    monkeypatch.setattr(urllib.request, "_opener", urllib.request.build_opener(harvester.network))
    check(harvester, client)
    assert "series new" in harvester.copy["records"]
