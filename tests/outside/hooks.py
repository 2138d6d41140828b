"""What schemathesis cannot know: no description tells which records there are."""

import json
from typing import Any

import schemathesis
from schemathesis.core.failures import Failure

#: Words whose good form is described, but not whether a record has that key, a list gave that cursor, a revision has
#: been or a field is shown; texts that are to hold a letter, a character or a digit; moments that databases know.
KNOWN_BY_THE_ARCHIVE_ALONE = {
    "activity", "agency", "campaign", "cursor", "expand", "key", "modified_since", "notice", "person", "province", "q",
    "series", "since", "slug", "source", "year",
}  # fmt: skip


@schemathesis.hook
def filter_failure(context: Any, failure: Failure, case: Any, response: Any) -> bool:  # noqa: ARG001 - schemathesis' own
    """Tell whether a failure counts: not where a well-formed request was refused for what only the archive knows."""
    if failure.code != "ST202" or response.status_code != 400:
        return True
    refused = {error["parameter"].partition(".")[0] for error in json.loads(response.content).get("errors", [])}
    return not refused or not refused <= KNOWN_BY_THE_ARCHIVE_ALONE
