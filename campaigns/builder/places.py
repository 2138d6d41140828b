"""Places in sources, as claims and passages set aside name them: ``2023-notice-zh:33-41``."""

import re
from collections.abc import Iterator
from typing import Any

from campaigns.builder.records import Placed, Records


def read_at(at: str, records: Records) -> tuple[str, Placed | None, int | None, int | None]:
    """Return the source's slug, the source if a dossier holds it, and the first and the last line where named."""
    slug, _, lines = at.partition(":")
    line, line_end = ([*(int(number) for number in re.findall(r"\d+", lines)), None, None])[:2]
    return slug, records.find("source", slug), line, line_end


def line_faults(at: str, source: Any, line: int | None, line_end: int | None) -> Iterator[str]:
    """Yield what is wrong with the lines that ``at`` names in ``source``."""
    last = line_end or line
    if line and last and last < line:
        yield f"{at!r} ends before it begins"
    elif line and last and source.part_of and not source.first_line <= line <= last <= source.last_line:
        yield f"{at!r} is outside lines {source.first_line} to {source.last_line} of that source"
    elif last and source.line_count and last > source.line_count:
        yield f"{at!r} is beyond line {source.line_count}, the last of that source"
