"""Three groups come with the database, and stay as staff leave them."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from qualitymonth.models import Owned, Record

pytestmark = pytest.mark.django_db

RECORDS = {model._meta.model_name for model in apps.get_models() if issubclass(model, Record)}
OWNED = {model._meta.model_name for model in apps.get_models() if issubclass(model, Owned)}


def allowed(group):
    """Return what a group may do, by action: the names of the models."""
    found: dict[str, set[str]] = {}
    for codename in Group.objects.get(name=group).permissions.values_list("codename", flat=True):
        action, _, model = codename.partition("_")
        found.setdefault(action, set()).add(model)
    return found


def test_a_reader_may_look_at_everything_and_write_nothing():
    assert allowed("Reader") == {"view": RECORDS | OWNED | {"change", "tombstone", "report", "sourcetext"}}


def test_an_editor_may_add_and_change_records_and_remove_only_what_a_record_owns():
    assert allowed("Editor") == {
        **allowed("Reader"),
        "add": RECORDS | OWNED | {"report", "sourcetext"},
        "change": RECORDS | OWNED | {"report", "sourcetext"},
        "delete": OWNED,
    }


def test_a_publisher_may_also_publish_merge_and_remove():
    assert allowed("Publisher") == {
        **allowed("Editor"),
        "publish": RECORDS,
        "merge": RECORDS,
        "delete": RECORDS | OWNED | {"report", "sourcetext"},
    }


def test_no_group_may_do_anything_with_accounts_or_the_machinery():
    apps_of_groups = Permission.objects.filter(group__isnull=False).values_list("content_type__app_label", flat=True)
    assert set(apps_of_groups) == {"agencies", "campaigns", "qualitymonth"}


def test_migrating_again_changes_nothing():
    before = {name: allowed(name) for name in ("Reader", "Editor", "Publisher")}
    call_command("migrate", verbosity=0)
    assert {group.name: allowed(group.name) for group in Group.objects.all()} == before


def test_what_was_changed_of_a_group_stays_changed():
    reader = Group.objects.get(name="Reader")
    reader.permissions.set(Permission.objects.filter(codename="view_year"))
    call_command("migrate", verbosity=0)
    assert allowed("Reader") == {"view": {"year"}}


def test_a_group_that_was_deleted_comes_back_without_members():
    Group.objects.get(name="Editor").delete()
    call_command("migrate", verbosity=0)
    assert allowed("Editor")["add"] >= RECORDS
    assert not Group.objects.get(name="Editor").user_set.exists()
