"""The rows of a form that others overtook: each is found again, merged, shown as new or as gone."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils.translation import gettext as _

from qualitymonth.admin.display import as_sent, title_of, typed
from qualitymonth.admin.merging import Fields, Line, Merge, Sides, by, was_not_sent
from qualitymonth.admin.stale import changes_since, newer_rows, rows_when_opened

#: The longest id that a database holds.
ID_LENGTH = len(str(2**63)) - 1


@dataclass(slots=True)
class Row:
    """One row as sent: what was sent by the name of the box, and the row's id, None for a new one."""

    key: int | None
    sent: dict[str, list[str]]
    #: What to say beside its first box.
    note: str = ""

    def boxes(self) -> QueryDict:
        """Return the row's boxes, each under its short name."""
        data = QueryDict(mutable=True)
        for name, values in self.sent.items():
            data.setlist(name, values)
        return data

    @property
    def marked(self) -> bool:
        """Whether the editor marked it to be removed."""
        return "DELETE" in self.sent


class RowsMerge:
    """The merge of one list of rows; ``label`` is what one of them is called."""

    def __init__(self, whole: Merge, formset: Any, label: str) -> None:
        self.whole, self.label = whole, label
        self.prefix, self.model, self.column = formset.prefix, formset.model, formset.fk.name
        self.initial = formset.initial_form_count()
        self.fields: Fields = dict(formset.form.base_fields)
        self.first = next(iter(self.fields))
        self.now = {row.pk: row for row in formset.get_queryset()}
        self.was, history = self.now, []
        if whole.seen is not None:
            place = (self.model, self.column, whole.record.pk, whole.seen)
            self.was, history = rows_when_opened(*place), list(newer_rows(*place))
        by_row = sorted(history, key=lambda row: row.id)
        self.history = {key: list(rows) for key, rows in groupby(by_row, key=lambda row: row.id)}

    def run(self) -> None:
        """Merge, and write the list anew: stored rows first, new ones after them."""
        stored, new = self._sort(self._take())
        stored += self._added({row.key for row in stored})
        for number, row in enumerate(stored):
            self._merge(row, f"{self.prefix}-{number}-")
        for number, row in enumerate(new, len(stored)):
            self._write(f"{self.prefix}-{number}-", row, row.boxes())
        self.whole.data[f"{self.prefix}-INITIAL_FORMS"] = str(len(stored))
        self.whole.data[f"{self.prefix}-TOTAL_FORMS"] = str(len(stored) + len(new))

    def _take(self) -> list[Row]:
        """Take the rows out of the data."""
        pattern = re.compile(rf"{re.escape(self.prefix)}-([0-9]{{1,9}})-(.+)", re.DOTALL)
        rows: dict[int, dict[str, list[str]]] = {}
        for name in list(self.whole.data):
            if match := pattern.fullmatch(name):
                rows.setdefault(int(match[1]), {})[match[2]] = self.whole.data.pop(name)
        found = []
        for number, sent in sorted(rows.items()):
            key = sent.get(self.model._meta.pk.name, [""])[0]
            known = number < self.initial and key.isdecimal() and len(key) <= ID_LENGTH
            found.append(Row(int(key) if known else None, sent))
        return found

    def _sort(self, rows: list[Row]) -> tuple[list[Row], list[Row]]:
        """Return the rows that are stored still, and those that are new, or are to be added again."""
        stored, new = [], []
        for row in rows:
            if row.key in self.now:
                stored.append(row)
            elif row.key is None:
                new.append(row)
                if not row.marked and any(row.sent.get(name, [""])[0] for name in self.fields):
                    self._line("", "", self._typed(row))
            elif row.key in self.was and (row.marked or not self._touched(row)):
                self._line(self._title(self.was[row.key]), _("removed"), _("remove") if row.marked else "")
            else:
                new.append(self._again(row))
        return stored, new

    def _added(self, sent: set[int | None]) -> list[Row]:
        """Return what others added as a browser would send it."""
        found = []
        for key, stored in self.now.items():
            if key in sent:
                continue
            if key not in self.was:
                self._line("", self._title(stored), "")
            values = model_to_dict(stored, fields=list(self.fields))
            boxes = {name: as_sent(self.fields[name], value) for name, value in values.items()}
            boxes |= {self.model._meta.pk.name: str(key), self.column: str(self.whole.record.pk)}
            found.append(Row(key, {name: [value] for name, value in boxes.items() if value is not None}))
        return found

    def _merge(self, row: Row, start: str) -> None:
        """Merge one row that is stored still."""
        now, history = self.now[row.key], self.history.get(row.key, [])
        sides = Sides(self.was.get(row.key, now), now, history)
        data, before = row.boxes(), len(self.whole.lines)
        label = f"{self.label} {self._title(sides.opened)}"
        self.whole.of_boxes(self.fields, data, sides, start=start, label=label)
        if row.marked:
            theirs = bool(history) and len(self.whole.lines) > before
            del self.whole.lines[before:]
            self._line(self._title(sides.opened), self._title(now), _("remove"), clash=theirs)
            if theirs:
                said = _("%(who)s changed this row on %(when)s; you have marked it to be removed.")
                row.note = said % by(history[-1].change)
        self._write(start, row, data)

    def _again(self, row: Row) -> Row:
        """Return as a new row what others removed and this editor changed."""
        was = self._title(self.was[row.key]) if row.key in self.was else ""
        history = self.history.get(row.key, [])
        self._line(was, _("removed"), self._typed(row), clash=True)
        said = _("%(who)s removed this row on %(when)s; saving adds it again.")
        note = said % by(history[-1].change) if history else ""
        return Row(None, {name: values for name, values in row.sent.items() if name in self.fields}, note)

    def _touched(self, row: Row) -> bool:
        """Tell whether the editor changed a row that is not stored any more."""
        opened, data = model_to_dict(self.was[row.key], fields=list(self.fields)), row.boxes()
        return any(
            box.has_changed(opened[name], typed(box, data, name))
            for name, box in self.fields.items()
            if name in opened and not was_not_sent(box, data, name)
        )

    def _write(self, start: str, row: Row, data: QueryDict) -> None:
        """Put the boxes of a row into the data, and what is to be said of it beside its first box."""
        for name, values in data.lists():
            self.whole.data.setlist(start + name, values)
        if row.note:
            self.whole.notes[start + self.first] = row.note

    def _line(self, opened: str, now: str, yours: str, *, clash: bool = False) -> None:
        self.whole.lines.append(Line(self.label, opened, now, yours, clash=clash))

    def _title(self, row: Any) -> str:
        return title_of(self.fields, model_to_dict(row, fields=list(self.fields)))

    def _typed(self, row: Row) -> str:
        data = row.boxes()
        return title_of(self.fields, {name: typed(box, data, name) for name, box in self.fields.items()})


def merge(record: Any, data: QueryDict, seen: int | None, fields: Fields, lists: list[tuple[Any, str]]) -> Merge | None:
    """Return the merge of a form of ``record`` that others overtook, None where nobody did.

    ``fields`` are those of the record on the form, ``lists`` its formsets, each with what one row of it is called.
    """
    belongings = [(formset.model, formset.fk.name) for formset, _label in lists]
    changes = changes_since(record, seen, belongings) if seen is not None else []
    if seen is not None and not changes:
        return None
    merged = Merge(record, data.copy(), seen, changes)
    merged.of_record(fields)
    for formset, label in lists:
        if f"{formset.prefix}-TOTAL_FORMS" in merged.data:
            RowsMerge(merged, formset, label).run()
    merged.lines.sort(key=lambda line: not line.clash)
    return merged
