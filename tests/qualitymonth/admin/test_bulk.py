"""Records are exported to files, and imported after a preview: all of a file or nothing."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from openpyxl import Workbook, load_workbook

from agencies.models import Agency
from campaigns.models import Activity, Claim, Notice, Person, SearchEntry, Section, Slogan
from qualitymonth.history import changing
from qualitymonth.models import Change, Revision, Upload
from tests import factories
from tests.reading import body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def admin_user():
    return User.objects.create_superuser("admin")


def base(kind):
    return f"/admin/{'agencies' if kind in ('agency', 'province') else 'campaigns'}/{kind}/"


def sheet(*rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def book(*rows, **formats):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for place, number_format in formats.items():
        made.active[place].number_format = number_format
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def preview(client, kind, data, name="list.csv"):
    return client.post(f"{base(kind)}import/", {"file": SimpleUploadedFile(name, data)})


def confirm(client, kind, seen, reason="as the notice says", **changed):
    data = {"preview": seen.context["confirm"].initial["preview"], "reason": reason}
    return client.post(f"{base(kind)}process_import/", {**data, **changed})


def do_import(client, kind, *rows):
    answer = confirm(client, kind, preview(client, kind, sheet(*rows)))
    assert answer.status_code == 302
    return answer


def faults(response):
    return response.context["plan"].faults


def form_error(response):
    return response.context["form"].errors.get("file")


def changes(response):
    return [(row.number, row.key, row.changes) for row in response.context["plan"].changing]


def export(client, kind, extension):
    return client.post(f"{base(kind)}export/", {"format": extension})


def exported(client, kind):
    return list(csv.DictReader(io.StringIO(body(export(client, kind, "csv")).removeprefix("\ufeff"), newline="")))


def staff(client, *permissions):
    user = User.objects.create_user(f"staff-{User.objects.count()}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def state():
    return Revision.objects.values().first(), Change.objects.count(), Upload.objects.count()


def test_an_import_adds_drafts_and_changes_records_as_one_change_with_its_reason(admin_client, admin_user):
    person = factories.make_person(name_en="Zhang Hua")
    before = Revision.current().number
    seen = preview(
        admin_client, "person", sheet(["slug", "name_en"], [person.slug, "Zhang Huá"], ["li-ming", "Li Ming"])
    )
    assert changes(seen) == [
        (2, person.slug, [("name_en", "Zhang Hua", "Zhang Huá")]),
        (3, "li-ming", [("name_en", "", "Li Ming")]),
    ]
    assert Revision.current().number == before
    answer = confirm(admin_client, "person", seen)
    assert answer.headers["Location"] == base("person")
    change = Change.objects.get(number=before + 1)
    assert (change.kind, change.user, change.reason) == ("import", admin_user, "list.csv: as the notice says")
    person.refresh_from_db()
    made = type(person).objects.get(slug="li-ming")
    assert (person.name_en, person.version, person.status) == ("Zhang Huá", 2, "published")
    assert (made.name_en, made.version, made.status) == ("Li Ming", 1, "draft")
    for record, kind in ((person, "~"), (made, "+")):
        row = record.history.first()
        assert (row.change, row.history_type, row.history_user) == (change, kind, admin_user)
        assert row.history_change_reason == change.reason
    assert SearchEntry.objects.get(kind="person", record_id=person.pk).names.count("zhang hua")
    assert Upload.objects.count() == 0


def test_the_reason_is_required_and_the_preview_stays(admin_client):
    seen = preview(admin_client, "person", sheet(["slug", "name_en"], ["li-ming", "Li Ming"]))
    before = state()
    answer = confirm(admin_client, "person", seen, reason=" ")
    assert answer.context["confirm"].errors["reason"] == ["This field is required."]
    assert [row.key for row in answer.context["rows"]] == ["li-ming"]
    assert state() == before


def test_a_row_without_a_change_writes_nothing(admin_client):
    same, other = factories.make_person(), factories.make_person()
    do_import(admin_client, "person", ["slug", "name_zh"], [same.slug, f" {same.name_zh}  "], [other.slug, "李明"])
    assert (same.history.count(), other.history.count()) == (1, 2)
    before = state()
    seen = preview(admin_client, "person", sheet(["slug", "name_zh"], [same.slug, same.name_zh]))
    assert "there is nothing to import" in seen.content.decode()
    assert state() == before


HARMFUL = [
    "=1+1",
    "'=1+1",
    "''=1+1",
    "+86",
    "-1",
    "@x",
    "＝SUM(A1)",
    "\u200b=1",
    "'plain",
    "' =x",
    " x ",
    'a;b,c"d',
    "1978-08",
]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("text", HARMFUL)
def test_a_text_survives_the_round_trip_whatever_it_begins_with(admin_client, extension, text):
    person = factories.make_person(name_zh=text, name_en="two\r\nlines")
    data = b"".join(export(admin_client, "person", extension).streaming_content)
    seen = preview(admin_client, "person", data, f"list.{extension}")
    assert (form_error(seen), faults(seen), changes(seen)) == (None, [], [])
    person.delete()
    type(person).history.all().delete()
    seen = preview(admin_client, "person", data, f"list.{extension}")
    if not faults(seen):
        confirm(admin_client, "person", seen)
        assert type(person).objects.get().name_zh == text.strip()


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "+86", "\t=x", "＝SUM(A1)", "\u200b=1"])
def test_a_formula_is_a_plain_text_in_the_file_and_itself_in_the_database(admin_client, text):
    factories.make_person(name_zh=text)
    assert exported(admin_client, "person")[0]["name_zh"] == f"'{text}"
    data = b"".join(export(admin_client, "person", "xlsx").streaming_content)
    cell = load_workbook(io.BytesIO(data)).active["B2"]
    assert (cell.value, cell.data_type, cell.number_format) == (f"'{text}", "s", "@")
    do_import(admin_client, "person", ["slug", "name_zh"], ["li-ming", f"'{text}"])
    assert Person.objects.get(slug="li-ming").name_zh == text.strip()


def test_lists_stand_in_one_cell_in_their_order_and_keep_what_the_cell_does_not_say(admin_client):
    with changing("edit"):
        notice = factories.make_notice()
        first, second, third = (factories.make_agency() for _ in range(3))
        for position, agency in enumerate((first, second), 1):
            notice.signatures.create(agency=agency, position=position, name_zh=f"印{position}")
    assert exported(admin_client, "notice")[0]["issuers"] == f"{first.slug}; {second.slug}"
    cell = f"{second.slug}; {third.slug};{first.slug}"
    do_import(admin_client, "notice", ["slug", "issuers"], [notice.slug, cell])
    assert list(notice.signatures.order_by("position").values_list("agency", "position", "name_zh")) == [
        (second.pk, 1, "印2"), (third.pk, 2, ""), (first.pk, 3, "印1"),
    ]  # fmt: skip
    notice.refresh_from_db()
    assert notice.version == 2
    do_import(admin_client, "notice", ["slug", "issuers"], [notice.slug, third.slug])
    assert list(notice.signatures.values_list("agency", "position")) == [(third.pk, 1)]
    assert notice.signatures.get().history.first().change.kind == "import"


def test_organisers_have_their_roles_in_brackets(admin_client):
    activity, first, second = factories.make_activity(), factories.make_agency(), factories.make_agency()
    do_import(
        admin_client, "activity", ["slug", "organisers"], [activity.slug, f"{first.slug}; {second.slug} (co-organiser)"]
    )
    assert list(activity.participations.values_list("agency", "role", "position", "basis")) == [
        (first.pk, "organiser", 1, "stated"), (second.pk, "co-organiser", 2, "stated"),
    ]  # fmt: skip
    assert exported(admin_client, "activity")[0]["organisers"] == f"{first.slug}; {second.slug} (co-organiser)"
    seen = preview(admin_client, "activity", sheet(["slug", "organisers"], [activity.slug, f"{first.slug} (boss)"]))
    assert faults(seen) == [
        (
            2,
            "organisers",
            f"“{first.slug} (boss)” is neither a key nor a key with one of these words in brackets: "  # noqa: ISC004
            "organiser, co-organiser, partner, host.",
        ),
    ]


def test_each_fault_names_its_row_its_column_and_what_is_wrong_and_nothing_is_changed(admin_client):
    campaign = factories.make_campaign()
    before = state()
    header = ["slug", "campaign", "kind", "title_zh", "starts_on", "edition", "provinces"]
    seen = preview(
        admin_client,
        "activity",
        sheet(
            header,
            ["good", campaign.slug, "training", "培训", "2023-09", "", ""],
            ["bad", "nowhere", "festival", "培\ufffd训", "2023-13", "x", "CN-XX"],
            [],
            ["no-title", campaign.slug, "training", "", "", "", ""],
            ["no-campaign", "", "training", "培训", "", "", ""],
            ["edition", campaign.slug, "training", "培训", "", "3", ""],
            ["", campaign.slug, "training", "培训", "", "", ""],
            ["not a slug", campaign.slug, "training", "培训", "", "", ""],
            ["twice", campaign.slug, "training", "培训", "", "", ""],
            ["twice", campaign.slug, "training", "培训", "", "", ""],
        ),
    )
    found = [(row, column, message.partition(":")[0]) for row, column, message in faults(seen)]
    assert found == [
        (3, "campaign", "There is no campaign “nowhere”."),
        (3, "kind", "“festival” is none of"),
        (3, "title_zh", "This holds U+FFFD, the sign of a character lost in decoding."),
        (3, "edition", "Enter a whole number."),
        (3, "provinces", "There is no province “CN-XX”."),
        (3, "starts_on", "'2023-13' is not a date"),
        (5, "title_zh, title_en", "An activity needs a title in Chinese or in English."),
        (6, "campaign", "This must not be empty."),
        (7, "series, edition", "Only an activity of a series has an edition."),
        (8, "slug", "This must not be empty."),
        (9, "slug", "“not a slug” can be no key."),
        (10, "slug", "“twice” stands in several rows."),
        (11, "slug", "“twice” stands in several rows."),
    ]
    assert "confirm" not in seen.context
    assert state() == before
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("kind", "column", "text", "message"),
    [
        ("figure", "value", "1,5", "Enter a number."),
        ("figure", "value", "NaN", "Enter a number."),
        ("figure", "value", "", "This field is required."),
        ("section", "position", "32768", "Ensure this value is less than or equal to 32767."),
        ("section", "text_known", "perhaps", "“perhaps” is neither true nor false."),
        ("source", "web_address", "javascript:alert(1)", "Enter a valid URL."),
        ("source", "title_zh", "two\nlines", "This must stand on one line."),
        ("year", "held", "", "This field is required."),
        ("claim", "record", "festival:x", "“festival:x” is not a kind and a key such as activity:2023-launch"),
        ("claim", "field", "nothing", "“nothing” is no field of this kind"),
    ],
)
def test_values_are_checked_as_the_form_checks_them(admin_client, kind, column, text, message):
    record = getattr(factories, f"make_{kind}")()
    key = record.natural_key_fields[0]
    seen = preview(admin_client, kind, sheet([key, column], [record.natural_key()[0], text]))
    ((row, named, said),) = faults(seen)
    assert (row, named) == (2, column)
    assert said.startswith(message)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (["slug", "title"], "“title” is no column of this kind; the columns are slug, name_zh, name_en, status."),
        (["slug", "name_zh", "name_zh"], "The column “name_zh” stands there twice."),
        (["name_zh"], "The column “slug”, which holds the key of each record, is missing."),
    ],
)
def test_a_wrong_header_is_named_and_no_row_is_read(admin_client, header, message):
    seen = preview(admin_client, "person", sheet(header, ["x"] * len(header)))
    assert faults(seen) == [(None, "", message)]


def zip_bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (101 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "message"),
    [
        ("list.pdf", lambda: b"%PDF-1.7 text", "“list.pdf” is neither a CSV nor an XLSX file."),
        ("list.csv", lambda: "编号,名称".encode("gb18030"), "The file is not encoded in UTF-8, but perhaps in GB18030"),
        ("list.csv", lambda: "slug,x".encode("utf-16"), "The file is encoded in UTF-16."),
        ("list.csv", lambda: b"slug\n\xff\xff", "The file is neither an XLSX file nor text in UTF-8"),
        ("list.csv", lambda: b'slug\n"open', "The file is no CSV file: line 2, unexpected end of data."),
        ("list.csv", lambda: b"slug\n", "The file has no row of data."),
        ("list.csv", lambda: b"", "The submitted file is empty."),
        ("list.csv", lambda: b" \n", "The first row is empty"),
        ("list.csv", lambda: b"\nslug\nx\n", "The first row is empty"),
        ("list.csv", lambda: b"slug\nx,y\n", "Row 2 has more cells than there are columns."),
        ("list.csv", lambda: b"slug\n" + b"x\n" * 20_001, "The file has more than 20000 rows; divide it."),
        ("list.csv", lambda: b"slug\n" + b"x" * (5 * 1024 * 1024), "The file is larger than 5 MB."),
        ("list.xlsx", lambda: b"PK\x03\x04 nothing", "The file is no XLSX file that can be read."),
        ("list.xlsx", zip_bomb, "The file would be larger than 100 MB when unpacked."),
        ("list.xlsx", lambda: book(["slug", "name_zh"], ["x", "=1+1"]), "The cell B2 holds a formula or an error"),
    ],
)
def test_a_file_that_is_no_table_is_a_form_error(admin_client, name, make, message):
    before = state()
    seen = preview(admin_client, "person", make(), name)
    assert seen.status_code == 200
    (error,) = form_error(seen)
    assert error.startswith(message)
    assert state() == before


def test_a_spreadsheets_own_numbers_and_dates_are_read_as_they_are_shown(admin_client):
    from datetime import datetime  # noqa: PLC0415

    campaign = factories.make_campaign()
    day = datetime(2023, 9, 1)  # noqa: DTZ001 - spreadsheets know no zones
    rows = [[slug, campaign.slug, "training", "培训", day, 2.0] for slug in ("day", "month", "year")]
    header = ["slug", "campaign", "kind", "title_zh", "starts_on", "place_zh"]
    data = book(header, *rows, E2="yyyy-mm-dd", E3="mmm-yy", E4="yyyy")
    confirm(admin_client, "activity", preview(admin_client, "activity", data, "list.xlsx"))
    found = Activity.objects.order_by("slug").values_list("slug", "starts_on", "place_zh")
    assert list(found) == [("day", "2023-09-01", "2"), ("month", "2023-09", "2"), ("year", "2023", "2")]


def test_a_semicolon_may_divide_the_columns(admin_client):
    seen = preview(admin_client, "person", "slug;name_zh\nli-ming;李明\n".encode())
    assert changes(seen) == [(2, "li-ming", [("name_zh", "", "李明")])]


def test_a_record_changed_since_the_preview_is_named_and_nothing_is_written(admin_client):
    one, other = factories.make_person(name_en="One"), factories.make_person(name_en="Other")
    rows = sheet(["slug", "name_en"], [one.slug, "Uno"], [other.slug, "Other"])
    seen = preview(admin_client, "person", rows)
    other.name_en = "Someone else's"
    other.save()
    before = Revision.current().number
    answer = confirm(admin_client, "person", seen)
    assert answer.context["stale"] == [other.slug]
    assert other.slug in answer.content.decode()
    one.refresh_from_db()
    assert (one.name_en, Revision.current().number) == ("One", before)
    assert changes(answer) == [
        (2, one.slug, [("name_en", "One", "Uno")]),
        (3, other.slug, [("name_en", "Someone else's", "Other")]),
    ]
    assert confirm(admin_client, "person", answer).status_code == 302
    other.refresh_from_db()
    assert other.name_en == "Other"


def test_a_list_changed_since_the_preview_is_noticed_too(admin_client):
    notice, agency, other = factories.make_notice(), factories.make_agency(), factories.make_agency()
    seen = preview(admin_client, "notice", sheet(["slug", "issuers"], [notice.slug, agency.slug]))
    notice.signatures.create(agency=other, position=1)
    assert confirm(admin_client, "notice", seen).context["stale"] == [notice.slug]
    assert [row.agency for row in notice.signatures.all()] == [other]


def test_what_became_impossible_since_the_preview_is_a_fault(admin_client):
    campaign = factories.make_campaign()
    seen = preview(
        admin_client, "slogan", sheet(["slug", "campaign", "position", "text_zh"], ["new", campaign.slug, 1, "质量"])
    )
    campaign.delete()
    answer = confirm(admin_client, "slogan", seen)
    assert faults(answer) == [(2, "campaign", f"There is no campaign “{campaign.slug}”.")]
    assert state()[2] == 0


def test_records_may_trade_places(admin_client):
    campaign = factories.make_campaign()
    first, second = (factories.make_slogan(campaign=campaign, position=place) for place in (1, 2))
    do_import(admin_client, "slogan", ["slug", "position"], [first.slug, 2], [second.slug, 1])
    assert list(Slogan.objects.order_by("position")) == [second, first]
    seen = preview(admin_client, "slogan", sheet(["slug", "position"], [first.slug, 1]))
    assert faults(seen) == [(2, "campaign, position", "Another slogan of the campaign has this position.")]


def test_new_records_may_refer_to_each_other_in_any_order_but_not_in_a_ring(admin_client):
    notice = factories.make_notice()
    header = ["slug", "notice", "parent", "path", "position", "heading_zh"]
    child, parent = ["child", notice.slug, "parent", "1.1", 2, "项"], ["parent", notice.slug, "", "1", 1, "部"]
    do_import(admin_client, "section", header, child, parent)
    assert Section.objects.get(slug="child").parent == Section.objects.get(slug="parent")
    assert Section.objects.get(slug="child").history.get().parent.slug == "parent"
    rows = [["a", "local", "甲", "b"], ["b", "local", "乙", "a"]]
    seen = preview(admin_client, "agency", sheet(["slug", "kind", "name_zh", "parent"], *rows))
    assert [message.split(":")[0] for _row, _column, message in faults(seen)] == [
        "These new records refer to each other in a ring"
    ] * 2
    assert not Agency.objects.filter(slug__in="ab").exists()


def test_no_stored_record_is_imported_above_itself(admin_client):
    top = factories.make_agency(slug="top")
    factories.make_agency(slug="below", parent=factories.make_agency(slug="middle", parent=top))
    seen = preview(admin_client, "agency", sheet(["slug", "parent"], ["top", "below"]))
    assert faults(seen) == [(2, "parent", "“below” leads back to this record: that would be a ring.")]
    seen = preview(admin_client, "agency", sheet(["slug", "parent"], ["top", "below"], ["middle", ""]))
    assert faults(seen) == []


def test_the_preview_shows_a_formula_as_it_will_be_stored(admin_client):
    person = factories.make_person(name_en="=1")
    seen = preview(admin_client, "person", sheet(["slug", "name_en"], [person.slug, "'=2"]))
    assert changes(seen) == [(2, person.slug, [("name_en", "=1", "=2")])]


def test_a_claim_names_its_record_by_kind_and_key(admin_client):
    claim, person = factories.make_claim(quote="犇骉"), factories.make_person()
    assert exported(admin_client, "claim")[0]["record"] == f"campaign:{claim.campaign.slug}"
    header = ["key", "source", "record", "field", "value"]
    do_import(
        admin_client, "claim", header, [claim.key, claim.source.slug, f"person:{person.slug}", "name_zh", "张华"],
        ["new", claim.source.slug, f"person:{person.slug}", "name_en", "Zhang Hua"],
    )  # fmt: skip
    found: set[tuple[object, ...]] = set(Claim.objects.values_list("person", "campaign", "field", "status"))
    assert found == {(person.pk, None, "name_zh", "published"), (person.pk, None, "name_en", "draft")}
    assert "犇骉" not in SearchEntry.objects.get(kind="campaign", record_id=claim.campaign.pk).texts
    assert "犇骉" in SearchEntry.objects.get(kind="person", record_id=person.pk).texts


def test_only_who_may_publish_changes_the_status_and_claims_follow(client, admin_client):
    person = factories.make_person(status="draft")
    claim = factories.make_claim(person, status="draft")
    rows = sheet(["slug", "status"], [person.slug, "published"])
    staff(client, "add_person", "change_person", "view_person")
    assert faults(preview(client, "person", rows)) == [(2, "status", "Only people who may publish can change this.")]
    new = sheet(["slug", "name_zh", "status"], ["new", "李明", "published"])
    assert faults(preview(client, "person", new)) == [(2, "status", "Only people who may publish can change this.")]
    confirm(admin_client, "person", preview(admin_client, "person", rows))
    person.refresh_from_db()
    claim.refresh_from_db()
    assert (person.status, claim.status) == ("published", "published")
    # Who may not publish may still correct what is published.
    seen = preview(client, "person", sheet(["slug", "name_en", "status"], [person.slug, "Corrected", "published"]))
    assert confirm(client, "person", seen).status_code == 302


@pytest.mark.parametrize(
    ("held", "page", "status"),
    [
        (["view_person"], "export", 200),
        (["add_person"], "export", 403),
        (["view_person", "add_person"], "import", 403),
        (["view_person", "change_person"], "import", 403),
        (["view_person", "add_person", "change_person"], "import", 200),
        (["add_agency", "change_agency", "view_agency"], "import", 403),
    ],
)
def test_import_needs_to_add_and_to_change_and_export_to_view(client, held, page, status):
    staff(client, *held)
    assert client.get(f"{base('person')}{page}/").status_code == status
    if page == "import" and status == 403:
        assert preview(client, "person", b"slug\nx").status_code == 403
        assert client.post(f"{base('person')}process_import/", {}).status_code == 403
    if "view_person" in held:
        linked = f'"{base("person")}{page}/' in client.get(base("person")).content.decode().replace("'", '"')
        assert linked == (status == 200)


def test_a_preview_is_its_authors_own_and_of_its_kind_and_does_not_last(client, admin_client):
    seen = preview(admin_client, "person", sheet(["slug", "name_zh"], ["new", "李明"]))
    staff(client, "add_person", "change_person", "view_person")
    for other, kind in ((client, "person"), (admin_client, "agency")):
        answer = confirm(other, kind, seen)
        assert answer.headers["Location"] == f"{base(kind)}import/"
    assert confirm(admin_client, "person", seen, preview="forged").headers["Location"] == f"{base('person')}import/"
    assert not Person.objects.exists()
    Upload.objects.update(created_at=timezone.now() - timedelta(hours=13))
    admin_client.get(f"{base('agency')}import/")
    assert Upload.objects.count() == 0
    assert admin_client.get(f"{base('person')}process_import/").status_code == 405


def test_a_fault_in_the_writing_leaves_nothing(admin_client, monkeypatch):
    seen = preview(admin_client, "person", sheet(["slug", "name_zh"], ["new", "李明"]))
    before = state()

    def fail(*_args, **_options):
        raise RuntimeError

    monkeypatch.setattr("qualitymonth.bulk.writing.record_rows", fail)
    with pytest.raises(RuntimeError):
        confirm(admin_client, "person", seen)
    assert state() == before
    assert not Person.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_rows(admin_client, django_assert_max_num_queries):
    campaigns = [factories.make_campaign() for _ in range(20)]
    agency = factories.make_agency()
    header = ["slug", "campaign", "kind", "title_zh", "organisers"]
    rows = [[f"new-{n}", campaigns[n % 20].slug, "training", f"培训{n}", agency.slug] for n in range(100)]
    with django_assert_max_num_queries(30):
        seen = preview(admin_client, "activity", sheet(header, *rows))
    assert len(changes(seen)) == 100
    with django_assert_max_num_queries(80):
        assert confirm(admin_client, "activity", seen).status_code == 302
    assert Activity.objects.filter(organisers=agency).count() == 100


def test_the_export_holds_the_list_as_it_is_filtered(admin_client):
    factories.make_person(name_zh="张华")
    draft = factories.make_person(name_zh="李明", status="draft")
    page = admin_client.get(f"{base('person')}export/?status__exact=draft")
    assert "1 record, as the list is filtered" in page.content.decode()
    answer = admin_client.post(f"{base('person')}export/?status__exact=draft", {"format": "csv"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="person-')
    assert body(answer).split("\r\n")[1:] == [f"{draft.slug},李明,{draft.name_en},draft", ""]
    assert admin_client.get(f"{base('person')}export/?id=x").status_code == 302
    assert admin_client.post(f"{base('person')}export/", {"format": "exe"}).status_code == 200


def test_what_xlsx_cannot_hold_is_said(admin_client):
    year = factories.make_year(notes_zh="\x0b", notes_en="x")
    answer = export(admin_client, "year", "xlsx").content.decode()
    assert f"“{year.number}” holds a character that XLSX cannot hold; choose CSV." in answer
    year.notes_zh = "长" * 32_768
    year.save()
    answer = export(admin_client, "year", "xlsx").content.decode()
    assert f"“{year.number}” holds a text that is too long for XLSX; choose CSV." in answer


def test_the_pages_have_no_inline_script_or_style(admin_client):
    factories.make_person()
    seen = preview(admin_client, "person", sheet(["slug", "name_zh"], ["new", "<b>李明</b>"]))
    pages = [seen, *(admin_client.get(f"{base('person')}{page}/") for page in ("import", "export"))]
    for page in pages:
        text = page.content.decode()
        assert " style=" not in text
        assert "<style" not in text
        assert " onclick=" not in text
        assert "<script>" not in text
    assert "&lt;b&gt;李明" in seen.content.decode()


def test_undated_activities_sort_under_the_year_of_their_campaign(admin_client):
    campaign = factories.make_campaign(year=factories.make_year(number=2021))
    do_import(
        admin_client, "activity", ["slug", "campaign", "kind", "title_zh"], ["new", campaign.slug, "training", "培训"]
    )
    assert str(Activity.objects.get().sort_on) == "2021-01-01"
    do_import(admin_client, "activity", ["slug", "starts_on"], ["new", "2021-09"])
    assert str(Activity.objects.get().sort_on) == "2021-09-01"
    assert Notice.objects.count() == 0
