"""``manage.py import_documents``: bring the documents' text into the database, never into the repository."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from campaigns.documents.files import Document, DocumentError, read_document, read_recorded
from campaigns.models import Source, SourceText
from qualitymonth.models import ChangeKind, Revision


class Command(BaseCommand):
    """Import, or remove, the text of every source that names a file."""

    help = (
        "Import the text of the documents in DIR, each of which must be byte for byte the file that its source records."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, or --remove."""
        parser.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="the folder that holds the documents")
        parser.add_argument("--remove", action="store_true", help="remove every imported text again; takes no DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import or remove in one transaction; raise CommandError, with nothing changed, on any problem."""
        folder: Path | None = options["folder"]
        if (folder is None) is not options["remove"]:
            raise CommandError("give either the folder that holds the documents or --remove")
        if folder and not folder.is_dir():
            raise CommandError(f"{folder} is not a folder; the folder that holds the documents was expected")
        try:
            # Reads of a transaction never go to a replica, which may lag behind the last load.
            with transaction.atomic():
                written = self._import(folder) if folder else self._remove()
                if written:
                    Revision.bump()
        except KeyboardInterrupt:
            raise CommandError("interrupted; nothing was changed", returncode=130) from None

    def _import(self, folder: Path) -> int:
        """Import all documents, every one of which is checked before the first is written; return how many changed."""
        sources = list(Source.objects.filter(part_of=None).exclude(file="").order_by("file", "slug"))
        if not sources:
            raise CommandError("no source that names a file is loaded; run manage.py load_archive first")
        held = {text.source_id: text for text in SourceText.objects.filter(source__in=sources)}
        written = 0
        here = [source for source in sources if not self._kept(folder, source, held.get(source.pk))]
        for source, document in self._checked(folder, here):
            text = held.get(source.pk) or SourceText(source=source)
            unchanged = (text.sha256, text.content) == (document.sha256, document.content)
            if not unchanged:
                text.sha256, text.content = document.sha256, document.content
                text.save()
                written += 1
            done = "unchanged" if unchanged else "imported"
            self.stdout.write(f"{done} {document.name}: {len(document.lines)} lines")
        return written

    def _kept(self, folder: Path, source: Source, text: SourceText | None) -> bool:
        """Tell whether only the database has a document, as recorded: it was added in the admin and has no file."""
        if text is None or text.sha256 != source.sha256 or (folder / source.file).exists():
            return False
        if not source.history.filter(change__kind=ChangeKind.DOCUMENT).exists():
            return False
        self.stdout.write(f"kept {source.file}, of which there is no file in {folder}: {source.line_count} lines")
        return True

    def _checked(self, folder: Path, sources: Sequence[Source]) -> list[tuple[Source, Document]]:
        """Return each source with its document; raise CommandError once all that are wrong have been named."""
        documents, wrong = [], 0
        for source in sources:
            try:
                documents.append((source, _recorded(folder / source.file, source)))
            except DocumentError as error:
                self.stderr.write(f"{source.slug}: {error}")
                wrong += 1
        if wrong:
            raise CommandError(f"{wrong} of {len(sources)} documents are not as recorded; nothing was changed")
        return documents

    def _remove(self) -> int:
        """Remove every text; return how many there were."""
        total, _ = SourceText.objects.all().delete()
        self.stdout.write(f"removed {total} texts" if total else "there was no text to remove")
        return total


def _recorded(path: Path, source: Source) -> Document:
    """Return the document of ``source`` in ``path``; raise DocumentError, with what was expected."""
    if not path.exists():
        lines = f"{source.line_count} lines with " if source.line_count else ""
        raise DocumentError(f"{path.name} is missing from {path.parent}: {lines}SHA-256 {source.sha256} expected")
    if source.line_count is None:
        document = read_document(path)
        if document.sha256 != source.sha256:
            found = f"SHA-256 {source.sha256} expected, {document.sha256} found"
            raise DocumentError(f"{path.name} is not the recorded document: {found}")
    else:
        document = read_recorded(path, source.sha256, source.line_count)
    if "\0" in document.content:
        raise DocumentError(f"{path.name} holds a NUL character, so it is no text; a text in UTF-8 was expected")
    return document
