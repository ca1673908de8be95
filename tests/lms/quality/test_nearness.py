"""Words that are near each other, and words that only look so."""

from __future__ import annotations

import numpy as np
import pytest

from lms.quality.nearness import is_near, nearest, plain
from lms.quality.words import meant_by


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("GTXPro", "GTX Pro", True),
        ("technolgy", "technology", True),
        ("Philipines", "Philippines", True),
        ("healthacre", "Healthcare", True),
        ("Prospectnig", "Prospecting", True),
        ("telecomunicatons", "telecommunications", True),
        ("Stage 1", "Stage 2", False),
        ("GTX Basic", "GTX Pro", False),
        ("North", "South", False),
        ("Inbound", "Outbound", False),
        ("Partner", "Partners", False),
        ("Iran", "Iraq", False),
        ("Zambia", "Gambia", False),
        ("", "", True),
    ],
)
def test_what_is_near(one: str, other: str, expected: bool) -> None:
    """A slip in a word that is long enough; never another number, another first letter or a plural."""
    assert is_near(plain(one), plain(other)) is expected
    assert is_near(plain(other), plain(one)) is expected


def test_the_nearest_of_several_is_taken() -> None:
    """By signs alone before by a slip; where none is near there is none."""
    known = ["Prospects", "Prospecting", "pros-pectng"]
    assert nearest(["Prospectng", "prospecting!", "Closing", ""], known) == [2, 1, -1, -1]
    assert nearest(["Prospectng"], []) == [-1]
    assert nearest([], known) == []


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"Retail": 30, "Reatil": 3}, {"Reatil": "Retail"}),
        ({"Retail": 30, "Reatil": 4}, {}),
        ({"Retail": 30, "retail": 29}, {"retail": "Retail"}),
        ({"Ireland": 900, "Iceland": 3}, {}),
        ({"Irelnd": 3}, {"Irelnd": "Ireland"}),
        ({"Irelnd": 30, "Irelnds": 1}, {"Irelnd": "Ireland"}),
        ({"Reatil": 0, "Retail": 30}, {}),
        ({"South Hub": 2, "North Hub": 40}, {}),
    ],
)
def test_what_a_word_stands_for(counts: dict[str, int], expected: dict[str, str]) -> None:
    """One ten times as frequent, or a known name; a known name stands for itself, an unused word for none."""
    words = list(counts)
    found = meant_by(words, np.array(list(counts.values())), ["Ireland", "Iceland"])
    assert {word: one for word, one in zip(words, found, strict=True) if one} == expected
