"""Matched shares: a textbook's example of eight centres."""

from __future__ import annotations

import pytest

from lms.statistics.effects.matched import Stratum, matched_difference

# Agresti, Categorical Data Analysis (2013), p. 226: drug and control in eight centres. Page 231 gives .130 with a
# standard error of .050; the interval is that of R's cicalc.
CENTRES = [
    Stratum(11, 36, 10, 37),
    Stratum(16, 20, 22, 32),
    Stratum(14, 19, 7, 19),
    Stratum(2, 16, 1, 17),
    Stratum(6, 17, 0, 12),
    Stratum(1, 11, 0, 10),
    Stratum(1, 5, 1, 9),
    Stratum(4, 6, 6, 7),
]


def test_agrestis_eight_centres() -> None:
    """.130, from .0313 to .2284."""
    found = matched_difference(CENTRES)
    assert found.difference == pytest.approx(0.130, abs=0.0005)
    assert found.interval is not None
    assert (round(found.interval.low, 4), round(found.interval.high, 4)) == (0.0313, 0.2284)
    assert (found.n, found.strata, found.left_out) == (273, 8, 0)


def test_strata_with_one_arm_are_left_out_and_counted() -> None:
    """They say nothing of the difference; empty ones aren't even counted."""
    found = matched_difference([*CENTRES, Stratum(3, 9, 0, 0), Stratum(0, 0, 2, 5), Stratum(0, 0, 0, 0)])
    assert found.difference == matched_difference(CENTRES).difference
    assert (found.n, found.strata, found.left_out, found.trials_left_out) == (273, 8, 2, 14)


def test_one_stratum_is_the_plain_difference() -> None:
    """And turned around it is the same with the other sign."""
    found, turned = matched_difference([Stratum(30, 100, 20, 80)]), matched_difference([Stratum(20, 80, 30, 100)])
    assert found.difference == pytest.approx(0.05)
    assert turned.difference == pytest.approx(-0.05)
    assert found.interval is not None
    assert turned.interval is not None
    assert found.interval.low == pytest.approx(-turned.interval.high)


def test_the_mix_of_strata_makes_no_difference() -> None:
    """Half of all easy deals and a tenth of all hard ones are won by both; the first has more of the easy ones."""
    found = matched_difference([Stratum(45, 90, 5, 10), Stratum(1, 10, 9, 90)])
    assert found.difference == pytest.approx(0)


def test_where_nobody_compares_there_is_no_difference() -> None:
    """All strata have one arm."""
    found = matched_difference([Stratum(3, 9, 0, 0)])
    assert (found.difference, found.interval, found.n, found.left_out) == (None, None, 0, 1)
