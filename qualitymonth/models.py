"""What both apps share: the abstract record and owned row, the archive's revision, and the loader's memory."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qualitymonth import edtf
from qualitymonth.querysets import OwnedManager


class Status(models.TextChoices):
    """Whether the public sees a record."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", pgettext_lazy("a record", "published")


class NaturalKeyed(models.Model):
    """A row that fixtures address by the values of ``natural_key_fields``; ``__`` follows a foreign key."""

    natural_key_fields: tuple[str, ...] = ("slug",)

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        """Return the values that name this row in fixtures."""
        values = []
        for name in self.natural_key_fields:
            value: Any = self
            for part in name.split("__"):
                value = getattr(value, part)
            values.append(value)
        return tuple(values)


class Record(NaturalKeyed):
    """What has a page and an address: published or draft, with a version that every save moves on."""

    #: EDTF fields from which ``sort_on`` is derived, the first that is filled; empty for undated kinds.
    dated_by: tuple[str, ...] = ()

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT, db_index=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False, db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.natural_key()[0])

    def save(self, **options: Any) -> None:
        """Save, with the next version, the time and the derived sortable day."""
        fields: Iterable[str] | None = options.get("update_fields")
        changed = {"updated_at"}
        if not self._state.adding:
            self.version += 1
            changed.add("version")
        self.updated_at = timezone.now()
        if self.dated_by:
            stated = next((value for name in self.dated_by if (value := getattr(self, name))), "")
            self.sort_on = edtf.parse(stated or f"{self.undated_year():04d}").first
            changed.add("sort_on")
        if fields is not None:
            options["update_fields"] = {*fields, *changed}
        super().save(**options)

    def undated_year(self) -> int:
        """Return the year under which a record of a dated kind sorts when it has no date of its own."""
        raise NotImplementedError


class Owned(NaturalKeyed):
    """A row that belongs to one record and goes with it."""

    objects = OwnedManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return " / ".join(str(part) for part in self.natural_key())


class Revision(models.Model):
    """The archive's revision: one row whose number moves with every committed change of a record."""

    number = models.PositiveBigIntegerField(_("number"), default=0)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    fixtures = models.CharField(_("digest of the fixtures loaded last"), max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="revision_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> "Revision":
        """Return the revision as it stands, number 0 in an empty archive."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def bump(cls) -> None:
        """Move the number on, inside the caller's transaction, so that it commits with the change or not at all."""
        moved = cls.objects.filter(pk=1).update(number=models.F("number") + 1, changed_at=timezone.now())
        if not moved:
            cls.objects.create(pk=1, number=1)


class LoadBaseline(models.Model):
    """What ``load_archive`` last wrote for one row: the third side of its comparison with staff edits."""

    model = models.CharField(_("model"), max_length=60)
    key = models.CharField(_("natural key, as JSON"), max_length=800)
    fields = models.JSONField(_("fields as loaded"))

    class Meta:
        verbose_name = _("load baseline")
        verbose_name_plural = _("load baselines")
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="baseline_once_a_row")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
