"""The groups that come with the database: Reader, Editor and Publisher, each with its permissions."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.db import models

from qualitymonth.models import Change, Owned, Record, Report, Tombstone

#: What every group may look at besides the records and what they own.
LOOKED_AT = (Change, Tombstone, Report)
OURS = ("qualitymonth", "agencies", "campaigns")


def codenames(group: str) -> Iterator[tuple[str, str]]:
    """Yield the app and the codename of each permission of ``group``."""
    writes, publishes = group in ("Editor", "Publisher"), group == "Publisher"
    for model in _models():
        actions = ["view"]
        if issubclass(model, Record):
            actions += ["add", "change"] * writes + ["publish", "merge", "delete"] * publishes
        elif issubclass(model, Owned):
            actions += ["add", "change", "delete"] * writes
        elif model is Report:
            actions += ["add", "change"] * writes + ["delete"] * publishes
        elif model not in LOOKED_AT:
            # The text of a document: an editor brings it in, a publisher takes it away.
            actions += ["add", "change"] * writes + ["delete"] * publishes
        for action in actions:
            yield model._meta.app_label, f"{action}_{model._meta.model_name}"


def _models() -> list[type[models.Model]]:
    """Return the models that the groups work with."""
    text = apps.get_model("campaigns", "SourceText")
    return [
        model
        for model in apps.get_models()
        if issubclass(model, (Record, Owned)) or model in LOOKED_AT or model is text
    ]


def make_groups(using: str = "default", **_: Any) -> None:
    """Make the groups that are not there yet; one that is there stays as it was made or changed since."""
    from django.contrib.auth.models import Group, Permission  # noqa: PLC0415 - models load after the app registry

    missing = {"Reader", "Editor", "Publisher"} - set(Group.objects.using(using).values_list("name", flat=True))
    if not missing:
        return
    for label in OURS:
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    known = {
        (app, codename): key
        for key, app, codename in Permission.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for name in sorted(missing):
        group = Group.objects.using(using).create(name=name)
        group.permissions.set([known[wanted] for wanted in codenames(name)])
