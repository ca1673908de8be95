"""The command `check` in the tests: run, and what it prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from support.checking import USUAL

TODAY = datetime.now(UTC).date().isoformat()


@dataclass(frozen=True)
class Checked:
    """What a check answered."""

    code: int
    out: str
    err: str

    @property
    def items(self) -> list[dict[str, Any]]:
        """The problems, printed as JSON, without those that every small library has."""
        return [item for item in json.loads(self.out) if item["code"] not in USUAL]

    @property
    def found(self) -> list[tuple[str, str]]:
        """Path and code of these."""
        return [(item["path"], item["code"]) for item in self.items]


Check = Callable[..., Checked]
ERRORS = [("library/guides/a.md", "broken-link"), ("library/sub/b.md", "broken-link")]
WARNING = ("library/guides/c.md", "missing-alt")
