"""A problem of a page, said so that its author can mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BYTES = re.compile("[\ud800-\udfff]")
# What a terminal obeys, what ends a line or turns its direction, and bytes that are no UTF-8.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class LibraryProblem:
    """One thing to change: where (path relative to the library, line and column from 1), a stable code, what to do."""

    path: str
    line: int
    column: int = field(default=1, kw_only=True)
    code: str
    message: str
    severity: Severity = "error"

    def __post_init__(self) -> None:
        """Keep every problem one line, whatever stood in the page or in the name of its file."""
        if not self.path.isprintable():
            object.__setattr__(self, "path", readable(self.path))
        if not self.message.isprintable():
            object.__setattr__(self, "message", one_line(self.message))

    def seen_from(self, here: str) -> LibraryProblem:
        """Return the problem with what leads to the library before its path."""
        return LibraryProblem(**{**vars(self), "path": here + self.path})

    def __str__(self) -> str:
        """Show the problem as `path:line:column: severity code: message`."""
        return f"{self.path}:{self.line}:{self.column}: {self.severity} {self.code}: {self.message}"


def readable(name: str) -> str:
    r"""Return a file's name as one line that any terminal and file can hold.

    What can't be shown is written out: a byte that is no UTF-8 as `\xfc`, a line's end as `\n`.
    """
    return _HIDDEN.sub(lambda found: written_out(found[0]), name)


def one_line(text: str) -> str:
    """Return words as one line that any terminal and file can hold, with a space for each end of a line."""
    return _BYTES.sub(lambda found: written_out(found[0]), _BREAKS.sub(" ", text))


def counted(number: int, noun: str) -> str:
    """Return how many there are of something that takes an `s` when they are several, such as `1 page`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def written_out(sign: str) -> str:
    r"""Return a sign as its code, such as `\xfc`."""
    number = ord(sign)
    if 0xDC80 <= number <= 0xDCFF:  # by which Python stands for a byte of a file's name
        number -= 0xDC00
    if number < 0x100:
        return _SHORT.get(sign) or f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
