"""Rows of a CSV file of any length: one is in memory at a time, and one that is broken doesn't hide the next."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from api.work.uploads.encodings import ENCODINGS, Encoding
from api.work.uploads.files import SentFile
from api.work.uploads.grid import MOST_IN_ROW, GridError
from lms.errors import Conflict

# A file in which more rows can't be read as CSV is none.
MOST_BROKEN = 1_000
_LOST = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True)
class CsvFile:
    """Rows of a file in an encoding; `separator` parts the cells, and where its first line names that, it is no row."""

    file: SentFile
    encoding: Encoding
    separator: str
    has_name: bool = False

    def each_row(self) -> Iterator[tuple[int, list[str] | GridError]]:
        """Yield the rows, empty ones too, or what is wrong with one that can't be read.

        Raises Conflict where that is so of many.
        """
        # What isn't in the encoding becomes signs that no text has.
        errors = "replace" if self.encoding.startswith("utf-16") else "surrogateescape"
        with self.file.open() as stream, io.TextIOWrapper(stream, self.encoding, errors) as text:
            lines = _Lines(text, self.encoding, has_name=self.has_name)
            for _ in range(MOST_BROKEN):
                try:
                    for cells in csv.reader(lines, delimiter=self.separator, strict=True):
                        lines.begin_row()
                        yield lines.row, cells
                except csv.Error as error:
                    lines.skip_line()
                    yield lines.row, GridError(lines.row, f"this can't be read as CSV: {error}")
                else:
                    return
        raise Conflict(f"{MOST_BROKEN:,} rows or more can't be read as CSV; is the file a list?")


class _Lines:
    """The lines of a text, each line end one; those of the present row are kept, so that a broken one can be left."""

    def __init__(self, text: io.TextIOWrapper, encoding: Encoding, *, has_name: bool) -> None:
        self._text = text
        self._encoding = encoding
        self._row: list[str] = []
        self._again: list[str] = []
        self._left = MOST_IN_ROW
        self.row = 0
        first = text.readline(MOST_IN_ROW).removeprefix("\ufeff")
        if first and not has_name:
            self._again.append(first)

    def __iter__(self) -> Iterator[str]:
        while line := self._again.pop() if self._again else self._text.readline(self._left + 1):
            self._row.append(line)
            self._left -= len(line)
            if self._left < 0:
                raise csv.Error(f"the row has more than {MOST_IN_ROW:,} characters")
            if not line.isascii() and (_LOST.search(line) or self._is_lost(line)):
                raise csv.Error(f"a character isn't in {ENCODINGS[self._encoding]}")
            if "\0" in line:
                raise csv.Error("it holds characters that are no text")
            yield line

    def begin_row(self) -> None:
        """Forget the lines of the row that was read, and count it."""
        self.row += 1
        self._row.clear()
        self._left = MOST_IN_ROW

    def skip_line(self) -> None:
        """Leave out the first line of the present row, and read the others as rows again."""
        self._again += reversed(self._row[1:])
        self.begin_row()

    def _is_lost(self, line: str) -> bool:
        return "\ufffd" in line and self._encoding.startswith("utf-16")
