"""A form that others overtook: what was typed, with what they changed meanwhile and this editor did not touch.

The merge is made on what the browser sent, so that the form comes back as if the editor had opened it now and typed
the same once more. Lists of rows are in ``merging_rows``.
"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qualitymonth.admin.display import as_sent, name_of, shown, typed
from qualitymonth.admin.stale import newer_rows, rows_when_opened
from qualitymonth.models import Change

Fields = dict[str, forms.Field]


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: what a box held when the form was opened, what the archive holds now, and what was typed."""

    label: str
    opened: str
    now: str
    yours: str
    #: Whether both sides changed it.
    clash: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """One stored row as it was when the form was opened and as it is now, with its history in between."""

    opened: Any
    now: Any
    history: list[Any] = field(default_factory=list)

    def author(self, attribute: str) -> Change | None:
        """Return the last change by which ``attribute`` became what it is now."""
        value, author = getattr(self.opened, attribute), None
        for row in self.history:
            if getattr(row, attribute) != value:
                value, author = getattr(row, attribute), row.change
        return author


@dataclass
class Merge:
    """The three-way merge of one form that was overtaken."""

    record: Any
    data: QueryDict
    #: The newest change when the form was opened, None where the form does not say.
    seen: int | None
    changes: list[Change] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    #: What to say beside a box, by the box's name.
    notes: dict[str, str] = field(default_factory=dict)

    def of_record(self, fields: Fields) -> None:
        """Merge the record's own fields."""
        sides = Sides(self.record, self.record)
        if self.seen is not None:
            model, key = type(self.record), self.record.pk
            was = rows_when_opened(model, "id", key, self.seen).get(key, self.record)
            sides = Sides(was, self.record, list(newer_rows(model, "id", key, self.seen)))
        self.of_boxes(fields, self.data, sides)

    def of_boxes(self, fields: Fields, data: QueryDict, sides: Sides, *, start: str = "", label: str = "") -> None:
        """Merge the boxes in ``data``; what the editor did not touch becomes what is stored now.

        On the page their names begin with ``start``; ``label`` says which row they are.
        """
        opened, now = (model_to_dict(state, fields=list(fields)) for state in (sides.opened, sides.now))
        for name, box in fields.items():
            if name not in now:
                continue
            yours = typed(box, data, name)
            mine = not was_not_sent(box, data, name) and box.has_changed(opened[name], yours)
            theirs = opened[name] != now[name]
            if not mine and not theirs:
                continue
            if not mine:
                put(data, name, as_sent(box, now[name]))
            texts = (shown(box, opened[name]), shown(box, now[name]), shown(box, yours) if mine else "")
            said = f"{label}: {capfirst(box.label)}" if label else str(capfirst(box.label))
            clash = mine and theirs and box.has_changed(now[name], yours)
            self.lines.append(Line(said, *texts, clash=clash))
            if clash:
                author = sides.author(sides.opened._meta.get_field(name).attname)
                self.notes[start + name] = _note(author, texts[1], texts[0])


def was_not_sent(box: forms.Field, data: QueryDict, name: str) -> bool:
    """Tell whether a box was not on the page at all."""
    return bool(box.widget.value_omitted_from_data(data, {}, name))


def put(data: QueryDict, name: str, value: str | None) -> None:
    """Let ``data`` say that the box ``name`` holds ``value``; None is an empty checkbox."""
    data.pop(name, None)
    if value is not None:
        data[name] = value


def by(change: Change) -> dict[str, str]:
    """Return who made a change, and when, for a sentence."""
    return {"who": name_of(change.user), "when": date_format(localtime(change.at), "SHORT_DATETIME_FORMAT")}


def _note(author: Change | None, now: str, opened: str) -> str:
    """Return what to say beside a box that both sides changed."""
    values = {"now": now or _("nothing"), "opened": opened or _("nothing")}
    if author is None:
        return _("The archive holds “%(now)s” here; your text is in the box.") % values
    said = _("%(who)s changed this to “%(now)s” on %(when)s; it was “%(opened)s” when you opened the form.")
    return said % {**values, **by(author)}
