"""A missed target: of a KPI that was set for the person, or their quota, of a period that is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from lms.advice.asking import AdviceAsk, AdviceReason, AdviceRule, KpisKnown, say_day
from lms.advice.words import say_value
from lms.goals.models import KpiTarget
from lms.goals.targets import list_targets_of
from lms.kpis.asked import KpiPeriod
from lms.kpis.attainment import periods_of_quotas, sold_beside_quotas
from lms.kpis.definition import Definition
from lms.kpis.outlook import ended_at
from lms.kpis.results import KpiResult, results_of
from lms.people.models import Person

# Quotas are missed by more than what sums are off by.
_ROUNDING = 1e-9
_Numbers = Mapping[UUID, int]


def read(ask: AdviceAsk) -> Sequence[AdviceReason]:
    """Return the targets and quotas of the reps that ended lately and were missed; none while nothing is counted."""
    if ask.kpis is None:
        return []
    places = {person_id: number for number, person_id in enumerate(ask.kpis.figures.notes["who"]["ids"])}
    numbers = {rep.id: places[str(rep.id)] for rep in ask.reps if str(rep.id) in places}
    if not numbers:
        return []
    return [*_targets(ask, ask.kpis, numbers), *_quotas(ask, ask.kpis, numbers)]


def _targets(ask: AdviceAsk, kpis: KpisKnown, numbers: _Numbers) -> Iterator[AdviceReason]:
    first = ask.now.day - timedelta(days=ask.settings.target_days)
    people = select(Person.id).where(Person.id.in_(numbers))
    held = list_targets_of(ask.session, people=people, team_ids=[], with_company=False)
    ended: dict[tuple[str, KpiPeriod], list[KpiTarget]] = {}
    for one in held:
        if first <= one.last.ends_on < ask.now.day and one.last.kpi in kpis.definitions:
            period = KpiPeriod(one.last.starts_on.toordinal(), one.last.ends_on.toordinal())
            ended.setdefault((one.last.kpi, period), []).append(one.last)
    for (name, period), targets in ended.items():
        definition = kpis.definitions[name]
        own = {target.person_id: target.value or 0.0 for target in targets if target.person_id is not None}
        found = _results(kpis, definition, period, {person_id: numbers[person_id] for person_id in own})
        for person_id, result in found.items():
            if ended_at(result, own[person_id], definition) == "missed":
                yield _missed_target(person_id, definition, period, result, own[person_id], kpis)


def _results(kpis: KpisKnown, definition: Definition, period: KpiPeriod, numbers: _Numbers) -> Mapping[UUID, KpiResult]:
    """Return what a KPI was for each of some people."""
    asked = kpis.question(list(numbers.values())).over([period])
    (found,) = results_of(asked, [definition])
    # The last group is of all others.
    return dict(zip(numbers, found.results[:-1], strict=True))


def _missed_target(
    person_id: UUID, definition: Definition, period: KpiPeriod, result: KpiResult, target: float, kpis: KpisKnown
) -> AdviceReason:
    said, wanted = (say_value(value, definition.unit, kpis.currency) for value in (result.value or 0.0, target))
    text = f"{definition.title} was {said}, the target {wanted}, {_say_period(period)}."
    subject = f"{definition.name}:{_days(period)}"[:200]
    return AdviceReason(person_id, RULE.name, subject, text, "target", f"{definition.name}:{_days(period)}")


def _quotas(ask: AdviceAsk, kpis: KpisKnown, numbers: _Numbers) -> Iterator[AdviceReason]:
    asked = kpis.question(list(numbers.values()))
    today = ask.now.day.toordinal()
    person_of = {number: person_id for person_id, number in numbers.items()}
    for period in periods_of_quotas(asked, ends=KpiPeriod(today - ask.settings.target_days, today - 1)):
        for who, _, sold, quota in sold_beside_quotas(asked.over([period])):
            if who not in person_of or sold >= quota * (1 - _ROUNDING):
                continue
            said, wanted = (say_value(value, "money", kpis.currency) for value in (sold, quota))
            text = f"Sold {said} of a quota of {wanted} ({sold / quota:.0%}), {_say_period(period)}."
            days = _days(period)
            yield AdviceReason(person_of[who], RULE.name, f"quota:{days}", text, "target", f"won_value:{days}")


def _say_period(period: KpiPeriod) -> str:
    return f"{say_day(date.fromordinal(period.start))} to {say_day(date.fromordinal(period.end))}"


def _days(period: KpiPeriod) -> str:
    return f"{date.fromordinal(period.start)}:{date.fromordinal(period.end)}"


RULE = AdviceRule(
    name="missed_target",
    title="A target was missed",
    setting="target_days",
    weight=3,
    explains="A target that was set for them, or their quota, ended in the last {n} days and wasn't reached.",
    kind="deal-review",
    topic="Where the target was missed",
    read=read,
)
