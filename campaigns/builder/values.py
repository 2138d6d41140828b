"""The forms of single values in a dossier: slugs, dates, quotations, references."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from qualitymonth import edtf

QUOTE_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field that holds the key of a record of ``kind``."""

    kind: str


def _edtf(value: str) -> str:
    edtf.parse(value)
    return value


def _short_enough(value: str) -> str:
    if len(value) > QUOTE_LIMIT:
        raise ValueError(f"quotation of {len(value)} characters; at most {QUOTE_LIMIT}")
    return value


def _http(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", value):
        raise ValueError("not an http or https address")
    return value


def as_number(value: Any) -> Decimal:
    """Return a TOML number exactly; raise ValueError on anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not a number")  # noqa: TRY004 - pydantic turns ValueError into a located problem
    return Decimal(str(value))


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
Line = Annotated[str, StringConstraints(pattern=r"^[^\r\n]*\S[^\r\n]*$", max_length=500)]
Sentence = Annotated[str, StringConstraints(pattern=r"^[^\r\n]*\S[^\r\n]*$", max_length=2000)]
Date = Annotated[str, AfterValidator(_edtf)]
Quote = Annotated[str, StringConstraints(min_length=1), AfterValidator(_short_enough)]
Address = Annotated[str, AfterValidator(_http)]
YearNumber = Annotated[int, Field(ge=1900, le=2999)]
Count = Annotated[int, Field(ge=0, le=32767)]
Code = Annotated[str, StringConstraints(pattern=r"^(CN-[A-Z]{2}|XPCC)$")]
Path = Annotated[str, StringConstraints(pattern=r"^(annex-)?[0-9]+(\.[0-9]+)*$", max_length=40)]
#: A source, with the line or lines in it: ``2023-notice-zh:42`` or ``2023-notice-zh:33-41``.
At = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(:[1-9][0-9]*(-[1-9][0-9]*)?)?$")]
#: The same, with at least one line.
AtLine = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*:[1-9][0-9]*(-[1-9][0-9]*)?$")]

AgencyRef = Annotated[Slug, Ref("agency")]
ProvinceRef = Annotated[Code, Ref("province")]
CampaignRef = Annotated[Slug, Ref("campaign")]
NoticeRef = Annotated[Slug, Ref("notice")]
SeriesRef = Annotated[Slug, Ref("series")]
ActivityRef = Annotated[Slug, Ref("activity")]
