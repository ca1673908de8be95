"""Agreement against Krippendorff's published data, at its ends, and by simulation."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.statistics.agreement import LEAST_UNITS, ordinal_agreement

# Four observers and twelve units (Krippendorff 2011, "Computing Krippendorff's alpha-reliability", example C), from 1.
PUBLISHED = (
    *((1, 1, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4)),
    *((4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (5, 5, 5), (1, 1), (3,)),
)
UNITS = st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4), max_size=12)


def test_the_published_data_give_the_published_alpha() -> None:
    """Ordinal: .815; the twelfth unit was scored by one alone."""
    found = ordinal_agreement([[level - 1 for level in unit] for unit in PUBLISHED], levels=5)
    assert found.alpha == pytest.approx(0.815, abs=0.0005)
    assert (found.units, found.ratings) == (11, 40)
    assert found.interval is not None
    assert found.interval.low < 0.815 < found.interval.high


@pytest.mark.parametrize("ratings", [[], [[1], [2]], [[2, 2], [2, 2, 2]]])
def test_where_nothing_can_differ_nothing_is_said(ratings: list[list[int]]) -> None:
    """Nothing scored twice, or the same level everywhere."""
    found = ordinal_agreement(ratings, levels=4)
    assert (found.alpha, found.interval) == (None, None)


def test_who_always_agrees_agrees_in_full() -> None:
    """One, with an interval from one to one; of few units without an interval."""
    found = ordinal_agreement([[level, level] for level in (0, 1, 2, 3) * 3], levels=4)
    assert found.interval is not None
    assert (found.alpha, found.interval.low, found.interval.high) == (1.0, 1.0, 1.0)
    assert ordinal_agreement([[0, 0], [1, 1]] * (LEAST_UNITS // 2), levels=2).interval is None


@given(UNITS, st.randoms())
@settings(max_examples=30, deadline=None)
def test_neither_the_order_of_people_nor_of_things_counts(ratings: list[list[int]], draw: random.Random) -> None:
    """Nor how often a thing that one alone scored is listed."""
    shuffled = [draw.sample(unit, len(unit)) for unit in draw.sample(ratings, len(ratings))]
    found = ordinal_agreement([*shuffled, [0]], levels=4).alpha
    known = ordinal_agreement(ratings, levels=4).alpha
    assert found == (known if known is None else pytest.approx(known))


def test_levels_by_chance_agree_no_more_than_chance() -> None:
    """Two thousand things scored by three people with their eyes shut."""
    draw = random.Random(3)
    found = ordinal_agreement([[draw.randrange(4) for _ in range(3)] for _ in range(2_000)], levels=4)
    assert found.alpha == pytest.approx(0, abs=0.05)
