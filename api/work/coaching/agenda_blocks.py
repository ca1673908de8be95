"""Blocks of an agenda: what was agreed and isn't done, the rep's points, overdue training, and deals to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from api.work.coaching.asking import AgendaAsk, AgendaBlock, say_day
from content.escaping import as_markdown
from content.places.links import site_url
from lms.coaching.actions.lists import AgreedItem, items_of_session
from lms.coaching.points import points_of
from lms.kpis.money import rates_on
from lms.quality.unattended import UnattendedDeal, unattended_deals
from lms.training.courses import list_registered
from lms.training.matrix import Cell, read_cells
from lms.training.states import URGENCY, State

MOST_DEALS = 5


def _open_actions(ask: AgendaAsk) -> Sequence[str]:
    found = items_of_session(ask.session, actor=ask.actor, session_id=ask.coaching.id)
    return [_action(one, ask) for one in (*found.carried, *found.made) if one.state == "open"]


def _action(found: AgreedItem, ask: AgendaAsk) -> str:
    said = [as_markdown(found.owner)]
    if found.item.due_on is not None:
        said.append(f"{'was due' if found.is_overdue(ask.now.day) else 'by'} {say_day(found.item.due_on)}")
    if found.sessions_since:
        said.append(f"carried through {found.sessions_since} session{'s' if found.sessions_since > 1 else ''}")
    return f"{as_markdown(found.item.text, longest=500)} ({', '.join(said)})"


def _points(ask: AgendaAsk) -> Sequence[str]:
    return [as_markdown(point.text, longest=500) for point in points_of(ask.session, coaching=ask.coaching)]


def _overdue_training(ask: AgendaAsk) -> Sequence[str]:
    cells = read_cells(ask.session, person_id=ask.rep_id, day=ask.now.day)
    late = [(course_id, cell) for course_id, cell in cells.items() if cell.state in {State.OVERDUE, State.EXPIRED}]
    if not late:
        return []
    titles = {row.id: row.title for row in list_registered(ask.session)}
    late.sort(key=lambda one: (URGENCY.index(one[1].state), one[1].valid_until or one[1].due_on or ask.now.day, one[0]))
    return [f"{_course(course_id, titles, ask)}: {_lateness(cell)}" for course_id, cell in late]


def _course(course_id: str, titles: dict[str, str], ask: AgendaAsk) -> str:
    entry = ask.catalogue.by_id.get(course_id)
    if entry is None or entry.status != "approved":
        return as_markdown(titles.get(course_id, course_id))
    return f"[{as_markdown(entry.title)}]({site_url(entry.url)})"


def _lateness(cell: Cell) -> str:
    if cell.state is State.EXPIRED:
        return f"expired on {say_day(cell.valid_until)}" if cell.valid_until else "expired"
    return f"was due {say_day(cell.due_on)}" if cell.due_on else "overdue"


def _deals(ask: AgendaAsk) -> Sequence[str]:
    if ask.figures is None:
        return []
    rates = rates_on(ask.figures, day=ask.now.day.toordinal(), currency=ask.currency)
    found = unattended_deals(
        ask.session, ask.figures, person_id=ask.rep_id, day=ask.now.day, rates=rates, limit=MOST_DEALS
    )
    return [f"{_deal(one)}: {'; '.join(_reasons(one))}" for one in found]


def _deal(found: UnattendedDeal) -> str:
    deal = found.deal
    said = [f"**{as_markdown(deal.name or deal.key)}**"]
    said += [as_markdown(text) for text in (deal.account, _money(deal.amount, deal.currency), deal.stage) if text]
    return ", ".join(said)


def _money(amount: Decimal | None, currency: str | None) -> str | None:
    return None if amount is None else f"{currency or ''} {amount:,.0f}".strip()


def _reasons(found: UnattendedDeal) -> Iterator[str]:
    if found.is_past and found.deal.close_on:
        yield f"its close day, {say_day(found.deal.close_on)}, has passed"
    if found.is_quiet:
        yield f"nothing noted since {say_day(found.last_on)}" if found.last_on else "nothing noted for a long time"


BLOCKS_HERE = (
    AgendaBlock("open_actions", _open_actions, "Nothing is open."),
    AgendaBlock("points", _points, "No points were written down."),
    AgendaBlock("overdue_training", _overdue_training, "Nothing is overdue.", is_record=True),
    AgendaBlock("deals", _deals, "No open deal waits for attention.", is_record=True),
)
