"""A file that comes in, on disk or in memory: what it begins with, and what it is if it is no list."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from api.work.uploads.workbooks import is_workbook
from lms.errors import Conflict

SAMPLE_BYTES = 1_000_000
MOST_WORKBOOK_BYTES = 50_000_000
_PIECE = 1_000_000
_MOST_LINES_BYTES = 100_000
_SAVE = "save the list as CSV, or as an .xlsx workbook"
_NO_LISTS = {
    b"%PDF": "this is a PDF",
    b"\x1f\x8b": "this is packed (gzip); unpack it first",
    b"\x89PNG": "this is a picture",
    b"\xff\xd8\xff": "this is a picture",
    b"7z\xbc\xaf": "this is packed (7z); unpack it first",
    b"Rar!": "this is packed (rar); unpack it first",
    b"SQLite format 3": "this is a database",
    b"PAR1": "this is a Parquet file",
    b"{\\rtf": "this is a text document",
}
_HTML = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<table|<\?xml|<body|<meta)", re.IGNORECASE)
_JSON = re.compile(rb"\s*[\[{]\s*[\"{\[]")


@dataclass(frozen=True)
class SentFile:
    """A file by its name, with its place on disk or its bytes."""

    name: str
    place: Path | bytes

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.place) if isinstance(self.place, bytes) else self.place.stat().st_size

    def open(self) -> BinaryIO:
        """Open it for reading."""
        return io.BytesIO(self.place) if isinstance(self.place, bytes) else self.place.open("rb")

    def digest(self) -> str:
        """Return its SHA-256."""
        found = hashlib.sha256()
        with self.open() as stream:
            while piece := stream.read(_PIECE):
                found.update(piece)
        return found.hexdigest()


def head_of_file(file: SentFile) -> bytes:
    """Return the beginning of a file of text, all of a workbook; raises Conflict for what is neither.

    Of a text it ends with a line. Where it holds nothing but ASCII, later lines that hold something else follow, since
    they show the encoding; so does a text in UTF-8 with some broken lines, of which the whole ones are shown.
    """
    with file.open() as stream:
        head = stream.read(SAMPLE_BYTES)
        _refuse(head, file)
        if is_workbook(head):
            return head + stream.read()
        rest = stream.read(1)
        if rest:
            head = _whole_lines(head)
        if b"\0" in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return head
        if head.isascii() and rest:
            stream.seek(len(head))
            head += b"".join(_telling_lines(stream))
        return _whole_in_utf8(head)


def _refuse(head: bytes, file: SentFile) -> None:
    if not head.strip():
        raise Conflict("the file is empty")
    if is_workbook(head) and file.size > MOST_WORKBOOK_BYTES:
        raise Conflict(f"the workbook has more than {MOST_WORKBOOK_BYTES:,} bytes; save the list as CSV")
    what = next((what for mark, what in _NO_LISTS.items() if head.startswith(mark)), None)
    if what:
        raise Conflict(f"{what}, not a list; {_SAVE}")
    if not is_workbook(head) and head.count(0) > 0.6 * len(head):  # of plain text in UTF-16 a half
        raise Conflict(f"the file is no text; {_SAVE}")
    if _HTML.match(head.removeprefix(codecs.BOM_UTF8)):
        raise Conflict(f"this is a web page (HTML or XML), not a list; export it as CSV, or {_SAVE}")
    if _JSON.match(head):
        raise Conflict(f"this is JSON, not a list; {_SAVE}")


def _whole_lines(head: bytes) -> bytes:
    """Cut off the line at the end that isn't whole; of UTF-16 only half a sign."""
    if b"\0" in head:
        even = head[: len(head) // 2 * 2]
        ends = max(even.rfind(b"\n\0"), even.rfind(b"\0\n"))
        ends -= ends % 2
        return even[: ends + 2] if ends > 0 else even[:-2]
    ends = max(head.rfind(b"\n"), head.rfind(b"\r"))
    return head[: ends + 1] if ends >= 0 else head


def _telling_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines that aren't plain ASCII, up to some."""
    left = _MOST_LINES_BYTES
    before = b""
    while left > 0 and (piece := stream.read(_PIECE)):
        whole, sign, rest = (before + piece).rpartition(b"\n")
        before = rest[-_PIECE:]
        if not whole.isascii():
            for line in whole.split(b"\n"):
                if not line.isascii() and 0 < len(line) < left:
                    left -= len(line)
                    yield line + sign
    if left > 0 and before and not before.isascii():
        yield before[:left]


def _whole_in_utf8(head: bytes) -> bytes:
    """Leave out the few lines that are broken where most others show UTF-8."""
    try:
        head.decode()
    except UnicodeDecodeError:
        lines = head.split(b"\n")
        telling = [line for line in lines if not line.isascii()]
        broken = {line for line in telling if not _is_utf8(line)}
        if len(telling) > 2 * sum(line in broken for line in telling):
            return b"\n".join(line for line in lines if line not in broken)
    return head


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
