"""Read a document's file strictly: the bytes that its source records, or what is wrong with them."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class DocumentError(Exception):
    """A file is missing, is no text, or is not the document that its source records; the message says which."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text with its checksum and lines; line 1 is the first, and lines end at each newline of the file."""

    name: str
    sha256: str
    content: str
    lines: tuple[str, ...]


def read_document(path: Path) -> Document:
    """Return the document in ``path``; raise DocumentError where it cannot be read, is empty or is not UTF-8."""
    return document_of(path.name, _bytes(path))


def read_recorded(path: Path, sha256: str, line_count: int) -> Document:
    """Return the document in ``path`` if it is the recorded one, byte for byte.

    Raises DocumentError, with both checksums and, where that can be told, with what happened to the file since; and
    where the file is the recorded one, but has another number of lines than is recorded.
    """
    try:
        content = _bytes(path)
    except DocumentError as error:
        raise DocumentError(f"{error}: SHA-256 {sha256} expected, no file found") from error
    if (found := _digest(content)) != sha256:
        message = f"{path.name} {_difference(content, sha256, line_count)}: SHA-256 {sha256} expected, {found} found"
        raise DocumentError(message)
    document = document_of(path.name, content)
    if (lines := len(document.lines)) != line_count:
        raise DocumentError(f"{path.name} is the recorded file, but has {lines} lines; {line_count} are recorded")
    return document


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path.name} cannot be read: {error.strerror}") from error


def document_of(name: str, content: bytes) -> Document:
    """Return the document called ``name``; raise DocumentError where ``content`` is empty or is not UTF-8."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{name} {_undecoded(content, error)}") from error
    if not text.strip():
        raise DocumentError(f"{name} is empty; a text in UTF-8 was expected")
    return Document(name, _digest(content), text, tuple(text.removesuffix("\n").split("\n")))


def _undecoded(content: bytes, error: UnicodeDecodeError) -> str:
    line = content.count(b"\n", 0, error.start) + 1
    return f"is not UTF-8: byte {error.start}, on line {line}, is {content[error.start]:#04x}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _difference(content: bytes, sha256: str, line_count: int) -> str:
    """Say in what way ``content`` differs from the recorded file: the changes that can be undone are tried first."""
    unmarked = content.removeprefix(BYTE_ORDER_MARK)
    endings = [("CRLF", b"\r\n"), ("CR", b"\r")]
    undone = [
        (unmarked, "begins with a byte order mark, which the recorded file does not"),
        *(
            (unmarked.replace(ending, b"\n"), f"has line endings {name} where the recorded file has LF")
            for name, ending in endings
        ),
        (content.replace(b"\n", b"\r\n"), "has line endings LF where the recorded file has CRLF"),
        (content + b"\n", "lacks the newline at its end"),
        (content.removesuffix(b"\n"), "has one more newline at its end"),
    ]
    for original, said in undone:
        if _digest(original) == sha256:
            return said
    if not content.strip():
        return f"is empty; {line_count} lines were expected"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _undecoded(content, error)
    lines = text.removesuffix("\n").split("\n")
    if abs(len(lines) - line_count) == 1:
        change = "lost" if len(lines) < line_count else "gained"
        return f"has {len(lines)} lines where {line_count} were expected: a line was {change}"
    if len(lines) == line_count:
        return f"has the expected {line_count} lines, but other words"
    return f"has {len(lines)} lines where {line_count} were expected: it is another document"
