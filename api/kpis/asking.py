"""Questions to the registry as parameters say them: which periods, as of which day, told apart by what."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field

from api.kpis.knowing import baselines_on, published_pages
from api.web.context import actor, parts, session
from api.web.periods import FIRST_DAY, LAST_DAY, as_of_day
from api.web.shapes import Day, as_list
from api.web.whose import WhoseQuery, people_shown
from api.work.kpis.asking import question_of
from api.work.kpis.whose import Whose, numbers_of_teams
from content.fields.measures import KPI_FILTERS
from lms.errors import Conflict
from lms.figures.frames import FigureSet
from lms.kpis.asked import KpiPeriod, KpiQuestion, PartsShown
from lms.kpis.periods import Step, name_of, periods_up_to
from lms.people.access import teams_below
from lms.people.models import Team

MOST_PERIODS = 60
KpiDimension = Literal[
    "person", "team", "region", "product", "segment", "lead_source", "type", "industry", "campaign", "stage", "skill"
]
WordsAsked = Annotated[list[Annotated[str, Field(max_length=200)]], BeforeValidator(as_list), Field(max_length=50)]


class AskQuery(WhoseQuery):
    """Of whom, of which periods, as of which day, and of which deals alone.

    The periods are the one that the day is in and those before it, `count` in all; or one from a day to another.
    """

    step: Literal["week", "month", "quarter", "year"] = "quarter"
    count: int = Field(9, ge=1, le=MOST_PERIODS)
    start: Day | None = Field(None, alias="from", description="first day of one period, in place of `step` and `count`")
    end: Day | None = Field(None, alias="to", description="its last day")
    as_of: Day | None = Field(None, description="what held on this day, as far as it is known now; today if not given")
    region: WordsAsked = Field(default_factory=list)
    product: WordsAsked = Field(default_factory=list)
    segment: WordsAsked = Field(default_factory=list)
    lead_source: WordsAsked = Field(default_factory=list)
    type: WordsAsked = Field(default_factory=list)
    industry: WordsAsked = Field(default_factory=list)
    campaign: WordsAsked = Field(default_factory=list)


class PeriodOut(BaseModel):
    """A period by its name; one that isn't over has `days_counted` of its days behind it."""

    name: str
    start: date
    end: date
    is_over: bool
    days_counted: int


def ask(query: AskQuery, found: Whose, figures: FigureSet, *, by: PartsShown | None = None) -> KpiQuestion:
    """Return the question that parameters ask; raises Conflict for periods that can't be."""
    as_of = as_of_day(query.as_of)
    return question_of(
        figures,
        as_of,
        config=parts().config,
        pages=published_pages(),
        periods=_periods(query, as_of),
        scope=found.scope,
        by=by,
        filters=_filters(query, figures),
        baselines=lambda: baselines_on(as_of),
    )


def step_of(query: AskQuery) -> Step | None:
    """Return the step of the periods; None for one from a day to another."""
    return None if query.start or query.end else query.step


def periods_out(asked: KpiQuestion, step: Step | None) -> list[PeriodOut]:
    """Return the periods by their names."""
    return [
        PeriodOut(
            name=name_of(period, step, year_starts=asked.year_starts),
            start=date.fromordinal(period.start),
            end=date.fromordinal(period.end),
            is_over=period.end <= asked.as_of,
            days_counted=max(0, int(last) - period.start + 1),
        )
        for period, last in zip(asked.periods, asked.last_days, strict=True)
    ]


class PartNamed(BaseModel):
    """A part by what it is called; `id` is that of a person or team of the directory."""

    key: str
    name: str
    id: str | None = None


def parts_by(dimension: KpiDimension, found: Whose, figures: FigureSet) -> tuple[PartsShown, list[PartNamed]]:
    """Return the parts that figures are told apart by, and what they are called; the last one is all others."""
    others = PartNamed(key="others", name="Not known" if dimension not in {"person", "team"} else "Others")
    if dimension == "person":
        numbers = people_shown(actor(), figures)
        if found.scope.people is not None:
            numbers = tuple(number for number in numbers if number in found.scope.people)
        own = figures.notes["who"]
        shown = [PartNamed(key=own["ids"][n] or f"crm-{n}", name=own["names"][n], id=own["ids"][n]) for n in numbers]
        return PartsShown("person", numbers), [*shown, others]
    if dimension == "team":
        return _teams(found, figures, others)
    texts = figures.notes["words"].get(dimension, [])
    return PartsShown(dimension, tuple(range(len(texts)))), [
        *(PartNamed(key=text, name=text) for text in texts),
        others,
    ]


def _teams(found: Whose, figures: FigureSet, others: PartNamed) -> tuple[PartsShown, list[PartNamed]]:
    """Tell apart the teams right below, each with those below it, and of a team also what is of none of these.

    Where a company has one team at its top, those below that one are told apart.
    """
    numbers: list[int] = []
    above: dict[int, int] = {}
    shown: list[PartNamed] = []
    for team in _teams_told_apart(found):
        own = sorted(numbers_of_teams(session(), figures, team.id))
        if own:
            first = own[0]
            numbers.append(first)
            above |= dict.fromkeys(own[1:], first)
            shown.append(PartNamed(key=str(team.id), name=team.name, id=str(team.id)))
    itself = sorted((found.scope.teams or frozenset()) - {*numbers, *above})
    if itself:
        numbers.append(itself[0])
        above |= dict.fromkeys(itself[1:], itself[0])
        shown.append(PartNamed(key="itself", name=f"{found.name} itself"))
    return PartsShown("team", tuple(numbers), above), [*shown, others]


def _teams_told_apart(found: Whose) -> list[Team]:
    below = teams_below(session(), team_id=found.id if found.of == "team" else None)
    if found.of == "company" and len(below) == 1:
        return teams_below(session(), team_id=below[0].id) or below
    return below


def _periods(query: AskQuery, as_of: date) -> tuple[KpiPeriod, ...]:
    if query.start is None and query.end is None:
        return periods_up_to(query.step, as_of, count=query.count, year_starts=parts().config.fiscal_year_starts)
    if query.start is None or query.end is None:
        raise Conflict("give both `from` and `to`, or `step`", field="from" if query.start is None else "to")
    if query.start > query.end:
        raise Conflict(f"the period starts on {query.start}, after its end on {query.end}", field="from")
    if query.start < FIRST_DAY or query.end > LAST_DAY:
        raise Conflict(f"a period lies between {FIRST_DAY} and {LAST_DAY}", field="from")
    return (KpiPeriod(query.start.toordinal(), query.end.toordinal()),)


def _filters(query: AskQuery, figures: FigureSet) -> dict[str, frozenset[int]]:
    """Return what is asked for alone, by numbers: the words of KPI_FILTERS; one that nothing has leaves nothing."""
    found: dict[str, frozenset[int]] = {}
    for name in KPI_FILTERS:
        wanted: list[str] = getattr(query, name)
        if wanted:
            known = {text.casefold(): number for number, text in enumerate(figures.notes["words"].get(name, []))}
            found[name] = frozenset(known[text.casefold()] for text in wanted if text.casefold() in known)
    return found
