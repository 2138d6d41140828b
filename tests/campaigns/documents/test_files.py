"""A document is read only if it is the recorded one; else the message says what happened to it."""

import hashlib

import pytest

from campaigns.documents.files import Document, DocumentError, read_document, read_recorded

RECORDED = "质量月\n第二行\n第三行\n".encode()
BOM = b"\xef\xbb\xbf"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def wrong(folder, content: bytes, recorded: bytes = RECORDED, line_count: int = 3) -> str:
    """Return what is wrong with a file that holds ``content`` where its source records ``recorded``."""
    path = folder / "document.txt"
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        read_recorded(path, digest(recorded), line_count)
    return str(caught.value)


def unreadable(path) -> str:
    """Return why the file in ``path`` cannot be read as a document."""
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("质量月\n第二行\n", ("质量月", "第二行")),
        ("质量月\n第二行", ("质量月", "第二行")),
        ("质量月", ("质量月",)),
        ("\n质量月\n\n", ("", "质量月", "")),
        ("质量月\r\n第\r二行\n", ("质量月\r", "第\r二行")),
        ("质量月\u2028一\x0b二\x85三\f四\n五", ("质量月\u2028一\x0b二\x85三\f四", "五")),
    ],
)
def test_a_document_has_one_line_for_each_newline_and_keeps_all_else_as_received(tmp_path, text, lines):
    content = text.encode()
    path = tmp_path / "document.txt"
    path.write_bytes(content)
    expected = Document("document.txt", digest(content), text, lines)
    assert read_document(path) == expected
    assert read_recorded(path, digest(content), len(lines)) == expected


def test_a_checksum_is_that_of_the_bytes_as_received(tmp_path):
    path = tmp_path / "document.txt"
    path.write_bytes(b"abc")
    assert read_document(path).sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_file_that_is_missing_or_no_file_is_named(tmp_path):
    missing, folder = tmp_path / "document.txt", tmp_path / "folder"
    folder.mkdir()
    assert unreadable(missing) == "document.txt cannot be read: No such file or directory"
    assert unreadable(folder) == "folder cannot be read: Is a directory"
    with pytest.raises(DocumentError) as caught:
        read_recorded(missing, digest(RECORDED), 3)
    assert str(caught.value) == (
        f"document.txt cannot be read: No such file or directory: SHA-256 {digest(RECORDED)} expected, no file found"
    )


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("质量月".encode("gb18030"), "byte 0, on line 1, is 0xd6"),
        ("质量月\n".encode() + "第二行".encode("gb18030"), "byte 10, on line 2, is 0xb5"),
        ("质量月\n\n".encode() + "月".encode()[:2], "byte 11, on line 3, is 0xe6"),
        ("\ufeff质量月".encode("utf-16-le"), "byte 0, on line 1, is 0xff"),
    ],
)
def test_a_file_that_is_not_utf_8_is_named_with_the_first_wrong_byte_and_its_line(tmp_path, content, place):
    path = tmp_path / "document.txt"
    path.write_bytes(content)
    assert unreadable(path) == f"document.txt is not UTF-8: {place}"
    assert wrong(tmp_path, content, content) == f"document.txt is not UTF-8: {place}"
    assert wrong(tmp_path, content) == (
        f"document.txt is not UTF-8: {place}: SHA-256 {digest(RECORDED)} expected, {digest(content)} found"
    )


@pytest.mark.parametrize("content", [b"", b"\n", b" \r\n\t\n"])
def test_a_file_without_words_is_named_as_empty(tmp_path, content):
    path = tmp_path / "document.txt"
    path.write_bytes(content)
    assert unreadable(path) == "document.txt is empty; a text in UTF-8 was expected"
    assert wrong(tmp_path, content, content) == "document.txt is empty; a text in UTF-8 was expected"
    assert wrong(tmp_path, content) == (
        f"document.txt is empty; 3 lines were expected: SHA-256 {digest(RECORDED)} expected, {digest(content)} found"
    )


@pytest.mark.parametrize(
    ("content", "recorded", "line_count", "difference"),
    [
        (BOM + RECORDED, RECORDED, 3, "begins with a byte order mark, which the recorded file does not"),
        (RECORDED.replace(b"\n", b"\r\n"), RECORDED, 3, "has line endings CRLF where the recorded file has LF"),
        (BOM + RECORDED.replace(b"\n", b"\r\n"), RECORDED, 3, "has line endings CRLF where the recorded file has LF"),
        (RECORDED.replace(b"\n", b"\r"), RECORDED, 3, "has line endings CR where the recorded file has LF"),
        (RECORDED, RECORDED.replace(b"\n", b"\r\n"), 3, "has line endings LF where the recorded file has CRLF"),
        (RECORDED.removesuffix(b"\n"), RECORDED, 3, "lacks the newline at its end"),
        (RECORDED, RECORDED.removesuffix(b"\n"), 3, "has one more newline at its end"),
        (RECORDED + b"\n", RECORDED, 3, "has one more newline at its end"),
        ("质量月\n第三行\n".encode(), RECORDED, 3, "has 2 lines where 3 were expected: a line was lost"),
        ("质量月\n第二行\n又一行\n第三行\n".encode(), RECORDED, 3,
         "has 4 lines where 3 were expected: a line was gained"),
        (RECORDED + b"\n\n", RECORDED, 3, "has 5 lines where 3 were expected: it is another document"),
        ("质量月\n".encode(), RECORDED, 3, "has 1 lines where 3 were expected: it is another document"),
        ("质量月\n第二行\n第叁行\n".encode(), RECORDED, 3, "has the expected 3 lines, but other words"),
        ("质量月\n第叁行\n第二行".encode(), RECORDED, 3, "has the expected 3 lines, but other words"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_the_recorded_one_is_refused_with_the_difference_and_both_checksums(
    tmp_path, content, recorded, line_count, difference
):
    assert wrong(tmp_path, content, recorded, line_count) == (
        f"document.txt {difference}: SHA-256 {digest(recorded)} expected, {digest(content)} found"
    )


@pytest.mark.parametrize("line_count", [2, 4])
def test_a_recorded_file_with_another_number_of_lines_than_recorded_is_refused(tmp_path, line_count):
    assert wrong(tmp_path, RECORDED, RECORDED, line_count) == (
        f"document.txt is the recorded file, but has 3 lines; {line_count} are recorded"
    )
