"""People as they are wanted: what is said of those who join or change, as the verbs on people take it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NotRequired, TypedDict
from uuid import UUID

from lms.people.access import Actor


class NewPerson(TypedDict):
    """What is said of a person who joins."""

    email: str
    name: str
    roles: Iterable[str]
    team_id: UUID | None
    hired_on: NotRequired[date | None]
    region: NotRequired[str | None]
    job: NotRequired[str | None]
    actor: NotRequired[Actor | None]


class Changes(TypedDict, total=False):
    """What may be changed of a person; what isn't given stays."""

    email: str
    name: str
    roles: Iterable[str]
    team_id: UUID | None
    region: str | None
    job: str | None
    hired_on: date | None
