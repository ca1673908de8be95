"""The estimate of a skill: values worked out by hand, and what must hold whatever the evidence is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from lms.skills.estimate import LEAST_WEIGHT, Estimate, Scale, estimate_all, weights_of
from lms.skills.evidence import MOST_OWN, OWN, WEIGHTS, Evidence, EvidenceKind, faded, oldest_day, quiz_weight
from lms.skills.gaps import URGENCY, standing_of, urgency

ADA, TODAY, HALF_LIFE = UUID(int=1), date(2026, 12, 1), 180
SCALE = Scale(("Beginner", "With help", "Alone", "Shows others"))
KINDS: tuple[EvidenceKind, ...] = ("scorecard", "peer_scorecard", "manager_rating", "own_rating", "own_scorecard")


def piece(kind: EvidenceKind, share: float, age: int = 0, weight: float | None = None) -> Evidence:
    """Return a piece of Ada's discovery, so many days old."""
    day = TODAY - timedelta(days=age)
    return Evidence(ADA, "discovery", kind, day, share, WEIGHTS[kind] if weight is None else weight, "source")


pieces = st.builds(piece, st.sampled_from(KINDS), st.floats(0, 1), st.integers(0, 800))
evidence = st.lists(pieces, min_size=1, max_size=8)


def estimated(*known: Evidence) -> Estimate:
    """Return the estimate of the only skill that there is evidence of."""
    (found,) = estimate_all(known, today=TODAY, half_life_days=HALF_LIFE).values()
    return found


def test_one_scorecard_is_four_questions_beside_the_prior() -> None:
    """Three quarters of them right: a Beta of 3.5 and 1.5."""
    found = estimated(piece("scorecard", 0.75))
    assert found.mean == pytest.approx(0.7)
    assert (found.weight, found.pieces, found.own) == (4.0, 1, None)
    assert (found.low, found.high) == pytest.approx(beta(3.5, 1.5).interval(0.8))


def test_a_piece_counts_half_after_a_half_life() -> None:
    """One of today and one of a half-life ago: a Beta of 4.5 and 2.5."""
    found = estimated(piece("scorecard", 1.0), piece("scorecard", 0.0, HALF_LIFE))
    assert found.mean == pytest.approx(4.5 / 7)
    assert found.weight == pytest.approx(6.0)
    assert found.last_day == TODAY


def test_without_evidence_nothing_is_said_and_with_little_only_that() -> None:
    """No evidence isn't zero; what somebody says of themselves, or one quiz, isn't enough."""
    assert estimate_all([], today=TODAY, half_life_days=HALF_LIFE) == {}
    for known in (piece("own_rating", 1.0), piece("scorecard", 0.0, weight=quiz_weight(40))):
        found = estimated(known)
        assert (found.mean, found.low, found.high) == (None, None, None)
        assert 0 < found.weight < LEAST_WEIGHT
    assert estimated(piece("scorecard", 0.0, 121)).mean is not None
    assert estimated(piece("scorecard", 0.0, 123)).mean is None


def test_what_is_still_to_come_does_not_count() -> None:
    """As of an earlier day there is less evidence."""
    assert estimate_all([piece("scorecard", 1.0, -1)], today=TODAY, half_life_days=HALF_LIFE) == {}


def test_what_somebody_says_of_themselves_counts_once_and_is_shown_apart() -> None:
    """Ten own scorecards are no more than one word."""
    own = [piece("own_scorecard", 1.0) for _ in range(10)]
    found = estimated(piece("scorecard", 0.0), *own)
    assert found.mean == pytest.approx(1.5 / 6)
    assert found.own == pytest.approx(1.0)
    assert found.weight == pytest.approx(5.0)
    assert sum(weights_of(own, today=TODAY, half_life_days=HALF_LIFE)) == pytest.approx(MOST_OWN)


def test_a_quiz_counts_little_for_each_question_and_never_much() -> None:
    """Forty questions on one page are one source."""
    assert [quiz_weight(questions) for questions in (1, 4, 8, 40)] == [0.25, 1.0, 2.0, 2.0]


def test_very_old_evidence_is_not_read() -> None:
    """Also where a half-life reaches back before all calendars."""
    assert oldest_day(TODAY, half_life_days=HALF_LIFE) == TODAY - timedelta(days=1080)
    assert oldest_day(TODAY, half_life_days=10**8) == date.min
    oldest = oldest_day(TODAY, half_life_days=HALF_LIFE)
    assert faded(4.0, day=oldest, today=TODAY, half_life_days=HALF_LIFE) == pytest.approx(4 / 64)


@given(known=evidence, at=st.integers(0, 7), better=st.floats(0, 1))
def test_better_evidence_never_lowers_an_estimate(known: list[Evidence], at: int, better: float) -> None:
    """Neither the estimate nor an end of its interval."""
    at %= len(known)
    changed = [*known[:at], replace(known[at], share=max(better, known[at].share)), *known[at + 1 :]]
    _is_not_below(estimated(*changed), estimated(*known))


@given(known=evidence, kind=st.sampled_from(KINDS))
def test_one_more_piece_that_is_the_best_possible_never_lowers_it(known: list[Evidence], kind: EvidenceKind) -> None:
    """And one that is the worst never raises it."""
    before = estimated(*known)
    _is_not_below(estimated(*known, piece(kind, 1.0)), before)
    _is_not_below(before, estimated(*known, piece(kind, 0.0)))


@given(known=evidence, days=st.integers(1, 400))
def test_what_nobody_looked_at_gets_less_sure(known: list[Evidence], days: int) -> None:
    """The same evidence later counts less, and stays on its side of the middle."""
    later = estimate_all(known, today=TODAY + timedelta(days=days), half_life_days=HALF_LIFE)[ADA, "discovery"]
    now = estimated(*known)
    others = [one for one in known if one.kind not in OWN]
    if others:
        assert later.weight <= now.weight + 1e-9
    assert later.pieces == now.pieces
    if later.mean is not None and later.low is not None and later.high is not None:
        assert 0 <= later.low <= later.high <= 1


@given(known=evidence)
def test_the_order_of_the_evidence_does_not_matter(known: list[Evidence]) -> None:
    """Nor whose other evidence is read with it."""
    other = replace(known[0], person_id=UUID(int=2), share=0.0)
    found = estimate_all([*reversed(known), other], today=TODAY, half_life_days=HALF_LIFE)
    here = estimated(*known)
    assert found[ADA, "discovery"].weight == pytest.approx(here.weight)
    assert found[ADA, "discovery"].mean == (here.mean if here.mean is None else pytest.approx(here.mean))


def test_levels_stand_evenly_and_one_is_reached_half_a_level_below() -> None:
    """As in a rubric of as many levels."""
    assert [SCALE.level_of(share) for share in (0, 1 / 3, 2 / 3, 1)] == pytest.approx([1, 2, 3, 4])
    assert [SCALE.share_of(level) for level in (0, 1, 2, 4, 9)] == pytest.approx([0, 0, 1 / 3, 1, 1])
    assert [SCALE.reached_from(level) for level in (1, 2, 4, 9)] == pytest.approx([0, 1 / 6, 5 / 6, 5 / 6])
    assert [SCALE.name_of(share) for share in (0, 0.2, 0.49, 0.51, 1)] == [
        *("Beginner", "With help", "With help", "Alone", "Shows others")
    ]


@given(share=st.floats(0, 1), levels=st.integers(2, 9))
def test_a_target_is_reached_by_whom_the_level_is_named_for(share: float, levels: int) -> None:
    """An estimate is called by the highest level that it reaches."""
    scale = Scale([str(number) for number in range(1, levels + 1)])
    reached = max(level for level in range(1, levels + 1) if share >= scale.reached_from(level) - 1e-12)
    assert abs(reached - int(scale.name_of(share))) <= (1 if abs(scale.level_of(share) % 1 - 0.5) < 1e-9 else 0)


def test_a_gap_is_clear_where_the_interval_ends_below_the_target() -> None:
    """Else it may be chance; without evidence it isn't known; where the target is reached there is none."""
    low, middle = estimated(*[piece("scorecard", 0.2)] * 5), estimated(piece("scorecard", 0.45))
    assert (standing_of(low, 3, SCALE).state, standing_of(middle, 3, SCALE).state) == ("gap", "maybe_gap")
    assert standing_of(low, 3, SCALE).gap == pytest.approx(3 - SCALE.level_of(4.5 / 21))
    assert standing_of(low, 1, SCALE).state == standing_of(middle, 2, SCALE).state == "reached"
    assert standing_of(middle, 2, SCALE).gap == 0
    assert standing_of(middle, None, SCALE).state == "no_target"
    assert (standing_of(None, 2, SCALE).state, standing_of(None, 2, SCALE).gap) == ("no_evidence", None)
    assert standing_of(estimated(piece("own_rating", 0.0)), 4, SCALE).state == "too_little"


def test_a_target_above_the_scale_is_its_highest_level() -> None:
    """Whoever does everything right has reached it."""
    best = estimated(*[piece("scorecard", 1.0)] * 5)
    assert standing_of(best, 9, SCALE).state == "reached"
    assert standing_of(estimated(piece("scorecard", 0.5)), 9, SCALE).gap == pytest.approx(1.5)


def test_what_needs_a_look_comes_first() -> None:
    """Clear gaps before those that may be chance, wide before narrow ones, what isn't known before what is well."""
    wide, narrow = (estimated(*[piece("scorecard", share)] * 9) for share in (0.0, 0.3))
    found = [
        standing_of(estimated(piece("scorecard", 1.0)), 2, SCALE),
        standing_of(None, 3, SCALE),
        standing_of(narrow, 3, SCALE),
        standing_of(estimated(piece("scorecard", 0.45)), 3, SCALE),
        standing_of(wide, 3, SCALE),
    ]
    ordered = sorted(found, key=urgency)
    assert [one.state for one in ordered] == ["gap", "gap", "maybe_gap", "no_evidence", "reached"]
    assert (ordered[0].gap or 0) > (ordered[1].gap or 0)
    assert set(URGENCY) >= {one.state for one in found}


def _is_not_below(higher: Estimate, lower: Estimate) -> None:
    for name in ("mean", "low", "high"):
        one, other = getattr(higher, name), getattr(lower, name)
        if one is not None and other is not None:
            assert one >= other - 1e-9
