"""Candidates for people: names that follow a post, and what those who bear them did at the launch."""

import re
from collections.abc import Iterator, Sequence

from campaigns.documents.glosses import HAN
from campaigns.documents.passages import Passage
from campaigns.drafting.ground import Ground
from campaigns.drafting.model import Table
from campaigns.drafting.names import proposed_slug

#: Posts, each before those that it ends with.
_POST = (
    "副省长|省长|副主席|主席|副市长|市长|副局长|局长|副主任|主任|副书记|书记|副组长|组长|副厅长|厅长|副部长|部长|副会长|会长|"
    "秘书长|副总理|总理|领导|领导人"
)
_PERSON = re.compile(
    rf"(?P<posts>[^。；;]*?(?:{_POST}))(?P<names>[{HAN}]{{2,3}}?(?:、[{HAN}]{{2,3}}?)*)"
    r"(?=等\d|出席|主持|宣布|讲话|致辞|指出|强调|表示|介绍|通报|发言|参加|对|在)"
)
_ENDS_WITH_POST = re.compile(rf"(?:{_POST})$")
#: What somebody did: the first of these roles for which a word stands after the name.
_ROLES = (("opened", re.compile(r"宣布[^。；;]{0,12}?(?:启动|开幕)")), ("chaired", re.compile("主持")),
          ("spoke", re.compile("致辞|讲话|发言|指出|强调|部署|通报")))  # fmt: skip


def people(ground: Ground, activity: str, passages: Sequence[Passage]) -> Iterator[Table]:
    """Yield each person whose name follows a post, and, where there is a launch, the appearance there."""
    seen: set[str] = set()
    for passage in passages:
        for found in _PERSON.finditer(passage.text):
            names = found["names"].split("、")
            if len(names) == 1 and found["posts"].endswith(("领导", "领导人")):
                continue
            for name in names:
                if name in seen:
                    continue
                seen.add(name)
                slug = ground.known.find("person", name) or _person_slug(name)
                table = Table("person").put("slug", slug).put("name_zh", name)
                naming = [other for other in passages if name in other.text]
                table.claims += [ground.claim("name_zh", name, other) for other in naming]
                if file := ground.known.holds("person", slug):
                    table.remarks.append(f"{file} holds person {slug}: move this claim there")
                table.doubts.append("two or three characters after a post and before a verb; a name?")
                if ground.detected.condition in ("converted", "glossed"):
                    table.doubts.append("the script was converted; a name may have lost a character")
                yield table
                if activity:
                    yield _appearance(ground, activity, slug, passage, found)


def _person_slug(name: str) -> str:
    """Return the slug of a person: surname, and given names as one word."""
    surname, *given = proposed_slug(name).split("-")
    return "-".join(filter(None, [surname, "".join(given)]))


def _appearance(ground: Ground, activity: str, slug: str, passage: Passage, found: re.Match[str]) -> Table:
    """Return the appearance of somebody at the launch, in the role that the words after the name give."""
    after = re.split("[。；;]", passage.text[found.end("names") :])[0]
    role, words = next(((role, said[0]) for role, form in _ROLES if (said := form.search(after))), ("attended", ""))
    posts = _posts(found["posts"])
    table = Table("appearance", doubts=["at the launch, or elsewhere?"])
    table.put("activity", activity).put("person", slug).put("role", role, "by the words after the name")
    table.put("posts_zh", posts)
    table.claims.append(ground.claim("person", found["names"], passage))
    table.claims.append(ground.claim("posts_zh", posts, passage))
    if words := words or next(iter(re.findall("出席|参加", after)), ""):
        table.claims.append(ground.claim("role", words, passage))
    return table


def _posts(text: str) -> str:
    """Return the posts at the end of ``text``: its last clause, and those before it that end with a post as well."""
    clauses = re.split("[,，]", text)
    kept = [clauses.pop()]
    while clauses and _ENDS_WITH_POST.search(clauses[-1]):
        kept.insert(0, clauses.pop())
    return ",".join(kept)
