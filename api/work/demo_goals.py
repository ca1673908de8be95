"""Goals of the demo company: targets of this quarter and year, one of them raised once, and tasks of its plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from lms.days import Now
from lms.goals.targets import WantedTarget, Whom, set_target
from lms.goals.tasks import TaskChange, add_task, change_task
from lms.kpis.asked import KpiPeriod
from lms.kpis.periods import Step, period_at
from lms.people.access import Actor
from lms.people.models import Person, Team

PLAN = "enablement-plan"
_TARGETS: tuple[tuple[str, Step, float], ...] = (
    ("won_value", "quarter", 2_400_000),
    ("deals_won", "quarter", 90),
    ("win_rate", "year", 0.29),
    ("sales_cycle", "year", 92),
)
_OF_A_TEAM: tuple[tuple[str, Step, float], ...] = (("won_value", "quarter", 1_300_000), ("win_rate", "year", 0.3))
# Title, days until it is due, and whether it is done.
_TASKS = (
    ("Score one discovery call of each representative", -6, True),
    ("Make the cost rule a condition for a demonstration", -2, False),
    ("Twenty loss interviews with buyers who stayed with e-mail and phone", 40, False),
)


def load_goals(
    session: Session, *, admin: Person, heads: Mapping[Team, Person], now: Now, pages: Collection[str]
) -> None:
    """Set targets of the company and of each head's team, and give heads tasks of the plan; the caller commits."""
    leader = Actor.of(admin)
    earlier = Now(now.at - timedelta(days=30), now.day - timedelta(days=30))
    first = _wanted("won_value", "quarter", 2_200_000, Whom(), now)
    set_target(session, actor=leader, wanted=first, now=earlier)
    for kpi, step, value in _TARGETS:
        set_target(session, actor=leader, wanted=_wanted(kpi, step, value, Whom(), now), now=now)
    for team, head in heads.items():
        manager = Actor.of(head)
        for kpi, step, value in _OF_A_TEAM:
            set_target(session, actor=manager, wanted=_wanted(kpi, step, value, Whom(team_id=team.id), now), now=now)
        if PLAN in pages:
            _give_tasks(session, leader, manager, now)


def _wanted(kpi: str, step: Step, value: float, whom: Whom, now: Now) -> WantedTarget:
    start, end = (now.day.fromordinal(day) for day in KpiPeriod(*period_at(step, now.day)))
    return WantedTarget(kpi, whom, start, end, value)


def _give_tasks(session: Session, admin: Actor, owner: Actor, now: Now) -> None:
    for title, days, is_done in _TASKS:
        task = add_task(
            session,
            actor=admin,
            page_id=PLAN,
            title=title,
            owner_id=owner.id,
            due_on=now.day + timedelta(days=days),
            note="",
            now=replace(now, at=now.at - timedelta(days=20)),
        )
        if is_done:
            change_task(session, actor=owner, page_id=PLAN, task_id=task.id, change=TaskChange(is_done=True), now=now)
