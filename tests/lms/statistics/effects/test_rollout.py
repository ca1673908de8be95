"""Roll-out: a draw that anybody can repeat, and fair."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.statistics.effects.rollout import check_ratio, draw_waves

TEAMS = {"ann": "north", "ben": "north", "cem": "north", "dia": "south", "eve": "south", "fay": "south"}
DRAWN = {"cem": 0, "ben": 1, "ann": 2, "eve": 0, "dia": 1, "fay": 2}


def test_a_seed_draws_the_same_everywhere() -> None:
    """Whatever the machine and the order of units; another seed draws otherwise."""
    drawn = draw_waves(TEAMS, waves=3, seed="2026-11-30")
    assert drawn == DRAWN
    assert draw_waves(dict(reversed(TEAMS.items())), waves=3, seed="2026-11-30") == drawn
    assert any(draw_waves(TEAMS, waves=3, seed=str(seed)) != drawn for seed in range(5))


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 3)), st.integers(1, 5), st.text())
def test_waves_are_as_even_as_can_be(strata: dict[str, int], waves: int, seed: str) -> None:
    """In each stratum and in all, they differ by one at most."""
    drawn = draw_waves(strata, waves=waves, seed=seed)
    assert drawn.keys() == strata.keys()
    for stratum in {None, *strata.values()}:
        some = [wave for unit, wave in drawn.items() if stratum in {None, strata[unit]}]
        sizes = [Counter(some)[wave] for wave in range(waves)]
        assert max(sizes) - min(sizes) <= 1


def test_everybody_has_the_same_chance() -> None:
    """Of 3,000 draws each unit is in the first of three waves in about 1,000."""
    first = Counter[str]()
    for seed in range(3000):
        first.update(unit for unit, wave in draw_waves(TEAMS, waves=3, seed=str(seed)).items() if wave == 0)
    assert all(abs(first[unit] - 1000) < 4 * 26 for unit in TEAMS)  # 26: standard deviation of one count


def test_no_wave_is_no_roll_out() -> None:
    """There is at least one."""
    with pytest.raises(ValueError, match="one wave"):
        draw_waves(TEAMS, waves=0, seed="x")


def test_counts_that_the_draw_does_not_explain() -> None:
    """600 of 1,000 where half were drawn is a fault of the roll-out; 510 is chance (chi-square .4)."""
    assert check_ratio([600, 400], [1, 1]).is_mismatch
    chance = check_ratio([510, 490], [0.5, 0.5])
    assert chance.p == pytest.approx(0.527, abs=0.001)
    assert not chance.is_mismatch
    assert not check_ratio([200, 100, 100], [2, 1, 1]).is_mismatch
