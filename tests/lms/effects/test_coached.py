"""Coached skills beside others of the same reps: counted by hand, and found again where it was put in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from lms.effects.coached import LEAST_REPS, coached_report
from lms.effects.outcomes import Basis
from lms.figures.frames import FigureSet
from lms.kpis.money import rates_on
from lms.kpis.scope import PeopleScope
from support.figures import make_figures, on

WORDS = {"card_role": ["coach", "self"], "skill": ["discovery", "closing", "demo"], "score_line": ["a", "b", "c"]}
DAY = on(2026, 6, 1)


def test_each_rep_is_compared_with_themselves() -> None:
    """Up by .4 on what was coached and by .1 on the other: apart by .3, whatever level they began on."""
    report = coached_report(_basis(_company(LEAST_REPS, coached=0.4, others=0.1)))
    assert (report.coached, report.pairs, report.skills) == (LEAST_REPS, LEAST_REPS, LEAST_REPS)
    assert [report.on_coached, report.on_others, report.difference] == pytest.approx([0.4, 0.1, 0.3])


def test_of_fewer_reps_nothing_is_said() -> None:
    """One less than it takes."""
    report = coached_report(_basis(_company(LEAST_REPS - 1, coached=0.4, others=0.1)))
    assert (report.pairs, report.difference, report.interval) == (LEAST_REPS - 1, None, None)


def test_scores_too_far_away_of_the_day_itself_and_of_oneself_do_not_count() -> None:
    """Each alone would make a pair of a rep who has none."""
    rows = [*_scores(0, 0, -91, 0.1), *_scores(0, 0, 0, 0.9), *_scores(0, 1, -5, 0.1), *_scores(0, 1, 5, 0.1)]
    rows += _scores(0, 0, 5, 0.9)
    own = [{**row, "role": 1} for row in _scores(0, 0, -5, 0.1)]
    report = coached_report(_basis(_figures([*rows, *own], [{"day": DAY, "who": 0, "skill": 0}])))
    assert (report.coached, report.pairs) == (1, 0)


def test_what_is_coached_in_the_same_days_is_not_among_the_others() -> None:
    """Of three skills two are coached: only the third is what they are compared with."""
    rows = [row for skill in range(3) for days in (-5, 5) for row in _scores(0, skill, days, 0.5 + 0.02 * days * skill)]
    coached = [{"day": DAY, "who": 0, "skill": 0}, {"day": DAY + 80, "who": 0, "skill": 1}]
    report = coached_report(_basis(_figures(rows, coached)))
    assert (report.pairs, report.skills) == (1, 1)


def test_a_team_is_its_own_people() -> None:
    """Others are not among them."""
    figures = _company(LEAST_REPS, coached=0.4, others=0.1)
    some = Basis(figures, rates_on(figures, day=DAY, currency="EUR"), DAY + 90, PeopleScope(people=frozenset({1, 2})))
    assert (coached_report(some).coached, coached_report(some).pairs) == (2, 2)


def test_as_of_a_day_later_scores_are_not_known() -> None:
    """The day before the scores after it."""
    figures = _company(LEAST_REPS, coached=0.4, others=0.1)
    assert coached_report(_basis(figures, DAY + 4)).pairs == 0
    assert coached_report(_basis(figures, DAY + 5)).pairs == LEAST_REPS
    assert coached_report(_basis(figures, DAY - 1)).coached == 0


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """In 300 companies of 20 reps whose scores move by chance, and by .1 more on what is coached."""
    draw, held = random.Random(4), 0
    for _ in range(300):
        rows = [
            row
            for who in range(20)
            for skill in (0, 1)
            for days, gain in ((-5, 0), (5, 0.1 if skill == 0 else 0))
            for row in _scores(who, skill, days, draw.gauss(0.5, 0.1) + gain)
        ]
        report = coached_report(_basis(_figures(rows, [{"day": DAY, "who": who, "skill": 0} for who in range(20)])))
        assert report.interval is not None
        held += report.interval.low <= 0.1 <= report.interval.high
    assert 0.91 <= held / 300 <= 0.985


def _company(reps: int, *, coached: float, others: float) -> FigureSet:
    rows = [
        row
        for who in range(reps)
        for skill, gain in ((0, coached), (1, others))
        for days, more in ((-5, 0.0), (5, gain))
        for row in _scores(who, skill, days, who / 100 + more)
    ]
    return _figures(rows, [{"day": DAY, "who": who, "skill": 0} for who in range(reps)])


def _scores(who: int, skill: int, days: int, share: float) -> Iterator[dict[str, Any]]:
    yield {"day": DAY + days, "who": who, "line": skill, "skill": skill, "role": 0, "share": share}


def _figures(score: list[dict[str, Any]], coached: list[dict[str, Any]]) -> FigureSet:
    people = {row["who"] for row in coached}
    stand = [{"who": who, "since": on(2025), "is_employed": 1} for who in people]
    return make_figures(WORDS, stand=stand, score=score, coached=coached)


def _basis(figures: FigureSet, as_of: int = DAY + 90) -> Basis:
    return Basis(figures, rates_on(figures, day=DAY, currency="EUR"), as_of)
