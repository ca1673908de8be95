"""What is said of changes: which verdict each has, whether any stands out, and by which rule."""

from __future__ import annotations

import pytest

from api.work.kpis.changes import say_changes, say_verdict
from lms.kpis.changes import FigureChange

CLEAR = FigureChange(is_up=True, verdict="better", is_clear=True)
LIKELY = FigureChange(is_up=False, verdict="worse")
UNCLEAR = FigureChange(is_up=True, verdict="unclear")
UNJUDGED = FigureChange(is_up=True, verdict=None)


@pytest.mark.parametrize(
    ("change", "said"), [(CLEAR, "Better"), (LIKELY, "Likely worse"), (UNCLEAR, "No clear change"), (UNJUDGED, "")]
)
def test_a_verdict_in_words(change: FigureChange, said: str) -> None:
    """Only what is clear is said without a doubt, and nothing where nothing can be judged."""
    assert say_verdict(change) == said


def test_what_stands_out_is_said_with_its_rule_and_how_many_were_compared() -> None:
    """Where nothing does, that is said first; where nothing can be judged, that alone."""
    found = say_changes([CLEAR, LIKELY, UNJUDGED, None], before="the month before")
    assert (found.compared, found.nothing) == (2, "")
    assert "that of the month before have nothing in common" in found.rule
    assert "2 are made here" in found.rule
    none = say_changes([LIKELY, UNCLEAR], before="the month before").nothing
    assert none == "None of the 2 KPIs that can be compared changed by more than chance would show."
    empty = say_changes([UNJUDGED, None], before="the period before")
    assert (empty.nothing, empty.rule) == ("There is nothing yet to compare with the period before.", "")
