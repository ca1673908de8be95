"""KPIs of sharing against values worked out by hand: what went to buyers, what they opened, and on which deals."""

from __future__ import annotations

import numpy as np
import pytest

from support.figures import ask, make_figures, on, read

MARCH = (on(2026, 3, 1), on(2026, 3, 31))
FEBRUARY = (on(2026, 2, 1), on(2026, 2, 28))


def test_pages_that_went_to_buyers_are_counted() -> None:
    """Three in March, two of them by a link, of which one was read; of February, before the first, nothing is known."""
    shares = [
        {"day": on(2026, 3, 1), "who": 0, "page": 0},
        {"day": on(2026, 3, 2), "who": 0, "page": 0, "is_link": 1, "visits": 2, "seconds": 9},
        {"day": on(2026, 3, 9), "who": 1, "page": 1, "is_link": 1},
    ]
    found = read("content_shared", ask(make_figures(share=shares), FEBRUARY, MARCH))
    assert found.value[1] == 3
    assert np.isnan(found.value[0])
    assert (found.details["by_link"][1], found.details["read"][1]) == (2, 1)


def test_links_count_as_opened_within_a_week() -> None:
    """Of three links one was opened on the seventh day and one on the eighth; the last is too young to be counted."""
    links = [
        {"day": on(2026, 3, 1), "who": 0, "opened": on(2026, 3, 8)},
        {"day": on(2026, 3, 2), "who": 0, "opened": on(2026, 3, 10)},
        {"day": on(2026, 3, 3), "who": 0},
        {"day": on(2026, 3, 25), "who": 0, "opened": on(2026, 3, 25)},
    ]
    found = read("content_engagement", ask(make_figures(link=links), MARCH))
    assert (found.value[0], found.n[0], found.details["ever"][0]) == (pytest.approx(1 / 3), 3, 2)
    later = read("content_engagement", ask(make_figures(link=links), MARCH, as_of=on(2026, 4, 1)))
    assert (later.value[0], later.n[0]) == (0.5, 4)


def test_only_what_was_shared_before_the_close_counts() -> None:
    """Two deals won: on one a page was shared the day before, on the other on the day itself."""
    deals = [{"ref": 70, "state": 1}, {"ref": 80, "state": 1}, {"ref": 90, "state": 0}]
    ends = [
        {"deal": 0, "day": on(2026, 3, 10), "who": 0, "is_won": 1, "amount": 50_000, "currency": 0},
        {"deal": 1, "day": on(2026, 3, 11), "who": 0, "is_won": 1, "amount": 70_000, "currency": 0},
        {"deal": 2, "day": on(2026, 3, 12), "who": 0, "is_won": 0, "amount": 10_000, "currency": 0},
    ]
    shares = [
        {"day": on(2026, 3, 1), "who": 0, "page": 0, "deal": 90},
        {"day": on(2026, 3, 1), "who": 0, "page": 0, "deal": 0},
        {"day": on(2026, 3, 9), "who": 0, "page": 0, "deal": 70},
        {"day": on(2026, 3, 11), "who": 0, "page": 0, "deal": 80},
        {"day": on(2026, 3, 20), "who": 0, "page": 0, "deal": 70},
    ]
    figures = make_figures({"currency": ["EUR"]}, deal=deals, end=ends, share=shares)
    found = read("content_influence", ask(figures, MARCH))
    assert (found.value[0], found.n[0], found.details["value"][0]) == (0.5, 2, 500.0)
    assert (found.details["win_rate_with"][0], found.details["win_rate_without"][0]) == (0.5, 1.0)
