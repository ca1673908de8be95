"""Content before deals: what counts as a touch, both ways of credit, and win rates with and without."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lms.effects.closed import closed_deals
from lms.effects.content import ContentReport, content_report
from lms.effects.outcomes import Basis
from lms.effects.touches import PageTouches, touched
from support.selling import LAST, basis_of

DAY = LAST - 300
ONE, TWO = 0, 1


def _basis(*deals: tuple[int, int, bool, int]) -> Basis:
    """Return deals of a person each: who, the day of the close after 20 days open, won or not, worth."""
    who, day, is_won, worth = (np.array(column) for column in zip(*deals, strict=True))
    columns: dict[str, Any] = {
        "day": day.astype(np.int32),
        "who": who.astype(np.int32),
        "is_won": is_won.astype(np.int8),
        "amount": (worth * 100).astype(np.int64),
        "cycle": np.full(len(deals), 20, dtype=np.int32),
        "segment": np.zeros(len(deals), dtype=np.int32),
    }
    return basis_of(np.random.default_rng(1), sellers=10, deals=len(deals), **columns)


def _visits(*rows: tuple[int, int, int]) -> PageTouches:
    """Return touches of person, day and page."""
    columns = zip(*sorted(rows), strict=True)
    return PageTouches(*(np.array(column, dtype=np.int64) for column in columns))


def _report(basis: Basis, visits: PageTouches, **options: Any) -> ContentReport:
    return content_report(basis, visits, recorded_from=DAY - 100, **options)


@pytest.mark.parametrize(
    ("day", "days", "counts"),
    [
        (DAY - 20, None, True),
        (DAY - 21, None, False),
        (DAY - 1, None, True),
        (DAY, None, False),
        (DAY + 1, None, False),
        (DAY - 6, 5, False),
        (DAY - 5, 5, True),
        (DAY - 25, 30, True),
    ],
)
def test_only_what_was_touched_before_the_close_counts(day: int, days: int | None, counts: bool) -> None:
    """From the day on which the deal was created, or so many days before its close, to the day before that."""
    report = _report(_basis((0, DAY, True, 100)), _visits((0, day, ONE)), days=days)
    assert [page.won for page in report.pages] == ([1] if counts else [])


def test_only_the_owner_counts() -> None:
    """What somebody else opened meanwhile isn't theirs."""
    assert _report(_basis((0, DAY, True, 100)), _visits((1, DAY - 3, ONE))).pages == ()


def test_full_credit_counts_deals_twice_and_credit_in_parts_once() -> None:
    """Two pages before one deal, one of them twice; and one page before another, which was lost."""
    basis = _basis((0, DAY, True, 100), (1, DAY, True, 50), (2, DAY + 1, False, 10))
    visits = _visits((0, DAY - 3, ONE), (0, DAY - 2, ONE), (0, DAY - 2, TWO), (1, DAY - 9, ONE), (2, DAY - 1, ONE))
    report = _report(basis, visits)
    one, two = report.pages
    assert (one.page_id, one.deals, one.won, one.binary_value, one.others) == ("one", 3, 2, 150.0, 0)
    assert (two.page_id, two.deals, two.won, two.binary_value) == ("two", 1, 1, 100.0)
    assert (one.fractional_value, two.fractional_value) == (100.0, 50.0)
    assert sum(page.fractional_value for page in report.pages) == report.value_with_any == 150.0
    assert sum(page.fractional_won for page in report.pages) == report.won_with_any == 2


def test_deals_from_before_anything_was_recorded_are_left_out() -> None:
    """Nothing can be known of what was opened for them."""
    basis = _basis((0, DAY, True, 100), (0, DAY + 50, True, 100))
    report = content_report(basis, _visits((0, DAY + 45, ONE)), recorded_from=DAY - 10)
    assert report.deals == 1
    assert content_report(basis, _visits((0, DAY + 45, ONE)), recorded_from=None).deals == 0


def test_a_page_that_nobody_touched_is_there_when_asked_for() -> None:
    """With no deal, rather than not at all."""
    report = _report(_basis((0, DAY, True, 100)), _visits((0, DAY - 2, ONE)), page_id="three")
    assert [(page.page_id, page.deals, page.others) for page in report.pages] == [("one", 1, 0), ("three", 0, 1)]


def test_the_owner_who_wins_more_anyway_lends_nothing_to_the_page() -> None:
    """Who wins most opens it most: all deals together differ by far, those that are alike don't."""
    rng, deals, rows = np.random.default_rng(2), [], []
    for number in range(900):
        who, day = number % 9, DAY - 80 + number // 9
        deals.append((who, day, bool(rng.random() < (0.15, 0.5, 0.85)[who % 3]), 100))
        if rng.random() < (0.1, 0.5, 0.9)[who % 3]:
            rows.append((who, day - 1, ONE))
    report = content_report(_basis(*deals), _visits(*rows), recorded_from=DAY - 90, days=1)
    (page,) = report.pages
    assert page.compared is not None
    assert page.compared.matched.difference is not None
    opened = {(who, day + 1) for who, day, _ in rows}
    won = [[is_won for who, day, is_won, _ in deals if ((who, day) in opened) == has] for has in (True, False)]
    assert np.mean(won[0]) - np.mean(won[1]) > 0.3
    assert abs(page.compared.matched.difference) < 0.12
    assert not page.is_evidence


@pytest.mark.slow
def test_of_pages_opened_at_random_at_least_95_in_100_show_nothing() -> None:
    """Each of three pages is opened before three deals in ten, whatever becomes of them."""
    shown = 0
    for trial in range(100):
        rng = np.random.default_rng(100 + trial)
        basis = basis_of(rng, spread=0.06)
        closed = closed_deals(basis, recorded_from=1, days=10)
        rows = [
            (int(closed.who[deal]), int(closed.last[deal]), page)
            for page in range(3)
            for deal in np.flatnonzero(rng.random(len(closed)) < 0.3)
        ]
        report = content_report(basis, _visits(*rows), recorded_from=1, days=10)
        assert report.looks == 3
        shown += any(page.is_evidence for page in report.pages)
    assert shown <= 5


def test_who_is_unknown_touches_nothing() -> None:
    """A deal without an owner has no pages."""
    found = touched(_visits((0, DAY, ONE)), np.array([-1, 0]), np.array([DAY, DAY]), np.array([DAY, DAY]))
    assert found.deal.tolist() == [1]
