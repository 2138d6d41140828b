"""The examples of the documentation: what is asked with curl, and how the answer is shown.

An example is a block marked ``console``: lines that begin with ``$ curl``, each followed by its answer. The options
-i, -s, -X, -H and -d are those of curl. ``…`` stands for what is not shown: members of an object or a list, any
value, the rest of a text, lines of a file. ``$ETAG`` in a request is the tag of the answer before it, ``$TOKEN`` a
token of the staff.
"""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

MORE = "…"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,…]|[^"{}\[\]:,…]+')


@dataclass
class Example:
    """A request and what is shown of its answer."""

    address: str
    shown: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    with_head: bool = False


def examples_in(text: str, known: dict[str, str]) -> Iterator[Example]:
    """Find the examples of a page; ``known`` holds the values of ``$…`` and may change from one to the next."""
    for block in _BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, shown = _split(part)
            words = shlex.split(command)
            assert words[0] == "curl", f"not an example: {command}"
            for name, value in known.items():
                words = [word.replace(f"${name}", value) for word in words]
            yield _read(words[1:], shown)


def _split(part: str) -> tuple[str, str]:
    """Return the command, which goes on after a backslash at the end of its line, and what follows it."""
    lines = part.split("\n")
    end = next(number for number, line in enumerate(lines) if not line.endswith("\\"))
    return " ".join(line.removesuffix("\\") for line in lines[: end + 1]), "\n".join(lines[end + 1 :]).strip("\n")


def _read(words: list[str], shown: str) -> Example:
    made, waiting = Example("", shown), list(words)
    while waiting:
        word = waiting.pop(0)
        if word == "-X":
            made.method = waiting.pop(0)
        elif word == "-d":
            made.body = waiting.pop(0)
            made.method = "POST" if made.method == "GET" else made.method
        elif word == "-H":
            name, _, value = waiting.pop(0).partition(":")
            made.headers[name.strip()] = value.strip()
        elif re.fullmatch("-[is]+", word):
            made.with_head = made.with_head or "i" in word
        else:
            assert not word.startswith("-"), f"an option that examples do not take: {word}"
            made.address = word
    return made


def ask(client: Any, example: Example) -> Any:
    """Return the answer to an example."""
    parts = urlsplit(example.address)
    assert (parts.scheme, parts.netloc) == ("http", "127.0.0.1:8000"), example.address
    query = quote(parts.query, safe="=&%:,+*~")
    headers = {name: value for name, value in example.headers.items() if name != "Content-Type"}
    return client.generic(
        example.method, parts.path + (f"?{query}" if query else ""), example.body or "", headers=headers,
        content_type=example.headers.get("Content-Type", "application/octet-stream"), SERVER_NAME=parts.hostname,
        SERVER_PORT="8000",
    )  # fmt: skip


def differences(example: Example, answer: Any) -> list[str]:
    """Return where an answer is not what the example shows."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    shown, found = example.shown, []
    if example.with_head:
        head, _, shown = shown.partition("\n\n")
        first, *headers = head.split("\n")
        if first.split()[1:2] != [str(answer.status_code)]:
            found.append(f"the status is {answer.status_code}, not {first}")
        for line in headers:
            name, _, value = line.partition(": ")
            if line != MORE and not alike(value, answer.headers.get(name, "")):
                found.append(f"{name} is {answer.headers.get(name)!r}, not {value!r}")
    text = content.decode()
    if shown and "json" in answer.headers.get("Content-Type", "") and "jsonl" not in answer.headers["Content-Type"]:
        found += list(compare(loads(shown), json.loads(text), "$"))
    elif not (alike(shown.strip(), text.strip()) or (example.with_head and not shown)):
        found.append(f"the body is {text[:500]!r}, not {shown!r}")
    return found


def alike(shown: str, text: str) -> bool:
    """Tell whether a text is what is shown, ``…`` standing for anything."""
    pattern = ".*".join(re.escape(piece) for piece in shown.replace("\r\n", "\n").split(MORE))
    return re.fullmatch(pattern, text.replace("\r\n", "\n"), re.DOTALL) is not None


def loads(shown: str) -> Any:
    """Read JSON in which ``…`` stands for members or values."""
    out: list[str] = []
    within: list[str] = []
    for token in _TOKEN.findall(shown):
        if token in "{[":
            within.append(token)
        elif token in "}]":
            within.pop()
        if token == MORE:
            value = "".join(out).rstrip().endswith(":") or not within or within[-1] == "["
            out.append(f'"{MORE}"' if value else f'"{MORE}": "{MORE}"')
        else:
            out.append(token)
    return json.loads("".join(out))


def compare(shown: Any, value: Any, where: str) -> Iterator[str]:
    """Tell where a value of JSON is not what is shown."""
    if shown == MORE:
        return
    if isinstance(shown, dict) and isinstance(value, dict):
        missing = [key for key in shown if key not in value and key != MORE]
        more = [key for key in value if key not in shown] if MORE not in shown else []
        yield from (f"{where} has no {key}" for key in missing)
        yield from (f"{where} has {key}, too" for key in more)
        for key in shown.keys() & value.keys():
            yield from compare(shown[key], value[key], f"{where}.{key}")
    elif isinstance(shown, list) and isinstance(value, list):
        at = shown.index(MORE) if MORE in shown else len(shown)
        ends = shown[at + 1 :]
        if len(value) < at + len(ends) or (MORE not in shown and len(value) != len(shown)):
            yield f"{where} has {len(value)} members"
            return
        pairs = [*zip(shown[:at], value, strict=False), *zip(ends, value[len(value) - len(ends) :], strict=True)]
        for number, (one, other) in enumerate(pairs):
            yield from compare(one, other, f"{where}[{number}]")
    elif not (alike(shown, value) if isinstance(shown, str) and isinstance(value, str) else shown == value):
        yield f"{where} is {value!r}, not {shown!r}"
