"""Which queries are one query spelled differently, and which only look alike."""

from __future__ import annotations

import pytest

from lms.demand.spelling import distance

WORDS = {"contact", "contract", "quote", "quota", "pricing", "harbour"}


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("pricing", "pricing", 0),
        ("pricing", "pricng", 1),
        ("pricing", "pirc ing", None),
        ("pricing", "pricnig", 1),
        ("slot harbour", "slot harbor", 1),
        ("slotharbor", "slot harbour", 1),
        ("slotharbor", "slot harbor", 0),
        ("competitor comparison", "competitr comparision", 2),
        ("competitor", "compettiors", 2),
        ("презентация", "призентация", 1),
        ("太贵", "太 贵", 0),
    ],
)
def test_misspellings_are_found(one: str, other: str, errors: int | None) -> None:
    """A letter wrong, missing, doubled or swapped; a space too many or too few."""
    assert distance(one, other, is_word=WORDS.__contains__) == errors
    assert distance(other, one, is_word=WORDS.__contains__) == errors


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("deck", "desk"),  # too short to tell
        ("contact", "contract"),  # both are words of the library
        ("quote", "quota"),
        ("renewal", "prenewal"),  # begins otherwise
        ("version 2", "version 3"),
        ("frostvale2", "frostvale3"),
        ("discovery", "discovery us"),
        ("cold chain", "cold chain eu"),
        ("客户太贵了", "客户太好了"),
        ("type:deck pricing", "type:desk pricing"),
        ("pricing", "slot harbor"),
    ],
)
def test_what_only_looks_alike_stays_apart(one: str, other: str) -> None:
    """Two needs in one row would hide one of them."""
    assert distance(one, other, is_word=WORDS.__contains__) is None
    assert distance(other, one, is_word=WORDS.__contains__) is None
