"""Calibration: who differs on what, counted by hand; what one alone scored, or left out, compares nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from lms.scoring.calibration import calibrate
from lms.scoring.rubric import Criterion, Rubric

ANNE, BEN, CLEO = (UUID(int=number) for number in (1, 2, 3))
LEVELS = ("1", "2", "3", "4")
NAMES = ("opening", "questions", "listening", "cost", "next step")


def _criterion(name: str, kind: Any = "level") -> Criterion:
    levels = LEVELS if kind == "level" else ()
    return Criterion(name, name.title(), kind, 1, 4, None, is_mandatory=True, may_be_left_out=True, levels=levels)


RUBRIC = Rubric("Call", 20, (*(_criterion(name) for name in NAMES), _criterion("words", "text")), None, ())


def _card(*levels: int | None) -> Mapping[str, Any]:
    given = {name: {"value": level} for name, level in zip(NAMES, levels, strict=True) if level is not None}
    return {**given, "words": {"value": "Well done."}}


def test_who_lies_alone_is_named_by_criterion() -> None:
    """Cleo gave two levels more than the others once; one level apart is nothing."""
    found = calibrate([(RUBRIC, {ANNE: _card(1, 2, 3, 4, 2), BEN: _card(1, 2, 3, 3, 2), CLEO: _card(1, 4, 3, 4, 2)})])
    assert [(one.criterion, one.spread) for one in found.criteria] == [
        *(("opening", 0), ("questions", 2), ("listening", 0), ("cost", 1), ("next step", 0)),
    ]
    assert [one.alone for one in found.criteria if one.alone] == [(CLEO,)]
    assert found.agreement.units == 5
    assert found.agreement.alpha is not None
    assert 0.5 < found.agreement.alpha < 1


def test_who_is_strict_throughout_leans() -> None:
    """Anne gives a level less than the middle of the others; of three criteria nothing is said."""
    cards = {ANNE: _card(1, 2, 2, 3, 1), BEN: _card(2, 3, 3, 4, 2), CLEO: _card(2, 3, 3, 4, 2)}
    first, *others = calibrate([(RUBRIC, cards)]).leanings
    assert (first.scorer_id, first.mean, first.compared, first.is_apart) == (ANNE, -1, 5, True)
    assert [one.is_apart for one in others] == [False, False] or {one.mean for one in others} == {0.5}
    few = {ANNE: _card(1, 2, 2, None, None), BEN: _card(2, 3, 3, None, None)}
    assert not any(one.is_apart for one in calibrate([(RUBRIC, few)]).leanings)


def test_what_one_alone_scored_compares_nothing() -> None:
    """No agreement, no leaning, whatever was given."""
    found = calibrate([(RUBRIC, {ANNE: _card(1, 2, 3, 4, 1)})])
    assert (found.agreement.alpha, found.agreement.units, found.leanings) == (None, 0, ())
    assert calibrate([]).criteria == ()


def test_several_assessments_are_put_together() -> None:
    """As many things to compare as both have criteria."""
    cards = {ANNE: _card(1, 2, 3, 4, 2), BEN: _card(1, 2, 3, 3, 2)}
    once, twice = calibrate([(RUBRIC, cards)]), calibrate([(RUBRIC, cards), (RUBRIC, cards)])
    assert (once.agreement.units, twice.agreement.units) == (5, 10)
    assert twice.leanings[0].compared == 10
    assert twice.leanings[0].mean == pytest.approx(once.leanings[0].mean)
