"""Staggered effects: a table small enough to be computed by hand."""

from __future__ import annotations

import pytest

from lms.statistics.effects.panel import Panel, panel_of
from lms.statistics.effects.staggered import staggered_effect

# Ann begins in period 2, Ben in 3, Nia and Ned never.
OUTCOMES = {
    "Ann": {1: 10.0, 2: 14.0, 3: 17.0},
    "Ben": {1: 20.0, 2: 21.0, 3: 26.0},
    "Nia": {1: 5.0, 2: 6.0, 3: 8.0},
    "Ned": {1: 7.0, 2: 10.0, 3: 10.0},
}
STARTS: dict[str, int | None] = {"Ann": 2, "Ben": 3, "Nia": None, "Ned": 0}


def _panel(outcomes: dict[str, dict[int, float]] = OUTCOMES, **starts: int | None) -> Panel:
    rows = [(unit, period, value) for unit, values in outcomes.items() for period, value in values.items()]
    units, periods, values = zip(*rows, strict=True)
    return panel_of(units, periods, values, [{**STARTS, **starts}[unit] for unit in units])


def _cells(panel: Panel, **options: object) -> dict[tuple[int, int], float]:
    found = staggered_effect(panel, **options)  # type: ignore[arg-type]  # one option, passed on
    return {(cell.first_treated, cell.period): cell.effect for cell in found.cells}


def test_each_effect_compares_with_who_has_not_begun() -> None:
    """Ben is a control for Ann until he begins himself; the base is the last period before."""
    assert _cells(_panel()) == pytest.approx(
        {
            (2, 1): 0.0,
            (2, 2): 4 - (1 + 1 + 3) / 3,
            (2, 3): 7 - (3 + 3) / 2,
            (3, 1): -1 - (-1 - 3) / 2,
            (3, 2): 0.0,
            (3, 3): 5 - (2 + 0) / 2,
        }
    )


def test_who_began_before_the_group_is_no_control_for_what_came_before_it() -> None:
    """Cem begins in period 4: before that he compares with those who began after him, not with Ann and Ben."""
    outcomes = {unit: {**values, 4: 30.0} for unit, values in OUTCOMES.items()}
    cells = _cells(_panel({**outcomes, "Cem": {1: 1.0, 2: 2.0, 3: 4.0, 4: 8.0}}, Cem=4))
    assert cells[4, 1] == pytest.approx(-3 - (-3 - 3) / 2)
    assert cells[4, 2] == pytest.approx(-2 - (-2 - 0) / 2)


def test_only_who_never_begins_may_be_asked_for() -> None:
    """Without Ben, Ann's first effect is another; the later ones had no Ben before either."""
    cells = _cells(_panel(), controls="never")
    assert cells[2, 2] == pytest.approx(4 - (1 + 3) / 2)
    assert cells[2, 3] == pytest.approx(4)


def test_effects_are_summed_up_by_group_by_time_and_overall() -> None:
    """A group's effect is the mean of its periods, the overall one that of groups by their units."""
    found = staggered_effect(_panel())
    assert [(group.first_treated, group.units) for group in found.groups] == [(2, 1), (3, 1)]
    assert [group.effect for group in found.groups] == pytest.approx([19 / 6, 4])
    assert found.overall == pytest.approx((19 / 6 + 4) / 2)
    assert [event.since for event in found.events] == [-2, -1, 0, 1]
    assert [event.effect for event in found.events] == pytest.approx([1, 0, 19 / 6, 4])
    assert found.before == found.events[:1]
    assert (found.units, found.treated) == (4, 2)


def test_a_group_weighs_by_its_units() -> None:
    """A second Ann makes her group count twice."""
    found = staggered_effect(_panel({**OUTCOMES, "Amy": OUTCOMES["Ann"]}, Amy=2))
    assert found.overall == pytest.approx((2 * 19 / 6 + 4) / 3)


def test_who_lacks_an_outcome_is_left_out_of_that_effect_only() -> None:
    """Ned has no second period: he compares in none that needs it, but still in Ann's third."""
    known = {unit: dict(values) for unit, values in OUTCOMES.items()}
    del known["Ned"][2]
    cells = _cells(_panel(known))
    assert cells[2, 2] == pytest.approx(4 - (1 + 1) / 2)
    assert cells[2, 3] == pytest.approx(7 - (3 + 3) / 2)
    assert cells[3, 3] == pytest.approx(5 - 2)


def test_who_was_treated_from_the_first_period_on_says_nothing() -> None:
    """Left out, and counted; whoever begins after the last period compares like one who never does."""
    panel = _panel(Nia=1, Ned=9)
    assert (panel.always_treated, panel.units) == (1, ("Ann", "Ben", "Ned"))
    assert _cells(panel)[3, 3] == pytest.approx(5 - 0)


def test_without_anybody_to_compare_with_there_is_no_effect() -> None:
    """All began at once, or nobody did."""
    together = staggered_effect(_panel(Ann=2, Ben=2, Nia=2, Ned=2))
    assert (together.overall, together.groups, together.events) == (None, (), ())
    nobody = staggered_effect(_panel(Ann=None, Ben=None))
    assert (nobody.overall, nobody.treated, nobody.units) == (None, 0, 4)


def test_a_table_that_contradicts_itself_is_refused() -> None:
    """Two outcomes in one period, or two starts."""
    with pytest.raises(ValueError, match="two outcomes"):
        panel_of(["Ann", "Ann"], [1, 1], [1.0, 2.0], [2, 2])
    with pytest.raises(ValueError, match="Ann has two first"):
        panel_of(["Ann", "Ann"], [1, 2], [1.0, 2.0], [2, 3])
