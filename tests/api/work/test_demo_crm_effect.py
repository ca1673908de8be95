"""The effects in the demo's CRM: after one course sellers win more, after the other they don't."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pytest

from api.work.demo_crm import make_crm
from api.work.demo_crm_calendar import DAYS
from api.work.demo_crm_deals import EFFECT
from api.work.demo_people import COURSE_WITH_EFFECT, COURSE_WITHOUT_EFFECT, SELLERS

Table = npt.NDArray[np.float64]
MONTH = 30
MONTHS = 1 + DAYS // MONTH
NEVER = 10_000.0
DRAWS = 999
DAY = date(2026, 11, 30)


@pytest.mark.parametrize("days_later", [0, 45, 93, 200, 365])
def test_one_course_helps_and_the_other_does_not(days_later: int) -> None:
    """Differences of differences over sellers and months, against starting days that are drawn anew."""
    day = DAY + timedelta(days=days_later)
    closed, won = counted(day)
    helped, chance = effect(closed, won, starts(COURSE_WITH_EFFECT, day))
    assert abs(helped - EFFECT) < 0.06
    assert chance < 0.01
    helped, chance = effect(closed, won, starts(COURSE_WITHOUT_EFFECT, day))
    assert abs(helped) < 0.06
    assert chance > 0.2


def test_not_everybody_took_them() -> None:
    """At any time somebody is left to compare with, and nobody took a course before they came."""
    for course in (COURSE_WITH_EFFECT, COURSE_WITHOUT_EFFECT):
        took = [seller.took(course, DAY) for seller in SELLERS]
        assert 3 <= took.count(None) <= 5
        assert len(set(took)) > 15
        assert all(day is None or day > seller.hired_on(DAY) for day, seller in zip(took, SELLERS, strict=True))


def counted(day: date) -> tuple[Table, Table]:
    """Return how many deals each seller closed in each month of the two years, and how many of them were won."""
    crm = make_crm(day)
    deals = {row.key: dict(row.values) for row in crm.rows["deals"]}
    for row in crm.rows["deal_changes"]:
        deals[row.key] |= row.values
    numbers = {seller.email: number for number, seller in enumerate(SELLERS)}
    closed, won = np.zeros((len(SELLERS), MONTHS)), np.zeros((len(SELLERS), MONTHS))
    for deal in deals.values():
        ended = date.fromisoformat(deal["close_on"]) if deal["is_closed"] and deal["close_on"] else None
        if ended and ended <= day and deal["owner_email"] in numbers:
            place = numbers[deal["owner_email"]], (ended - day + timedelta(days=DAYS)).days // MONTH
            closed[place] += 1
            won[place] += deal["is_won"]
    return closed, won


def starts(course: str, day: date) -> Table:
    """Return after how many months each seller took a course."""
    took = [seller.took(course, day) for seller in SELLERS]
    return np.array([((one - day).days + DAYS) / MONTH if one else NEVER for one in took])


def effect(closed: Table, won: Table, began: Table) -> tuple[float, float]:
    """Return by how much the share of won deals is higher from then on, and how often that comes about by chance.

    What is common to a seller or to a month is taken out; each cell weighs as many deals as it has.
    """
    some = closed > 0
    weights = np.sqrt(closed[some])
    sellers, months = np.nonzero(some)
    common = np.hstack([np.eye(len(SELLERS))[sellers], np.eye(MONTHS)[months]]) * weights[:, None]
    basis, sizes, _ = np.linalg.svd(common, full_matrices=False)
    basis = basis[:, sizes > 1e-9]

    def rest(values: Table) -> Table:
        weighed = values * weights
        return np.asarray(weighed - basis @ (basis.T @ weighed))

    shares = rest(won[some] / closed[some])

    def estimate(when: Table) -> float:
        is_after = rest((np.arange(MONTHS) + 0.5 >= when[:, None])[some].astype(float))
        return float(is_after @ shares / (is_after @ is_after))

    dice = np.random.default_rng(1)
    found = estimate(began)
    drawn = [abs(estimate(dice.permutation(began))) >= abs(found) for _ in range(DRAWS)]
    return found, (1 + sum(drawn)) / (1 + DRAWS)
