"""Validators of public answers: an ETag and a time of the last change, both from the archive's revision.

What the public sees follows from the records, the software and, where it is cited, the day. So one number says whether
an answer still holds, and a client that has it is told so before the view runs.
"""

import hashlib
import re
from datetime import UTC, datetime, time
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from qualitymonth.models import Revision

#: Ends the tag of an answer that is compressed: to a byte the same each time, so its tag is a strong one, too.
GZIP = "-gzip"

#: The representation that a client gets which says who it is: it may see more than others.
AUTHORISED = "authorised"

#: What no day has a part in: the API, files, feeds, and what machines look for.
_DAYLESS = re.compile(r"/api/|.*\.(csv|jsonl|atom|xml)\Z", re.DOTALL)

#: Where the software stands.
_SOFTWARE = ("agencies", "campaigns", "qualitymonth", "static", "templates")

_TAG = re.compile(rf'"r([0-9]{{1,19}})-[0-9a-f]{{20}}({GZIP})?"')


@cache
def software() -> str:
    """Return a digest of all that the software itself contributes to answers; a process keeps what it began with."""
    digest = hashlib.sha256()
    for folder in _SOFTWARE:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix not in (".pyc", ".mo"):
                digest.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def etag(revision: int, address: str, representation: str = "") -> str:
    """Return the tag of the answer at ``address`` (path and raw query) while the archive is at ``revision``.

    ``representation`` tells apart what the address alone does not: what was negotiated, and with whom.
    """
    day = "" if _DAYLESS.match(address.partition("?")[0]) else f"{timezone.localdate():%Y-%m-%d}"
    said = "\n".join([settings.VERSION, software(), str(revision), representation, day, address])
    digest = salted_hmac("qualitymonth.validators", said, algorithm="sha256").hexdigest()[:20]
    return f'"r{revision}-{digest}"'


def revision_of(tag: str, path: str) -> int | None:
    """Return the revision of which ``tag`` is that of the JSON at ``path``, None where it is no tag of ours.

    It is that of what a client read which said who it is: what everybody reads may lack drafts. Compressed or not.
    """
    if not (match := _TAG.fullmatch(tag.strip())):
        return None
    revision = int(match[1])
    return revision if plain(tag.strip()) == etag(revision, path, AUTHORISED) else None


def plain(tag: str) -> str:
    """Return the tag of the same answer as it is when not compressed."""
    return tag.removesuffix(f'{GZIP}"') + '"' if tag.endswith(f'{GZIP}"') else tag


def zipped(tag: str) -> str:
    """Return the tag of the same answer when compressed."""
    return f'{plain(tag)[:-1]}{GZIP}"'


def address_of(request: HttpRequest) -> str:
    """Return the address as it was asked: path and raw query."""
    query = request.META.get("QUERY_STRING", "")
    return f"{request.path}?{query}" if query else request.path


def current() -> Revision:
    """Return the revision at which the archive stands, read anew; that of an empty one is long past."""
    return Revision.objects.filter(pk=1).first() or Revision(number=0, changed_at=datetime.fromtimestamp(0, tz=UTC))


def last_modified(changed_at: datetime, address: str) -> int | None:
    """Return the second since which the answer at ``address`` is what it is; None while that may still move on.

    HTTP counts whole seconds: within the one of a change, another may follow.
    """
    since = int(changed_at.timestamp())
    if not _DAYLESS.match(address.partition("?")[0]):
        midnight = datetime.combine(timezone.localdate(), time.min, tzinfo=timezone.get_default_timezone())
        since = max(since, int(midnight.timestamp()))
    return since if timezone.now().timestamp() >= since + 1 else None
