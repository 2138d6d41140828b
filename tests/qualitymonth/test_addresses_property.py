"""Whatever staff and dossiers do, in whatever order: the changes that are told keep a copy equal to the archive."""

import copy
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import Agency, AgencyName, Succession
from campaigns.models import Activity, Appearance, Campaign, Claim, Location, Notice, Participation, Section, Series
from qualitymonth import moving
from qualitymonth.addresses import kinds, rebuild
from qualitymonth.history import changing
from qualitymonth.models import Address
from qualitymonth.moving import MoveError
from tests import factories
from tests.mirroring import Mirror
from tests.qualitymonth.test_reload_property import Desk, pick

pytestmark = pytest.mark.django_db

#: Foreign keys that may be pointed elsewhere.
REFERENCES: list[tuple[Any, str]] = [
    (Campaign, "host"), (Campaign, "launch"), (Campaign, "part_of"), (Activity, "campaign"), (Activity, "same_as"),
    (Activity, "part_of"), (Activity, "series"), (Activity, "section"), (Agency, "parent"), (Agency, "province"),
    (Notice, "forwards"), (Notice, "campaign"), (Section, "notice"), (Appearance, "activity"), (Claim, "source"),
    (Participation, "activity"), (Participation, "agency"), (AgencyName, "agency"), (Location, "activity"),
    (Location, "province"), (Succession, "predecessor"),
]  # fmt: skip


class Watched(Desk):
    """An archive in which anything may come, go and be taken back, with a copy that only hears what changed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        with changing("edit"):
            campaign = Campaign.objects.get()
            first, second, third = Activity.objects.order_by("pk")
            notice = Notice.objects.get()
            north, south = Agency.objects.order_by("pk")[:2]
            province = factories.make_province()
            Location.objects.create(activity=first, province=province)
            Succession.objects.create(agency=north, predecessor=south)
            local = factories.make_campaign(year=campaign.year, scope="provincial", province=province, host=north)
            Campaign.objects.filter(pk=local.pk).update(part_of=campaign, launch=second)
            section = factories.make_section(notice=notice)
            Activity.objects.filter(pk=second.pk).update(section=section, same_as=first)
            Activity.objects.filter(pk=third.pk).update(part_of=first)
            factories.make_notice(campaign=local, forwards=notice)
            factories.make_slogan(campaign=campaign)
            person = factories.make_person()
            for appearance in (
                factories.make_appearance(activity=first, person=person),
                factories.make_appearance(activity=second, person=None, agency=south),
            ):
                factories.make_claim(appearance, field="posts_zh")
            factories.make_claim(section)
            factories.make_claim(person)
            factories.make_claim(north, field="name_zh")
        self.mirror = Mirror()

    def records(self, a: int) -> Any:
        model = pick(sorted(kinds().values(), key=lambda kind: kind.__name__), a)
        return list(model._default_manager.order_by("pk"))

    def take_back(self, a: int, b: int) -> None:
        """Publish a draft, or take a record of any kind back to draft."""
        if record := pick(self.records(a), b):
            record.status = "published" if record.status == "draft" else "draft"
            record.save()

    def point(self, a: int, b: int) -> None:
        """Let a row refer to another record, or to none."""
        model, name = pick(REFERENCES, a)
        field = model._meta.get_field(name)
        row = pick(list(model._default_manager.order_by("pk")), b)
        others = [*field.related_model._default_manager.order_by("pk"), *([None] if field.null else [])]
        if row is None:
            return
        # What the model or the database refuses is not done.
        with suppress(ValidationError, IntegrityError), transaction.atomic():
            setattr(row, name, pick(others, a + b))
            row.full_clean()
            row.save()

    def several_at_once(self, a: int, b: int) -> None:
        """Do three things within one change; now and then it fails after all."""
        with changing("edit"), transaction.atomic():
            self.take_back(a, b)
            self.point(b, a)
            self.take_back(a + 1, b)
            transaction.set_rollback(a % 5 == 0)

    def key_anew(self, a: int, b: int) -> None:
        """Rename a record of any kind that has a key to choose."""
        record = pick([one for one in self.records(a) if one.natural_key_fields == ("slug",)], b)
        if record:
            self.number += 1
            moving.rename(type(record), record.pk, f"renamed-{self.number}")

    def make_one(self, a: int, b: int) -> None:
        """Merge two agencies or two activities."""
        model = pick([Agency, Activity, Series], a)
        rows = list(model._default_manager.order_by("pk"))
        one, other = pick(rows, a), pick(rows, b)
        if one and one != other:
            with suppress(MoveError):
                moving.merge(model, one.pk, other.pk)

    def take_away(self, a: int, b: int) -> None:
        """Remove a record of any kind."""
        if record := pick(self.records(a), b):
            with suppress(MoveError):
                moving.remove(type(record), record.pk)

    def reload(self, a: int, b: int) -> None:
        """Change the dossiers and load, whoever is right."""
        self.change_dossier(a, b)
        self.texts, self.issuers, self.added, self.removed = {}, {}, set(), set()
        self.load(a, b)


STEPS = (
    "edit", "reorder", "add", "take_back", "take_back", "take_back", "point", "point", "several_at_once", "key_anew",
    "make_one", "take_away", "reload", "reload", "revert",
)  # fmt: skip

sequences = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=8)


@pytest.fixture
def desk(tmp_path: Path) -> Watched:
    """An archive with one of nearly everything, and a copy of it."""
    return Watched(tmp_path / "archive")


def live_through(desk: Watched, steps: list[tuple[str, int, int]]) -> None:
    """Take the steps one after the other; after each the copy is equal, and the addresses are what they should be."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        mine = copy.deepcopy(desk)
        mine.folder = shutil.copytree(desk.folder, Path(folder) / "archive")
        for name, a, b in steps:
            getattr(mine, name)(a, b)
            mine.mirror.follow()
        standing = set(Address.objects.filter(gone=False).values_list("kind", "key"))
        assert standing == set(mine.mirror.records)
        assert rebuild() == {}
        transaction.set_rollback(True)


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(steps=sequences)
def test_a_copy_that_hears_what_changed_stays_equal(desk, steps):
    live_through(desk, steps)


@pytest.mark.long
@settings(max_examples=1000, suppress_health_check=list(HealthCheck))
@given(steps=sequences)
def test_in_a_thousand_sequences_a_copy_that_hears_what_changed_stays_equal(desk, steps):
    live_through(desk, steps)
