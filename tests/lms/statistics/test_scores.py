"""The Net Promoter Score: its formula, and what few answers say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.statistics.scores import net_promoter

ANSWERS = st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200)).filter(any)


def test_score_and_standard_error_are_the_formula() -> None:
    """60 promoters and 15 detractors of 100."""
    found = net_promoter([60], [15], [100])
    assert found.value == pytest.approx([45])
    assert found.standard_error == pytest.approx([100 * math.sqrt((0.6 + 0.15 - 0.45**2) / 100)])


def test_interval_is_walds_of_three_answers_more() -> None:
    """Worked out by hand for 6 and 2 of 10: p = 6.75/13, d = 2.75/13, 30.77 with 43.35 to each side."""
    found = net_promoter(6, 2, 10)
    assert float(found.low) == pytest.approx(30.77 - 43.35, abs=0.01)
    assert float(found.high) == pytest.approx(30.77 + 43.35, abs=0.01)


def test_of_many_answers_it_is_the_score_with_its_error() -> None:
    """The three more don't matter."""
    found = net_promoter([6000], [1500], [10_000])
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * found.standard_error, rel=1e-3)


@given(ANSWERS)
def test_the_interval_holds_the_score_and_lies_within_a_hundred(answers: tuple[int, int, int]) -> None:
    """Whoever answered, and however few."""
    found = net_promoter(answers[0], answers[1], sum(answers))
    assert -100 <= found.low <= found.value <= found.high <= 100
    assert found.low < found.high


def test_ten_promoters_are_no_proof_of_a_hundred() -> None:
    """Though their standard error is nothing; of no answer nothing is known."""
    found = net_promoter([10, 0], [0, 0], [10, 0])
    assert (found.value[0], found.high[0], found.standard_error[0]) == (100, 100, 0)
    assert 40 < found.low[0] < 60
    assert np.isnan([found.value[1], found.low[1], found.high[1], found.standard_error[1]]).all()
