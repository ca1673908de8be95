"""A problem of a page, said so that its author can mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

_BREAKS = re.compile("[\x00-\x1f\x7f\u0085\u2028\u2029]+")
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
        object.__setattr__(self, "path", one_line(self.path))
        object.__setattr__(self, "message", one_line(self.message))

    def __str__(self) -> str:
        """Show the problem as `path:line:column: severity code: message`."""
        return f"{self.path}:{self.line}:{self.column}: {self.severity} {self.code}: {self.message}"


def one_line(text: str) -> str:
    """Return text as one line that any terminal and file can hold."""
    return _BREAKS.sub(" ", text.encode("utf-8", "replace").decode("utf-8"))
