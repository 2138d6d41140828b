"""Quotations are looked for in the documents themselves."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

from campaigns.builder.build import build
from campaigns.builder.documents import check_quotations
from campaigns.builder.errors import DossierError
from tests.campaigns.builder.dossiers import DOSSIER, changed, write_dossier

DOCUMENT = "主题：增强质量意识，25个部门\n市场监管总局\r\n最后一行\n".encode()
REAL = Path(settings.BASE_DIR).parent / "shared" / "documents"


def dossier_of(content: bytes, text: str = DOSSIER) -> str:
    digest = hashlib.sha256(content).hexdigest()
    return text.replace('slug = "reports"', f'slug = "reports"\nfile = "document.txt"\nsha256 = "{digest}"', 1)


def check(folder: Path, text: str, content: bytes | None = DOCUMENT) -> int:
    """Return how many quotations stand."""
    if content is not None:
        (folder / "document.txt").write_bytes(content)
    _, records, claims = build(write_dossier(folder / "dossiers", text))
    return check_quotations(records, claims, folder)


def wrong(folder: Path, text: str, content: bytes | None = DOCUMENT) -> list[str]:
    """Return what is wrong with the quotations."""
    with pytest.raises(DossierError) as caught:
        check(folder, text, content)
    return [str(problem) for problem in caught.value.problems]


def test_quotations_that_stand_on_their_lines_are_counted(tmp_path):
    assert check(tmp_path, dossier_of(DOCUMENT)) == 3


def test_quotations_of_sources_without_a_file_are_not_counted_as_standing(tmp_path):
    assert check(tmp_path, DOSSIER, None) == 0


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


@pytest.mark.parametrize("at", ["reports:4", "reports:3-4"])
def test_a_line_beyond_the_end_is_named(tmp_path, at):
    text = changed(
        '{ field = "theme_zh", at = "reports:1", quote = "增强质量意识" }', f'{{ field = "theme_zh", at = "{at}" }}'
    )
    assert wrong(tmp_path, dossier_of(DOCUMENT, text)) == [
        "dossier.toml: campaign[0] (2023-national).claims[0]: reports has no line 4"
    ]


def test_a_document_with_another_checksum_is_named(tmp_path):
    (said,) = wrong(tmp_path, dossier_of(DOCUMENT), DOCUMENT + b"\n")
    assert said.startswith("dossier.toml: source[0] (reports).sha256: document.txt has SHA-256 ")


def test_a_document_that_is_missing_is_named(tmp_path):
    assert wrong(tmp_path, dossier_of(DOCUMENT), None) == [
        "dossier.toml: source[0] (reports).file: document.txt cannot be read: No such file or directory"
    ]


def test_a_document_that_is_not_utf_8_is_named(tmp_path):
    content = "质量".encode("gb18030")
    (said,) = wrong(tmp_path, dossier_of(content), content)
    assert said.startswith("dossier.toml: source[0] (reports).file: document.txt is not UTF-8")


@pytest.mark.skipif(not REAL.is_dir(), reason="the documents are not here")
def test_every_quotation_of_the_archive_stands_where_it_is_said_to_stand():
    _, records, claims = build(settings.FIXTURES_DIR / "dossiers")
    assert check_quotations(records, claims, REAL) == sum(1 for claim in claims if claim.quote)
