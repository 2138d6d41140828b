"""Read fixture files: every row is checked, and every fault named with its file and row, before anything is written."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey
from django.utils.translation import gettext_noop

from qualitymonth.models import NaturalKeyed

Fields = dict[str, Any]
Address = tuple[str, tuple[Any, ...]]

#: Columns that belong to the database's own housekeeping and stand in no fixture.
HOUSEKEEPING = frozenset({"id", "version", "created_at", "updated_at"})

#: What the bytes 80 to BF of a character's UTF-8 become when read as Latin-1 or Windows-1252.
_LATER_BYTE = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_DAMAGE = {
    gettext_noop("a NUL character"): re.compile("\0"),
    gettext_noop("U+FFFD, the sign of a character lost in decoding"): re.compile("\ufffd"),
    gettext_noop("half of a surrogate pair"): re.compile("[\ud800-\udfff]"),
    gettext_noop("text decoded with the wrong encoding"): re.compile(
        f"[\u00c2\u00c3][\u0080-\u00bf€™œ]|[\u00e0-\u00ef]{_LATER_BYTE}{{2}}|[\u00f0-\u00f4]{_LATER_BYTE}{{3}}|锟斤拷|烫烫烫"
    ),
}


class LoadError(Exception):
    """The fixtures cannot be loaded; ``problems`` says why, each with file and row. Nothing was changed."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"{len(problems)} problems in the fixtures")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a fixture file, with its place there."""

    model: type[NaturalKeyed]
    key: tuple[Any, ...]
    fields: Fields
    place: str

    @property
    def address(self) -> Address:
        """The model's label and the natural key."""
        return self.model._meta.label_lower, self.key


def say_address(address: Address) -> str:
    """Write an address as messages do: ``campaigns.activity 2023-launch``."""
    return f"{address[0]} {'/'.join(str(part) for part in address[1])}"


def digest(paths: Iterable[Path]) -> str:
    """Return one SHA-256 over the fixture files."""
    return digest_of({path.name: path.read_bytes() for path in paths})


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return one SHA-256 over fixture files, given by their names."""
    total = hashlib.sha256()
    for name, content in files.items():
        total.update(name.encode() + b"\0" + content + b"\0")
    return total.hexdigest()


def read_rows(paths: Iterable[Path]) -> list[Row]:
    """Return all rows of the files, in order; raise LoadError with everything that is wrong with their form."""
    problems: list[str] = []
    rows: dict[Address, Row] = {}
    for path in paths:
        try:
            listed = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_no_duplicates)
        except (OSError, ValueError, RecursionError) as error:
            problems.append(f"{path.name}: {error}")
            continue
        if not isinstance(listed, list):
            problems.append(f"{path.name}: not a list of rows")
            continue
        for number, item in enumerate(listed, 1):
            place = f"{path.name}, row {number}"
            try:
                row = _row(item, place)
            except (ValueError, LookupError) as error:
                problems.append(f"{place}: {error}")
                continue
            if first := rows.get(row.address):
                problems.append(f"{place}: duplicate key {say_address(row.address)}, also in {first.place}")
            rows.setdefault(row.address, row)
    if problems:
        raise LoadError(problems)
    return list(rows.values())


def _no_duplicates(pairs: list[tuple[str, Any]]) -> Fields:
    made = dict(pairs)
    if twice := sorted({key for key, _ in pairs if sum(other == key for other, _ in pairs) > 1}):
        raise ValueError(f"{', '.join(map(repr, twice))} stands twice in the row of {json.dumps(made)[:120]}")
    return made


def _row(item: Any, place: str) -> Row:
    """Return the row that ``item`` means; raise ValueError or LookupError on an unknown model or a missing key."""
    if not isinstance(item, dict) or set(item) != {"model", "fields"} or not isinstance(item["fields"], dict):
        raise ValueError("not an object of exactly model and fields")
    label = str(item["model"])
    if label.count(".") != 1:
        raise ValueError(f"{label!r} is no model")
    model = apps.get_model(label)
    if not issubclass(model, NaturalKeyed):
        raise ValueError(f"{label} is not loaded from fixtures")  # noqa: TRY004 - a fault of the file
    key = []
    for name in model.natural_key_fields:
        column, _, inner = name.partition("__")
        if column not in item["fields"]:
            raise ValueError(f"{column} is missing")
        value = item["fields"][column]
        if inner and isinstance(value, list) and len(value) == 1:
            value = value[0]
        elif inner:
            raise ValueError(f"{column} is {value!r}, not the natural key of a record")
        if not isinstance(value, str | int):
            raise ValueError(f"{column} is {value!r}, which cannot be part of a key")  # noqa: TRY004
        key.append(value)
    return Row(model, tuple(key), item["fields"], place)


def comparable(fields: Fields) -> Fields:
    """Return the fields of a row without what is empty and what the database keeps for itself."""
    return {name: value for name, value in fields.items() if value is not None and name not in HOUSEKEEPING}


def check_rows(rows: list[Row], state: Mapping[Address, Fields]) -> None:
    """Raise LoadError with every value that a column would not keep as it stands and every reference to nothing.

    ``state`` are the rows that the database holds: what stands there just so is not looked at again.
    """
    addresses = {row.address for row in rows} | set(state)
    changed = [row for row in rows if state.get(row.address) != comparable(row.fields)]
    problems = [f"{row.place}: {problem}" for row in changed for problem in _row_problems(row, addresses)]
    if problems:
        raise LoadError(problems)


@cache
def columns_of(model: type[NaturalKeyed]) -> dict[str, Any]:
    """Return the columns of ``model`` that stand in fixtures, by name."""
    return {column.name: column for column in model._meta.concrete_fields if column.name not in HOUSEKEEPING}


def damage_in(text: str) -> list[str]:
    """Return the signs of damage that ``text`` shows."""
    return [damage for damage, pattern in _DAMAGE.items() if pattern.search(text)]


def _row_problems(row: Row, addresses: set[Address]) -> Iterator[str]:
    columns = columns_of(row.model)
    for name in sorted(set(row.fields) - set(columns)):
        yield f"unknown key {name!r}"
    for name, column in columns.items():
        value = row.fields.get(name)
        if value is None and not column.null:
            yield f"{name} is missing"
        elif value is not None:
            yield from (f"{name} {problem}" for problem in _value_problems(column, value, addresses))


def _value_problems(column: Any, value: Any, addresses: set[Address]) -> Iterator[str]:
    if isinstance(column, ForeignKey):
        target = column.related_model._meta.label_lower
        key = tuple(value) if isinstance(value, list) and all(isinstance(part, str | int) for part in value) else None
        if key is None or (target, key) not in addresses:
            yield f"refers to {target} {value!r}, which is neither in the fixtures nor in the database"
        return
    if isinstance(value, str):
        yield from (f"holds {damage}" for damage in damage_in(value))
    try:
        kept = column.clean(value, None)
    except ValidationError as error:
        yield f"is {value!r}: {' '.join(error.messages)}"
        return
    except OverflowError:
        yield f"is {value!r}, which no column takes"
        return
    if isinstance(kept, Decimal):
        kept = kept.quantize(Decimal(1).scaleb(-column.decimal_places))
    if not isinstance(kept, str | int):
        kept = json.loads(json.dumps(kept, cls=DjangoJSONEncoder))
    if (type(kept), kept) != (type(value), value):
        yield f"is {value!r}, which would be kept as {kept!r}"
