"""The interface's translations, kept and compiled with Python alone, since a bare machine has no gettext.

The words come from the code and the templates, the translations from ``locale/*/LC_MESSAGES/django.po``, and Django
reads the ``.mo`` files that ``compile_catalogues`` makes of them.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from tokenize import TokenError

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, generate_po, read_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

LOCALE_DIR = Path(__file__).resolve().parent / "locale"
#: The language that the interface is translated into; the words in the code are English.
LANGUAGE = "zh_Hans"

# Babel knows gettext's own names; these are Django's.
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Written by hand: Babel's header carries dates and its own version, which would differ from run to run.
_HEADER = """\
# The words of the interface in simplified Chinese. manage.py make_catalogues adds and removes entries.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


class CatalogueError(ValueError):
    """A file that cannot be read for its words or translations; the message names file and line."""


def read_catalogue(path: Path) -> Catalog:
    """Read the translations at ``path``; raise CatalogueError where they are malformed."""
    data = path.read_bytes()
    try:
        catalogue = read_po(io.StringIO(data.decode()), locale=path.parts[-3], abort_invalid=True)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogueError(f"{path}:{line}: not UTF-8") from error
    except PoFileError as error:
        # Babel counts lines from 0 and says so at the end of its message.
        reason = str(error).rpartition(" on ")[0] or str(error)
        raise CatalogueError(f"{path}:{error.lineno + 1}: {reason}") from error
    for message, errors in catalogue.check():
        if not message.fuzzy:
            raise CatalogueError(f"{path}:{message.lineno}: {message.id!r}: {errors[0]}")
    return catalogue


def compile_catalogues(folder: Path = LOCALE_DIR) -> list[Path]:
    """Compile each catalogue under ``folder`` that changed since it was compiled, and return the files written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        # The time of the source is set on what is made of it: so an older source put back is noticed too.
        changed = source.stat().st_mtime_ns
        if target.exists() and target.stat().st_mtime_ns == changed:
            continue
        compiled = io.BytesIO()
        write_mo(compiled, read_catalogue(source))
        _replace(target, compiled.getvalue())
        os.utime(target, ns=(changed, changed))
        written.append(target)
    return written


def extract_messages(root: Path | None = None) -> Catalog:
    """Gather every message that the project's code and templates ask to have translated, with its places."""
    root = root or settings.BASE_DIR
    catalogue = Catalog()
    for path in _sources(root):
        place = path.relative_to(root).as_posix()
        for line, message, comments, context in _messages_in(path):
            if message:
                catalogue.add(message, locations=[(place, line)], auto_comments=comments, context=context)
    return catalogue


def missing_messages(folder: Path = LOCALE_DIR, root: Path | None = None) -> list[str]:
    """List the messages without a finished translation, each after the file and line that asks for it."""
    translated = read_catalogue(_catalogue_path(folder))
    missing = []
    for message in extract_messages(root):
        if not message.id:
            continue  # Babel's header
        known = translated.get(message.id, message.context)
        if not known or known.fuzzy or not _is_translated(known.string):
            path, line = message.locations[0]
            missing.append(f"{path}:{line}: {message.id!r}")
    return sorted(missing)


def make_catalogues(folder: Path = LOCALE_DIR, root: Path | None = None) -> tuple[list[str], list[str]]:
    """Bring the catalogue in line with the code, keeping what is translated; return what was added and removed.

    The same code and translations give the same bytes.
    """
    path = _catalogue_path(folder)
    old = read_catalogue(path) if path.exists() else Catalog(locale=LANGUAGE)
    new = Catalog(locale=LANGUAGE)
    added = []
    for message in extract_messages(root):
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        if known and known.pluralizable == message.pluralizable:
            message.string, message.user_comments = known.string, known.user_comments
            # A changed plural leaves the singular's translation for somebody to look at.
            message.flags = known.flags | ({"fuzzy"} if known.id != message.id else set())
        else:
            added.append(str(message.id))
        new[message.id] = message
    removed = [str(message.id) for message in old if message.id and not new.get(message.id, message.context)]
    entries = generate_po(new, omit_header=True, no_location=True, ignore_obsolete=True, sort_by="message", width=0)
    text = _HEADER.format(language=LANGUAGE, plurals=new.plural_forms) + "".join(entries).rstrip("\n") + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text.encode())
    return added, removed


def _catalogue_path(folder: Path) -> Path:
    """Return where the translations are kept."""
    return folder / LANGUAGE / "LC_MESSAGES" / "django.po"


def _sources(root: Path) -> Iterator[Path]:
    """Yield the project's own Python files and templates under ``root``, in order."""
    ours = [Path(config.path) for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    for folder in sorted([*(app.name for app in ours), "templates"]):
        for path in sorted((root / folder).rglob("*")):
            is_template = "templates" in path.relative_to(root).parts[:-1] and path.suffix in {".html", ".txt", ".xml"}
            if is_template or (path.suffix == ".py" and "migrations" not in path.parts):
                yield path


def _messages_in(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """Yield line, message, translators' comments and context of each message in one file."""
    text = path.read_text(encoding="utf-8")
    try:
        if path.suffix != ".py":
            # What a template becomes is Python but for its layout, which brackets make irrelevant.
            text = f"({templatize(text, origin=str(path))}\n)"
        yield from extract("python", io.BytesIO(text.encode()), _KEYWORDS, ["Translators:"])
    except (SyntaxError, TokenError, ValueError) as error:
        raise CatalogueError(f"{path}: {error}") from error


def _is_translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Tell whether a translation, in all its plural forms, says anything."""
    return all([string] if isinstance(string, str) else string or [""])


def _replace(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` in one step, so that nobody reads half a file."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(data)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)
