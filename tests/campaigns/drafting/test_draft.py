"""Whatever the document: a draft is a dossier, its quotations stand, and it is the same each time."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from campaigns.builder.build import build
from campaigns.builder.claims import build_claims
from campaigns.builder.errors import DossierError
from campaigns.builder.read import parse_dossier
from campaigns.builder.records import collect
from campaigns.documents.files import read_document
from campaigns.drafting.draft import draft
from campaigns.drafting.model import DraftError
from campaigns.drafting.write import write
from tests.campaigns.drafting import texts
from tests.test_layers import MODULES, imports

REAL = Path(settings.BASE_DIR).parent / "shared" / "documents"
UNKNOWN = "refers to agency 'office-of-unknown-affairs', which no dossier holds"
TEXTS = ["BILINGUAL", "COLUMNS", "GLOSSED", "REPORTS", "BROKEN"]


def quotations(dossier):
    """Yield the place and the words of each quotation."""
    for kind in type(dossier).model_fields:
        for entry in getattr(dossier, kind):
            members = [*getattr(entry, "issuers", []), *getattr(entry, "organisers", [])]
            for claim in [*entry.claims, *(claim for member in members for claim in member.claims)]:
                first, last = (int(number) for number in (re.findall(r"\d+", claim.at.partition(":")[2]) * 2)[:2])
                yield first, last, claim.quote


@pytest.mark.parametrize("name", TEXTS)
def test_every_quotation_stands_on_its_line(tmp_path, name):
    text = getattr(texts, name)
    found = list(quotations(texts.parsed(tmp_path, text)))
    lines = text.split("\n")
    assert len(found) > 10
    assert [quote for first, last, quote in found if quote not in "\n".join(lines[first - 1 : last])] == []


@pytest.mark.parametrize(
    ("name", "problems"),
    [
        ("COLUMNS", []),
        ("BROKEN", []),
        ("GLOSSED", ["draft.toml: source[0] (new).title_zh: neither title_zh nor title_en is given"]),
        ("BILINGUAL", [
            f"draft.toml: notice[0] (2031-national).issuers[2].agency: {UNKNOWN}",
            "draft.toml: source[0] (new).title_zh: neither title_zh nor title_en is given",
        ]),
    ],
)  # fmt: skip
def test_beside_the_archive_a_draft_builds_but_for_what_it_says_is_missing(tmp_path, name, problems):
    dossiers = {
        "archive.toml": parse_dossier("archive.toml", texts.ARCHIVE),
        "draft.toml": texts.parsed(tmp_path, getattr(texts, name)),
    }
    found = []
    try:
        build_claims(dossiers, collect(dossiers))
    except DossierError as error:
        found = [str(problem) for problem in error.problems]
    assert found == problems


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_document_gives_the_same_draft(tmp_path, name):
    text = getattr(texts, name)
    assert texts.written(tmp_path, text) == texts.written(tmp_path, text)


@pytest.mark.parametrize("name", TEXTS)
def test_a_draft_holds_no_long_run_of_the_document(tmp_path, name):
    toml, text = texts.written(tmp_path, getattr(texts, name)), getattr(texts, name)
    longest = 120 if name in ("BILINGUAL", "BROKEN") else 60
    runs = [text[start : start + longest] for start in range(len(text) - longest)]
    assert [run for run in runs if run in toml] == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [("BILINGUAL", "2031-notice-bilingual"), ("COLUMNS", "2031-notice-zh-2"), ("GLOSSED", "2030-text"),
     ("REPORTS", "2030-reports"), ("BROKEN", "2031-notice-mt")],
)  # fmt: skip
def test_a_slug_is_proposed_that_the_archive_does_not_use(tmp_path, name, slug):
    assert texts.drafted(tmp_path, getattr(texts, name), "").of("source")[0].get("slug") == slug


@pytest.mark.parametrize(("ending", "name"), [("\r\n", "CRLF"), ("\r", "CR")])
def test_other_line_endings_are_refused(tmp_path, ending, name):
    with pytest.raises(
        DraftError, match=f"^new.txt has line endings {name}; LF was expected, as in the file as received$"
    ):
        texts.drafted(tmp_path, texts.REPORTS.replace("\n", ending))


def test_a_slug_that_is_none_is_refused(tmp_path):
    with pytest.raises(DraftError, match=r"^'Neue Quelle' is no slug: "):
        texts.drafted(tmp_path, texts.REPORTS, "Neue Quelle")


def test_the_draft_knows_no_django():
    taken = set().union(*(imports(path) for name, path in MODULES.items() if name.startswith("campaigns.drafting")))
    assert "campaigns.builder.records" in taken
    assert [name for name in taken if name.split(".")[0] in {"django", "rest_framework"}] == []


@pytest.fixture(scope="module")
def archive():
    return build(settings.FIXTURES_DIR / "dossiers").records


@pytest.mark.skipif(not REAL.is_dir(), reason="the documents are not here")
@pytest.mark.parametrize("path", sorted(REAL.glob("*.txt")), ids=lambda path: path.name[:3])
def test_a_draft_of_each_document_is_a_dossier_whose_quotations_stand(archive, path):
    document = read_document(path)
    drafted = draft(document, archive)
    found = list(quotations(parse_dossier("draft.toml", write(drafted, path.name))))
    wrong = [quote for first, last, quote in found if quote not in "\n".join(document.lines[first - 1 : last])]
    assert (wrong, len(found) > 30) == ([], True)
    assert drafted.remarks[0].startswith("The file is recorded: ")
