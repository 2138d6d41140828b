"""What schemathesis cannot know: no description tells which records there are."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import schemathesis
from schemathesis.core.failures import Failure

#: Words whose good form is described, but not whether a record has that key, a list gave that cursor, a revision has
#: been or a field is shown; texts that are to hold a letter, a character or a digit; moments that databases know.
KNOWN_BY_THE_ARCHIVE_ALONE = {
    "activity", "agency", "campaign", "cursor", "expand", "key", "modified_since", "notice", "person", "province", "q",
    "series", "since", "slug", "source", "year",
}  # fmt: skip

#: Words that are described as asking for nothing when empty: such is the box of a form that nobody filled in.
MAY_BE_EMPTY = {"line", "modified_since", "year_max", "year_min"}


@schemathesis.hook
def filter_failure(context: Any, failure: Failure, case: Any, response: Any) -> bool:  # noqa: ARG001 - schemathesis' own
    """Tell whether a failure counts.

    Not where a well-formed request was refused for what only the archive knows; nor where a word was sent empty, as the
    description allows: an object without members, which it does not, is sent in the same way.
    """
    if failure.code == "ST201" and (word := re.search(r"parameter `(\w+)` in query", str(failure))):
        sent = parse_qs(urlsplit(response.request.url).query, keep_blank_values=True)
        return word[1] not in MAY_BE_EMPTY or sent.get(word[1]) != [""]
    if failure.code != "ST202" or response.status_code != 400:
        return True
    refused = {error["parameter"].partition(".")[0] for error in json.loads(response.content).get("errors", [])}
    return not refused or not refused <= KNOWN_BY_THE_ARCHIVE_ALONE
