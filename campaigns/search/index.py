"""Keeping the search index in step with the records, in the transaction of the change itself.

Within a change, what is to be refreshed is gathered and refreshed once, when the change ends.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.db import transaction

from campaigns.models import SearchEntry, subject_column
from campaigns.models.sources import SUBJECTS
from campaigns.search.texts import INDEXED, records_of, texts_of, year_of
from qualitymonth.history import change_under_way
from qualitymonth.models import Owned, Revision

#: Moves on when texts are folded or chosen in another way: the index is then made anew at the next start.
SCHEME = 1

#: How many records are read at once.
BATCH = 500

Progress = Callable[[str, int, int], None]

_COLUMNS = ("key", "year", "names", "texts", "stored", "scheme")

#: Records whose entries hold something of another record's, by the latter's kind: their kind, and how they refer to it.
LEANING: dict[str, tuple[tuple[str, str], ...]] = {
    "year": (("campaign", "year"),),
    "campaign": tuple((kind, "campaign") for kind in ("notice", "slogan", "activity", "figure")),
    "notice": (("section", "notice"),),
    "activity": (("appearance", "activity"),),
    "series": (("campaign", "series"),),
    "person": (("appearance", "person"),),
    "agency": (("campaign", "host"), ("notice", "issuers"), ("activity", "organisers"), ("appearance", "agency")),
    "province": (("campaign", "province"), ("activity", "provinces"), ("figure", "province")),
    "source": tuple(
        (kind, path) for kind in SUBJECTS for path in ("claims__source", "claims__source__part_of")
    ),
}  # fmt: skip


def kind_of(model: Any) -> str | None:
    """Return the word for the kind of ``model``, None for what is not searched."""
    kind = str(model._meta.model_name)
    return kind if INDEXED.get(kind) is model else None


def refresh(kind: str, keys: Collection[int], *, spread: bool = True) -> None:
    """Make the entries of the records with ``keys`` anew, and of those that lean on what changed by that."""
    waiting = sorted(keys)
    with transaction.atomic():
        for batch in (waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)):
            entries = SearchEntry.objects.filter(record_id__in=batch)
            changed = _write(kind, records_of(kind).filter(pk__in=batch), entries)
            for leaning, path in LEANING.get(kind, ()) if changed and spread else ():
                everything: Any = INDEXED[leaning]._default_manager
                found = everything.filter(**{f"{path}__in": changed}).order_by().values_list("pk", flat=True)
                refresh(leaning, set(found))


def rebuild(progress: Progress | None = None) -> None:
    """Bring the whole index in step with the records; only what differs is written."""
    with transaction.atomic():
        SearchEntry.objects.exclude(kind__in=INDEXED).delete()
        for kind in INDEXED:
            done, total = 0, records_of(kind).count()
            for records, entries in _stretches(kind):
                _write(kind, records, entries)
                if progress and done < total:
                    done = min(done + BATCH, total)
                    progress(kind, done, total)


def outdated() -> bool:
    """Tell whether the index was made in another way, or not at all though there is something to be found."""
    entries = SearchEntry.objects.all()
    return entries.exclude(scheme=SCHEME).exists() or (Revision.current().number > 0 and not entries.exists())


def _stretches(kind: str) -> Iterator[tuple[Any, Any]]:
    """Yield the records of ``kind``, a batch at a time, with the entries of the same stretch of keys."""
    first, keys = 0, list(records_of(kind).values_list("pk", flat=True))
    entries = SearchEntry.objects.all()
    for start in range(0, len(keys), BATCH):
        last = keys[min(start + BATCH, len(keys)) - 1]
        yield (
            records_of(kind).filter(pk__gte=first, pk__lte=last),
            entries.filter(record_id__gte=first, record_id__lte=last),
        )
        first = last + 1
    yield records_of(kind).none(), entries.filter(record_id__gte=first)


def _write(kind: str, records: Any, entries: Any) -> set[int]:
    """Make ``entries``, of ``kind``, those of ``records``; return the ids of records whose entries changed."""
    stored = {entry.record_id: entry for entry in entries.filter(kind=kind)}
    made = {record.pk: _entry(kind, record) for record in records}
    new = [entry for key, entry in made.items() if key not in stored]
    changed = []
    for key, entry in made.items():
        if (old := stored.get(key)) and any(getattr(old, name) != getattr(entry, name) for name in _COLUMNS):
            entry.pk = old.pk
            changed.append(entry)
    gone = stored.keys() - made.keys()
    SearchEntry.objects.bulk_create(new)
    SearchEntry.objects.bulk_update(changed, _COLUMNS, batch_size=100)
    if gone:
        SearchEntry.objects.filter(pk__in=[stored[key].pk for key in gone]).delete()
    return {*gone, *(entry.record_id for entry in (*new, *changed))}


def _entry(kind: str, record: Any) -> SearchEntry:
    texts = texts_of(kind, record)
    names, others = ([folded for folded, held in texts.items() if held.name is name] for name in (True, False))
    return SearchEntry(
        kind=kind,
        record_id=record.pk,
        key=str(record.natural_key()[0]),
        year=year_of(kind, record),
        names="\n".join(["", *names, ""]),
        texts="\n".join(["", *others, ""]),
        stored=[[held.field, held.lang, held.text, held.type, held.name] for held in texts.values()],
        scheme=SCHEME,
    )


def before_save(sender: Any, instance: Any, raw: bool = False, **_: Any) -> None:
    """Remember the record that a stored claim was about: it may be about another one now."""
    if kind_of(sender) == "claim" and instance.pk and not raw:
        instance.indexed_subjects = _subjects([instance.pk])


def after_save(sender: Any, instance: Any, created: bool = False, raw: bool = False, **_: Any) -> None:
    """Refresh what was saved; what a load writes raw is refreshed at its end."""
    if not raw:
        _after_change(sender, instance, spread=not created)


def after_delete(sender: Any, instance: Any, **_: Any) -> None:
    """Take what was deleted out of the index, and what leant on it into account."""
    _after_change(sender, instance)


def after_update(sender: Any, keys: list[int], **_: Any) -> None:
    """Refresh the records that were updated at once."""
    if kind := kind_of(sender):
        _refresh_in_time(kind, keys)
        if kind == "claim":
            _refresh_all(_subjects(keys))


def at_end(change: Any, **_: Any) -> None:
    """Refresh what was gathered while ``change`` was under way."""
    for (kind, spread), keys in _gathered(change).items():
        refresh(kind, keys, spread=spread)


def after_load(**_: Any) -> None:
    """Bring everything in step with what was loaded."""
    rebuild()


def _after_change(sender: Any, instance: Any, *, spread: bool = True) -> None:
    if kind := kind_of(sender):
        _refresh_in_time(kind, [instance.pk], spread=spread)
        if kind == "claim":
            _refresh_all({*getattr(instance, "indexed_subjects", ()), *_subject(instance)})
    elif issubclass(sender, Owned):
        owner = sender._meta.get_field(sender.natural_key_fields[0].partition("__")[0])
        if kind := kind_of(owner.related_model):
            _refresh_in_time(kind, [getattr(instance, owner.attname)])


def _subject(claim: Any) -> list[tuple[str, int]]:
    return [(kind, key) for kind in SUBJECTS if (key := getattr(claim, f"{subject_column(kind)}_id"))]


def _subjects(claims: Collection[int]) -> set[tuple[str, int]]:
    """Return the records that the stored claims with these ids are about."""
    found: Any = INDEXED["claim"]._default_manager
    return {subject for claim in found.filter(pk__in=claims) for subject in _subject(claim)}


def _refresh_all(subjects: Collection[tuple[str, int]]) -> None:
    for kind in {kind for kind, _ in subjects}:
        _refresh_in_time(kind, [key for other, key in subjects if other == kind])


def _refresh_in_time(kind: str, keys: Collection[int], *, spread: bool = True) -> None:
    """Refresh at once, or within a change when it ends."""
    if change := change_under_way():
        _gathered(change).setdefault((kind, spread), set()).update(keys)
    else:
        refresh(kind, keys, spread=spread)


def _gathered(change: Any) -> dict[tuple[str, bool], set[int]]:
    """Return the ids of records to be refreshed at the end of ``change``, by kind and whether others lean on them."""
    gathered: dict[tuple[str, bool], set[int]] = change.__dict__.setdefault("to_be_indexed", {})
    return gathered
