"""What the list of changes can be asked."""

import re
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from qualitymonth.addresses import kinds
from qualitymonth.filters import ArchiveFilterSet
from qualitymonth.models import Address
from qualitymonth.validators import current


class RevisionField(forms.Field):
    """The number of a revision at which the archive has been."""

    def to_python(self, value: Any) -> int | None:
        """Return the number; raise ValidationError that says what is wrong with it."""
        if value in self.empty_values:
            return None
        if not re.fullmatch("[0-9]{1,18}", value):
            raise ValidationError(f"{value} is not the number of a revision.", code="invalid")
        if int(value) > (newest := current().number):
            raise ValidationError(
                f"{value} is yet to come: the archive is at revision {newest}. Whoever was told of a later one has a "
                "copy of another archive, and harvests anew.",
                code="invalid",
            )
        return int(value)


class RevisionFilter(django_filters.CharFilter):
    """A revision."""

    field_class = RevisionField


class AddressFilter(ArchiveFilterSet):
    """Addresses by the change that altered last what the public sees there, in the order of the changes."""

    q = modified_since = ordering = None  # type: ignore[assignment]

    since = RevisionFilter(field_name="change_id", lookup_expr="gt", label="Changed after this revision")
    kind = django_filters.MultipleChoiceFilter(
        choices=lambda: [(kind, kind) for kind in sorted(kinds())], label="Kind of record", distinct=False
    )

    class Meta:
        model = Address
        fields: tuple[str, ...] = ()

    @classmethod
    def ordering_columns(cls, _word: str | None) -> tuple[str, ...]:
        """Return the columns of the one order that there is."""
        return "change_id", "kind", "key"
