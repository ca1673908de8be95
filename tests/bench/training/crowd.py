"""Invented people: a tree of teams three levels deep with a manager each, and who was where from which day on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

SPACE = UUID(int=5)
SEED = 5
DAYS = 730
LEAVING, MOVING, NEWCOMERS = 0.03, 0.1, 0.3


@dataclass(frozen=True)
class Group:
    """A team, the number of the one above it, and how many people it has, its manager among them."""

    id: UUID
    name: str
    parent: int | None
    size: int


@dataclass(frozen=True)
class Figure:
    """A person; days are counted from the first of the period, `gone` is the first day without them."""

    id: UUID
    name: str
    team: int
    is_manager: bool
    hired: int
    gone: int | None
    moved: tuple[int, int] | None


def make_groups(people: int) -> list[Group]:
    """Return the teams of so many people: for 10,000 of them 8 regions, 32 areas and 160 teams of 10, 50 and more."""
    scale = people / 10_000
    tops, middles, leaves = max(1, round(8 * scale)), max(1, round(32 * scale)), max(4, round(160 * scale))
    sizes = [1] * (tops + middles) + [10] * (leaves // 8) + [51] * (leaves * 5 // 8)
    rest = tops + middles + leaves - len(sizes)
    left = people - sum(sizes)
    sizes += [left // rest + (number < left % rest) for number in range(rest)]
    parents: list[int | None] = [None] * tops
    parents += [number % tops for number in range(middles)]
    parents += [tops + number % middles for number in range(leaves)]
    return [
        Group(uuid5(SPACE, f"team {number}"), f"Team {number:03}", parent, size)
        for number, (parent, size) in enumerate(zip(parents, sizes, strict=True))
    ]


def make_figures(groups: list[Group]) -> list[Figure]:
    """Return the people of the teams; of some it is known that they moved, and some have left."""
    dice = random.Random(SEED)
    leaves = [number for number, group in enumerate(groups) if group.size > 1]
    return list(_figures(dice, groups, leaves))


def _figures(dice: random.Random, groups: list[Group], leaves: list[int]) -> Iterator[Figure]:
    number = 0
    for team, group in enumerate(groups):
        for place in range(group.size):
            number += 1
            is_manager = place == 0
            hired = dice.randrange(0, DAYS - 60) if dice.random() < NEWCOMERS else -dice.randrange(1, 1500)
            gone, moved = None, None
            if not is_manager and dice.random() < LEAVING:
                gone = dice.randrange(max(hired, 0) + 30, DAYS)
            elif not is_manager and dice.random() < MOVING:
                moved = (dice.choice(leaves), dice.randrange(max(hired, 0) + 20, DAYS))
            id_ = uuid5(SPACE, f"person {number}")
            name = f"{dice.choice('ABCDEFGHIJKLM')}{dice.randrange(10_000):04} {number:05}"
            yield Figure(id_, name, team, is_manager, hired, gone, moved)
