"""Ratios of a company's own: shares of cases, money by case, and filters, of a few rows counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from content.fields.measures import MEASURES as NAMED
from lms.kpis.asked import KpiQuestion, PartsShown
from lms.kpis.measures import MEASURES
from lms.kpis.own import Counted, OwnRatio, definition_of
from lms.kpis.registry import names, registry
from lms.statistics.intervals import wilson
from support.figures import ask, make_figures, on

MAY = (on(2026, 5, 1), on(2026, 5, 31))
WORDS = {"segment": ["Small", "Enterprise"], "currency": ["EUR"]}


def _asked(parts: PartsShown | None = None) -> KpiQuestion:
    """Return a question of 40 deals of ten people: 24 enterprise ones with 18 won, 16 small ones with 4 won."""
    ends = [
        {
            "day": on(2026, 5, 4),
            "deal": number,
            "who": number % 10,
            "is_won": int(number < 18 or 24 <= number < 28),
            "segment": int(number < 24),
            "amount": 100_000 * (1 + number % 3),
            "currency": 0,
        }
        for number in range(40)
    ]
    return ask(make_figures(WORDS, end=ends, deal=[{"number": number} for number in range(40)]), MAY, parts=parts)


def _ratio(above: Counted, below: Counted) -> OwnRatio:
    return OwnRatio("own", "Own", "How many?", above, below)


ENTERPRISE = {"segment": ("enterprise",)}


def test_a_part_of_what_is_counted_is_a_share() -> None:
    """18 of 24, with Wilson's interval over deals."""
    definition = definition_of(_ratio(Counted("deals_won", ENTERPRISE), Counted("deals_closed", ENTERPRISE)))
    found = definition.read(_asked())
    wanted = wilson(18, 24)
    assert (definition.unit, found.value[0], found.n[0]) == ("share", 18 / 24, 24)
    assert (found.low[0], found.high[0]) == pytest.approx((wanted.low, wanted.high))
    assert "segment enterprise" in definition.formula


def test_what_is_no_part_of_it_is_no_share() -> None:
    """All wins by the enterprise deals that closed, with a bootstrap over people: it may be above 1."""
    definition = definition_of(_ratio(Counted("deals_won"), Counted("deals_closed", ENTERPRISE)))
    found = definition.read(_asked())
    assert (definition.unit, found.value[0]) == ("ratio", 22 / 24)
    assert found.low[0] < 22 / 24 < found.high[0]


def test_money_by_case_is_money() -> None:
    """What a deal won brings, told apart by person as well as for all."""
    definition = definition_of(_ratio(Counted("won_value"), Counted("deals_won")))
    won = [number for number in range(40) if number < 18 or 24 <= number < 28]
    value = sum(1000.0 * (1 + number % 3) for number in won) / len(won)
    assert definition.unit == "money"
    assert definition.read(_asked()).value[0] == pytest.approx(value)
    by_person = definition.read(_asked(PartsShown("person", tuple(range(10)))))
    own = [1000.0 * (1 + number % 3) for number in won if number % 10 == 3]
    assert by_person.value[3] == pytest.approx(sum(own) / len(own))


def test_a_word_that_nothing_has_leaves_nothing() -> None:
    """And the figure isn't told."""
    wanted = {"segment": ("Medium",)}
    found = definition_of(_ratio(Counted("deals_won", wanted), Counted("deals_closed", wanted))).read(_asked())
    assert found.n[0] == 0
    assert np.isnan(found.value[0])


def test_authors_name_the_measures_that_there_are() -> None:
    """One list for both, and each measure within others that there are."""
    assert sorted(NAMED) == sorted(MEASURES)
    assert {name for measure in MEASURES.values() for name in measure.within} <= set(MEASURES)


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_each_measure_counts(name: str) -> None:
    """With nothing to count, none of them."""
    rows = MEASURES[name].rows(ask(make_figures(), MAY))
    assert (len(rows), MEASURES[name].values(rows).sum()) == (0, 0)


def test_names_are_those_of_the_registry() -> None:
    """Each entry stands in the file that has its name."""
    assert names() == registry().keys()
