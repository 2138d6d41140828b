"""Whatever staff and dossiers do, in whatever order: no edit is lost, nothing removed returns, history is whole."""

import copy
import shutil
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import Agency, AgencyName
from campaigns.builder.build import build, write
from campaigns.builder.edits import EDITS
from campaigns.builder.errors import DossierError
from campaigns.builder.rows import FILES
from campaigns.models import (
    Activity,
    Campaign,
    Claim,
    Figure,
    Notice,
    Participation,
    Precedent,
    Series,
    Signature,
    Year,
)
from qualitymonth import tombstones
from qualitymonth.history import changing
from qualitymonth.loading import Conflict, ConflictError, load
from qualitymonth.models import Change, Record
from qualitymonth.reverting import RevertError, revert_change
from tests import factories
from tests.loading import HOUSEKEEPING, KINDS, content

pytestmark = pytest.mark.django_db

WORDS = ("", "质量", "Quality", "月", "month")

#: The fields that are edited here and there, by kind: texts that may be anything.
TEXTS: dict[Any, tuple[str, ...]] = {
    Year: ("notes_zh", "notes_en"), Series: ("name_en", "summary_zh"), Campaign: ("theme_en", "summary_en"),
    Notice: ("document_number", "summary_zh"), Activity: ("title_en", "place_zh"), Precedent: ("summary_en",),
    Figure: ("unit_zh",),
}  # fmt: skip


def dossier() -> dict[str, Any]:
    """Return a small dossier, with one of nearly everything."""
    agencies = [
        {"slug": slug, "kind": "state", "name_zh": slug, "names": [{"language": "en", "type": "short", "name": slug}]}
        for slug in ("north", "south", "east", "west")
    ]
    series = [{"slug": slug, "name_zh": slug} for slug in ("contest", "award", "pledge")]
    claims = [{"field": "title_zh", "at": "paper", "value": "大会"}, {"field": "series", "at": "paper"}]
    activities = [
        {"slug": f"activity-{number}", "campaign": "month", "kind": "launch", "title_zh": "大会", "claims": claims,
         "series": name, "starts_on": "2023-09-01", "organisers": [{"agency": "north"}, {"agency": "south"}]}
        for number, name in enumerate(("contest", "award", "contest"))
    ]  # fmt: skip
    return {
        "agency": agencies,
        "source": [{"slug": "paper", "title_zh": "报", "kind": "news", "language": "zh", "script": "Hans"}],
        "year": [{"number": 2022, "held": "yes"}, {"number": 2023, "held": "yes"}],
        "precedent": [{"slug": "abroad", "country_code": "JP", "country_zh": "日本", "country_en": "Japan"}],
        "series": series,
        "campaign": [{"slug": "month", "year": 2023, "scope": "national", "launch": "activity-0"}],
        "notice": [{"slug": "notice", "campaign": "month", "title_zh": "通知",
                    "issuers": [{"agency": slug} for slug in ("north", "south", "east")]}],
        "activity": activities,
        "figure": [{"slug": "figure", "campaign": "month", "name_zh": "数", "value": 3}],
    }  # fmt: skip


class Desk:
    """An archive with its dossiers and its staff, and what staff did that must hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "dossiers").mkdir(parents=True)
        self.dossier = dossier()
        self.left: dict[str, list[dict[str, Any]]] = {}
        #: Texts as staff left them, by model, id and field; lists of issuers by notice.
        self.texts: dict[tuple[Any, int, str], str] = {}
        self.issuers: dict[int, list[tuple[int, str]]] = {}
        #: Rows that staff added, by model and id, and keys of records that staff removed.
        self.added: set[tuple[Any, int]] = set()
        self.removed: set[tuple[Any, Any]] = set()
        #: The key that the dossiers know a record by, and the rows that they gave when they were loaded last.
        self.known: dict[tuple[Any, int], Any] = {}
        self.loaded: dict[Any, dict[str, Any]] = {}
        self.number = 0
        self.load(0, 0)
        self.begun = Change.objects.latest("number").number

    # What dossiers do.

    def built(self) -> bool:
        """Build the fixtures; tell whether the dossiers could be built."""
        (self.folder / "dossiers" / "a.toml").write_text(tomlkit.dumps(self.dossier), encoding="utf-8")
        try:
            write(build(self.folder / "dossiers").files, self.folder)
        except DossierError:
            return False
        return True

    def change_dossier(self, a: int, b: int) -> None:
        """Change a text, the issuers or a reference; or leave a record out, or take one in that was left out."""
        before = tomlkit.dumps(self.dossier)
        kinds = [model for model in TEXTS if self.dossier.get(model._meta.model_name)]
        model = pick(kinds, a)
        rows = self.dossier[model._meta.model_name]
        row = pick(rows, b)
        match a % 7:
            case 0 | 1 | 2:
                word = pick(WORDS[1:], a + b)
                row[pick(TEXTS[model], b)] = word
            case 3:
                issuers = self.dossier["notice"][0]["issuers"] if self.dossier["notice"] else []
                issuers[:] = issuers[1:] + issuers[:1] if b % 2 else issuers[::-1]
            case 4:
                activity = pick(self.dossier["activity"], b)
                activity["series"] = pick(("contest", "award", "pledge"), a + b)
            case 5:
                if len(rows) > 1 or model in {Precedent, Figure}:
                    rows.remove(row)
                    self.left.setdefault(model._meta.model_name, []).append(row)
            case 6:
                for name, gone in self.left.items():
                    self.dossier[name] += gone
                    gone.clear()
        if not self.built():
            self.dossier = tomlkit.parse(before).unwrap()
            assert self.built()

    # What staff do.

    def edit(self, a: int, b: int) -> None:
        model = pick(list(TEXTS), a)
        if row := pick(list(model.objects.order_by("pk")), b):
            field, word = pick(TEXTS[model], b), pick(WORDS, a + b)
            if getattr(row, field) != word:
                setattr(row, field, word)
                with changing("edit", reason="better"):
                    row.save()
                self.texts[model, row.pk, field] = word
                self.settle()

    def reorder(self, a: int, b: int) -> None:
        """Put another issuer into a place of the list, or take one away."""
        notice = Notice.objects.first()
        if not notice:
            return
        agencies = [signature.agency for signature in notice.signatures.order_by("position")]
        others = list(Agency.objects.exclude(pk__in=[agency.pk for agency in agencies]))
        if a % 2 and others:
            agencies.insert(b % (len(agencies) + 1), pick(others, b))
        elif agencies:
            agencies.pop(b % len(agencies))
        with changing("edit", reason="as printed"):
            notice.signatures.all().delete()
            for position, agency in enumerate(agencies, 1):
                Signature.objects.create(notice=notice, agency=agency, position=position)
        self.issuers[notice.pk] = issuers_of(notice)
        self.settle()

    def add(self, a: int, b: int) -> None:
        """Add a record, an owned row or a claim."""
        self.number += 1
        activity = pick(list(Activity.objects.order_by("pk")), a)
        with changing("edit"):
            match b % 4:
                case 0:
                    row: Any = factories.make_series(slug=f"staff-{self.number}", name_zh="新")
                case 1 if activity:
                    agency = pick(list(Agency.objects.order_by("pk")), a)
                    if activity.participations.filter(agency=agency, role="partner").exists():
                        return
                    row = Participation.objects.create(activity=activity, agency=agency, role="partner")
                case 2 if activity:
                    source = factories.make_source(slug=f"staff-{self.number}")
                    row = factories.make_claim(activity, source=source, field="title_en", line=None)
                case _:
                    agency = pick(list(Agency.objects.order_by("pk")), a)
                    row = AgencyName.objects.create(
                        agency=agency, position=9, language="en", type="variant", name=f"Name {self.number}"
                    )
        self.added.add((type(row), row.pk))

    def remove(self, a: int, b: int) -> None:
        model = pick([Series, Activity, Precedent, Figure, Claim], a)
        row = pick(list(model.objects.order_by("pk")), b)
        if not row:
            return
        claims = [(Claim, claim.key) for claim in row.claims.all()] if model is not Claim else []
        try:
            with changing("removal", reason="an error"):
                row_id, key = row.pk, row.natural_key()[0]
                row.delete()
        except ProtectedError:
            return
        self.removed |= {(model, key), *claims}
        self.texts = {name: text for name, text in self.texts.items() if name[:2] != (model, row_id)}
        self.added = {(kind, pk) for kind, pk in self.added if kind.objects.filter(pk=pk).exists()}

    def rename(self, a: int, b: int) -> None:
        row = pick(list(Series.objects.order_by("pk")), a)
        if row:
            self.number += 1
            before, row.slug = row.slug, f"renamed-{self.number}"
            with changing("rename", reason="clearer"):
                row.save()
                tombstones.leave(Series, before, tombstones.label_of(row), moved_to=row.slug)

    def merge(self, a: int, b: int) -> None:
        """Merge one series into another."""
        rows = list(Series.objects.filter(status="published").order_by("pk"))
        row, other = pick(rows, a), pick(rows, b)
        if row is None or other is None or row == other:
            return
        with changing("merge", reason="the same"):
            before = row.pk
            row.activities.update(series=other)
            row.campaigns.update(series=other)
            row.claims.update(series=other)
            row.delete()
            tombstones.leave(Series, row.slug, tombstones.label_of(row), moved_to=other.slug)
        self.removed.add((Series, row.slug))
        self.texts = {name: text for name, text in self.texts.items() if name[:2] != (Series, before)}
        self.added.discard((Series, before))

    def revert(self, a: int, b: int) -> None:
        """Revert one of the last changes, a load among them; what that leaves is what staff want from then on."""
        change = pick(list(Change.objects.filter(number__gt=self.begun)[:4]), a)
        stood = {(model, pk) for model in TEXTS for pk in model.objects.values_list("pk", flat=True)}
        try:
            if change:
                revert_change(change, reason="a mistake")
        except RevertError:
            return
        self.removed = {(model, key) for model, key in self.removed if not stands(model, key)}
        self.added = {(model, pk) for model, pk in self.added if model.objects.filter(pk=pk).exists()}
        self.texts = {
            (model, row.pk, field): getattr(row, field)
            for model, fields in TEXTS.items() for row in model.objects.all() for field in fields
        }  # fmt: skip
        self.issuers = {notice.pk: issuers_of(notice) for notice in Notice.objects.all()}
        if change and change.kind == "load":
            now = {(model, pk) for model in TEXTS for pk in model.objects.values_list("pk", flat=True)}
            self.added |= now - stood
        self.settle()

    # What brings both together.

    def load(self, a: int, b: int) -> None:
        """Load; where both sides changed the same, nothing changes until a side is named."""
        assert self.built()
        paths = [self.folder / f"{name}.json" for name in FILES.values()]
        addresses = {(type(row), row.pk): row.natural_key() for model in TEXTS for row in model.objects.all()}
        before = content()
        lost: set[tuple[str, Any, str]] = set()
        if conflicts := conflicts_of(paths):
            assert content() == before
            side = pick(("archive", "fixtures"), a)
            assert load(paths, silent, prefer=side).conflicts == conflicts
            if side == "fixtures":
                lost = {(one.address[0], one.address[1], one.field.split(" ")[0]) for one in conflicts}
        self.texts = {
            (model, pk, field): text for (model, pk, field), text in self.texts.items()
            if (model._meta.label_lower, addresses[model, pk], field) not in lost
        }  # fmt: skip
        gone = {address[:2] for address in lost}
        self.issuers = {pk: listed for pk, listed in self.issuers.items()
                        if ("campaigns.notice", addresses[Notice, pk], "signature") not in lost}  # fmt: skip
        for model, pk, field in list(self.texts):
            if (model._meta.label_lower, addresses[model, pk]) in gone and not model.objects.filter(pk=pk).exists():
                del self.texts[model, pk, field]
        self.check()
        if b % 2:
            assert not load(paths, silent)
        self.loaded = build(self.folder / "dossiers").rows
        self.settle()

    def export(self, a: int, b: int) -> None:
        """Let what staff changed flow back into the dossiers: build and load change nothing then."""
        self.load(a, b)
        before = content()
        call_command("export_edits", fixtures=self.folder, stdout=StringIO(), stderr=StringIO())
        text = (self.folder / "dossiers" / EDITS).read_text(encoding="utf-8")
        assert self.built()
        plan = load([self.folder / f"{name}.json" for name in FILES.values()], silent)
        assert (plan.writing, plan.delete, plan.conflicts) == ({}, [], [])
        assert content() == before
        call_command("export_edits", fixtures=self.folder, stdout=StringIO(), stderr=StringIO())
        assert (self.folder / "dossiers" / EDITS).read_text(encoding="utf-8") == text
        self.loaded = build(self.folder / "dossiers").rows
        self.settle()

    def settle(self) -> None:
        """Forget edits that the fixtures loaded last say as well: they are the fixtures' to change."""
        for model, pk, field in list(self.texts):
            row = model.objects.get(pk=pk)
            name, key = str(model._meta.model_name), row.natural_key()[0]
            if (name, (key,)) in self.loaded:
                self.known[model, pk] = key
            given_row = self.loaded.get((name, (self.known.get((model, pk)),)))
            if given_row is not None and self.texts[model, pk, field] == given_row.get(field, ""):
                del self.texts[model, pk, field]
        for pk in list(self.issuers):
            notice = Notice.objects.get(pk=pk)
            signed = sorted((name[1][1], fields["agency"][0]) for name, fields in self.loaded.items()
                            if name[0] == "signature" and name[1][0] == notice.slug)  # fmt: skip
            if [slug for _, slug in signed] == [slug for _, slug in self.issuers[pk]]:
                del self.issuers[pk]

    def check(self) -> None:
        """No edit is lost, and no removed record has returned."""
        for (model, pk, field), text in self.texts.items():
            assert getattr(model.objects.get(pk=pk), field) == text
        for pk, listed in self.issuers.items():
            assert issuers_of(Notice.objects.get(pk=pk)) == listed
        for model, pk in self.added:
            assert model.objects.filter(pk=pk).exists(), (model, pk)
        for model, key in self.removed:
            assert not stands(model, key), (model, key)

    def replay(self) -> None:
        """The history replays to the present state."""
        for kind in KINDS:
            latest = {row["id"]: row for row in kind.history.order_by("history_id").values()}
            names = [column.attname for column in kind._meta.concrete_fields if column.name not in HOUSEKEEPING]
            replayed = {pk: {name: row[name] for name in names} for pk, row in latest.items()
                        if row["history_type"] != "-"}  # fmt: skip
            assert replayed == {row["id"]: row for row in kind.objects.values(*names)}, kind


def pick(choices: Any, number: int) -> Any:
    """Return one of ``choices``, None where there is none."""
    return choices[number % len(choices)] if choices else None


def silent(*_: Any) -> None:
    """Hear of progress, and say nothing."""


def conflicts_of(paths: list[Path]) -> list[Conflict]:
    """Load, unless staff and fixtures changed the same: return what that is."""
    try:
        load(paths, silent)
    except ConflictError as error:
        return error.plan.conflicts
    return []


def stands(model: type[Record], key: Any) -> bool:
    return bool(model._default_manager.filter(**{model.natural_key_fields[0]: key}).exists())


def issuers_of(notice: Notice) -> list[tuple[int, str]]:
    return list(notice.signatures.order_by("position").values_list("position", "agency__slug"))


STEPS = (
    "edit", "edit", "edit", "change_dossier", "change_dossier", "change_dossier", "load", "load", "reorder", "add",
    "remove", "rename", "merge", "export", "revert",
)  # fmt: skip

sequences = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=10)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An archive as its dossiers first gave it."""
    return Desk(tmp_path / "archive")


def live_through(desk: Desk, steps: list[tuple[str, int, int]]) -> None:
    """Take the steps one after the other, and load in the end; then all is as it was."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        mine = copy.deepcopy(desk)
        mine.folder = shutil.copytree(desk.folder, Path(folder) / "archive")
        for name, a, b in (*steps, ("load", 1, 1)):
            getattr(mine, name)(a, b)
            mine.check()
        mine.replay()
        transaction.set_rollback(True)


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(steps=sequences)
def test_no_edit_is_lost_nothing_removed_returns_and_history_is_whole(desk, steps):
    live_through(desk, steps)


@pytest.mark.long
@settings(max_examples=1000, suppress_health_check=list(HealthCheck))
@given(steps=sequences)
def test_in_a_thousand_sequences_no_edit_is_lost_nothing_removed_returns_and_history_is_whole(desk, steps):
    live_through(desk, steps)
