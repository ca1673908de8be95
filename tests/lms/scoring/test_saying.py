"""Words on a calibration, in each of their branches."""

from __future__ import annotations

from uuid import UUID

import pytest

from lms.scoring.calibration import Calibration, CriterionRatings, Leaning
from lms.scoring.saying import say_agreement, say_differing, say_leaning
from lms.statistics.agreement import Agreement
from lms.statistics.intervals import Interval

ANNE, BEN, CLEO = (UUID(int=number) for number in (1, 2, 3))
NAMES = {ANNE: "Anne", BEN: "Ben", CLEO: "Cleo"}


@pytest.mark.parametrize(
    ("alpha", "ends", "units", "words"),
    [
        (None, None, 0, "Nobody scored the same"),
        (None, None, 7, "All gave the same level everywhere"),
        (0.9, None, 3, "Agreement is 0.90; of 3 criteria no range can be said."),
        (0.9, (0.82, 0.97), 7, "may be relied on."),
        (0.3, (0.1, 0.6), 7, "too little to rely on"),
        (0.7, (0.4, 0.9), 7, "is open."),
    ],
)
def test_agreement_is_said_with_its_range(
    alpha: float | None, ends: tuple[float, float] | None, units: int, words: str
) -> None:
    """And with what may be read off it: by the range, not by the middle."""
    interval = Interval(*ends, 0.95, "m") if ends else None
    found = Calibration(Agreement(alpha, interval, units, 2 * units), (), ())
    assert words in say_agreement(found)


def test_who_differs_is_named() -> None:
    """One of three, beside what the others gave; who leans throughout, with how far."""
    one = CriterionRatings("cost", "Cost", {ANNE: 1, BEN: 3, CLEO: 4}, 3, (ANNE,))
    found = Calibration(Agreement(0.5, None, 7, 14), (one,), (Leaning(ANNE, -0.9, 7), Leaning(BEN, 0.2, 7)))
    assert say_differing(found, NAMES) == ["Cost: Anne gave level 1 where the others gave 3 to 4."]
    assert say_leaning(found, NAMES) == ["Anne scores 0.9 levels lower than the middle of the others, over 7 criteria."]
