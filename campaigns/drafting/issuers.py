"""The issuers of a notice: signatories, and those whom a text names, each matched to the agency of that name."""

import re
from collections.abc import Sequence

from campaigns.documents.passages import Passage
from campaigns.documents.signatures import read_signatures
from campaigns.drafting.ground import Ground
from campaigns.drafting.model import LONGEST, Member, Table
from campaigns.drafting.names import proposed_slug


def issuers(ground: Ground, rows: Sequence[Passage], table: Table) -> list[Member]:
    """Return the signatories, each matched to the agency that bears the name; ``table`` takes the doubts about all."""
    names = ground.known.agency_names()
    members = []
    by_line = {passage.line: passage for passage in rows}
    signed = read_signatures([(passage.line, passage.text) for passage in rows], names)
    taken: set[str] = set()
    for signatory in signed:
        passage = by_line[signatory.line]
        alone = sum(other.line == signatory.line for other in signed) == 1
        translation = ground.beside(passage) if alone else None
        english = translation.text if translation and len(translation.text) <= LONGEST else ""
        agency = ground.known.find("agency", signatory.name)
        doubt = ""
        if agency is None:
            agency = proposed_slug(english, signatory.name)
            doubt = f"no known agency has this name: {agency} is a proposal"
        elif english and (other := ground.known.find("agency", english)) not in (None, agency):
            doubt = f"the English name is that of {other}"
        if agency in taken:
            table.doubts.append(f"{agency} signs twice")
        taken.add(agency)
        fields = {"agency": agency, f"name{ground.side}": signatory.name}
        if english:
            fields["name_en"] = english
        members.append(Member(fields, [ground.claim("", signatory.name, passage)], doubt))
    return members


def named_issuers(ground: Ground, text: str, passage: Passage) -> list[Member]:
    """Return the agencies named before 联合印发, as far as the archive knows them."""
    names = re.split("等(?=\\d)|(?:联合)?(?:印发|发布)", text)[0].split("、")
    pairs = [(name.strip(), ground.known.find("agency", name)) for name in names]
    return [
        Member({"agency": agency, "name_zh": name}, [ground.claim("", name, passage)])
        for name, agency in pairs
        if agency
    ]
