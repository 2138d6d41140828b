"""A source's page with its text: what is quoted, supported, set aside and repaired on each line; and without it."""

import pytest
from django.utils import translation

from campaigns import reading_page
from campaigns.documents.passages import Passage, ReadLine, Repair
from campaigns.documents.reading import Reading
from campaigns.models import Claim, Section, Source, SourceText
from tests import factories
from tests.reading import fact, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

HEADS = {"": ["English", "Chinese"], "/zh-hans": ["中文", "英文"]}


def text(content, **fields):
    """A source that says ``content``, which was imported."""
    return factories.make_source_text(content, **fields).source


def claim(record, source, line, quote, **fields):
    return factories.make_claim(record, source=source, line=line, quote=quote, **fields)


def read(client, source, prefix=""):
    return page(client, f"{prefix}/sources/{source.slug}/")


def line(found, number):
    """All that stands at a line, without its number."""
    return found.text("li", id=f"L{number}").removeprefix(str(number)).strip()


def marks(found):
    return found.texts("mark")


def test_every_line_has_its_number_as_an_address_and_a_link_to_it(client):
    found = read(client, text("First\n\nThird\n", language="en", script="Latn"))
    numbered = [attrs for name, attrs, _ in found.elements if name == "li" and (attrs.get("id") or "").startswith("L")]
    assert [attrs["id"] for attrs in numbered] == ["L1", "L2", "L3"]
    assert [attrs["value"] for attrs in numbered] == ["1", "2", "3"]
    assert found.links("a", class_="number") == ["#L1", "#L2", "#L3"]
    assert found.texts("a", class_="number") == ["1", "2", "3"]
    assert found.texts("p", class_="printed") == ["First", "Third"]
    assert found.texts("p", class_="printed", lang="en") == ["First", "Third"]


def test_a_blank_line_stays_numbered_and_says_nothing(client):
    found = read(client, text("First\n\n"))
    assert found.text("li", class_="blank") == "2"
    assert found.text("li", id="L1") == "1 First nothing taken from this line yet"


def test_each_quotation_is_marked_once_where_it_stands_and_overlapping_ones_together(client):
    source = text("甲乙丙丁戊己庚辛，甲乙\n", script="Hans")
    campaign = factories.make_campaign()
    for number, quote in enumerate(["甲乙", "丁戊", "戊己", "戊", "absent", ""]):
        claim(campaign, source, 1, quote, key=f"test-{number}")
    found = read(client, source)
    assert marks(found) == ["甲乙", "丁戊己"]
    assert found.text("p", class_="printed") == "甲乙丙丁戊己庚辛，甲乙"


def test_a_quotation_of_a_claim_on_several_lines_is_marked_on_the_one_where_it_stands(client):
    source = text("one\ntwo\nthree\nfour two\n")
    campaign = factories.make_campaign()
    claim(campaign, source, 1, "two", line_end=3)
    found = read(client, source)
    assert marks(found) == ["two"]
    assert "two" in line(found, 1)
    assert "lines 1 to 3" in line(found, 1)
    assert line(found, 2) == "two cited with line 1"
    assert line(found, 3) == "three cited with line 1"
    assert line(found, 4) == "four two nothing taken from this line yet"


def test_a_line_says_what_it_supports_by_record_with_the_field_and_the_quotation(client):
    campaign = factories.make_campaign(theme_zh="质量第一", theme_en="Quality first", slug="2023-read")
    source = text("主题：质量第一，共二十五家\n")
    claim(campaign, source, 1, "质量第一", field="theme_zh", key="read-1")
    claim(campaign, source, 1, "二十五家", field="department_count", value="25", key="read-2", note_en="All told")
    found = read(client, source)
    assert found.text("div", class_="support").endswith(
        "theme in Chinese 质量第一 number of departments 二十五家 = 25 All told"
    )
    assert "/campaigns/2023-read/" in found.links()
    assert "nothing taken" not in line(found, 1)


def test_a_quotation_that_is_the_whole_line_is_not_repeated_beside_it(client):
    campaign = factories.make_campaign(theme_zh="质量第一")
    source = text("质量第一\n")
    claim(campaign, source, 1, "质量第一", field="theme_zh")
    found = read(client, source)
    assert found.texts("q") == []
    assert line(found, 1).endswith("theme in Chinese")


def test_a_value_that_the_line_gives_in_the_same_words_is_not_repeated(client):
    agency = factories.make_agency(name_en="Bureau of Measures")
    source = text("Signed by the Bureau of Measures and Weights\n", language="en", script="Latn")
    value = "Bureau of Measures and Weights"
    claim(agency, source, 1, "Bureau of Measures", field="names", value=value)
    assert "=" not in line(read(client, source), 1)
    Claim.objects.filter(source=source).update(value="Bureau of Weights")
    assert line(read(client, source), 1).endswith("Bureau of Measures = Bureau of Weights")


def test_what_is_claimed_reads_as_records_read_dates_words_and_links(client):
    factories.make_agency(slug="bureau", name_en="Bureau")
    year = factories.make_year()
    campaign = factories.make_campaign(year=year)
    notice = factories.make_notice(campaign=campaign)
    section = factories.make_section(notice=notice)
    source = text("a b c d e f g h\n")
    for record, quote, field, value in (
        (notice, "a", "issuers", "bureau"),
        (notice, "b", "issued_on", "2023-08"),
        (year, "c", "held", "yes"),
        (section, "d", "text_known", "no"),
        (campaign, "e", "year", str(year.number)),
        (campaign, "f", "host", "no-such-agency"),
        (notice, "g", "issued_on", "sometime"),
        (campaign, "h", "nonsense", "x1"),
    ):
        claim(record, source, 1, quote, field=field, value=value, key=f"value-{quote}")
    found = read(client, source)
    said = {quote: rest for item in found.texts("li", class_="claim") for quote, _, rest in [item.partition(" = ")]}
    assert {key[-1]: value for key, value in said.items()} == {
        "a": "Bureau", "b": "August 2023", "c": "held", "d": "no", "e": str(year.number), "f": "no-such-agency",
        "g": "sometime", "h": "x1",
    }  # fmt: skip
    assert {"/agencies/bureau/", f"/years/{year.number}/"} <= set(found.links())


def test_a_rank_other_than_preferred_is_named(client):
    source = text("a b\n")
    claim(factories.make_campaign(), source, 1, "a", rank="deprecated")
    assert read(client, source).text("li", class_="deprecated").endswith("deprecated")


def test_a_draft_neither_marks_nor_supports(client):
    source = text("a b c\n")
    claim(factories.make_campaign(), source, 1, "a", status="draft")
    claim(factories.make_campaign(status="draft"), source, 1, "b")
    found = read(client, source)
    assert marks(found) == []
    assert line(found, 1) == "a b c nothing taken from this line yet"


def test_many_claims_on_one_line_are_grouped_by_record_and_stand_below_it(client):
    source = text("一二三四五六七八九\n")
    first, second = factories.make_campaign(), factories.make_campaign()
    for number, quote in enumerate("一二三四五六七八九"):
        claim([first, second][number % 2], source, 1, quote, key=f"many-{number}")
    found = read(client, source)
    assert reading_page.FEW_CLAIMS == 6
    assert len(found.texts("li", class_="many")) == 1
    assert len(found.texts("div", class_="support")) == 2
    assert marks(found) == ["一二三四五六七八九"]


def test_what_is_set_aside_is_shown_with_its_reason_and_the_rest_with_nothing_taken(client):
    source = text("one\ntwo\nthree four five\nsix\n")
    factories.make_set_aside(source, 1, line_end=2, reason="page", note_en="A menu")
    factories.make_set_aside(source, 3, reason="name", quote="three", quote_end="five")
    found = read(client, source)
    assert line(found, 1) == ("one set aside furniture of the page that carries the document lines 1 to 2 A menu")
    assert line(found, 2) == "two set aside with line 1"
    assert line(found, 3) == ("three four five set aside three … five part of a name nothing taken from this line yet")
    assert line(found, 4) == "six nothing taken from this line yet"
    assert "搁置 刊载网页的附属文字" in line(read(client, source, "/zh-hans"), 1)


def test_that_a_text_survives_takes_nothing_from_its_lines(client):
    source = text("one\ntwo\n")
    claim(factories.make_section(), source, 1, "one", line_end=2, field="text_known", value="yes")
    found = read(client, source)
    assert line(found, 1).endswith("nothing taken from this line yet")
    assert line(found, 2) == "two nothing taken from this line yet"


@pytest.mark.parametrize("prefix", HEADS)
def test_a_bilingual_document_stands_in_two_columns_the_readers_language_first(client, prefix):
    source = text("A month of quality 质量月\n", language="en-zh", script="Hans")
    campaign = factories.make_campaign()
    claim(campaign, source, 1, "质量", field="theme_zh", value="质量")
    found = read(client, source, prefix)
    assert found.texts("p", class_="printed", lang="en") == ["A month of quality"]
    assert found.texts("p", class_="printed", lang="zh-Hans") == ["质量月"]
    order = [attrs["lang"] for name, attrs, _ in found.elements if name == "p" and "printed" in attrs.get("class", "")]
    assert order == (["zh-Hans", "en"] if prefix else ["en", "zh-Hans"])
    assert found.text("div", class_="heads").split() == HEADS[prefix]
    assert found.text("mark") == "质量"
    assert len(found.texts("div", class_="bilingual")) == 1


def test_a_damaged_line_stands_as_printed_and_as_repaired_with_what_was_repaired(client):
    source = text("質(zhì)量月\n\nquality\n", script="Hant-spun", condition="glossed")
    claim(factories.make_campaign(), source, 1, "質(zhì)量")
    found = read(client, source)
    assert found.text("li", id="L1").startswith(
        "1 As printed 質(zhì)量月 As repaired 质量月 pinyin glosses removed, script restored to simplified characters"
    )
    assert found.texts("p", lang="zh-Hant", class_="printed")[0] == "質(zhì)量月"
    assert found.texts("p", lang="zh-Hans") == ["质量月"]
    assert marks(found) == ["質(zhì)量"]
    assert found.text("div", class_="heads") == "As printed As repaired"
    assert "made by program; the printed text is the evidence" in found.text()
    assert line(found, 3) == "quality nothing taken from this line yet"
    chinese = line(read(client, source, "/zh-hans"), 1)
    assert chinese.startswith("原文 質(zhì)量月 修复后 质量月 已去除拼音注音、已还原为简化字")


def test_a_name_keeps_its_characters_where_the_script_is_restored(client):
    source = text("焦乾出席\n", script="Hant-spun", condition="converted")
    assert "焦干出席" in line(read(client, source), 1)
    factories.make_person(name_zh="焦乾")
    assert "焦干出席" not in line(read(client, source), 1)


def test_a_passage_read_over_several_lines_names_them_and_they_link_back(client, monkeypatch):
    joined = Passage("1. A heading in three lines", 1, 5, "en", 0, frozenset({Repair.JOINED, Repair.NUMBERING}))
    split = Passage("2. Next", 5, 6, "en", 0, frozenset({Repair.SPLIT}))
    printed = ["1.' A heading", "", "in three", "", "lines 2. Next", "words"]
    lines = [ReadLine(number, said, "en") for number, said in enumerate(printed, 1)]
    lines[0] = ReadLine(1, printed[0], "en", (), (joined,))
    lines[2] = ReadLine(3, printed[2], "en", (), (), 1)
    lines[4] = ReadLine(5, printed[4], "en", (), (split, Passage("3. Last", 5, 5, "en", 0, frozenset({Repair.SPLIT}))))
    monkeypatch.setattr(reading_page, "read", lambda *_, **__: Reading(tuple(lines), (joined, split)))
    found = read(client, text("\n".join(printed), language="en", script="Latn", condition="machine-translated"))
    assert (
        "1. A heading in three lines read together with lines 3 to 5 · broken lines joined, numbering mended"
        in line(found, 1)
    )
    assert "As repaired read with line 1" in line(found, 3)
    assert "2. Next read together with line 6 · fused items separated 3. Last fused items separated" in line(found, 5)
    assert found.links("a").count("#L1") == 2
    assert line(found, 6) == "words nothing taken from this line yet"


def test_a_part_shows_its_own_lines_of_its_wholes_text_under_their_own_numbers(client):
    whole = text("one\ntwo\nthree\nfour\n")
    part = factories.make_source(part_of=whole, first_line=2, last_line=3, file=whole.file, sha256=whole.sha256)
    campaign = factories.make_campaign()
    claim(campaign, part, 2, "two", key="part")
    claim(campaign, whole, 1, "three", line_end=3, key="whole")
    factories.make_set_aside(whole, 4)
    found = read(client, part)
    assert found.texts("p", class_="printed") == ["two", "three"]
    assert found.links("a", class_="number") == ["#L2", "#L3"]
    assert marks(found) == ["two", "three"]
    assert line(found, 3) == "three cited with line 2"
    everything = read(client, whole)
    assert everything.texts("p", class_="printed") == ["one", "two", "three", "four"]
    assert marks(everything) == ["two", "three"]
    assert f"/sources/{part.slug}/" in everything.links()


def test_claims_on_lines_that_the_document_does_not_have_are_not_lost(client):
    source = text("one\n")
    claim(factories.make_agency(name_en="Far"), source, 900, "x", line_end=2_000_000_000)
    found = read(client, source)
    assert "Lines that the document does not have" in found.texts("h3")
    assert "Far" in line(found, 900)
    assert line(found, 900).endswith("The document has no such line.")


def test_claims_on_a_source_as_a_whole_stand_before_the_text(client):
    source = text("one\n")
    claim(factories.make_agency(name_en="All of it"), source, None, "", value="x")
    found = read(client, source)
    headings = found.texts("h2")
    assert headings.index("What it says as a whole") < headings.index("The text, line by line")
    assert "All of it" in found.text("div", class_="support")


@pytest.mark.parametrize("wrong", ["other text", "no text", "other checksum", "part of another file"])
def test_without_the_recorded_text_the_page_has_the_claims_by_line_and_how_to_check_them(client, wrong):
    source = text("one\ntwo\n", file="leaflet.txt")
    claim(factories.make_campaign(theme_en="Theme"), source, 2, "two")
    shown = source
    if wrong == "no text":
        SourceText.objects.filter(source=source).delete()
    elif wrong == "other text":
        SourceText.objects.filter(source=source).update(sha256="0" * 64)
    elif wrong == "other checksum":
        Source.objects.filter(pk=source.pk).update(sha256="1" * 64)
    else:
        shown = factories.make_source(part_of=source, last_line=2, file="other.txt", sha256="2" * 64)
    source.refresh_from_db()
    found = read(client, shown)
    assert found.texts("p", class_="printed") == []
    assert found.text("li", id="L2").startswith("Line 2 ")
    assert "two" in found.texts("q")
    assert fact(found, "SHA-256") == source.sha256
    assert fact(found, "Number of lines") == "2"
    assert "leaflet.txt" in found.texts("code")
    assert "manage.py import_documents DIR" in found.texts("code")
    assert "manage.py build_fixtures --check --documents DIR" in found.texts("code")
    assert "如何核对" in read(client, shown, "/zh-hans").texts("h2")


def test_a_source_without_a_file_does_not_say_how_to_check_it(client):
    assert "How to check this" not in read(client, factories.make_source()).texts("h2")


@pytest.mark.parametrize("imported", [True, False])
def test_the_outline_links_each_section_to_the_line_of_its_heading_in_the_order_of_the_lines(client, imported):
    source = text("一、甲\n二、乙\n")
    if not imported:
        SourceText.objects.all().delete()
    notice = factories.make_notice()
    late = factories.make_section(notice=notice, heading_en="Late", label="二、")
    early = factories.make_section(notice=notice, heading_en="Early", path="2.1", label="")
    claim(late, source, 2, "乙", field="heading_zh", key="late")
    claim(late, source, 1, "", field="text_known", key="survives")
    claim(early, source, 1, "甲", field="summary_zh", key="early")
    found = read(client, source)
    assert found.texts("li", class_="depth-0") == ["二、 Late line 2"]
    assert [address for address in found.links() if address in ("#L1", "#L2")][:2] == ["#L1", "#L2"]
    assert found.texts("li", class_="depth-1") == ["Early line 1"]


def test_the_outline_of_the_real_notice_is_whole():
    with translation.override("en"):
        claims = Claim.objects.published().for_list().filter(source__slug="2023-notice-zh")
        found = reading_page.outline(claims)
    lines = [number for _, number in found]
    assert lines == sorted(lines)
    headed = Section.objects.filter(claims__source__slug="2023-notice-zh").distinct()
    assert {section.pk for section, _ in found} == {section.pk for section in headed}


def test_markup_in_a_document_stays_text(client):
    source = text("<script>alert(1)</script> & <b>more</b>\n")
    claim(factories.make_campaign(), source, 1, "<b>more", value="<i>x</i>")
    found = read(client, source)
    assert found.text("p", class_="printed") == "<script>alert(1)</script> & <b>more</b>"
    assert found.text("mark") == "<b>more"
    assert not [name for name, _, _ in found.elements if name in ("b", "i")]
    assert [attrs.get("type") for name, attrs, _ in found.elements if name == "script"] == ["application/ld+json"]


def test_a_page_takes_as_many_queries_for_many_lines_and_claims_as_for_few(client, django_assert_max_num_queries):
    source = text("".join(f"word{number}\n" for number in range(40)), script="Hant-spun", condition="converted")
    campaign, agency = factories.make_campaign(), factories.make_agency()
    claim(campaign, source, 1, "word0", field="host", value=agency.slug)
    factories.make_set_aside(source, 2, quote="word1")
    with django_assert_max_num_queries(10) as few:
        read(client, source)
    for number in range(2, 40):
        other = factories.make_agency()
        claim(factories.make_campaign(), source, number + 1, f"word{number}", field="host", value=other.slug)
        factories.make_set_aside(source, number + 1, quote=f"word{number}")
    with django_assert_max_num_queries(len(few)):
        read(client, source)


def test_the_texts_stand_in_no_fixture_api_or_file(client):
    source = text("a sentence that is nowhere else\n")
    for address in (f"/api/v1/sources/{source.slug}/", "/sources.csv", "/sources.jsonl", "/sources.atom"):
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"nowhere else" not in content
