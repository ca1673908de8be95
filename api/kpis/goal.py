"""A target as the API shows it: its value, who set it, progress, and where the KPI is expected to land."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from api.web.context import session
from api.web.shapes import IntervalOut, PersonRef
from api.work.kpis.whose import Whose
from lms.goals.models import KpiTarget
from lms.goals.targets import Whom, list_targets
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.definition import Definition
from lms.kpis.outlook import Outlook, Verdict, outlook_of
from lms.people.directory import names_of


class LandingOut(BaseModel):
    """What the KPI is expected to be at the period's end; the interval is null where none can be said."""

    value: float
    interval: IntervalOut | None
    method: str


class GoalOut(BaseModel):
    """What is to be reached, set by whom and when, and how it stands.

    `progress` is the part of the target that is there; `verdict` says `on course` or `behind` only where the whole
    interval of the landing does.
    """

    value: float
    set_by: PersonRef
    set_at: datetime
    present: float | None
    progress: float | None
    landing: LandingOut | None
    verdict: Verdict


class Goals:
    """The targets of those whose figures are asked for, of the periods asked for."""

    def __init__(self, asked: KpiQuestion, found: Whose) -> None:
        """Read them all at once; of some deals alone there are none."""
        self._asked = asked
        held = [] if asked.filters else list_targets(session(), whom=whom_of(found))
        periods = set(asked.periods)
        self._held = {(one.last.kpi, period): one.last for one in held if (period := period_of(one.last)) in periods}

    def values(self, definition: Definition) -> list[float | None]:
        """Return the target of each period."""
        held = [self._held.get((definition.name, period)) for period in self._asked.periods]
        return [one.value if one else None for one in held]

    def last(self, definition: Definition) -> GoalOut | None:
        """Return the target of the last period with how it stands."""
        target = self._held.get((definition.name, self._asked.periods[-1]))
        if target is None:
            return None
        names = names_of(session(), person_ids=[target.set_by_id])
        set_by = PersonRef(id=target.set_by_id, name=names[target.set_by_id])
        return goal_out(target, set_by, self._asked, definition)


def period_of(target: KpiTarget) -> KpiPeriod:
    """Return the days of a target."""
    return KpiPeriod(target.starts_on.toordinal(), target.ends_on.toordinal())


def whom_of(found: Whose) -> Whom:
    """Return whose targets belong to whose figures."""
    if found.of == "team":
        return Whom(team_id=found.id)
    return Whom() if found.of == "company" else Whom(person_id=found.id)


def goal_out(target: KpiTarget, set_by: PersonRef, asked: KpiQuestion, definition: Definition) -> GoalOut:
    """Return a target with how its KPI stands in its period."""
    period = period_of(target)
    value = target.value or 0.0
    found = outlook_of(asked, definition, period, value)
    return GoalOut(
        value=value,
        set_by=set_by,
        set_at=target.set_at,
        present=found.now.value,
        progress=found.progress,
        landing=_landing(found),
        verdict=found.verdict,
    )


def _landing(found: Outlook) -> LandingOut | None:
    if found.landing is None:
        return None
    own = found.landing.interval
    interval = None if own is None else IntervalOut.model_validate(own, from_attributes=True)
    return LandingOut(value=found.landing.value, interval=interval, method=found.landing.method)
