"""Imports as they are asked for, and what came of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api.work.uploads.proposal import Proposal, UploadAnswers
from api.work.uploads.shape import Errors
from lms.crm.kinds import KindName
from lms.days import Now

Tell = Callable[[str, int], None]


def _untold(_: str, __: int) -> None:
    return


@dataclass(frozen=True)
class AskedImport:
    """Who imports a file and when, and what is said of it: of what kind and source it is, and which day it shows.

    What `is_pulled` was read from the CRM itself, and is no file that could come again.
    `said` is what single texts of a field mean, `given` the values of fields that have no column; `tell` is told how
    far it is.
    """

    zone: ZoneInfo
    now: Now
    kind: KindName | None = None
    source: str | None = None
    as_of: date | None = None
    is_full: bool = False
    is_dry_run: bool = False
    is_pulled: bool = False
    currency: str = "EUR"
    answers: UploadAnswers = UploadAnswers()
    said: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    by_id: UUID | None = None
    tell: Tell = _untold


@dataclass
class Imported:
    """What came of a file: how it was understood, its rows, and what is wrong with some.

    `new` counts records that weren't known, `changed` what was new of known ones, `deleted` records that a full file
    lacks; `id` is that of the import, None of a dry run, and where the file leaves a question open.
    """

    kind: KindName
    source: str
    proposal: Proposal
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    deleted: int = 0
    left_out: int = 0
    errors: Errors = field(default_factory=Errors)
    notes: list[str] = field(default_factory=list)
    id: UUID | None = None

    @property
    def counts(self) -> dict[str, int]:
        """The counts by their names."""
        return {
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "deleted": self.deleted,
            "left_out": self.left_out,
            "errors": self.errors.rows,
        }
