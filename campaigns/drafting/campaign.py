"""The year and the campaign that a text is about: year, scope, province, theme, counts, slogans."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from campaigns.documents.numbering import read_label, without_label
from campaigns.documents.passages import Passage
from campaigns.drafting.find import ACTIVITIES, DEPARTMENTS, figures, years
from campaigns.drafting.ground import CHINESE, Ground, held, is_sentence
from campaigns.drafting.headings import theme_within
from campaigns.drafting.model import Claim, Draft, Table

_NATIONAL = re.compile(r"全国[“\"]?质量月|National [“\"]Quality Month|national [“\"]Quality Month", re.IGNORECASE)
#: 全省“质量月”: all of the province, municipality or region.
_WHOLE_PROVINCE = re.compile(r"全[省市区][“\"]?质量月")
_THEME_LINE = re.compile(r"主题\s*[:：]?$|^(?:The )?Themes?\b[^.]{0,40}:?$", re.IGNORECASE)
_THEME_QUOTED = re.compile(
    r"主题(?:为|是)?\s*[:：]?\s*“([^”]+)”|以“([^”]+)”为主题|theme (?:of [^.]{0,60} )?(?:is|was) [“\"]([^”\"]+)[”\"]"
)
_SLOGAN_LINE = re.compile(r"口号\s*[:：]?$|^Slogans?\b[^.]{0,60}:?$")
_LONGEST_SLOGAN = 40


@dataclass(slots=True)
class Edition:
    """Which month a text is about, with the reasons to doubt it."""

    year: str = ""
    scope: str = "national"
    province: str = ""
    host: str = ""
    doubts: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The slug of the campaign: year, and national or whose it is."""
        return f"{self.year}-{self.whose}"

    @property
    def whose(self) -> str:
        """What tells the campaigns of a year apart."""
        return self.host or self.province or self.scope


def edition(ground: Ground, title: str = "") -> Edition:
    """Return the edition that a text is about.

    The year is the one in the title, else the one that the text ties to a Quality Month most often. The scope is
    national where a text says so, else provincial where it names a province.
    """
    found = Edition()
    text = "\n".join(passage.text for passage in ground.passages)
    in_title = years(title) or [(match, match) for match in re.findall(r"(?:19|20)\d\d", title)]
    counted = Counter(year for year, _ in years(text))
    found.year = in_title[0][0] if in_title else next((year for year, _ in counted.most_common(1)), "")
    found.others = sorted(year for year in counted if year != found.year)
    if not found.year:
        found.doubts["year"] = "no year stands with the Quality Month"
    elif not in_title and found.others:
        found.doubts["year"] = f"named most often; also named: {', '.join(found.others)}"
    if _NATIONAL.search(title or text):
        return found
    provinces = ground.known.within("province", title or text)
    found.scope = "provincial" if provinces else "local"
    if provinces:
        entry = ground.known.records.by_kind["province"][provinces[0]].entry
        found.province = re.sub(r"[^a-z]+", "-", entry.name_en.lower()).strip("-")
        found.doubts["province"] = "the province that the text names first"
    found.doubts["scope"] = "the text does not say 全国" + ("" if provinces else " and names no province")
    return found


def need_year(draft: Draft, found: Edition) -> None:
    """Put a placeholder where no year was found, and say so: a dossier cannot do without one."""
    if not found.year:
        found.year = "1900"
        found.doubts["year"] = "no year stands with the Quality Month; 1900 is a placeholder"
        draft.doubts.append("no year stands with the Quality Month: 1900 is a placeholder wherever it stands")


def year_table(ground: Ground, found: Edition, claims: Sequence[Claim]) -> Table:
    """Return the year with the claims that the month was held in it."""
    table = Table("year").put("number", int(found.year), found.doubts.get("year", ""))
    add_held(table, claims)
    return held(table, ground.known, int(found.year))


def add_held(table: Table, claims: Sequence[Claim]) -> None:
    """Say that the month was held, on the evidence of ``claims``, if there are any."""
    if claims and table.get("held") is None:
        table.put("held", "yes", "announced or reported; whether it took place does not follow from that")
    table.claims.extend(claims)


def year_words(ground: Ground, found: Edition, passages: Sequence[Passage]) -> tuple[Passage, str] | None:
    """Return the first passage that ties the year to the Quality Month, and the words that do, the longest ones."""
    for passage in ground.main_first(passages):
        words = [printed for year, printed in years(passage.text) if year == found.year]
        if words:
            return passage, max(words, key=len)
    return None


def campaign_table(ground: Ground, found: Edition, body: Sequence[Passage], head: Sequence[Passage] = ()) -> Table:
    """Return the campaign with the first claim on each field that the ``body`` of a text makes, or its ``head``."""
    code = _province_code(ground, found)
    table = Table("campaign").put("slug", found.slug)
    table.put("year", int(found.year), found.doubts.get("year", ""))
    table.put("scope", found.scope, found.doubts.get("scope", ""))
    table.put("province", code, found.doubts.get("province", ""))
    if where := year_words(ground, found, body) or year_words(ground, found, head):
        table.claims.append(ground.claim("year", where[1], where[0]))
    for passage in (*body, *head):
        match = (_NATIONAL if found.scope == "national" else _WHOLE_PROVINCE).search(passage.text)
        if match and passage.language == ground.language:
            table.claims.append(ground.claim("scope", match[0], passage))
            break
    for passage in (*body, *head) if code else []:
        if named := province_named(ground, code, passage.text):
            table.claims.append(ground.claim("province", named, passage))
            break
    return held(table, ground.known, found.slug)


def province_named(ground: Ground, code: str, text: str) -> str:
    """Return the name by which ``text`` names the province, the longest that it has; empty where it does not."""
    entry = ground.known.records.by_kind["province"][code].entry
    return next((name for name in (entry.name_zh, entry.short_zh, entry.name_en) if name in text), "")


def _province_code(ground: Ground, found: Edition) -> str:
    """Return the code of the edition's province."""
    for placed in ground.known.records.of("province") if found.province else []:
        if re.sub(r"[^a-z]+", "-", placed.entry.name_en.lower()).strip("-") == found.province:
            return str(placed.key)
    return ""


def put_counts(table: Table, ground: Ground, passages: Sequence[Passage], *, signed: bool = False) -> None:
    """Set how many departments and activities the text states; where it states several numbers, all are listed.

    A notice that is ``signed`` counts its own departments; any other text may count those of one activity.
    """
    for field_name, pattern in (("department_count", DEPARTMENTS), ("activity_count", ACTIVITIES)):
        seen: dict[int, list[Claim]] = {}
        lines: set[tuple[int, int]] = set()
        for passage in ground.main_first(passages):
            for match in pattern.finditer(passage.text):
                number = int(next(filter(None, match.groups())))
                if (passage.line, number) not in lines:
                    lines.add((passage.line, number))
                    seen.setdefault(number, []).append(ground.claim(field_name, match[0], passage))
        if not seen:
            continue
        first, *others = seen
        doubt = f"the text also states {', '.join(map(str, others))}" if others else ""
        if field_name == "activity_count" or not signed:
            doubt = "; ".join(filter(None, [f"the {field_name} of the whole campaign?", doubt]))
        table.put(field_name, first, doubt)
        table.claims.extend(seen[first])
        for other in others:
            for claim in seen[other]:
                said = f"{field_name} {other}: of what? the first number is {first}"
                table.claims.append(Claim(field_name, claim.at, claim.quote, str(other), "normal", said))


def put_theme(table: Table, ground: Ground, passages: Sequence[Passage]) -> None:
    """Set the theme: the line after the heading that announces it, or what a text quotes as the theme."""
    main = [passage for passage in passages if passage.language == ground.language]
    for index, passage in enumerate(main):
        text = without_label(passage.text)
        following = main[index + 1] if index + 1 < len(main) else None
        if within := theme_within(text):
            claim = ground.claim("theme_en", within[1], passage)
            table.put("theme_en", within[1], "taken out of the sentence that is also the heading")
            table.claims.append(claim)
            return
        if _THEME_LINE.search(text) and following and not read_label(following.text):
            _put_theme_line(table, ground, following)
            return
    for passage in main:
        if quoted := _THEME_QUOTED.search(passage.text):
            theme = next(filter(None, quoted.groups()))
            table.put(f"theme{ground.side}", theme, "quoted in running text; the theme of what?")
            table.claims.append(ground.claim(f"theme{ground.side}", theme, passage))
            return


def _put_theme_line(table: Table, ground: Ground, passage: Passage) -> None:
    """Set the theme that stands on a line of its own, in both languages where there are two."""
    for said in filter(None, (passage, ground.beside(passage))):
        name = "theme_zh" if said.language == CHINESE else "theme_en"
        table.put(name, said.text.strip('“”"'))
        table.claims.append(ground.claim(name, said.text.strip('“”"'), said))


def slogans(ground: Ground, campaign: str, passages: Sequence[Passage]) -> list[Table]:
    """Return the slogans: the short lines after a line that announces them, up to the next heading or sentence."""
    main = [passage for passage in passages if passage.language == ground.language]
    found: list[Table] = []
    for index, passage in enumerate(main):
        if read_label(passage.text) or passage.text.startswith("附件") or not _SLOGAN_LINE.search(passage.text):
            continue
        for line in main[index + 1 :]:
            if len(line.text) > _LONGEST_SLOGAN or (is_sentence(line.text) and not line.text.endswith(("！", "!"))):
                break
            found.append(slogan(ground, campaign, line))
    return found


def slogan(ground: Ground, campaign: str, passage: Passage) -> Table:
    """Return the slogan on one line, without its number."""
    text = without_label(passage.text)
    table = Table("slogan").put("campaign", campaign).put(f"text{ground.side}", text)
    table.claims.append(ground.claim(f"text{ground.side}", text, passage))
    return table


def figure_tables(ground: Ground, campaign: str, passages: Sequence[Passage]) -> list[Table]:
    """Return the numbers that count something, one table for a number with its unit, with each line that states it."""
    found: dict[tuple[float, str], Table] = {}
    for passage in passages:
        if passage.language != ground.language:
            continue
        for stated in figures(passage.text, passage.language):
            key = (stated.number, stated.unit or stated.name)
            if key not in found:
                number = int(stated.number) if stated.number.is_integer() else stated.number
                table = Table("figure").put("slug", f"{campaign}-figure-{len(found) + 1}").put("campaign", campaign)
                table.put(f"name{ground.side}", stated.name, "cut out of the sentence").put("value", number)
                table.put("qualifier", "" if stated.qualifier == "exact" else stated.qualifier)
                table.put(f"unit{ground.side}", stated.unit)
                table.doubts.append("a number with its unit; a statement worth keeping?")
                found[key] = table
            claim = ground.claim("value", stated.printed, passage)
            if claim.at not in {held_claim.at for held_claim in found[key].claims}:
                found[key].claims.append(claim)
    return list(found.values())
