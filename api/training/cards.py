"""Home cards of training: what is mine to do, and who of a manager's team needs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.training.courses import all_courses, needs_of, page_address
from api.training.going_on import DONE, progress_in, way_on
from api.training.rates import count_visible
from api.web.auth import SIGNED_IN
from api.web.cards import MOST_ITEMS, Card, FigureOut, ItemOut, PersonOnCard, Showing, WayOut
from api.web.context import actor, clock, once, session
from api.web.shapes import ProportionOut
from content.course import Course
from lms.training.counts import Count
from lms.training.courses import list_registered
from lms.training.matrix import people_with_standing
from lms.training.mine import Task, list_tasks
from lms.training.progress import CourseProgress
from lms.training.rates import rates_of
from lms.training.records import Record, read_records
from lms.training.states import State

MY_TRAINING, MY_TEAM = "/app/my-training/", "/app/my-team/"
EXCEPTIONS = (State.OVERDUE, State.EXPIRED, State.EXPIRING)
_DETAILS = {
    State.OVERDUE: "was due",
    State.EXPIRED: "counted until",
    State.EXPIRING: "counts until",
}


def _due() -> Showing | None:
    """Return what the actor has to do, most urgent first; who has no training of their own isn't told so."""
    today = clock().day
    known = {found.entry.id: found for found in all_courses()}
    tasks = list_tasks(session(), person_id=actor().id, prerequisites=needs_of(known.values()), day=today)
    open_ = [task for task in tasks if task.cell.state not in DONE and task.course_id in known]
    if not open_ and "rep" not in actor().roles:
        return None
    shown = open_[:3]
    progress = progress_in(shown, known)
    more = WayOut(label=f"All {len(open_)} to do", url=MY_TRAINING) if len(open_) > len(shown) else None
    return Showing(
        items=[_task(task, known, progress) for task in shown],
        more=more,
        is_urgent=any(task.cell.state in {State.OVERDUE, State.EXPIRED} for task in shown),
    )


def _task(task: Task, known: Mapping[str, Course], progress: Mapping[str, CourseProgress]) -> ItemOut:
    found, cell = known[task.course_id], task.cell
    is_due = cell.state not in {State.EXPIRED, State.EXPIRING}
    return ItemOut(
        title=found.entry.title,
        url=page_address(found.entry),
        state=cell.state.label,
        detail=_DETAILS.get(cell.state, "due") if (cell.due_on if is_due else cell.valid_until) else "",
        on=cell.due_on if is_due else cell.valid_until,
        action=way_on(task, known, progress),
    )


def _exceptions() -> Showing:
    """Return who of the actor's teams is overdue, expired or about to expire, and how many there are."""
    today = clock().day
    records, _ = read_records(
        session(),
        people=people_with_standing(session(), actor=actor(), day=today),
        course_ids=None,
        states=EXCEPTIONS,
        day=today,
        page=1,
        limit=MOST_ITEMS,
    )
    states = rates_of(_counts()).states
    figures = [
        FigureOut(
            label=label, value=states[state.label], url=f"{MY_TEAM}?state={state.label}#records", state=_LOOKS[state]
        )
        for state, label in _LABELS.items()
    ]
    is_any = any(states[state.label] for state in EXCEPTIONS)
    return Showing(
        items=_records(records),
        figures=figures if is_any else (),
        more=WayOut(label="All who need you", url=MY_TEAM) if is_any else None,
        is_urgent=bool(states[State.OVERDUE.label] or states[State.EXPIRED.label]),
    )


_LABELS = {State.OVERDUE: "overdue", State.EXPIRED: "expired", State.EXPIRING: "expire soon"}
_LOOKS = {State.OVERDUE: "overdue", State.EXPIRED: "overdue", State.EXPIRING: "expiring"}


def _records(records: list[Record]) -> Iterator[ItemOut]:
    titles = {row.id: row.title for row in list_registered(session())}
    addresses = {found.entry.id: page_address(found.entry) for found in all_courses()}
    for record in records:
        cell = record.cell
        yield ItemOut(
            title=titles.get(record.course_id, record.course_id),
            url=addresses.get(record.course_id),
            state=cell.state.label,
            detail=_DETAILS[cell.state],
            on=cell.due_on if cell.state is State.OVERDUE else cell.valid_until,
            person=PersonOnCard(id=record.person_id, name=record.person_name),
        )


def _figures() -> Showing:
    """Return how the actor's teams stand in their training."""
    rates = rates_of(_counts())
    if not rates.assigned:
        return Showing()
    shares = {
        "complete": (rates.completion, f"{MY_TEAM}?state=done#records"),
        "on time": (rates.on_time, f"{MY_TEAM}?state=all#records"),
        "overdue": (rates.overdue, f"{MY_TEAM}?state=overdue#records"),
    }
    return Showing(
        figures=[
            FigureOut(label=label, share=ProportionOut.of(share), url=url)
            for label, (share, url) in shares.items()
            if share.whole
        ],
        more=WayOut(label="How the team stands", url=MY_TEAM),
    )


def _counts() -> list[Count]:
    """Return how the actor's people stand, counted once for both cards."""
    return once("team_counts", lambda: count_visible(None, clock().day))


cards = (
    Card(
        "exceptions", "Who needs you", ("manager",), 10, _exceptions, "Nobody is overdue or about to expire.", MY_TEAM
    ),
    Card("due", "What is due", SIGNED_IN, 20, _due, "You are up to date. Nothing is left to do.", MY_TRAINING),
    Card("team", "Your team's training", ("manager",), 40, _figures, "Nothing is assigned to your team yet.", MY_TEAM),
)
