"""What is wrong with a page, said so that its author can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to change: where (path relative to the library, 1-based line), a stable code, and what to do."""

    path: str
    line: int
    code: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        """Show the problem as `path:line: severity code: message`."""
        return f"{self.path}:{self.line}: {self.severity} {self.code}: {self.message}"
