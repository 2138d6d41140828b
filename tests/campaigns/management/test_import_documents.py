"""``manage.py import_documents``: all documents as recorded, or nothing."""

from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import Source, SourceText
from qualitymonth.models import Revision
from tests import factories

pytestmark = pytest.mark.django_db

LEAFLET = "A leaflet\n\nof three lines\n"
POSTER = "一张海报\n"


def digest(content: str) -> str:
    return sha256(content.encode()).hexdigest()


@pytest.fixture
def folder(tmp_path):
    """A folder with two documents, and a source for each; beside them a part, and a source without a file."""
    for name, content in (("leaflet.txt", LEAFLET), ("poster.txt", POSTER)):
        (tmp_path / name).write_text(content, encoding="utf-8", newline="")
        lines = len(content.removesuffix("\n").split("\n"))
        slug, checksum = name.removesuffix(".txt"), digest(content)
        factories.make_source(slug=slug, file=name, sha256=checksum, line_count=lines)
    whole = Source.objects.get(slug="leaflet")
    factories.make_source(part_of=whole, last_line=2, file=whole.file, sha256=whole.sha256)
    factories.make_source()
    return tmp_path


def run(*arguments, code=0):
    """Run the command; return what it said, on stdout where it succeeds and on stderr where it fails."""
    said, wrong = StringIO(), StringIO()
    if not code:
        call_command("import_documents", *arguments, stdout=said, stderr=wrong)
        assert wrong.getvalue() == ""
        return said.getvalue().splitlines()
    with pytest.raises(CommandError) as caught:
        call_command("import_documents", *arguments, stdout=said, stderr=wrong)
    assert caught.value.returncode == code
    return [*wrong.getvalue().splitlines(), str(caught.value)]


def texts():
    return {text.source.slug: text.content for text in SourceText.objects.select_related("source")}


def test_every_whole_document_is_imported_as_it_is(folder):
    assert run(folder) == ["imported leaflet.txt: 3 lines", "imported poster.txt: 1 lines"]
    assert texts() == {"leaflet": LEAFLET, "poster": POSTER}
    assert set(SourceText.objects.values_list("sha256", flat=True)) == {digest(LEAFLET), digest(POSTER)}


def test_a_draft_is_imported_too(folder):
    Source.objects.filter(slug="poster").update(status="draft")
    run(folder)
    assert texts()["poster"] == POSTER


def test_a_second_run_changes_nothing_and_does_not_move_the_revision(folder):
    before = Revision.current().number
    run(folder)
    assert Revision.current().number == before + 1
    ids = set(SourceText.objects.values_list("pk", flat=True))
    assert run(folder) == ["unchanged leaflet.txt: 3 lines", "unchanged poster.txt: 1 lines"]
    assert Revision.current().number == before + 1
    assert set(SourceText.objects.values_list("pk", flat=True)) == ids


def test_a_document_that_was_recorded_anew_replaces_its_text(folder):
    run(folder)
    (folder / "poster.txt").write_text("另一张\n", encoding="utf-8")
    Source.objects.filter(slug="poster").update(sha256=digest("另一张\n"))
    assert run(folder) == ["unchanged leaflet.txt: 3 lines", "imported poster.txt: 1 lines"]
    assert texts() == {"leaflet": LEAFLET, "poster": "另一张\n"}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (LEAFLET.encode("utf-16"), "is not UTF-8"),
        (b"", "is empty; 3 lines were expected"),
        (LEAFLET.replace("\n", "\r\n").encode(), "has line endings CRLF where the recorded file has LF"),
        (b"A leaflet\nof three lines\n", "has 2 lines where 3 were expected: a line was lost"),
        (LEAFLET.encode() + b"more\n", "has 4 lines where 3 were expected: a line was gained"),
        (LEAFLET.encode() * 3, "has 9 lines where 3 were expected: it is another document"),
        (b"A letter\n\nof three lines\n", "has the expected 3 lines, but other words"),
    ],
    ids=["not UTF-8", "empty", "other line endings", "a line lost", "a line gained", "another", "other words"],
)
def test_a_wrong_file_is_named_with_what_was_expected_and_nothing_is_changed(folder, content, what):
    run(folder)
    SourceText.objects.filter(source__slug="poster").delete()
    (folder / "leaflet.txt").write_bytes(content)
    revision = Revision.current().number
    found = sha256(content).hexdigest()
    named, concluded = run(folder, code=1)
    assert named.startswith(f"leaflet: leaflet.txt {what}")
    assert named.endswith(f": SHA-256 {digest(LEAFLET)} expected, {found} found")
    assert concluded == "1 of 2 documents are not as recorded; nothing was changed"
    assert texts() == {"leaflet": LEAFLET}
    assert Revision.current().number == revision


def test_every_missing_file_is_named_with_what_was_expected(folder):
    (folder / "leaflet.txt").unlink()
    (folder / "poster.txt").unlink()
    assert run(folder, code=1) == [
        f"leaflet: leaflet.txt is missing from {folder}: 3 lines with SHA-256 {digest(LEAFLET)} expected",
        f"poster: poster.txt is missing from {folder}: 1 lines with SHA-256 {digest(POSTER)} expected",
        "2 of 2 documents are not as recorded; nothing was changed",
    ]


def test_of_a_source_without_a_number_of_lines_only_the_checksum_counts(folder):
    Source.objects.update(line_count=None)
    assert run(folder) == ["imported leaflet.txt: 3 lines", "imported poster.txt: 1 lines"]
    (folder / "poster.txt").write_text("另一张\n", encoding="utf-8")
    (folder / "leaflet.txt").unlink()
    other = digest("另一张\n")
    assert run(folder, code=1)[:2] == [
        f"leaflet: leaflet.txt is missing from {folder}: SHA-256 {digest(LEAFLET)} expected",
        f"poster: poster.txt is not the recorded document: SHA-256 {digest(POSTER)} expected, {other} found",
    ]


def test_a_recorded_file_that_is_no_text_is_refused(folder):
    (folder / "poster.txt").write_bytes(b"a\0b\n")
    Source.objects.filter(slug="poster").update(sha256=digest("a\0b\n"))
    assert run(folder, code=1)[0] == (
        "poster: poster.txt holds a NUL character, so it is no text; a text in UTF-8 was expected"
    )


def test_an_interrupted_import_changes_nothing(folder, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(Revision, "bump", interrupted)
    assert run(folder, code=130) == ["interrupted; nothing was changed"]
    assert texts() == {}


def test_the_texts_are_removed_again_on_request(folder):
    run(folder)
    before = Revision.current().number
    assert run("--remove") == ["removed 2 texts"]
    assert texts() == {}
    assert Revision.current().number == before + 1
    assert run("--remove") == ["there was no text to remove"]
    assert Revision.current().number == before + 1
    assert Source.objects.count() == 4


def test_without_a_folder_the_command_says_what_it_wants(folder):
    wanted = "give either the folder that holds the documents or --remove"
    assert run(code=1) == [wanted]
    assert run(folder, "--remove", code=1) == [wanted]
    for path in (folder / "leaflet.txt", folder / "nowhere"):
        assert run(path, code=1) == [f"{path} is not a folder; the folder that holds the documents was expected"]


def test_an_empty_archive_is_to_be_loaded_first(tmp_path):
    assert run(tmp_path, code=1) == ["no source that names a file is loaded; run manage.py load_archive first"]
