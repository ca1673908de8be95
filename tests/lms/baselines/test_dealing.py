"""Dealing: whoever comes, and however many, no task is done one way more often than the other."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.baselines.dealing import deal

SHEETS = st.integers(2, 12).flatmap(
    lambda half: st.lists(st.text(max_size=8), min_size=2 * half, max_size=2 * half, unique=True)
)
SEEDS = st.text(max_size=32)


@given(tasks=SHEETS, seed=SEEDS, people=st.integers(1, 25))
def test_over_people_each_task_is_done_as_often_either_way(tasks: list[str], seed: str, people: int) -> None:
    """However many have come, the ways of a task differ by one at most."""
    ways: Counter[tuple[str, str]] = Counter()
    for number in range(people):
        ways.update((turn.task_id, turn.way) for turn in deal(tasks, seed=seed, number=number))
    for task in tasks:
        assert abs(ways[task, "before"] - ways[task, "here"]) <= 1
        assert ways[task, "before"] + ways[task, "here"] == people


@given(tasks=SHEETS, seed=SEEDS, number=st.integers(0, 10**6))
def test_everybody_does_every_task_once_and_half_of_them_either_way(tasks: list[str], seed: str, number: int) -> None:
    """Of every two tasks in a row one is done each way, so that no way comes first."""
    turns = deal(tasks, seed=seed, number=number)
    assert sorted(turn.task_id for turn in turns) == sorted(tasks)
    ways = [turn.way for turn in turns]
    assert all({ways[at], ways[at + 1]} == {"before", "here"} for at in range(0, len(ways), 2))


@given(tasks=SHEETS, seed=SEEDS, two=st.integers(0, 10**6))
def test_two_who_come_one_after_the_other_do_the_same_tasks_the_other_way(
    tasks: list[str], seed: str, two: int
) -> None:
    """In the same order: so what its place does to a task's time is alike for both ways."""
    first, second = (deal(tasks, seed=seed, number=2 * two + one) for one in (0, 1))
    assert [turn.task_id for turn in first] == [turn.task_id for turn in second]
    assert all(one.way != other.way for one, other in zip(first, second, strict=True))


@given(tasks=SHEETS, seed=SEEDS, number=st.integers(0, 99))
def test_a_deal_is_the_same_for_ever(tasks: list[str], seed: str, number: int) -> None:
    """It hangs on the seed, the number and the tasks, and not on the order in which their page lists them."""
    assert deal(tasks, seed=seed, number=number) == deal(tasks[::-1], seed=seed, number=number)


def test_order_and_ways_differ_from_two_people_to_the_next() -> None:
    """Of two hundred people a task stands at each place about as often, and begins with either way."""
    tasks = [f"t{number}" for number in range(4)]
    dealt = [deal(tasks, seed="s", number=number) for number in range(0, 400, 2)]
    places = Counter(turns.index(next(t for t in turns if t.task_id == "t0")) for turns in dealt)
    first = Counter(turns[0].way for turns in dealt)
    assert all(25 <= places[place] <= 75 for place in range(4))
    assert 70 <= first["here"] <= 130


def test_an_odd_number_of_tasks_is_refused() -> None:
    """There would be one more of a way."""
    with pytest.raises(ValueError, match="3 tasks"):
        deal(["a", "b", "c"], seed="s", number=0)
