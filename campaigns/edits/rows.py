"""The archive's rows by the names that the builder gives them, and which of them the public sees."""

from typing import Any

from campaigns.builder.columns import Fields, RowName, columns_of, shape_of
from campaigns.builder.edits import Rows
from qualitymonth.loading.states import model_named
from qualitymonth.models import Owned, Record


class ExportError(Exception):
    """The edits cannot be exported; ``problems`` says why."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def public_rows(archive: Rows) -> set[RowName]:
    """Return the names of the rows that the public sees."""
    public: set[RowName] = set()
    for model in {name[0] for name in archive}:
        kind: Any = model_named(model)
        if issubclass(kind, Record):
            keys = kind._default_manager.all().published().values_list(kind.natural_key_fields[0], flat=True)
            public |= {(model, (key,)) for key in keys.order_by()}
    return public | {name for name in archive if is_owned(name) and owner_of(name) in public}


def is_owned(name: RowName) -> bool:
    """Tell whether a row belongs to a record."""
    return issubclass(model_named(name[0]), Owned)


def owner_of(name: RowName) -> RowName:
    """Return the record to which a row belongs."""
    columns = columns_of(name[0])
    return (columns.key[0] if columns else "", name[1][:1])


def belongs_to(name: RowName, fields: Fields) -> RowName | None:
    """Return the record that a row goes with: its owner, or that which a claim is about."""
    if name[0] == "claim":
        subjects = (item for item in shape_of("claim").references.items() if item[0] != "source")
        return next(((kind, tuple(fields[column])) for column, kind in subjects if fields.get(column)), None)
    return owner_of(name) if is_owned(name) else None


def given(fields: Fields) -> Fields:
    """Return the fields without those that hold nothing."""
    return {name: value for name, value in fields.items() if value is not None}


def without(fields: Fields, column: str) -> Fields:
    """Return the fields without one."""
    return {name: value for name, value in fields.items() if name != column}
