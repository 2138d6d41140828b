"""Dates with the precision of their document: the part of EDTF (ISO 8601-2) that this archive uses.

``1978``, ``1978-08`` and ``1978-08-31``, each with an optional qualifier: ``?`` uncertain, ``~`` approximate,
``%`` both. No Django here: the builder uses it too.
"""

import calendar
import datetime
import re
from dataclasses import dataclass

#: The form of a date, as a regular expression that JSON Schema reads, too.
PATTERN = "([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)"


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A date of one day, month or year: the first and last day it may mean, and its qualifier."""

    first: datetime.date
    last: datetime.date
    qualifier: str = ""

    def agrees_with(self, other: "EdtfDate") -> bool:
        """Tell whether one of the two dates lies within the other: ``1978-08`` agrees with ``1978-08-31``."""
        within = self.first <= other.first and other.last <= self.last
        return within or (other.first <= self.first and self.last <= other.last)

    @property
    def precision(self) -> str:
        """``year``, ``month`` or ``day``."""
        if self.first == self.last:
            return "day"
        return "month" if self.first.month == self.last.month else "year"


def parse(text: str) -> EdtfDate:
    """Read ``text``; raise ValueError that says what is wrong with it."""
    match = re.fullmatch(PATTERN, text)
    if not match:
        raise ValueError(f"{text!r} is not a date of the form 1978, 1978-08 or 1978-08-31")
    year, month, day = (int(part) if part else None for part in match.groups()[:3])
    try:
        first = datetime.date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a date: {error}") from error
    last = first
    if month is None:
        last = datetime.date(first.year, 12, 31)
    elif day is None:
        last = datetime.date(first.year, month, calendar.monthrange(first.year, month)[1])
    return EdtfDate(first, last, match[4])
