"""The verbs of OAI-PMH 2.0 that list and show records; the library knows the others, and the form of all answers.

Its own lists count rows, and so miss some where records change meanwhile; and they leave out what is gone. Here a list
goes on behind the last change that was shown. An address that changes meanwhile moves to the end and is seen there.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from lxml import etree
from oai_repo import OAIRepository
from oai_repo.error import OAIErrorResponse
from oai_repo.exceptions import (
    OAIError,
    OAIErrorBadArgument,
    OAIErrorBadResumptionToken,
    OAIErrorCannotDisseminateFormat,
    OAIErrorIdDoesNotExist,
    OAIErrorNoRecordsMatch,
)
from oai_repo.getrecord import GetRecordRequest, add_header
from oai_repo.listidentifiers import ListIdentifiersRequest
from oai_repo.repository import VERBS
from oai_repo.response import OAIResponse

from campaigns.sitemaps import RECORDS
from qualitymonth.harvesting.dublin_core import NO_XML
from qualitymonth.harvesting.repository import PREFIX, ArchiveData, header_of, metadata_of
from qualitymonth.models import Address

PAGE = 100
#: The errors of requests that cannot be repeated in an answer.
_UNSAID = ("badVerb", "badArgument")
_SALT = "qualitymonth.harvesting"
_FORMS = {10: ("%Y-%m-%d", timedelta(days=1)), 20: ("%Y-%m-%dT%H:%M:%SZ", timedelta(seconds=1))}


class Repository(OAIRepository):  # type: ignore[misc]
    """The library's repository with lists of our own."""

    data: ArchiveData

    def answer(self, arguments: list[tuple[str, str]]) -> bytes:
        """Answer a request, whatever it says: an error of the protocol where it says nothing that is one."""
        asked = dict(arguments)
        try:
            _check(arguments)
            told = self._told(asked)
        except OAIError as error:
            told = OAIErrorResponse(self, error)
        if getattr(told, "code", "") not in _UNSAID:
            for name, value in asked.items():
                told.root().find("request").set(name, value)
        written: bytes = etree.tostring(told.root(), encoding="UTF-8", xml_declaration=True, pretty_print=True)
        return written

    def _told(self, asked: dict[str, str]) -> OAIResponse:
        verb = asked.get("verb", "")
        if verb not in _OWN:
            return self.process(dict(asked))
        request, response = _OWN[verb]
        question = request()
        question.parse({name: value for name, value in asked.items() if name != "verb"})
        return response(self, question)


def _check(arguments: list[tuple[str, str]]) -> None:
    """Refuse what no request can say: an argument twice, or a character that XML does not know."""
    names = [name for name, _ in arguments]
    if len(names) != len(set(names)):
        raise OAIErrorBadArgument("An argument is repeated.")
    if any(NO_XML.search(part) for pair in arguments for part in pair):
        raise OAIErrorBadArgument("An argument holds a character that XML does not know.")
    allowed = {name for request, _ in (*VERBS.values(), *_OWN.values()) for name in request().allowed_args}
    if dict(arguments).get("verb") in VERBS and (unknown := sorted(set(names) - {"verb"} - allowed)):
        raise OAIErrorBadArgument(f"There is no argument {unknown[0]!r}.")


class _ListRequest(ListIdentifiersRequest):  # type: ignore[misc]
    """A question for a list: asked anew, or going on where a token says."""

    question: dict[str, str]
    after: tuple[int, str, str] | None = None
    shown = 0

    def post_parse(self) -> None:
        """Read the token, or the arguments."""
        if (token := self.args.get("resumptionToken")) is None:
            self.question = dict(self.args)
            return
        try:
            self.question, after, self.shown = signing.loads(token, salt=f"{_SALT}.{self.verb}")
            number, kind, key = after
            self.after = (number, kind, key)
        except (signing.BadSignature, ValueError, TypeError):
            raise OAIErrorBadResumptionToken("This is no token of a list that goes on.") from None


class ListIdentifiersQuestion(_ListRequest):
    """A question for headers."""

    def __init__(self) -> None:
        super().__init__()
        self.verb = "ListIdentifiers"


class ListRecordsQuestion(_ListRequest):
    """A question for records."""

    def __init__(self) -> None:
        super().__init__()
        self.verb = "ListRecords"


class ListAnswer(OAIResponse):  # type: ignore[misc]
    """A page of a list, and a token where it goes on."""

    def body(self) -> Any:
        """Return the list's element."""
        question, verb = self.request.question, self.request.verb
        if question["metadataPrefix"] != PREFIX:
            raise OAIErrorCannotDisseminateFormat(f"The one format that there is: {PREFIX}.")
        rows = _asked(question)
        total = rows.count()
        page = list(_beyond(rows, self.request.after)[: PAGE + 1])
        if not page and not self.request.after:
            raise OAIErrorNoRecordsMatch("No record changed in this time, or in this set.")
        root, goes_on, page = etree.Element(verb), len(page) > PAGE, page[:PAGE]
        if verb == "ListRecords":
            _add_records(self.repository, page, root)
        else:
            for address in page:
                _add_header(self.repository, address, root)
        if goes_on or self.request.after:
            token = etree.SubElement(root, "resumptionToken")
            token.set("cursor", str(self.request.shown))
            token.set("completeListSize", str(max(total, self.request.shown + len(page))))
            if goes_on:
                last = page[-1]
                said = (question, (last.change_id, last.kind, last.key), self.request.shown + len(page))
                token.text = signing.dumps(said, salt=f"{_SALT}.{verb}", compress=True)
        return root


class RecordAnswer(OAIResponse):  # type: ignore[misc]
    """One record, or that it is gone."""

    def body(self) -> Any:
        """Return the record's element."""
        address = self.repository.data.address_of(self.request.identifier)
        if address is None:
            raise OAIErrorIdDoesNotExist("Nothing stands there, nor ever did.")
        if self.request.metadataprefix != PREFIX:
            raise OAIErrorCannotDisseminateFormat(f"The one format that there is: {PREFIX}.")
        root = etree.Element("GetRecord")
        _add_records(self.repository, [address], root)
        if not len(root):
            raise OAIErrorIdDoesNotExist("What stood there has just gone; ask again.")
        return root


def _asked(question: dict[str, str]) -> QuerySet[Address]:
    """Return the addresses that a question asks for, in the order of their last changes."""
    rows = Address.objects.filter(kind__in=list(RECORDS)).select_related("change")
    if (spec := question.get("set")) is not None:
        rows = rows.filter(kind=spec) if spec in RECORDS else rows.none()
    since, until = question.get("from"), question.get("until")
    if since is not None and until is not None and len(since) != len(until):
        raise OAIErrorBadArgument("from and until are not of one granularity.")
    first, _ = _span("from", since) if since is not None else (None, None)
    last, end = _span("until", until) if until is not None else (None, None)
    if first and last and first > last:
        raise OAIErrorBadArgument("from is later than until.")
    if first:
        rows = rows.filter(change__at__gte=first)
    if end:
        rows = rows.filter(change__at__lt=end)
    return rows.order_by("change_id", "kind", "key")


def _span(name: str, text: str) -> tuple[datetime, datetime]:
    """Return the first moment that a date means, and the first after it."""
    try:
        form, length = _FORMS[len(text)]
        begin = datetime.strptime(text, form).replace(tzinfo=UTC)
        return begin, begin + length
    except (KeyError, ValueError, OverflowError):
        raise OAIErrorBadArgument(f"{name} is neither YYYY-MM-DD nor YYYY-MM-DDThh:mm:ssZ.") from None


def _beyond(rows: QuerySet[Address], after: tuple[int, str, str] | None) -> QuerySet[Address]:
    if after is None:
        return rows
    number, kind, key = after
    same = Q(change_id=number) & (Q(kind__gt=kind) | Q(kind=kind, key__gt=key))
    return rows.filter(Q(change_id__gte=number) & (Q(change_id__gt=number) | same))


def _add_header(repository: Repository, address: Address, parent: Any) -> None:
    """Add the header of an address; the library's own says of none that it is gone."""
    header = header_of(address)
    add_header(repository, header, parent)
    if header.status:
        parent[-1].set("status", header.status)


def _add_records(repository: Repository, addresses: list[Address], root: Any) -> None:
    """Add a record for each address; one that just went is left out, and told at its new place."""
    found = metadata_of(addresses, repository.data.http)
    for address in addresses:
        metadata = found.get((address.kind, address.key))
        if metadata is None and not address.gone:
            continue
        record = etree.SubElement(root, "record")
        _add_header(repository, address, record)
        if metadata is not None:
            etree.SubElement(record, "metadata").append(metadata)


_OWN: dict[str, tuple[Any, Any]] = {
    "GetRecord": (GetRecordRequest, RecordAnswer),
    "ListIdentifiers": (ListIdentifiersQuestion, ListAnswer),
    "ListRecords": (ListRecordsQuestion, ListAnswer),
}
