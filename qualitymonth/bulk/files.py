"""Tables in files: CSV and XLSX are read with all their faults named, and written a row at a time."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import IllegalCharacterError, InvalidFileException
from tablib import Dataset

#: The bounds of a file that is read: bytes, rows, and bytes of an XLSX file when unpacked.
FILE_LIMIT = 5 * 1024 * 1024
ROW_LIMIT = 20_000
UNPACKED_LIMIT = 100 * 1024 * 1024
#: No kind has so many columns.
WIDTH_LIMIT = 100

#: What a cell of a spreadsheet takes.
CELL_LIMIT = 32_767


class Table(Dataset):  # type: ignore[misc]
    """Rows of text under their headers, each with its number in the file; the headers stand in row 1."""

    def __init__(self, headers: list[str]) -> None:
        super().__init__(headers=headers)
        self.numbers: list[int] = []


def too_large() -> str:
    """Say that a file is too large."""
    return _("The file is larger than %(limit)d MB.") % {"limit": FILE_LIMIT // 1024**2}


def read_table(name: str, data: bytes) -> Table:
    """Read the file called ``name``; raise ValidationError that says what is wrong with it."""
    if len(data) > FILE_LIMIT:
        raise ValidationError(too_large())
    rows = _numbered(_xlsx_rows(data) if data.startswith(b"PK") else _csv_rows(name, data))
    number, header = next(rows, (0, []))
    if number != 1:
        raise ValidationError(_("The first row is empty; the names of the columns stand there."))
    table = Table([text.strip() for text in header])
    for number, row in rows:
        if len(row) > table.width:
            raise ValidationError(_("Row %(row)d has more cells than there are columns.") % {"row": number})
        if len(table.numbers) == ROW_LIMIT:
            raise ValidationError(_("The file has more than %(limit)d rows; divide it.") % {"limit": ROW_LIMIT})
        table.append(row + [""] * (table.width - len(row)))
        table.numbers.append(number)
    if not table.numbers:
        raise ValidationError(_("The file has no row of data."))
    return table


def _numbered(rows: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, without empty cells at their end, each with its number in the file."""
    for number, row in enumerate(rows, 1):
        while row and not row[-1].strip():
            row.pop()
        if len(row) > WIDTH_LIMIT:
            message = _("Row %(row)d has more than %(limit)d cells.")
            raise ValidationError(message % {"row": number, "limit": WIDTH_LIMIT})
        if row:
            yield number, row


def _csv_rows(name: str, data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_why_not_utf_8(data, error)) from error
    if Path(name).suffix.casefold() not in (".csv", ".txt") or "\0" in text:
        raise ValidationError(_("“%(name)s” is neither a CSV nor an XLSX file.") % {"name": name})
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        message = _("The file is no CSV file: line %(line)d, %(fault)s.")
        raise ValidationError(message % {"line": reader.line_num, "fault": error}) from error


def _why_not_utf_8(data: bytes, error: UnicodeDecodeError) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _("The file is encoded in UTF-16. Save it as “CSV UTF-8”, or as XLSX.")
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        message = _("The file is neither an XLSX file nor text in UTF-8: the byte at position %(place)d is not.")
        return message % {"place": error.start}
    return _("The file is not encoded in UTF-8, but perhaps in GB18030 (GBK). Save it as “CSV UTF-8”, or as XLSX.")


def _xlsx_rows(data: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > UNPACKED_LIMIT:
            message = _("The file would be larger than %(limit)d MB when unpacked.")
            raise ValidationError(message % {"limit": UNPACKED_LIMIT // 1024**2})
        # Formulas are read as such, to be refused: the value beside one may be old, or missing.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows():
            yield [_cell_text(cell) for cell in row]
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        ParseError,
        KeyError,
        ValueError,
        IndexError,
        TypeError,
        AttributeError,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise ValidationError(_("The file is no XLSX file that can be read.")) from error


def _cell_text(cell: Any) -> str:
    """Return the value of a cell as text; a date is as precise as the cell shows it."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in "fe":
        message = _("The cell %(place)s holds a formula or an error; write its value there.")
        raise ValidationError(message % {"place": cell.coordinate})
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        shown = str(cell.number_format).casefold()
        return value.strftime("%Y-%m-%d" if "d" in shown else "%Y-%m" if "m" in shown else "%Y")
    return str(value)


def write_csv(rows: Iterable[list[str]]) -> Iterator[bytes]:
    """Yield the lines of a CSV file in UTF-8, with the mark by which spreadsheets know it."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    yield b"\xef\xbb\xbf"
    for row in rows:
        writer.writerow(row)
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def write_xlsx(headers: list[str], rows: Iterable[list[str]]) -> IO[bytes]:
    """Return an XLSX file of cells that are texts, so that a spreadsheet takes ``1978-08`` for no day.

    Raises ValueError that names the first row with a text which such a file cannot hold.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("records")
    sheet.freeze_panes = "A2"
    with ExitStack() as opened:
        file = opened.enter_context(TemporaryFile())
        try:
            sheet.append([_text_cell(sheet, name, name, font=Font(bold=True)) for name in headers])
            for row in rows:
                sheet.append([_text_cell(sheet, text, row[0]) for text in row])
        finally:
            # Saved even where that failed: it is the way to remove the sheet's own temporary file.
            book.save(file)
        file.seek(0)
        opened.pop_all()
    return file


def _text_cell(sheet: Any, text: str, key: str, **style: Any) -> Any:
    """Return a cell of text; raise ValueError that names the row's ``key`` where there can be none."""
    if len(text) > CELL_LIMIT:
        raise ValueError(_("“%(key)s” holds a text that is too long for XLSX; choose CSV.") % {"key": key})
    try:
        cell = WriteOnlyCell(sheet, text or None)
    except IllegalCharacterError as error:
        raise ValueError(_("“%(key)s” holds a character that XLSX cannot hold; choose CSV.") % {"key": key}) from error
    cell.number_format = "@"
    for name, value in style.items():
        setattr(cell, name, value)
    return cell
