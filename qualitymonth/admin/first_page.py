"""What the first page of the desk tells: what waits for attention, and what was done last."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NamedTuple

from django.contrib.admin import AdminSite
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, Count, F, Min, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse

from campaigns import attention
from campaigns.models import SUBJECTS
from qualitymonth.models import Change, Owned, Record, Report, ReportState, Status

#: Beyond this many, the page says "more than": nobody needs the number, and to count all could take long.
CAP = 1_000
#: How many of the latest drafts, disagreements, changes and reports are shown.
SHOWN = 8
#: Among how many of the latest changes those are sought that the reader may see.
LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records of a kind wait for one thing, and the list that shows them."""

    label: str
    count: int
    url: str

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > CAP

    @property
    def shown(self) -> int:
        """The number to show."""
        return min(self.count, CAP)


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that the page names: its kind, its name, and its form where it still stands."""

    kind: str
    name: str
    url: str = ""
    beside: Any = ""


class Touched(NamedTuple):
    """The records of one kind that one change touched, as the rows of one history table tell."""

    change: int
    kind: str
    table: str
    rows: int
    records: int
    first: int
    key: str
    #: Whether it touched more than were looked at.
    cut: bool = False


@dataclass(slots=True)
class Edit:
    """One change: who made it, when, why, and which records it changed."""

    change: Change
    url: str = ""
    records: list[Mention] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)


class FirstPage:
    """The blocks of the first page, each made when it is asked for, of kinds that the reader may view."""

    def __init__(self, request: HttpRequest, site: AdminSite) -> None:
        self.request, self.site = request, site
        registered = site._registry.items()  # noqa: SLF001 - Django has no public name for it
        self.kinds: list[Any] = [
            model for model, kind in registered if issubclass(model, Record) and kind.has_view_permission(request)
        ]
        #: What is said of claims is for who may see them.
        self.cited_kinds = [
            model for model in self.kinds if request.user.has_perm("campaigns.view_claim") and attention.kind_of(model)
        ]

    def drafts(self) -> list[Tally]:
        """Return the number of drafts of each kind that has any."""
        drafts = [_rows(model).filter(status=Status.DRAFT) for model in self.kinds]
        counted = [
            rows.annotate(of_kind=_word(rows.model))
            .values("of_kind")
            .annotate(rows=Count("pk"))
            .values_list("of_kind", "rows")
            for rows in drafts
        ]
        totals = dict(_union(counted))
        return [
            self._tally(model, totals[model._meta.label_lower], status__exact="draft")
            for model in self.kinds
            if totals.get(model._meta.label_lower)
        ]

    def latest_drafts(self) -> list[Mention]:
        """Return the drafts that were changed last, whatever their kind."""
        drafts = [_rows(model).filter(status=Status.DRAFT) for model in self.kinds]
        found = _union(
            [rows.annotate(of_kind=_word(rows.model)).values_list("updated_at", "of_kind", "pk") for rows in drafts]
        )
        latest = list(found.order_by("-updated_at", "of_kind", "pk")[:SHOWN]) if drafts else []
        return [*self._mentions([(kind, pk, at) for at, kind, pk in latest])]

    def uncited(self) -> list[Tally]:
        """Return how many records of each kind state a fact that no claim carries."""
        return self._needing(attention.uncited, claims="missing")

    def unconfirmed(self) -> list[Tally]:
        """Return how many records of each kind have a field of which no claim is preferred."""
        return self._needing(attention.unconfirmed, unconfirmed="yes")

    def disagreements(self) -> dict[str, Any]:
        """Return how many records of each kind sources disagree on, and the first of the fields."""
        tallies, first = [], []
        for model in self.cited_kinds:
            fields = list(islice(attention.disagreements_on(str(attention.kind_of(model))), CAP + 1))
            if fields:
                tallies.append(self._tally(model, len({record for record, _ in fields}), disagreement="yes"))
                first += [(model._meta.label_lower, record, _label(model, name)) for record, name in fields[:SHOWN]]
        return {"tallies": tallies, "first": [*self._mentions(first[:SHOWN])]}

    def edits(self) -> list[Edit]:
        """Return the changes made last, as far as they changed what the reader may view."""
        latest = Change.objects.using(DEFAULT_DB_ALIAS).select_related("user").order_by("-number")[:LOOKED_AT]
        edits = {change.number: Edit(change, self._form(Change, change.pk)) for change in latest}
        found = self._touched(list(edits))
        shown = sorted({touched.change for touched in found}, reverse=True)[:SHOWN]
        found = [touched for touched in found if touched.change in shown]
        single = {(touched.kind, touched.first) for touched in found if touched.records == 1}
        named = {one.beside: one for one in self._mentions([(*place, place) for place in single])}
        for touched in found:
            edit, model = edits[touched.change], self._models()[touched.kind]
            if touched.records > 1:
                edit.tallies.append(self._tally(model, CAP + 1 if touched.cut else touched.records))
            elif one := named.get((touched.kind, touched.first)):
                edit.records.append(replace(one, beside=""))
            else:
                # Removed since: all that is known is its key.
                edit.records.append(Mention(str(model._meta.verbose_name), touched.key))
        return [edits[number] for number in shown]

    def reports(self) -> dict[str, Any] | None:
        """Return the readers' reports that nobody has dealt with, None where the reader may not see them."""
        if not self.request.user.has_perm("qualitymonth.view_report"):
            return None
        waiting = Report.objects.using(DEFAULT_DB_ALIAS).filter(state=ReportState.OPEN)
        url = f"{self._list(Report)}?state__exact=open"
        first = [
            Mention(_kind(report.kind), report.key, self._form(Report, report.pk), report.message)
            for report in waiting[:SHOWN]
        ]
        tally = Tally(str(Report._meta.verbose_name_plural), waiting.order_by()[: CAP + 1].count(), url)
        return {"tally": tally, "first": first}

    def _needing(self, need: Callable[[Any], Q | None], **words: str) -> list[Tally]:
        """Return how many records of each kind a condition holds of."""
        tallies = []
        for model in self.cited_kinds:
            condition = need(model)
            if condition is None:
                continue
            if count := _rows(model).filter(condition).values("pk")[: CAP + 1].count():
                tallies.append(self._tally(model, count, **words))
        return tallies

    def _touched(self, numbers: list[int]) -> list[Touched]:
        """Return, for each change among ``numbers`` and each kind, which records it touched."""
        found = [Touched(*row) for row in _union(self._histories(numbers))]
        seen: Counter[str] = Counter()
        oldest: dict[str, int] = {}
        for one in found:
            seen[one.table] += one.rows
            oldest[one.table] = min(one.change, oldest.get(one.table, one.change))
        merged: dict[tuple[int, str], Touched] = {}
        for one in found:
            # Where more rows were written than were looked at, the oldest change has more of them.
            cut = seen[one.table] > CAP and oldest[one.table] == one.change
            known = merged.get((one.change, one.kind))
            # What a record owns is changed with it; the rows of both name the same records.
            if known is None or one.records > known.records:
                merged[one.change, one.kind] = one._replace(cut=cut or bool(known and known.cut))
        return list(merged.values())

    def _histories(self, numbers: list[int]) -> list[Any]:
        """Return, for each kind, what the changes with ``numbers`` did to its records and to what these own."""
        found = []
        for owner, model in self._historic():
            history: Any = model.history.model._default_manager.using(DEFAULT_DB_ALIAS).order_by()
            # The latest changes wrote the latest rows: no more need to be looked at, however much one load wrote.
            latest = history.order_by("-history_id").values("pk")[: CAP + 1]
            own = "id" if owner is model else f"{model.natural_key_fields[0].partition('__')[0]}_id"
            key = Cast(F(model.natural_key_fields[0]), CharField())
            rows = history.filter(change_id__in=numbers, pk__in=latest)
            made = (
                rows.annotate(of_kind=_word(owner), of_table=_word(model))
                .values("change_id", "of_kind", "of_table")
                .annotate(
                    rows=Count("pk"),
                    records=Count(own, distinct=True),
                    first_of=Min(own),
                    key_of=Min(key),
                )
            )
            columns = ("change_id", "of_kind", "of_table", "rows", "records", "first_of", "key_of")
            found.append(made.values_list(*columns))
        return found

    def _historic(self) -> Iterator[tuple[Any, Any]]:
        """Yield each kind that the reader may view, by itself and with each kind of row that its records own."""
        for model in self.kinds:
            yield model, model
            for relation in model._meta.related_objects:
                other: Any = relation.related_model
                owner = getattr(other, "natural_key_fields", ("",))[0].partition("__")[0]
                if issubclass(other, Owned) and relation.field.name == owner:
                    yield model, other

    def _mentions(self, found: Sequence[tuple[str, int, Any]]) -> Iterator[Mention]:
        """Yield the records ``found``, by kind and id, with what stands beside each; one query a kind."""
        records = {}
        for word in {word for word, _, _ in found}:
            rows = self._admin(word).get_queryset(self.request)
            records[word] = rows.order_by().in_bulk([pk for other, pk, _ in found if other == word])
        for word, pk, beside in found:
            if record := records[word].get(pk):
                model = self._models()[word]
                yield Mention(
                    str(model._meta.verbose_name), self._admin(word).name_of(record), self._form(model, pk), beside
                )

    def _admin(self, word: str) -> Any:
        return self.site.get_model_admin(self._models()[word])

    def _models(self) -> dict[str, Any]:
        return {model._meta.label_lower: model for model in self.kinds}

    def _tally(self, model: Any, count: int, **words: str) -> Tally:
        query = "&".join(f"{word}={value}" for word, value in words.items())
        return Tally(str(model._meta.verbose_name_plural), count, self._list(model) + (f"?{query}" if query else ""))

    def _list(self, model: Any) -> str:
        return reverse(f"{self.site.name}:{model._meta.app_label}_{model._meta.model_name}_changelist")

    def _form(self, model: Any, pk: Any) -> str:
        return reverse(f"{self.site.name}:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])


def _rows(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.using(DEFAULT_DB_ALIAS).order_by()
    return rows


def _word(model: Any) -> Value:
    return Value(model._meta.label_lower, output_field=CharField())


def _label(model: Any, name: str) -> str:
    """Return what a field is called; a list that is no field by its name."""
    columns = {column.name: column for column in (*model._meta.fields, *model._meta.many_to_many)}
    return str(columns[name].verbose_name) if name in columns else name


def _kind(noun: str) -> str:
    """Return what a kind of records is called."""
    return str(SUBJECTS[noun]._meta.verbose_name) if noun in SUBJECTS else noun


def _union(questions: Sequence[Any]) -> Any:
    """Return the answers to all ``questions`` by one query."""
    return questions[0].union(*questions[1:], all=True) if questions else ()
