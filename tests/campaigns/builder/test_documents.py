"""Quotations are looked for in the documents themselves."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

from campaigns.builder.build import build
from campaigns.builder.documents import check_quotations, read_documents
from campaigns.builder.errors import DossierError
from tests.campaigns.builder.dossiers import CANNOT, DOSSIER, changed, dossier_of, said, write_dossier

DOCUMENT = "主题：增强质量意识，25个部门\n市场监管总局\r\n最后一行\n".encode()
REAL = Path(settings.BASE_DIR).parent / "shared" / "documents"


def set_aside(at: str, words: str) -> str:
    """Return the dossier with one passage set aside."""
    return f'{DOSSIER}[[set_aside]]\nat = "{at}"\nreason = "page"\n{words}\n'


def documents_of(folder: Path, text: str, content: bytes | None = DOCUMENT):
    """Return what is built, and the documents read."""
    if content is not None:
        (folder / "document.txt").write_bytes(content)
    built = build(write_dossier(folder / "dossiers", text))
    return built, read_documents(built, folder)


def check(folder: Path, text: str, content: bytes | None = DOCUMENT) -> int:
    """Return how many quotations stand."""
    return check_quotations(*documents_of(folder, text, content))


def wrong(folder: Path, text: str, content: bytes | None = DOCUMENT) -> list[str]:
    """Return what is wrong with the documents, or else with the quotations."""
    with pytest.raises(DossierError) as caught:
        check(folder, text, content)
    return [str(problem) for problem in caught.value.problems]


def test_quotations_that_stand_on_their_lines_are_counted(tmp_path):
    assert check(tmp_path, dossier_of(DOCUMENT)) == 3


def test_quotations_of_sources_without_a_file_are_not_counted_as_standing(tmp_path):
    assert check(tmp_path, set_aside("reports:1", 'quote = "标题"'), None) == 0


def test_a_quotation_that_is_not_on_its_line_is_named_with_its_place(tmp_path):
    text = changed('{ field = "theme_zh", at = "reports:1"', '{ field = "theme_zh", at = "reports:2"')
    assert wrong(tmp_path, dossier_of(DOCUMENT, text)) == [
        "dossier.toml: campaign[0] (2023-national).claims[0]: '增强质量意识' does not stand on reports:2"
    ]


def test_a_quotation_is_compared_as_printed(tmp_path):
    damaged = DOCUMENT.replace("增强质量意识".encode(), "增強质量意识".encode())
    assert wrong(tmp_path, dossier_of(damaged), damaged) == [
        "dossier.toml: campaign[0] (2023-national).claims[0]: '增强质量意识' does not stand on reports:1"
    ]


def test_a_quotation_may_stand_on_any_of_the_lines_that_a_claim_names(tmp_path):
    text = changed('at = "report-hebei:2", quote = "监管"', 'at = "report-hebei:2-3", quote = "最后"')
    assert check(tmp_path, dossier_of(DOCUMENT, text)) == 3


@pytest.mark.parametrize(
    ("at", "words", "standing"),
    [
        ("reports:1", "", 3),
        ("reports:1", 'quote = "主题"', 4),
        ("reports:1", 'quote = "主题"\nquote_end = "部门"', 5),
        ("reports:2-3", 'quote = "总局"\nquote_end = "最后"', 5),
        ("report-hebei:3", 'quote = "最后"\nquote_end = "行"', 5),
    ],
)
def test_both_ends_of_a_passage_set_aside_are_counted_among_the_quotations_that_stand(tmp_path, at, words, standing):
    assert check(tmp_path, dossier_of(DOCUMENT, set_aside(at, words))) == standing


@pytest.mark.parametrize(
    ("at", "words", "problems"),
    [
        ("reports:1", 'quote = "标题"', ["quote: '标题' does not stand on reports:1"]),
        ("reports:1", 'quote = "主题"\nquote_end = "单位"', ["quote_end: '单位' does not stand on reports:1"]),
        ("reports:1", 'quote = "标题"\nquote_end = "部门"', ["quote: '标题' does not stand on reports:1"]),
        ("reports:1-2", 'quote = "主题"\nquote_end = "最后"', ["quote_end: '最后' does not stand on reports:1"]),
        ("reports:1", 'quote = "部门"\nquote_end = "主题"', ["quote_end: '主题' does not come after '部门'"]),
        ("report-hebei:2", 'quote = "主题"\nquote_end = "最后"',
         ["quote: '主题' does not stand on report-hebei:2", "quote_end: '最后' does not stand on report-hebei:2"]),
    ],
)  # fmt: skip
def test_an_end_of_a_passage_set_aside_that_is_not_on_its_lines_is_named_with_its_place(tmp_path, at, words, problems):
    assert wrong(tmp_path, dossier_of(DOCUMENT, set_aside(at, words))) == [
        f"dossier.toml: set_aside[0].{problem}" for problem in problems
    ]


@pytest.mark.parametrize("at", ["reports:4", "reports:3-4"])
def test_a_line_beyond_the_end_is_named_without_the_document(tmp_path, at):
    text = changed(
        '{ field = "theme_zh", at = "reports:1", quote = "增强质量意识" }', f'{{ field = "theme_zh", at = "{at}" }}'
    )
    assert said(tmp_path, dossier_of(DOCUMENT, text)) == [
        f"dossier.toml: campaign[0] (2023-national).claims[0].at: {at!r} is beyond line 3, the last of that source"
    ]


def test_a_document_is_read_once_for_its_source_and_all_parts_of_it(tmp_path):
    _, documents = documents_of(tmp_path, dossier_of(DOCUMENT))
    assert {slug: (document.name, document.lines) for slug, document in documents.items()} == {
        "reports": ("document.txt", ("主题：增强质量意识，25个部门", "市场监管总局\r", "最后一行"))
    }


def test_a_document_with_another_checksum_is_named_with_what_happened_to_it(tmp_path):
    content = DOCUMENT + b"\n"
    expected, found = (hashlib.sha256(held).hexdigest() for held in (DOCUMENT, content))
    (problem,) = wrong(tmp_path, dossier_of(DOCUMENT), content)
    assert problem == (
        "dossier.toml: source[0] (reports).file: document.txt has one more newline at its end: "
        f"SHA-256 {expected} expected, {found} found"
    )


def test_a_document_that_is_missing_is_named(tmp_path):
    expected = hashlib.sha256(DOCUMENT).hexdigest()
    assert wrong(tmp_path, dossier_of(DOCUMENT), None) == [
        f"dossier.toml: source[0] (reports).file: document.txt {CANNOT} {expected} expected, no file found"
    ]


def test_a_document_that_is_not_utf_8_is_named_with_its_line(tmp_path):
    content = "第一行\n".encode() + "质量".encode("gb18030") + "\n最后一行\n".encode()
    assert wrong(tmp_path, dossier_of(content), content) == [
        "dossier.toml: source[0] (reports).file: document.txt is not UTF-8: byte 10, on line 2, is 0xd6"
    ]


def test_a_line_count_that_is_not_that_of_the_document_is_named(tmp_path):
    text = dossier_of(DOCUMENT).replace("line_count = 3", "line_count = 4")
    assert wrong(tmp_path, text) == [
        "dossier.toml: source[0] (reports).file: document.txt is the recorded file, but has 3 lines; 4 are recorded"
    ]


def test_every_document_that_cannot_be_had_is_named_before_any_quotation_is_looked_for(tmp_path):
    text = dossier_of(DOCUMENT, set_aside("reports:1", 'quote = "标题"')) + (
        '[[source]]\nslug = "other"\ntitle_zh = "他"\nkind = "news"\nlanguage = "zh"\nscript = "Hans"\n'
        f'file = "other.txt"\nsha256 = "{"0" * 64}"\nline_count = 1\n'
    )
    expected = hashlib.sha256(DOCUMENT).hexdigest()
    assert wrong(tmp_path, text, None) == [
        f"dossier.toml: source[0] (reports).file: document.txt {CANNOT} {expected} expected, no file found",
        f"dossier.toml: source[2] (other).file: other.txt {CANNOT} {'0' * 64} expected, no file found",
    ]


@pytest.mark.skipif(not REAL.is_dir(), reason="the documents are not here")
def test_every_quotation_of_the_archive_stands_where_it_is_said_to_stand():
    built = build(settings.FIXTURES_DIR / "dossiers")
    quotes = [claim.quote for claim in built.claims if claim.line]
    quotes += [quote for passage in built.set_aside for quote in (passage.quote, passage.quote_end)]
    assert check_quotations(built, read_documents(built, REAL)) == sum(1 for quote in quotes if quote)
