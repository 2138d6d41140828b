"""The drafter's reasons to doubt something, in the reader's language; the drafter itself writes English."""

import re
from functools import cache

from django.utils.translation import gettext, gettext_noop

#: Each as the drafter writes it, with names for what differs.
REASONS = (
    gettext_noop("a name in quotation marks; an activity?"),
    gettext_noop("a member of a list of activities, cut at 、 and “”"),
    gettext_noop("the first launch that the text names"),
    gettext_noop("the text gives no year with the day"),
    gettext_noop("what stands between 在 and 举行"),
    gettext_noop("the agency with which the item begins"),
    gettext_noop("the province with which the item begins"),
    gettext_noop("no year stands with the Quality Month; 1900 is a placeholder"),
    gettext_noop("no year stands with the Quality Month: 1900 is a placeholder wherever it stands"),
    gettext_noop("no year stands with the Quality Month"),
    gettext_noop("named most often; also named: %(years)s"),
    gettext_noop("the province that the text names first"),
    gettext_noop("the text does not say 全国 and names no province"),
    gettext_noop("the text does not say 全国"),
    gettext_noop("announced or reported; whether it took place does not follow from that"),
    gettext_noop("the text also states %(numbers)s"),
    gettext_noop("the department_count of the whole campaign?"),
    gettext_noop("the activity_count of the whole campaign?"),
    gettext_noop("%(field)s %(number)s: of what? the first number is %(first)s"),
    gettext_noop("taken out of the sentence that is also the heading"),
    gettext_noop("quoted in running text; the theme of what?"),
    gettext_noop("cut out of the sentence"),
    gettext_noop("a number with its unit; a statement worth keeping?"),
    gettext_noop("%(characters)s Chinese characters, %(words)s English words"),
    gettext_noop("%(number)s characters are Traditional"),
    gettext_noop("left simplified: %(characters)s; by a converter?"),
    gettext_noop("%(number)s headings or items are broken or fused (lines %(lines)s)"),
    gettext_noop("no heading is broken; whether a machine translated the text cannot be told"),
    gettext_noop("without a number in or after annex %(annex)s: %(lines)s; not drafted"),
    gettext_noop("after the signed date: %(lines)s; no annex, read as the page's own, not drafted"),
    gettext_noop("after the last byline: %(lines)s, not drafted"),
    gettext_noop("no title of the copy stands in the text; the notice's may serve"),
    gettext_noop("no title stands in the text"),
    gettext_noop("taken for a notice because of its numbered parts"),
    gettext_noop("taken for news because of a province or a launch; it has no byline"),
    gettext_noop("%(stated)s departments are stated, %(signed)s names signed"),
    gettext_noop("the report names no year; the others in the file name this one"),
    gettext_noop("a second table of campaign %(campaign)s: another report tells of it too; merge them"),
    gettext_noop("the text names this association most often; a campaign of its own?"),
    gettext_noop("line %(line)s names %(date)s, which no table has"),
    gettext_noop("the words as read do not stand on the line"),
    gettext_noop("only the beginning stands on the lines as read"),
    gettext_noop("no heading: the first sentence has %(number)s characters"),
    gettext_noop("begins with no known agency or province"),
    gettext_noop("begins with no name"),
    gettext_noop("named after the occasion"),
    gettext_noop("known under '%(name)s'"),
    gettext_noop("no known agency or province has this name; it ends where the capital letters do"),
    gettext_noop("no known agency has this name: %(agency)s is a proposal"),
    gettext_noop("no known agency has this name"),
    gettext_noop("the English name is that of %(agency)s"),
    gettext_noop("%(agency)s signs twice"),
    gettext_noop("no %(field)s: %(number)s characters are running text"),
    gettext_noop("another wording of the title"),
    gettext_noop("the first line; perhaps the headline of a page and not the title of the notice"),
    gettext_noop("in English; the Chinese number is not in the text"),
    gettext_noop("the same line says %(date)s in the other language"),
    gettext_noop("the only date before the text; stray? it is not the signed date, %(date)s"),
    gettext_noop("a date before the text; stray? it is not the signed date, %(date)s"),
    gettext_noop("the only date before the text; stray?"),
    gettext_noop("a date before the text; stray?"),
    gettext_noop("cited by the text, not printed in it"),
    gettext_noop("number %(number)s stands twice; placed as %(place)s"),
    gettext_noop("the list begins with '%(label)s'"),
    gettext_noop("the only annex, without a number"),
    gettext_noop("number and heading lost: annex 1 begins inside item %(number)s of the list above"),
    gettext_noop("what follows number %(number)s reads as the first item of annex 1; the heading is lost"),
    gettext_noop("two or three characters after a post and before a verb; a name?"),
    gettext_noop("the script was converted; a name may have lost a character"),
    gettext_noop("at the launch, or elsewhere?"),
    gettext_noop("by the words after the name"),
    gettext_noop("the sentence goes on with the theme"),
    gettext_noop("the heading begins in the middle of a sentence"),
    gettext_noop("put together from %(lines)s"),
    gettext_noop("%(lines)s holds more than this item; cut by its label"),
    gettext_noop("the number before the item is that of the annex"),
    gettext_noop("printed '%(printed)s', read as '%(read)s'"),
    gettext_noop("not in the list of annexes"),
    gettext_noop("the heading over the text is another than in the list"),
    gettext_noop("the annex is listed; its text was not found here"),
    gettext_noop("who published this copy does not stand in the text"),
    gettext_noop("the first line, without '%(suffix)s', which reads as the page's own"),
    gettext_noop("the first line"),
    gettext_noop("a page's time stamp; the day this copy was published?"),
    gettext_noop("another time stamp"),
    gettext_noop("printed '%(printed)s' for '%(meant)s'"),
    gettext_noop("'%(label)s' follows '%(before)s': %(missing)s not found"),
)
_LINES = re.compile(r"(lines?) (\S+)")
_SLOT = re.compile(r"%\\\((\w+)\\\)s|%\((\w+)\)s")


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return each reason with what finds it, and what differs in it."""
    return [(re.compile(_SLOT.sub(r"(?P<\1\2>.+?)", re.escape(reason)), re.DOTALL), reason) for reason in REASONS]


def said(doubt: str) -> str | None:
    """Return a reason, or several parted by semicolons, in the reader's language; None where one is unknown."""
    for pattern, reason in _patterns():
        if found := pattern.fullmatch(doubt):
            values = {name: _lines(value) for name, value in found.groupdict().items()}
            return gettext(reason) % values if values else gettext(reason)
    first, parted, rest = doubt.partition("; ")
    while parted:
        if rest and (one := said(first)) and (others := said(rest)):
            return f"{one}; {others}"
        more, parted, rest = rest.partition("; ")
        first = f"{first}; {more}"
    return None


def _lines(value: str) -> str:
    """Return ``line 5`` and ``lines 5-6`` in the reader's language, and anything else as it is."""
    if not (found := _LINES.fullmatch(value)):
        return value
    if found[1] == "line":
        return gettext("line %(number)s") % {"number": found[2]}
    return gettext("lines %(numbers)s") % {"numbers": found[2]}
