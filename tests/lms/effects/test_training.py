"""Trained against not yet trained, on invented sellers whose truth is known."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import numpy as np
import pytest

from lms.effects.outcomes import OUTCOMES, Basis
from lms.effects.placebo import placebo_report
from lms.effects.training import Look, TrainingReport, training_report
from lms.effects.wording import say_training
from lms.statistics.effects.placebo import split_test
from support.selling import FIRST, basis_of, person

NO_EVIDENCE = "No evidence of an effect"


def _starts(rng: np.random.Generator, *, sellers: int = 30, trained: int = 24) -> dict[UUID, date]:
    """Draw who took a course, and on which day of the middle of the two years."""
    chosen = rng.permutation(sellers)[:trained]
    return {person(int(number)): date.fromordinal(FIRST + int(rng.integers(90, 600))) for number in chosen}


def _with_effect(seed: int, effect: float) -> tuple[Basis, dict[UUID, date]]:
    """Let sellers win more from the day on which they took a course."""
    rng = np.random.default_rng(seed)
    first = _starts(rng)
    plain = basis_of(rng)
    end = plain.figures.frames["end"]
    began = np.array(
        [first[person(int(who))].toordinal() if person(int(who)) in first else 10**7 for who in end["who"]]
    )
    is_won = (rng.random(len(began)) < 0.33 + effect * (end["day"] >= began)).astype(np.int8)
    end["is_won"] = is_won
    return plain, first


def test_an_effect_is_found_and_said_as_a_difference() -> None:
    """With how far it may lie off, and corrected for the other outcomes that were looked at."""
    report = training_report(*_with_effect(1, 0.2))
    look = report.of("win_rate")
    assert look.is_evidence
    assert look.found is not None
    assert look.adjusted_p is not None
    assert look.found.interval.low < 0.2 < look.found.interval.high
    assert look.found.p <= look.adjusted_p < 0.05
    assert (look.trained, look.compared, report.measured) == (24, 6, len(OUTCOMES))
    assert "points higher" in say_training(look, "EUR")


def test_what_is_shown_changes_nothing_of_what_was_looked_at() -> None:
    """The same data give the same numbers, whichever outcome is read first."""
    basis, first = _with_effect(2, 0.0)
    one, two = training_report(basis, first), training_report(basis, first)
    assert [look.adjusted_p for look in one.looks] == [look.adjusted_p for look in two.looks]


def test_only_who_was_untrained_within_the_months_is_compared() -> None:
    """Who took it before all of them is counted and left out; completions after the day asked for aren't given."""
    basis, first = _with_effect(3, 0.0)
    early = {person_id: date(2024, 5, 1) for person_id in list(first)[:5]}
    look = training_report(basis, first | early).of("win_rate")
    assert (look.already, look.trained, look.compared) == (5, 19, 6)


@pytest.mark.parametrize("trained", [0, 3, 30])
def test_of_too_few_nothing_is_said(trained: int) -> None:
    """Nobody trained, three, or everybody at once on one day."""
    basis = basis_of(np.random.default_rng(4))
    first = {person(number): date(2026, 1, 15) for number in range(trained)}
    look = training_report(basis, first).of("win_rate")
    assert (look.found, look.is_evidence) == (None, False)
    assert say_training(look, "EUR").startswith("Not enough")


def test_without_deals_there_is_nothing_to_look_at() -> None:
    """As of a day before all of them."""
    basis = basis_of(np.random.default_rng(5))
    report = training_report(Basis(basis.figures, basis.rates, FIRST - 1), {})
    assert (report.people, report.first_day, report.measured) == (0, None, 0)


def test_who_went_apart_before_is_no_evidence() -> None:
    """Sellers who won more and more in the half year before they took it get no word of an effect."""
    rng = np.random.default_rng(6)
    first = {person(number): date.fromordinal(FIRST + 300 + 12 * number) for number in range(15)}
    basis = basis_of(rng, deals=6_000)
    end = basis.figures.frames["end"]
    began = np.array([first[person(int(who))].toordinal() if int(who) < 15 else 10**7 for who in end["who"]])
    chance = 0.2 + 0.5 * (end["day"] >= began - 180)
    end["is_won"] = (rng.random(len(began)) < chance).astype(np.int8)
    look = training_report(basis, first).of("win_rate")
    assert look.went_apart
    assert not look.is_evidence
    assert NO_EVIDENCE in say_training(look, "EUR")


@pytest.mark.slow
@pytest.mark.thorough
def test_of_courses_without_an_effect_at_least_19_in_20_show_none() -> None:
    """Who took it when is drawn anew for the same 30 sellers, who do differ in what they win."""
    basis = basis_of(np.random.default_rng(7), spread=0.06)
    rng = np.random.default_rng(8)
    reports = [training_report(basis, _starts(rng)) for _ in range(40)]
    assert sum(_says_none(report, "win_rate") for report in reports) >= 38
    assert sum(_says_none(report, "won_value") for report in reports) >= 38
    # Of forty whole reports, each of four looks, about two may have an outcome that stands out.
    assert sum(all(_says_none(report, name) for name in OUTCOMES) for report in reports) >= 36


@pytest.mark.slow
def test_of_random_splits_at_least_95_in_100_show_nothing() -> None:
    """Won over closed, and won value per person, of halves of the same sellers."""
    basis = basis_of(np.random.default_rng(9), spread=0.06, deals=6_700)
    end = basis.figures.frames["end"]
    closed = np.bincount(end["who"], minlength=30)
    won = np.bincount(end["who"], weights=end["is_won"], minlength=30)
    worth = np.bincount(end["who"], weights=end["is_won"] * end["amount"], minlength=30)
    rng = np.random.default_rng(10)
    halves = [rng.permutation(30) < 15 for _ in range(100)]
    for part, whole in ((won, closed), (worth, np.ones(30))):
        found = [split_test(part.tolist(), whole.tolist(), half.tolist(), draws=999) for half in halves]
        assert sum(not one.is_evidence for one in found) >= 95


def test_placebo_halves_lie_apart_though_nothing_happened() -> None:
    """The range is about as wide as theory says, and about one split in twenty has p below 5 %."""
    report = placebo_report(basis_of(np.random.default_rng(11)))
    assert report.win_rate is not None
    assert report.won_value is not None
    expected = 2 * 1.96 * (2 * 0.33 * 0.67 / 1_200) ** 0.5
    width = report.win_rate.difference.high - report.win_rate.difference.low
    assert 0.6 * expected < width < 1.4 * expected
    assert 0.02 < report.win_rate.significant < 0.09
    assert report.won_value.uplift is not None
    assert report.differing is not None
    assert not report.differing.is_evident
    assert (report.people, report.deals) == (30, 2_400)


def _says_none(report: TrainingReport, name: str) -> bool:
    look: Look = report.of(name)
    return say_training(look, "EUR").startswith(NO_EVIDENCE)
