"""One record on its way from a client to the archive: its members are read, the form is filled in, saved, published."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from qualitymonth import publishing
from qualitymonth.admin.publishing import names
from qualitymonth.history import changing
from qualitymonth.models import ChangeKind, Status
from qualitymonth.serializers import RecordSerializer
from qualitymonth.writing.forms import Forms
from qualitymonth.writing.inputs import desk_of, input_of
from qualitymonth.writing.preconditions import ensure_as_read

#: Of a reason that stands in the query string: all of it fits there, in whatever script.
WORD_LIMIT = 150

#: Members that are no columns.
ASIDE = ("status", "reason", "sources")


class Saved(NamedTuple):
    """What was saved, as its sender sees it, and the revision of the archive since."""

    record: Any
    shown: dict[str, Any]
    revision: int


class Standing(NamedTuple):
    """A stored record that is to be changed: at which revision its sender read it, and what they saw."""

    record: Any
    read_at: int
    shown: dict[str, Any]


def save(
    request: Any,
    shown: type[RecordSerializer],
    body: Any,
    show: Callable[[Any], dict[str, Any]],
    standing: Standing | None = None,
) -> Saved:
    """Add the record that ``body`` describes, or change the one that is ``standing``, as far as it says another thing.

    It is shown by ``show`` before anybody else can change it. Raises ValidationError, PermissionDenied and
    PreconditionFailedError; nothing is written then.
    """
    model: Any = shown.Meta.model
    said = _read(shown, body, standing)
    record = standing.record if standing else None
    reason = said.get("reason", "").strip()
    with changing(ChangeKind.EDIT, user=request.user, reason=reason) as change:
        if standing:
            ensure_as_read(record, standing.read_at)
        before = record.status if record else Status.DRAFT
        status = said.get("status", before)
        moves = status != before
        if moves and not may(request, "publish", model):
            raise PermissionDenied
        values = shown.to_columns({name: value for name, value in said.items() if name not in ASIDE}, record)
        beside = {"reason": reason} | desk_of(model).answers_sent(said.get("sources", {}))
        saved = Forms(request, model, record, values, beside).save()
        if moves:
            _move(saved, status, request.user, reason)
        # Where nothing was written, there will have been no change.
        return Saved(saved, show(saved), change.number if change.used else change.number - 1)


def may(request: Any, action: str, model: Any) -> bool:
    """Tell whether the sender may do ``action`` to records of ``model``."""
    codename = get_permission_codename(action, model._meta)
    return bool(request.user.has_perm(f"{model._meta.app_label}.{codename}"))


def reason_given(given: Any) -> str:
    """Return a reason; raise ValidationError where there is none."""
    reason = str(given or "").strip()
    if not reason:
        raise ValidationError({"reason": [_("Say why: what is published changes, and the reason is kept.")]})
    return reason


def reason_in_word(given: Any) -> str:
    """Return a reason that stands in the query string; raise ValidationError where there is none, or too long a one."""
    reason = reason_given(given)
    if len(reason) > WORD_LIMIT:
        raise ValidationError({"reason": [f"At most {WORD_LIMIT} characters."]})
    return reason


def _read(shown: type[RecordSerializer], body: dict[str, Any], standing: Standing | None) -> dict[str, Any]:
    """Return what ``body`` says beyond what stands there; raise ValidationError that names each faulty member."""
    known = standing.shown if standing else {}
    model: Any = shown.Meta.model
    taken = input_of(shown)
    members: dict[str, Any] = dict(taken().fields)
    key = model.natural_key_fields[0]
    faults: dict[str, Any] = {}
    said = {}
    for name, value in body.items():
        if name in known and _same(known[name], value):
            continue
        if name not in members and name in shown.Meta.fields:
            faults[name] = ["This can be read only."]
        elif name not in members:
            faults[name] = [f"Unknown member. These can be written: {', '.join(members)}."]
        elif name == key and standing:
            faults[name] = ["The key of a stored record changes at the desk only, where it is renamed."]
        else:
            said[name] = value
    reader = taken(data=said, partial=standing is not None)
    if not reader.is_valid():
        faults |= reader.errors
    written = [name for name in members if name not in ASIDE]
    answered = () if "sources" in faults else said.get("sources", ())
    if unknown := [name for name in answered if name not in written]:
        faults["sources"] = {name: [f"No such field. There are: {', '.join(written)}."] for name in unknown}
    if faults:
        raise ValidationError(faults)
    return {name: reader.validated_data[name] for name in said}


def _same(one: Any, other: Any) -> bool:
    """Tell whether two values of JSON are the same; true is not 1, and 1 is 1.0."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    return bool(one == other)


def _move(record: Any, status: str, user: Any, reason: str) -> None:
    """Publish ``record``, or take it back to draft."""
    if status == Status.PUBLISHED:
        for _record, needs in publishing.publish(type(record), [record.pk], user, reason).refused:
            raise ValidationError({"status": [f"Publish first: {names(needs)}."]})
    else:
        publishing.unpublish(type(record), [record.pk], user, reason_given(reason))
