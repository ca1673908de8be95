"""Kinds of entries: a table says as its `__audited__` how its rows stand in the audit."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Audited:
    """How the rows of a table stand in the audit.

    `noun` begins the action (`person` gives `person.added`, `person.changed`, `person.removed`); `whose` names the
    column that holds the person whom a row is about; columns in `leaves_out` are never noted, nor is a change of them
    alone; of secrets in `hides` is only noted that they are there, and that they were changed; `only` tells which rows
    are decisions at all, where a table holds others too.
    """

    noun: str
    whose: str | None = "person_id"
    leaves_out: Collection[str] = ()
    hides: Collection[str] = ()
    only: Callable[[Any], bool] = lambda _: True
