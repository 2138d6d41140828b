"""Former addresses: what stood at the address of a published record that is gone, or where it went."""

from collections.abc import Collection
from typing import Any

from qualitymonth.bilingual import Bilingual
from qualitymonth.history import current_change
from qualitymonth.models import Record, Status, Tombstone


def label_of(record: Any) -> dict[str, str]:
    """Return what ``record`` is called in each language, as far as it has names or titles of its own."""
    for stem in ("name", "title", "heading", "theme", "text"):
        if isinstance(getattr(type(record), stem, None), Bilingual):
            return {f"label_{code}": str(getattr(record, f"{stem}_{code}")) for code in ("zh", "en")}
    return {"label_zh": "", "label_en": str(record)}


def after_delete(sender: Any, instance: Any, **_: Any) -> None:
    """Remember what was published at an address whose record was deleted."""
    if issubclass(sender, Record) and instance.status == Status.PUBLISHED:
        leave(sender, str(instance.natural_key()[0]), label_of(instance))


def after_save(sender: Any, instance: Any, created: bool = False, **_: Any) -> None:
    """Forget the tombstone of an address at which a record stands again."""
    if created and issubclass(sender, Record):
        clear(sender, [str(instance.natural_key()[0])])


def leave(model: Any, key: str, label: dict[str, str], moved_to: str = "") -> None:
    """Set a tombstone at a former address, in place of one that stands there."""
    Tombstone.objects.update_or_create(
        kind=model._meta.model_name,
        key=key,
        defaults={**label, "moved_to": moved_to, "change": current_change()},
    )


def clear(model: Any, keys: Collection[str]) -> None:
    """Remove the tombstones of addresses at which records stand again."""
    Tombstone.objects.filter(kind=model._meta.model_name, key__in=keys).delete()
