"""Adding a document: the form for its text and for what is known of its source, with suggestions from the text."""

import re
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import URLField
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from campaigns.documents.files import BYTE_ORDER_MARK, Document
from campaigns.drafting.detect import detect
from campaigns.drafting.draft import draft
from campaigns.drafting.model import DraftError
from campaigns.models import Source, SourceText
from campaigns.review.archive import archive_records
from campaigns.review.reading import document
from qualitymonth.admin import WholeRowForm
from qualitymonth.history import changing
from qualitymonth.models import ChangeKind

#: The largest file, in bytes. What is pasted comes in the body of the request, whose bound is as large: a Chinese
#: character takes three bytes.
LARGEST_FILE, LONGEST_PASTE = 1_000_000, 300_000
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SUGGESTED = ("slug", "title_zh", "title_en", "kind", "language", "script", "condition", "published_on", "byline")
_OF_THE_TEXT = ("text", "upload")


def safe_address(column: Any, **options: Any) -> Any:
    """Return the form field of a column; an address typed without a scheme gets the safe one."""
    scheme = {"assume_scheme": "https"} if isinstance(column, URLField) else {}
    return column.formfield(**scheme, **options)


class DocumentForm(WholeRowForm):
    """A new document: its text, pasted or uploaded, and its source."""

    field_order = _OF_THE_TEXT

    text = forms.CharField(
        required=False, strip=False, max_length=LONGEST_PASTE, label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 16, "cols": 80, "spellcheck": "false"}),
        help_text=_("Paste the whole text, as it was received: damaged words and the page's own lines, too."),
    )  # fmt: skip
    upload = forms.FileField(
        required=False, label=_("Or a file"), widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
        help_text=_("A text file (.txt) in UTF-8 of up to 1 MB."),
    )  # fmt: skip

    class Meta:
        model = Source
        fields = (
            "slug", "title_zh", "title_en", "short_zh", "short_en", "publisher_zh", "publisher_en", "byline",
            "published_on", "kind", "primary", "language", "script", "condition", "web_address",
        )  # fmt: skip
        help_texts = {
            "slug": _("The source's key: small letters, digits and hyphens, such as 2024-notice-zh."),
            "short_zh": _("A few words for citations."),
            "published_on": _("As exact as it is known: 2024, 2024-08 or 2024-08-27."),
            "kind": _(
                "What kind of publication this copy stands in: how far its statements are followed depends on it."
            ),
        }
        formfield_callback = safe_address
        error_messages = {"slug": {"unique": _("Another source has this slug.")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs["class"] = "vTextField" if name in ("slug", "published_on") else "vLargeTextField"
        self.document: Document | None = None

    def clean_slug(self) -> str:
        """Refuse a slug that no dossier could hold."""
        slug: str = self.cleaned_data["slug"]
        if not _SLUG.fullmatch(slug):
            raise ValidationError(_("Only small letters, digits and single hyphens between them."), code="slug")
        return slug

    def clean_upload(self) -> str:
        """Return the text of the file; say what is wrong with any other file."""
        file: Any = self.cleaned_data.get("upload")
        if file is None:
            return ""
        if PurePath(file.name or "").suffix.lower() != ".txt":
            message = _("“%(name)s” is no text file: its name should end in .txt.")
            raise ValidationError(message, code="name", params={"name": file.name})
        if (file.size or 0) > LARGEST_FILE:
            message = _("The file has %(size)d bytes; at most %(most)d.")
            raise ValidationError(message, code="size", params={"size": file.size, "most": LARGEST_FILE})
        content = file.read().removeprefix(BYTE_ORDER_MARK)
        try:
            return str(content, "utf-8")
        except UnicodeDecodeError as error:
            message = _("The file is not in UTF-8: byte %(byte)d, on line %(line)d, is no text. Save it as UTF-8.")
            line = content.count(b"\n", 0, error.start) + 1
            raise ValidationError(message, code="encoding", params={"byte": error.start, "line": line}) from error

    def clean(self) -> dict[str, Any]:
        """Take the text from where it was given, with line ends as the archive has them."""
        data = super().clean() or self.cleaned_data
        if not (data.get("title_zh") or data.get("title_en") or {"title_zh", "title_en"} & self.errors.keys()):
            self.add_error("title_zh", ValidationError(_("Give a title in Chinese or in English."), code="required"))
        if not self.errors.keys() & set(_OF_THE_TEXT):
            self._take(data.get("text") or "", data.get("upload") or "")
        return data

    def _take(self, pasted: str, uploaded: str) -> None:
        """Set the document; say what is wrong with its text."""
        if pasted.strip() and uploaded.strip():
            self.add_error("upload", ValidationError(_("Paste the text or upload it, not both."), code="both"))
            return
        field = "upload" if uploaded else "text"
        text = (uploaded or pasted).replace("\r\n", "\n").replace("\r", "\n")
        name = f"{self.cleaned_data.get('slug') or 'document'}.txt"
        if not text.strip():
            self.add_error(field, ValidationError(_("There is no text: paste it, or choose a file."), code="empty"))
        elif "\0" in text:
            self.add_error(field, ValidationError(_("The text holds a NUL character, so it is none."), code="nul"))
        else:
            self._read(field, document(name, text))

    def _read(self, field: str, found: Document) -> None:
        """Set the document, if it can be read and is a new one."""
        held = Source.objects.filter(sha256=found.sha256, part_of=None).first()
        try:
            detect(found.lines)
        except DraftError:
            message = _("Neither Chinese nor English was found in the text.")
            self.add_error(field, ValidationError(message, code="words"))
            return
        if held:
            message = _("The archive has this text already, as source “%(slug)s”.")
            self.add_error(field, ValidationError(message, code="held", params={"slug": held.slug}))
            return
        self.document = found

    def again(self, *, suggest: bool) -> "DocumentForm":
        """Return the form as it is shown again: all that was typed, with the suggestions where nothing was.

        The text of a file goes where pasted text does, since no browser sends a file twice.
        """
        typed = {name: self[name].value() for name in self.fields if name != "upload"}
        uploaded = self.cleaned_data.get("upload") or ""
        if uploaded and not typed["text"] and len(uploaded) <= LONGEST_PASTE:
            typed["text"] = uploaded
        if not suggest or self.faults_of_the_text():
            shown = type(self)(typed)
            shown._errors = ErrorDict(  # type: ignore[attr-defined] # noqa: SLF001 - the errors found with the file still stand
                {name: errors for name, errors in self.errors.items() if not suggest or name in _OF_THE_TEXT}
            )
            return shown
        suggested = self.suggestions()
        # A text is clean unless it shows that it is not.
        return type(self)(initial={**suggested, **{name: value for name, value in typed.items() if value}, **(
            {"condition": suggested["condition"]} if "condition" in suggested else {}
        )})  # fmt: skip

    def suggestions(self) -> dict[str, Any]:
        """Return what the text says of its source; nothing where something is wrong with the text itself."""
        if self.document is None:
            return {}
        drafted = draft(self.document, archive_records())
        source = drafted.of("source")[0]
        found = {name: source.get(name) for name in _SUGGESTED}
        if not found["title_zh"] and not found["title_en"]:
            for notice in drafted.of("notice")[:1]:
                found |= {"title_zh": notice.get("title_zh"), "title_en": _short(notice.get("title_en"))}
        return {name: value for name, value in found.items() if value}

    def faults_of_the_text(self) -> list[Any]:
        """Return what is wrong with the text alone."""
        return [error for name in _OF_THE_TEXT for error in self.errors.get(name, [])]

    def store(self, user: Any) -> Source:
        """Store the source as a draft, with its text; the text stands in no fixture, API, file or feed."""
        if self.document is None:  # pragma: no cover - the form is valid
            raise ValueError("a document without a text")
        source: Source = self.instance
        source.file, source.sha256 = self.document.name, self.document.sha256
        source.line_count = len(self.document.lines)
        with changing(ChangeKind.DOCUMENT, user=user, reason=f"{source.slug}: {source.label.plain}"):
            source.save()
            SourceText.objects.create(source=source, content=self.document.content, sha256=self.document.sha256)
        return source


def _short(title: Any) -> str:
    """Return a title that a source can have: that of a notice may name all its issuers."""
    return title if isinstance(title, str) and len(title) <= 500 else ""  # noqa: PLR2004 - the column's length
