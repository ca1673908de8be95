"""Multiplicity: four p-values by hand."""

from __future__ import annotations

import pytest

from lms.statistics.effects.multiplicity import benjamini_hochberg

PS = [0.01, 0.04, 0.03, 0.005]


def test_benjamini_hochberg_by_hand() -> None:
    """.005 x 4, .01 x 2, .03 x 4 / 3, .04: each at most that of the next."""
    assert benjamini_hochberg(PS) == pytest.approx([0.02, 0.04, 0.04, 0.02])


def test_no_questions_have_no_answers() -> None:
    """Of nothing comes nothing."""
    assert benjamini_hochberg([]) == []
