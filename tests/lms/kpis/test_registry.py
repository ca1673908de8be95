"""The registry: every entry explains itself and answers any question, and a new one touches nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import get_args

import numpy as np
import pytest

from lms.figures.frames import FigureSet
from lms.kpis import entries
from lms.kpis.asked import DIMENSIONS, KpiQuestion, PartsShown, PeopleScope
from lms.kpis.definition import BetterWhen, Definition, KpiGroup, KpiUnit, MeasureKind
from lms.kpis.pages import Page
from lms.kpis.registry import registry
from lms.kpis.results import FRAMES, results_of
from lms.training.states import State
from support.figures import ask, make_figures, on

ALL = sorted(registry())
YEARS = ((on(2025), on(2025, 12, 31)), (on(2026), on(2026, 12, 31)), (on(2027), on(2027, 12, 31)))
SETTINGS = {"pages": (Page("a", date(2025, 1, 1), date(2027, 1, 1)),), "onboarding": ("c",)}
SCOPES = {
    "company": PeopleScope(),
    "team": PeopleScope(teams=frozenset({0})),
    "unknown team": PeopleScope(teams=frozenset({77})),
    "person": PeopleScope(people=frozenset({1})),
    "nobody": PeopleScope(people=frozenset()),
}
PARTS = {
    "whole": None,
    **{name: PartsShown(name, (0, 1, 2), {3: 0}) for name in DIMENSIONS},
    "none": PartsShown("team", ()),
}
FILTERS = {"all": {}, **{name: {name: frozenset({0})} for name in DIMENSIONS}}


def _full() -> FigureSet:
    """Return figures with rows in each frame that entries read."""
    many = range(40)
    deal = {"product": 0, "type": 0, "segment": 0, "account": 0, "region": 0, "team": 0}
    return make_figures(
        {
            "period": ["month", "year"],
            "page": ["a"],
            "course": ["c"],
            "course_kind": ["certification"],
            "spend_kind": ["marketing"],
            "type": ["new"],
            "stage": ["first"],
            "team": ["north", "south"],
            "card_role": ["coach", "self"],
            "skill": ["discovery"],
            "score_line": ["a"],
        },
        deal=[{"number": one, "created": on(2026, 1, 5), "who": one % 4, **deal} for one in many],
        held=[{"deal": one, "since": on(2026, 1, 5), "who": one % 4, "amount": 100, "stage": 0} for one in many],
        end=[
            {"deal": one, "day": on(2026, 3, 5), "is_won": one % 2, "who": one % 4, "amount": 100, "cycle": 9, **deal}
            for one in many
        ],
        stay=[{"deal": 0, "stage": 0, "since": on(2026, 1, 5), "left": on(2026, 2, 5), "became": 1}],
        stage=[{"order": 0}],
        account=[{"key_text": 0, "first_won": on(2026, 3, 5)}],
        activity=[{"day": on(2026, 2, 2), "who": one % 4, "category": one % 3, "minutes": 5} for one in many],
        quota=[{"who": one, "start": on(2026), "amount": 100, "period": 0} for one in range(4)],
        survey=[{"day": on(2026, 2, 2), "nps": one % 11, "trust": one % 5, "who": one % 4} for one in many],
        contract=[{"account": 0, "start": on(2025, 5, 5), "amount": 100, "period": 1, "margin": 0.5}],
        spend=[{"start": on(2026), "end": on(2026, 3, 31), "kind": 0, "amount": 100}],
        lead=[{"day": on(2026, 2, 2), "who": one % 4, "deal": one} for one in many],
        stand=[{"who": one, "since": on(2025), "team": one % 2, "region": 0, "is_employed": 1} for one in range(6)],
        hire=[{"who": one, "day": on(2026)} for one in range(4)],
        episode=[{"day": on(2026, 2, 2), "who": one % 6, "seconds": one, "is_success": one % 2} for one in many],
        visit=[{"day": on(2026, 2, 2), "who": one % 6, "page": 0, "was_used": 1} for one in many],
        standing=[
            {"who": one, "course": 0, "since": on(2026), "state": State.COMPLETE, "is_assigned": 1} for one in range(6)
        ],
        course=[{"kind": 0}],
        attempt=[{"day": on(2026, 2, one), "who": 0, "course": 0, "score": one} for one in (1, 2)],
        session=[{"day": on(2026, 2, 2), "who": 0, "coach": 1, "minutes": 5}],
        action=[{"day": on(2026, 2, 2), "who": one % 4, "done": on(2026, 2, one % 9 + 1)} for one in many],
        score=[
            {"day": on(2025 + one % 2, 2, 2), "who": one % 4, "line": 0, "skill": 0, "role": 0, "share": one / 40}
            for one in range(80)
        ],
    )


FIGURES = {"nothing": make_figures(), "all": _full()}


@pytest.mark.parametrize("name", ALL)
def test_every_entry_explains_itself(name: str) -> None:
    """Each text is there and is a sentence, each word one of those that are known, each interval's method named."""
    entry = registry()[name]
    assert entry.name == name
    for text in (entry.question, entry.formula, *entry.traps):
        assert text[0].isupper() or text.startswith("(")
        assert text.rstrip("'\"")[-1] in ".?"
    assert entry.question.endswith("?")
    assert all((entry.title, entry.n_means, entry.method, entry.source, entry.traps))
    assert entry.group in get_args(KpiGroup)
    assert entry.unit in get_args(KpiUnit)
    assert entry.measure in get_args(MeasureKind)
    assert entry.direction in get_args(BetterWhen)
    assert set(entry.needs) <= set(FRAMES)
    assert set(entry.dimensions) <= set(DIMENSIONS)


@pytest.mark.parametrize("of", FIGURES)
@pytest.mark.parametrize("name", ALL)
def test_every_entry_answers_any_question(name: str, of: str) -> None:
    """One value, two ends and one n for each group, whoever is asked for, told apart by whatever, filtered by it."""
    entry = registry()[name]
    for asked in _questions(FIGURES[of]):
        with np.errstate(all="ignore"):
            reading = entry.read(asked)
        columns = [reading.value, reading.low, reading.high, reading.n, *reading.details.values()]
        columns += [column for column in (reading.faulty, reading.unpriced) if column is not None]
        assert {column.shape for column in columns} == {(asked.groups,)}
        assert not (reading.low > reading.value + 1e-9).any()
        assert not (reading.high < reading.value - 1e-9).any()
        assert (reading.n >= 0).all()


@pytest.mark.parametrize("name", ALL)
def test_what_is_told_apart_is_all_there_is(name: str) -> None:
    """By each of its dimensions: no part counts more than the whole, and there is one where there is a whole."""
    entry = registry()[name]
    whole = entry.read(ask(FIGURES["all"], *YEARS[:2], settings=SETTINGS)).n
    for dimension in entry.dimensions:
        parts = entry.read(ask(FIGURES["all"], *YEARS[:2], parts=PARTS[dimension], settings=SETTINGS)).n.reshape(2, -1)
        assert (parts <= whole[:, None]).all()
        assert ((parts.sum(axis=1) > 0) == (whole > 0)).all()


def _questions(figures: FigureSet) -> Iterator[KpiQuestion]:
    for scope in SCOPES.values():
        for parts in PARTS.values():
            yield ask(figures, *YEARS, as_of=on(2026, 8, 8), scope=scope, parts=parts, settings=SETTINGS)
    for filters in FILTERS.values():
        yield ask(figures, *YEARS, parts=PARTS["team"], filters=filters, settings=SETTINGS)


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Definition]:
    """Add a KPI as one new file in a folder of the entries, and forget it afterwards."""
    folder = tmp_path / "of_ours"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "emails_answered.py").write_text(
        dedent(
            """
            from lms.kpis.definition import Definition
            from lms.kpis.readings import counted

            ENTRY = Definition(
                name="emails_answered", title="E-mails answered", group="selling", question="Who answers?",
                formula="Activities.", unit="count", measure="flow", direction="up", timing="leading",
                needs=("activities",), least_n=1, n_means="activities", method="counted", traps=("None.",),
                source="this test", read=lambda asked: counted(*[asked.flow("activity").count()] * 2),
            )
            """
        )
    )
    monkeypatch.setattr(entries, "__path__", [*entries.__path__, str(tmp_path)])
    registry.cache_clear()
    yield registry()["emails_answered"]
    registry.cache_clear()
    for module in [name for name in sys.modules if name.startswith(f"{entries.__name__}.of_ours")]:
        del sys.modules[module]


def test_a_new_file_is_a_new_kpi(added: Definition) -> None:
    """It stands among those of its group by its title, and is read like them; nothing else knows of it."""
    names = list(registry())
    assert len(names) == len(ALL) + 1
    of_its_group = [entry.title for entry in registry().values() if entry.group == "selling"]
    assert of_its_group == sorted(of_its_group)
    (found,) = results_of(ask(FIGURES["all"], YEARS[1]), [added])
    assert (found.results[0].status, found.results[0].value) == ("measured", 40)
    (nothing,) = results_of(ask(FIGURES["nothing"], YEARS[1]), [added])
    assert nothing.results[0].status == "no_data"
