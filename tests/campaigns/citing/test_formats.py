"""Items as BibTeX, RIS and CSL-JSON, read back by the libraries that others read them with."""

import json

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from campaigns.citing.formats import FORMATS, bibtex, csl_json, one_line, ris, tex

SPECIAL = r"50% of R&D: #1_a {b} \c $d ~e ^f <g>"
texts = st.text(min_size=1).filter(one_line)


def item(**fields):
    return {
        "id": "notice-1", "type": "report", "title": "Notice", "language": "en", "URL": "https://x.org/?a=1&b=50%25#c_d",
        "author": [{"literal": "Ministry of Works"}], "accessed": {"date-parts": [[2026, 11, 22]]}, **fields,
    }  # fmt: skip


def read_bibtex(*items):
    return parse_string("".join(bibtex(items)), "bibtex").entries


def read_ris(*items):
    return rispy.loads("".join(ris(items)))


def test_bibtex_spells_out_what_tex_would_run():
    (line,) = [line for line in "".join(bibtex([item(title=SPECIAL)])).splitlines() if "title" in line]
    assert line == (
        r"  title = {{50\% of R\&D: \#1\_a \textbraceleft{}b\textbraceright{} \textbackslash{}c \$d "
        r"\textasciitilde{}e \textasciicircum{}f <g>}},"
    )


def test_a_text_over_several_lines_becomes_one():
    broken = "One\nER  - \r\nTY  - JOUR\n\n} two\x00\u2028three"
    assert read_ris(item(title=broken))[0]["title"] == "One ER - TY - JOUR } two three"
    assert len(read_ris(item(title=broken))) == 1
    assert len(read_bibtex(item(title=broken))) == 1


def test_bibtex_holds_bodies_whole_in_double_braces():
    names = ["Ministry of Works, Water and Fire", "国家质检总局", "Bureau and Sons"]
    written = "".join(bibtex([item(author=[{"literal": name} for name in names])]))
    assert "author = {{Ministry of Works, Water and Fire} and {国家质检总局} and {Bureau and Sons}}," in written
    (entry,) = read_bibtex(item(author=[{"literal": name} for name in names])).values()
    assert [str(person) for person in entry.persons["author"]] == [f"{{{name}}}" for name in names]


def test_25_authors_are_25_authors_everywhere():
    names = [f"Ministry of Works {n}" for n in range(25)]
    many = item(author=[{"literal": name} for name in names])
    (entry,) = read_bibtex(many).values()
    assert [str(person) for person in entry.persons["author"]] == [f"{{{name}}}" for name in names]
    assert read_ris(many)[0]["authors"] == names


def test_ris_does_not_part_a_body_at_its_comma():
    assert read_ris(item(author=[{"literal": "Bureau of Quality, Inspection"}]))[0]["authors"] == [
        "Bureau of Quality，Inspection"
    ]


@pytest.mark.parametrize(
    ("parts", "date", "month", "slashed"),
    [
        ([1978], "1978", None, "1978///"),
        ([1978, 8], "1978-08", "August", "1978/08//"),
        ([1978, 8, 5], "1978-08-05", "August", "1978/08/05/"),
    ],
)
def test_a_date_keeps_its_precision(parts, date, month, slashed):
    dated = item(issued={"date-parts": [parts]})
    (entry,) = read_bibtex(dated).values()
    assert (entry.fields["date"], entry.fields["year"], entry.fields.get("month")) == (date, "1978", month)
    (reference,) = read_ris(dated)
    assert (reference["year"], reference["date"]) == ("1978", slashed)


def test_a_doubtful_date_says_so_where_the_format_can():
    assert "date = {1978~}," in "".join(bibtex([item(issued={"date-parts": [[1978]], "circa": True})]))


def test_without_a_date_there_is_none():
    (entry,) = read_bibtex(item()).values()
    assert not {"date", "year", "month"} & set(entry.fields)
    assert not {"year", "date"} & set(read_ris(item())[0])


def test_each_kind_has_the_type_that_fits():
    kinds = {"report": ("techreport", "RPRT"), "article-newspaper": ("article", "NEWS"), "webpage": ("misc", "ELEC")}
    for kind, types in kinds.items():
        (entry,) = read_bibtex(item(type=kind)).values()
        assert (entry.type, read_ris(item(type=kind))[0]["type_of_reference"]) == types


def test_a_report_has_its_number_and_institution_and_an_address_stays_as_it_is():
    (entry,) = read_bibtex(item(number="国市监质发〔2023〕73号", genre="Notice")).values()
    assert entry.fields["number"] == "国市监质发〔2023〕73号"
    assert entry.fields["institution"] == "{Ministry of Works}"
    assert entry.fields["url"] == "https://x.org/?a=1&b=50%25#c_d"
    (reference,) = read_ris(item(number="国市监质发〔2023〕73号"))
    assert (reference["issn"], reference["urls"]) == ("国市监质发〔2023〕73号", ["https://x.org/?a=1&b=50%25#c_d"])


def test_ris_ends_its_lines_and_references_as_specified():
    assert "".join(ris([item()])).startswith("TY  - RPRT\r\nID  - notice-1\r\nTI  - Notice\r\n")
    assert "".join(ris([item()])).endswith("\r\nER  - \r\n\r\n")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_csl_json_is_one_array(count):
    items = [item(id=str(n)) for n in range(count)]
    assert json.loads("".join(csl_json(items))) == items


@pytest.mark.parametrize("form", FORMATS)
def test_an_item_is_written_before_the_next_is_read(form):
    read = []

    def items():
        for n in range(3):
            read.append(n)
            yield item(id=str(n))

    written = FORMATS[form].write(items())
    next(written)
    assert len(read) <= 2


@given(texts)
def test_whatever_a_title_holds_comes_back_whole(title):
    (entry,) = read_bibtex(item(title=title)).values()
    assert entry.fields["title"] == f"{{{tex(title)}}}"
    assert len(entry.fields) == 5
    (reference,) = read_ris(item(title=title))
    assert reference["title"] == one_line(title)
    assert json.loads("".join(csl_json([item(title=title)])))[0]["title"] == title
