"""Chance: how far an effect moves when other units are drawn."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from lms.statistics.effects.chance import resample_units
from lms.statistics.effects.panel import Panel


def _panel(seed: int) -> Panel:
    """Draw a panel: a quarter begins in the third period, a quarter in the fifth, the rest never."""
    rng = np.random.default_rng(seed)
    outcomes = rng.normal(size=(20, 1)) + rng.normal(size=(20, 6))
    return Panel(tuple(range(20)), tuple(range(6)), outcomes, np.repeat([2, 4, 6, 6], 5), 0)


def test_the_same_panel_always_shows_the_same() -> None:
    """A report that is opened twice doesn't move."""
    assert resample_units(_panel(3)) == resample_units(_panel(3))


def test_resampling_units_gives_the_textbook_error() -> None:
    """With one start and two periods the effect is a difference of two means of changes."""
    rng = np.random.default_rng(1)
    changes = np.concatenate([rng.normal(1, 2, 60), rng.normal(0, 1, 80)])
    outcomes = np.column_stack([np.zeros(140), changes])
    found = resample_units(Panel(tuple(range(140)), (1, 2), outcomes, np.repeat([1, 2], [60, 80]), 0))
    error = math.sqrt(changes[:60].var() / 60 + changes[60:].var() / 80)
    assert found.effect == pytest.approx(changes[:60].mean() - changes[60:].mean())
    assert found.error == pytest.approx(error, rel=0.06)
    assert found.interval.high - found.interval.low == pytest.approx(2 * 1.96 * error, rel=0.06)


@pytest.mark.parametrize("start", [2, 6])
def test_where_there_is_no_effect_there_is_no_test(start: int) -> None:
    """All began at once, or nobody did."""
    panel = dataclasses.replace(_panel(1), starts=np.full(20, start))
    with pytest.raises(ValueError, match="nobody"):
        resample_units(panel)
