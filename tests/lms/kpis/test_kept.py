"""Results kept by a process: never another question's, nor other figures', nor of settings that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from lms.kpis.kept import KeptResults
from lms.kpis.registry import registry
from lms.kpis.results import KpiResults, results_of
from lms.kpis.saving import Baselines
from support.figures import ask, make_figures, on

YEAR = (on(2026), on(2026, 12, 31))
WON = registry()["deals_won"]


class Seen(Mapping[str, Any]):
    """Settings that remember what was asked of them."""

    def __init__(self) -> None:
        """Begin unasked."""
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        """Have nothing, and note the name."""
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        """Have no names."""
        return iter(())

    def __len__(self) -> int:
        """Have none."""
        return 0


def _count(number: int) -> list[dict[str, int]]:
    return [{"deal": one, "day": on(2026, 3, 1), "is_won": 1, "amount": 100} for one in range(number)]


def test_other_figures_have_other_results() -> None:
    """And the same question to the same figures has the very same."""
    first, second = make_figures(end=_count(2), deal=[{}, {}]), make_figures(end=_count(3), deal=[{}, {}, {}])
    (one,), (again,) = results_of(ask(first, YEAR), [WON]), results_of(ask(first, YEAR), [WON])
    (other,) = results_of(ask(second, YEAR), [WON])
    assert again is one
    assert (one.results[0].value, other.results[0].value) == (2, 3)


def test_another_day_or_period_is_another_question() -> None:
    """However much else is the same."""
    figures = make_figures(end=_count(2), deal=[{}, {}])
    (now,), (then,) = (results_of(ask(figures, YEAR, as_of=day), [WON]) for day in (on(2026, 12, 31), on(2026, 2, 1)))
    assert (now.results[0].value, then.results[0].value) == (2, None)


@pytest.mark.parametrize("name", sorted(registry()))
def test_an_entry_names_the_settings_that_it_rests_on(name: str) -> None:
    """One that reads others would be kept when they change."""
    seen = Seen()
    definition = registry()[name]
    asked = ask(make_figures(), YEAR)
    object.__setattr__(asked, "settings", seen)
    definition.read(asked)
    assert seen.names <= {"min_episodes", "onboarding", "ramp_share", *definition.settings}


def test_another_baseline_makes_it_anew() -> None:
    """What somebody answers counts in the next request."""
    kept, figures, made = KeptResults(), make_figures(), []
    definition = registry()["seller_time_saved"]

    def make() -> KpiResults:
        made.append(1)
        return KpiResults(definition, "", (), ())

    for answers in ({"a": 60.0}, {"a": 60.0}, {"a": 90.0}):
        asked = ask(figures, YEAR)
        object.__setattr__(asked, "settings", {"baselines": lambda answers=answers: Baselines(answers)})
        kept.once(asked, definition, make)
    assert len(made) == 2
