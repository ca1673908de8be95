"""Dealing: ways and an order of tasks, so that neither people, tasks nor places tell the ways apart.

People come in twos, as they ask. Both of two get the tasks in one order, and what one does the old way the other does
here: so each task, at each place, is done as often either way. Of every two tasks in a row a person does one either
way, so that getting used to it, or tired, helps neither. Order and ways come from hashes of a secret seed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

FindingWay = Literal["before", "here"]
WAYS: tuple[FindingWay, FindingWay] = ("before", "here")


@dataclass(frozen=True, slots=True)
class Turn:
    """One task of one person, and the way it is done."""

    task_id: str
    way: FindingWay


def deal(task_ids: Sequence[str], *, seed: str, number: int) -> tuple[Turn, ...]:
    """Return the turns of the person who asked as the `number`th, from 0; equal arguments give equal turns.

    Raises ValueError for an odd number of tasks.
    """
    if len(task_ids) % 2:
        raise ValueError(f"{len(task_ids)} tasks can't be halved")
    two, is_second = divmod(number, 2)
    order = sorted(task_ids, key=lambda task_id: _rank(seed, two, task_id))
    ways = (way for at in range(0, len(order), 2) for way in _ways_of(seed, two, at, is_second=bool(is_second)))
    return tuple(Turn(task_id, way) for task_id, way in zip(order, ways, strict=True))


def _ways_of(seed: str, two: int, at: int, *, is_second: bool) -> tuple[FindingWay, FindingWay]:
    """Return the ways of two tasks in a row."""
    is_turned = bool(_rank(seed, two, at)[0] & 1) is not is_second
    return WAYS[::-1] if is_turned else WAYS


def _rank(seed: str, *what: str | int) -> bytes:
    return hashlib.sha256(json.dumps([seed, *what]).encode("ascii")).digest()
