"""Who may do what with which kind: groups by actions by kinds, each cell tried as a browser would."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import translation

from qualitymonth.models import Record, Report
from tests.factories import empty_archive, make_source_text
from tests.qualitymonth.test_admin import KINDS, make

pytestmark = pytest.mark.django_db

GROUPS = ("Reader", "Editor", "Publisher")
EVERYBODY, WRITERS, PUBLISHERS = set(GROUPS), {"Editor", "Publisher"}, {"Publisher"}


class Cell(NamedTuple):
    """What one person tries with records of one kind."""

    client: Any
    kind: str
    draft: Any
    published: Any

    def url(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.published._meta.app_label}_{self.kind}_{page}", args=args)

    def opens(self, page: str, *args: Any) -> bool:
        """Tell whether a page answers."""
        return bool(self.client.get(self.url(page, *args)).status_code == 200)

    def takes(self, page: str, *args: Any) -> bool:
        """Tell whether a form is read, be it to say what is missing."""
        return bool(self.client.post(self.url(page, *args), {}).status_code in (200, 302))

    def gets_a_file(self) -> bool:
        """Tell whether the list comes as a file."""
        response = self.client.post(self.url("export"), {"format": "csv"})
        return "attachment" in response.get("Content-Disposition", "")

    def acts(self, action: str, record: Record, status: str) -> bool:
        """Tell whether an action of the list brings the record to ``status``."""
        data = {"action": action, "_selected_action": [record.pk], "confirmed": "yes", "reason": "a test"}
        self.client.post(self.url("changelist"), data)
        return type(record)._default_manager.filter(pk=record.pk, status=status).exists()

    def undoes(self) -> bool:
        """Tell whether the change that made the published record may be undone as a whole."""
        address = reverse("admin:qualitymonth_change_revert", args=[self.last_change()])
        return bool(self.client.get(address).status_code == 200)

    def removes(self, record: Record) -> bool:
        """Tell whether a record can be removed."""
        self.client.post(self.url("delete", record.pk), {"reason": "told twice"})
        return not type(record)._default_manager.filter(pk=record.pk).exists()

    def last_change(self) -> int:
        """Return the number of the last change of the published record."""
        return int(self.published.history.first().change_id)

    def finds(self) -> bool:
        """Tell whether records of the kind are found where another kind refers to them."""
        source = next(
            (field for field in self.published._meta.related_objects if not field.many_to_many and field.field.name),
            None,
        )
        if source is None:
            return self.opens("changelist")
        meta = source.related_model._meta
        words = {"app_label": meta.app_label, "model_name": meta.model_name, "field_name": source.field.name}
        return bool(self.client.get(reverse("admin:autocomplete"), words).status_code == 200)


#: Each action with who may, and how it is tried.
ACTIONS: dict[str, tuple[set[str], Callable[[Cell], bool]]] = {
    "list": (EVERYBODY, lambda cell: cell.opens("changelist")),
    "look at a draft": (EVERYBODY, lambda cell: cell.opens("change", cell.draft.pk)),
    "look at what is published": (EVERYBODY, lambda cell: cell.opens("change", cell.published.pk)),
    "find": (EVERYBODY, Cell.finds),
    "preview": (EVERYBODY, lambda cell: cell.opens("preview", cell.draft.pk)),
    "history": (EVERYBODY, lambda cell: cell.opens("history", cell.published.pk)),
    "export": (EVERYBODY, lambda cell: cell.opens("export")),
    "take a file along": (EVERYBODY, lambda cell: cell.gets_a_file()),
    "open a new form": (WRITERS, lambda cell: cell.opens("add")),
    "add": (WRITERS, lambda cell: cell.takes("add")),
    "change a draft": (WRITERS, lambda cell: cell.takes("change", cell.draft.pk)),
    "change what is published": (WRITERS, lambda cell: cell.takes("change", cell.published.pk)),
    "import": (WRITERS, lambda cell: cell.opens("import")),
    "confirm an import": (WRITERS, lambda cell: cell.takes("process_import")),
    "merge": (PUBLISHERS, lambda cell: cell.opens("merge", cell.published.pk)),
    "rename": (PUBLISHERS, lambda cell: cell.opens("rename", cell.published.pk)),
    "go back": (WRITERS, lambda cell: cell.opens("revert", cell.published.pk, cell.last_change())),
    "have it gone back": (WRITERS, lambda cell: cell.takes("revert", cell.published.pk, cell.last_change())),
    "undo a change": (WRITERS, Cell.undoes),
    "have it merged": (PUBLISHERS, lambda cell: cell.takes("merge", cell.published.pk)),
    "have it renamed": (PUBLISHERS, lambda cell: cell.takes("rename", cell.published.pk)),
    "be asked why": (PUBLISHERS, lambda cell: cell.opens("unpublish", cell.published.pk)),
    # Last what changes the two records.
    "publish": (PUBLISHERS, lambda cell: cell.acts("publish", cell.draft, "published")),
    "take back to draft": (PUBLISHERS, lambda cell: cell.acts("back_to_draft", cell.published, "draft")),
    "remove": (PUBLISHERS, lambda cell: cell.removes(cell.published)),
}


@pytest.fixture(autouse=True)
def _plain_start():
    with translation.override("en"):
        empty_archive()
        yield


def person(group: str | None) -> User:
    user = User.objects.create_user("somebody", is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("group", [None, *GROUPS])
def test_each_group_may_do_what_is_its_own_with_each_kind_and_nothing_else(client, group, kind):
    client.force_login(person(group))
    cell = Cell(client, kind, make(kind, status="draft"), make(kind))
    wrong = []
    for name, (allowed, attempt) in ACTIONS.items():
        done = attempt(cell)
        if done != (group in allowed):
            wrong.append(f"{group} {'may' if done else 'may not'} {name}")
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_that_is_none_leads_nobody_anywhere(client, kind):
    client.force_login(person("Publisher"))
    cell = Cell(client, kind, None, make(kind))
    for key in ("0", "999999999", "9" * 30, "x", "1/../2", "%00"):
        for page in ("change", "history", "delete", "preview", "merge", "rename", "unpublish"):
            assert client.get(cell.url(page, key)).status_code in {302, 404}, (page, key)
        assert client.get(f"{cell.url('changelist')}{key}/revert/1/").status_code in {302, 400, 404}, key


@pytest.mark.parametrize(
    "address",
    ["campaigns/source/add-document/", "campaigns/source/{source}/review/", "qualitymonth/report/{report}/change/"],
)
@pytest.mark.parametrize("group", [None, *GROUPS])
def test_documents_are_for_those_who_write_and_reports_for_all(client, group, address):
    client.force_login(person(group))
    report = Report.objects.create(kind="series", key="contest", message="The date is wrong.")
    text = make_source_text("一、要求\n", slug="call")
    status = client.get(f"/admin/{address.format(source=text.source.pk, report=report.pk)}").status_code
    allowed = EVERYBODY if "report" in address else WRITERS
    assert status == (200 if group in allowed else 403)


def test_staff_status_is_needed_whatever_the_group(client):
    user = User.objects.create_user("outsider")
    user.groups.add(*Group.objects.all())
    client.force_login(user)
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.get("/admin/campaigns/year/")["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("page", ["auth/user/", "auth/group/", "otp_totp/totpdevice/", "otp_static/staticdevice/"])
@pytest.mark.parametrize("group", GROUPS)
def test_no_group_gets_at_accounts(client, group, page):
    client.force_login(person(group))
    assert client.get(f"/admin/{page}").status_code == 403
    assert client.get(f"/admin/{page}add/").status_code == 403


@pytest.mark.parametrize("group", [None, *GROUPS])
@pytest.mark.parametrize(
    ("app", "model", "field"),
    [
        ("admin", "logentry", "user"), ("qualitymonth", "change", "user"), ("qualitymonth", "report", "handled_by"),
        ("auth", "user", "groups"), ("auth", "user", "user_permissions"), ("auth", "group", "permissions"),
        ("otp_totp", "totpdevice", "user"), ("campaigns", "historicalyear", "history_user"),
        ("campaigns", "historicalyear", "change"), ("qualitymonth", "tombstone", "change"),
        ("campaigns", "notice", "slug"), ("campaigns", "notice", "nothing"), ("campaigns", "nothing", "campaign"),
        ("nothing", "notice", "campaign"), ("", "", ""), ("sessions", "session", "session_key"),
    ],
)  # fmt: skip
def test_autocompletion_answers_for_records_alone(client, group, app, model, field):
    client.force_login(person(group))
    words = {"app_label": app, "model_name": model, "field_name": field, "term": "a"}
    assert client.get(reverse("admin:autocomplete"), words).status_code == 403


def test_autocompletion_of_one_kind_needs_the_permission_of_that_kind(client):
    user = person("Reader")
    reader = Group.objects.get(name="Reader")
    reader.permissions.remove(reader.permissions.get(codename="view_agency"))
    client.force_login(user)
    for field, status in (("host", 403), ("year", 200)):
        words = {"app_label": "campaigns", "model_name": "campaign", "field_name": field}
        assert client.get(reverse("admin:autocomplete"), words).status_code == status


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_answers_no_question_that_reaches_into_another_kind(client, kind):
    client.force_login(person("Publisher"))
    published = make(kind)
    page = Cell(client, kind, None, published).url("changelist")
    for relation in (field.name for field in published._meta.get_fields() if field.is_relation):
        assert client.get(f"{page}?{relation}__status__startswith=a").status_code == 400, relation
    for lookup in ("status__regex", "version__gte", "history__history_user__password__startswith", "pk__gt"):
        assert client.get(f"{page}?{lookup}=1").status_code == 400, lookup
