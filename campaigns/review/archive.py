"""The names that the database knows, as the drafter asks for them."""

from types import SimpleNamespace
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from agencies.models import Agency, AgencyName, Province
from campaigns.builder.records import Placed, Records
from campaigns.models import SUBJECTS, Campaign, Notice, Person, Series, Source, Year

#: Where the drafter would name the dossier that holds a record.
HERE = "the archive"


def archive_records() -> Records:
    """Return the database's records as far as the drafter looks at them, drafts included."""
    records = Records()
    for code, *spelt in _rows(Province, "code", "name_zh", "short_zh", "name_hant", "name_en"):
        entry = dict(zip(("name_zh", "short_zh", "name_hant", "name_en"), spelt, strict=True))
        _place(records, "province", code, **entry)
    names: dict[str, list[SimpleNamespace]] = {}
    for slug, language, name in _rows(AgencyName, "agency__slug", "language", "name"):
        names.setdefault(slug, []).append(SimpleNamespace(language=language, name=name))
    for slug, kind, name_zh, name_en in _rows(Agency, "slug", "kind", "name_zh", "name_en"):
        headings = [("zh-Hans", name_zh), ("en", name_en)]
        named = [SimpleNamespace(language=language, name=name) for language, name in headings if name]
        _place(records, "agency", slug, type=kind, names=[*named, *names.get(slug, ())])
    for model in (Series, Person):
        for slug, name_zh, name_en in _rows(model, "slug", "name_zh", "name_en"):
            _place(records, str(model._meta.model_name), slug, name_zh=name_zh, name_en=name_en)
    columns = ("sha256", "part_of", "first_line", "last_line")
    for slug, *values in _rows(Source, "slug", "sha256", "part_of__slug", "first_line", "last_line"):
        _place(records, "source", slug, **dict(zip(columns, values, strict=True)))
    for plain in (Year, Campaign, Notice):
        for (key,) in _rows(plain, plain.natural_key_fields[0]):
            _place(records, str(plain._meta.model_name), key)
    return records


def find_record(kind: str, key: str) -> Any:
    """Return the record of ``kind`` under ``key``, drafts included, None where there is none."""
    model: Any = SUBJECTS[kind]
    column = model.natural_key_fields[0]
    if column == "number" and not (key.isascii() and key.isdecimal()):
        return None
    return model._default_manager.using(DEFAULT_DB_ALIAS).filter(**{column: key}).first()


def _rows(model: Any, *columns: str) -> Any:
    return model._default_manager.using(DEFAULT_DB_ALIAS).values_list(*columns)


def _place(records: Records, kind: str, key: str | int, **entry: Any) -> None:
    records.by_kind[kind][key] = Placed(key, SimpleNamespace(**entry), HERE, kind)
