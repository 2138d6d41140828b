"""Candidates for activities: names in quotation marks, members of lists of activities, launches."""

import re
from collections.abc import Iterator, Sequence

from campaigns.documents.glosses import HAN
from campaigns.documents.passages import Passage
from campaigns.drafting.campaign import province_named
from campaigns.drafting.find import dates, edition_number, quoted
from campaigns.drafting.ground import Ground
from campaigns.drafting.headings import Head
from campaigns.drafting.model import Member, Table
from campaigns.drafting.names import proposed_slug
from qualitymonth.fold import fold

#: The month itself, however it is quoted, is no activity of the month.
_MONTH = {fold("质量月"), fold("Quality Month")}
_SHORTEST, _LONGEST_QUOTED = 2, 160
_LIST = re.compile(r"(?:开展|举办|组织|举行|推出)了?(?P<members>[^。；;]*?)(?:等)(?P<end>[^。；;,，]{0,12}?活动)")
_LIST_MEMBER = 4
#: No name is longer; it is a sentence, or a quotation mark was lost.
_LONGEST = 60
#: What stands before the name of an activity in a list.
_VERB = re.compile("^(?:和|以及|及)?(?:将)?(?:继续|陆续|深入|广泛|统筹)?(?:开展|举办|组织|举行|推出)?")
_LAUNCH = re.compile(rf"(?P<title>[{HAN}\d]*[“\"]?质量月[”\"]?[{HAN}]{{0,16}}?启动仪式)")
_PLACE = re.compile(rf"在(?P<place>[{HAN}]{{2,24}}?)(?:隆重)?(?:举行|召开|举办)")
_DAY = re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日")


def quoted_activities(ground: Ground, campaign: str, passages: Sequence[tuple[Passage, str]]) -> Iterator[Table]:
    """Yield a candidate for each quoted name in ``passages``, each of which comes with the slug of its section."""
    seen: set[tuple[str, str]] = set()
    for passage, section in passages:
        if passage.language != ground.language:
            continue
        for name, _ in quoted(passage.text):
            if fold(name) not in _MONTH and _SHORTEST <= len(name) <= _LONGEST_QUOTED and (section, name) not in seen:
                seen.add((section, name))
                table = _candidate(ground, campaign, name, passage, section)
                table.doubts.append("a name in quotation marks; an activity?")
                yield table


def _candidate(ground: Ground, campaign: str, name: str, passage: Passage, section: str) -> Table:
    """Return an activity with its title, and the series whose name is in it; its kind is for the hand that goes on."""
    table = Table("activity").put("slug", f"{campaign.partition('-')[0]}-{proposed_slug(name)}")
    table.put("campaign", campaign).put("section", section).put("kind", "other").put(f"title{ground.side}", name)
    table.claims.append(ground.claim(f"title{ground.side}", name, passage))
    for key in ground.known.within("series", name)[:1]:
        table.put("series", key)
        table.claims.append(ground.claim("series", name, passage))
        if edition := edition_number(name):
            table.put("edition", edition[0])
            table.claims.append(ground.claim("edition", edition[1], passage))
    return table


def put_doer(table: Table, ground: Ground, passage: Passage, head: Head) -> None:
    """Set the agency or the province with whose name the item of an annex begins, where the archive knows it."""
    if head.kind == "agency":
        claim = ground.claim("", head.text, passage)
        table.lists["organisers"] = [Member({"agency": head.key}, [claim], "the agency with which the item begins")]
    elif head.kind == "province":
        table.put("provinces", [head.key], "the province with which the item begins")
        table.claims.append(ground.claim("provinces", head.text, passage, value=head.key))


def listed_activities(ground: Ground, campaign: str, passages: Sequence[Passage]) -> Iterator[Table]:
    """Yield a candidate for each member of a list that a text calls activities: 将开展甲、乙、丙等活动."""
    for passage in passages:
        for found in _LIST.finditer(passage.text):
            for member in _members(found["members"]):
                table = _candidate(ground, campaign, member, passage, "")
                table.doubts.append("a member of a list of activities, cut at 、 and “”")
                yield table


def _members(text: str) -> Iterator[str]:
    """Yield the members of a list: what 、 parts, but for 、 within quotation marks or brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "“《（(") - (character in "”》）)")
        if character in "、，,;" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    several = [name for part in parts for name in _apart(_VERB.sub("", part).strip())]
    if len(several) > 1:
        yield from (name for name in several if _LIST_MEMBER <= len(name) <= _LONGEST)


def _apart(part: str) -> list[str]:
    """Return the names in a part that is nothing but names in quotation marks, or the part itself."""
    return re.findall("“([^“”]+)”", part) if re.fullmatch("(?:“[^“”]+”)+", part) else [part]


def launch(ground: Ground, campaign: str, province: str, year: str, passages: Sequence[Passage]) -> Table | None:
    """Return the launch of the month, where a text tells of one, with its day and place; None where it does not."""
    for passage in passages:
        for sentence in re.split("。", passage.text):
            if not (found := _LAUNCH.search(sentence)):
                continue
            title = re.split("举行|举办|召开", found["title"])[-1]
            title = re.sub(r"^(?:从|据|为|在)", "", title)
            table = Table("activity", doubts=["the first launch that the text names"])
            table.put("slug", f"{campaign}-launch").put("campaign", campaign).put("kind", "launch")
            table.put("title_zh", title).put("provinces", [province] if province else [])
            table.claims.append(ground.claim("title_zh", title, passage))
            if province and (named := province_named(ground, province, sentence)):
                table.claims.append(ground.claim("provinces", named, passage, value=province))
            if day := next(iter(dates(sentence)), None):
                table.put("starts_on", day.edtf)
                table.claims.append(ground.claim("starts_on", day.printed, passage))
            elif (short := _DAY.search(sentence)) and year:
                stated = f"{year}-{int(short['month']):02}-{int(short['day']):02}"
                table.put("starts_on", stated, "the text gives no year with the day")
                table.claims.append(ground.claim("starts_on", short[0], passage))
            if place := _PLACE.search(sentence):
                table.put("place_zh", place["place"], "what stands between 在 and 举行")
                table.claims.append(ground.claim("place_zh", place[0], passage))
            return table
    return None
