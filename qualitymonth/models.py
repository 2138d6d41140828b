"""What both apps share: the abstract record and owned row, the revision and its changes, and the loader's memory."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from knox.models import AbstractAuthToken, AuthTokenManager

from qualitymonth import edtf
from qualitymonth.history import RowHistory, changing
from qualitymonth.querysets import OwnedManager

#: What the database lets staff do with the records of a kind; ``merge`` is to rename, too.
RECORD_PERMISSIONS = ("add", "change", "delete", "view", "publish", "merge")


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

    status = models.CharField(
        _("status"),
        max_length=9,
        choices=Status,
        default=Status.DRAFT,
        db_index=True,
        help_text=_("only what is published stands on pages, in the API and in files"),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False, db_index=True)

    history = RowHistory(excluded_fields=["created_at", "updated_at"])

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
        if self.dated_by:
            self.sort_on = self.sortable_day()
            changed.add("sort_on")
        if fields is not None:
            options["update_fields"] = {*fields, *changed}
        with changing(ChangeKind.OTHER):
            # Not before others are done: times of change are in the order in which changes are committed.
            self.updated_at = timezone.now()
            super().save(**options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Delete the record and, in the same change, what it owns."""
        with changing(ChangeKind.REMOVAL):
            return super().delete(*args, **options)

    def sortable_day(self) -> date:
        """Return the first day that the record's own date may mean, or the first of its year without one."""
        stated = next((value for name in self.dated_by if (value := getattr(self, name))), "")
        return edtf.parse(stated or f"{self.undated_year():04d}").first

    def undated_year(self) -> int:
        """Return the year under which a record of a dated kind sorts when it has no date of its own."""
        raise NotImplementedError


class Owned(NaturalKeyed):
    """A row that belongs to one record and goes with it."""

    objects = OwnedManager()
    history = RowHistory()

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
    def bump(cls) -> int:
        """Move the number on, inside the caller's transaction, so that it commits with the change or not at all.

        Until then nobody else moves it: changes are numbered in the order in which they are committed.
        """
        step = {"number": models.F("number") + 1, "changed_at": timezone.now()}
        if not cls.objects.filter(pk=1).update(**step):
            # Two may find none at once: the one that comes second waits here for the first.
            cls.objects.bulk_create([cls(pk=1)], ignore_conflicts=True)  # type: ignore[list-item]
            cls.objects.filter(pk=1).update(**step)
        number: int = cls.objects.using(DEFAULT_DB_ALIAS).values_list("number", flat=True).get(pk=1)
        return number


class ChangeKind(models.TextChoices):
    """How a change of records came about."""

    EDIT = "edit", _("edit")
    PUBLICATION = "publication", _("publication")
    LOAD = "load", _("load of the fixtures")
    IMPORT = "import", _("import of a file")
    DOCUMENT = "document", _("reading of a document")
    MERGE = "merge", _("merge")
    RENAME = "rename", _("renaming")
    REMOVAL = "removal", _("removal")
    REVERT = "revert", _("revert")
    OTHER = "other", _("other change")


class Change(models.Model):
    """Rows that changed together: who did it, when and why. Its number is the revision to which it led."""

    number = models.PositiveBigIntegerField(_("revision"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ChangeKind, default=ChangeKind.OTHER)
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"), blank=True, default="")
    reverts = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reverted_by", verbose_name=_("reverts")
    )

    #: Whether a row has been written within it; while it is under way, not stored.
    used = False

    class Meta:
        ordering = ["-number"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")

    def __str__(self) -> str:
        return f"{self.number}: {self.get_kind_display()}"


class Tombstone(models.Model):
    """A public address at which no record stands any more: where the record went, or what it was."""

    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("key"), max_length=400)
    moved_to = models.CharField(_("stands now at"), max_length=400, blank=True, default="")
    label_zh = models.TextField(_("name in Chinese"), blank=True, default="")
    label_en = models.TextField(_("name in English"), blank=True, default="")
    change = models.ForeignKey(Change, models.PROTECT, related_name="tombstones", verbose_name=_("change"))

    class Meta:
        ordering = ["kind", "key"]
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="tombstone_once_an_address")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Address(models.Model):
    """A public address, and the last change of what the public sees there; also where nothing stands any more.

    One row for each record that ever was public, under each key that it had; none for what was never shown.
    """

    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("key"), max_length=400)
    change = models.ForeignKey(Change, models.PROTECT, related_name="addresses", verbose_name=_("last change"))
    gone = models.BooleanField(_("gone"), default=False)
    moved_to = models.CharField(_("stands now at"), max_length=400, blank=True, default="")
    #: The record that stands here, or did; it may stand under another key by now.
    record_id = models.PositiveBigIntegerField(_("record"), null=True, editable=False)

    class Meta:
        ordering = ["change_id", "kind", "key"]
        default_permissions = ()
        verbose_name = _("public address")
        verbose_name_plural = _("public addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="address_once")]
        indexes = [
            models.Index(fields=["change", "kind", "key"], name="address_by_change"),
            models.Index(fields=["kind", "change", "key"], name="address_by_kind"),
            models.Index(fields=["kind", "record_id"], name="address_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ReportState(models.TextChoices):
    """What became of a reader's report."""

    OPEN = "open", _("open")
    DONE = "done", _("dealt with")
    DISMISSED = "dismissed", _("dismissed")


class Report(models.Model):
    """What a reader says is wrong with a record."""

    kind = models.CharField(_("kind of record"), max_length=20)
    key = models.CharField(_("record"), max_length=400)
    message = models.TextField(_("what is wrong"))
    contact = models.EmailField(_("e-mail address"), blank=True, default="")
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    #: A keyed digest of the sender's address and the day: enough to slow down a flood, of no use for anything else.
    sender = models.CharField(max_length=64, editable=False, db_index=True)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False, db_index=True)
    state = models.CharField(_("state"), max_length=9, choices=ReportState, default=ReportState.OPEN, db_index=True)
    answer = models.TextField(_("what was done"), blank=True, default="")
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("handled by"),
    )  # fmt: skip
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["kind", "key"], name="report_by_record")]

    def __str__(self) -> str:
        models_of_kind = (model for model in apps.get_models() if issubclass(model, Record))
        named = next((model for model in models_of_kind if model._meta.model_name == self.kind), None)
        return f"{named._meta.verbose_name if named else self.kind} {self.key}"


class Upload(models.Model):
    """A file that somebody uploaded, between its preview and the confirmation, wherever that is answered."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField()
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False, db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return self.name


class TokenManager(AuthTokenManager):  # type: ignore[misc]
    """Looks tokens up where they are made and revoked: what a replica still knows counts for nothing."""

    def get_queryset(self) -> Any:
        """Return the tokens in the default database."""
        return super().get_queryset().using(DEFAULT_DB_ALIAS)


class Token(AbstractAuthToken):  # type: ignore[misc]
    """Lets programs write in the name of one of the staff until it expires; only its digest is kept."""

    label = models.CharField(_("what it is for"), max_length=60)

    objects = TokenManager()

    class Meta:
        default_permissions = ("view", "delete")
        ordering = ["-created"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.label} ({self.token_key}…)"


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
