"""The manifest of a backup: of what and when it is, and every member with its size and checksum."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from lms.errors import Refusal

# Counted up when files of the format before can't be read by the same code any more.
FORMAT = 1
NAME = "manifest.json"
SETTINGS = "settings.json"
DATABASE = "database"
# What lies below here is put into DATA_DIR under the same name.
DATA = "data/"
NOTES_KEY = f"{DATA}notes.key"
_MEMBERS = re.compile(
    rf"{SETTINGS}|{DATABASE}|{re.escape(NOTES_KEY)}"
    rf"|{DATA}(?:searches/[0-9a-f]{{32}}\.searches|visits/[0-9a-f]{{32}}\.visits|practice/[0-9a-f]{{32}})"
)
DatabaseKind = Literal["sqlite", "postgresql"]
# What is being done, and how much of it is done of how much.
Telling = Callable[[str, int, int], None]


class BackupRefusal(Refusal):
    """A backup that can't be made, read or restored; the message says what to change."""


class BackupMember(BaseModel):
    """A member of the file: its name, its bytes once unpacked, and their SHA-256 in hex."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class BackupManifest(BaseModel):
    """What a backup says of itself. `tables` are the rows of each table; `server` is PostgreSQL's version, or None.

    `program` is the version of the `pg_dump` that wrote the dump, which no older `pg_restore` reads; files of before
    don't say. `library_commit` is the commit of the library that was checked out, None without one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    product: str
    made_at: AwareDatetime
    kind: DatabaseKind
    server: int | None
    program: int | None = None
    schema_revision: str
    library_commit: str | None
    tables: dict[str, int]
    members: tuple[BackupMember, ...]

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(self.tables.values())

    def has(self, name: str) -> bool:
        """Tell whether there is a member of a name."""
        return any(member.name == name for member in self.members)


def is_known(name: str) -> bool:
    """Tell whether a member may have a name: no other is ever written to the disk."""
    return _MEMBERS.fullmatch(name) is not None


def tell_nobody(what: str, done: int, total: int) -> None:
    """Tell nobody how far something is."""
