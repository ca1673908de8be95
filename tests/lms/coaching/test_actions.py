"""Action items: carried from session to session until done or dropped, with every change kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from lms.coaching.actions.items import agree_item, change_item, drop_item, finish_item, list_changes, reopen_item
from lms.coaching.actions.lists import (
    WhichItems,
    WhoseItems,
    count_by_rep,
    get_item,
    items_of_session,
    key_of,
    list_all,
    list_items,
)
from lms.coaching.actions.models import ActionItem
from lms.errors import Conflict, NotFound, Refusal
from lms.people.access import Actor
from lms.people.models import Person
from support.acting import meanwhile
from support.agreeing import agreed, met, on
from support.factories import MONDAY, Cast, Player

WEEK = timedelta(days=7)


def test_an_item_is_carried_until_it_is_done(session: Session, cast: Cast) -> None:
    """Into every later session of the two, and into none after the one in which it was done."""
    first, second, third, fourth = (met(session, cast.max, cast.ada, at=MONDAY + week * WEEK) for week in range(4))
    item = agreed(session, first, cast.ada)
    finish_item(session, actor=cast.ada.actor, item_id=item.id, now=on(14.01))
    assert _texts(session, cast.max, first.id) == ({"Ask for the budget"}, {})
    assert _texts(session, cast.ada, second.id) == (set(), {"Ask for the budget": ("done", 0)})
    assert _texts(session, cast.max, third.id) == (set(), {"Ask for the budget": ("done", 1)})
    assert _texts(session, cast.max, fourth.id) == (set(), {})


def test_an_item_that_was_opened_again_was_closed_meanwhile(session: Session, cast: Cast) -> None:
    """The session in between carried nothing; the ones before and after did."""
    sessions = [met(session, cast.max, cast.ada, at=MONDAY + week * WEEK) for week in range(4)]
    item = agreed(session, sessions[0], cast.ada)
    drop_item(session, actor=cast.max.actor, item_id=item.id, reason="Not needed", now=on(8))
    reopen_item(session, actor=cast.ada.actor, item_id=item.id, now=on(15))
    carried = [bool(_texts(session, cast.ada, one.id)[1]) for one in sessions]
    assert carried == [False, True, False, True]


def test_only_sessions_of_the_same_two_carry_it(session: Session, cast: Cast) -> None:
    """Whoever of them coaches; not those of Max with Sven, nor those that came before."""
    before = met(session, cast.max, cast.ada, at=MONDAY - WEEK)
    item = agreed(session, met(session, cast.max, cast.ada), cast.ada)
    with_sven = met(session, cast.max, cast.sven, at=MONDAY + WEEK)
    turned = met(session, cast.ada, cast.max, at=MONDAY + WEEK, kind="mentoring", status="accepted")
    assert _texts(session, cast.max, with_sven.id)[1] == _texts(session, cast.max, before.id)[1] == {}
    assert list(_texts(session, cast.max, turned.id)[1]) == [item.text]


def test_what_is_carried_counts_the_sessions_that_were_held(session: Session, cast: Cast) -> None:
    """Missed and cancelled ones don't count, nor does the one it was agreed in."""
    item = agreed(session, met(session, cast.max, cast.ada), cast.ada)
    for week, status in enumerate(("held", "missed", "held", "cancelled"), start=1):
        met(session, cast.max, cast.ada, at=MONDAY + week * WEEK, status=status)
    coming = met(session, cast.max, cast.ada, at=MONDAY + 5 * WEEK, status="accepted")
    assert _texts(session, cast.max, coming.id)[1] == {item.text: ("open", 2)}
    assert get_item(session, actor=cast.ada.actor, item_id=item.id).sessions_since == 2


def test_an_item_that_is_agreed_in_a_session_of_long_ago_is_not_carried_into_old_ones(
    session: Session, cast: Cast
) -> None:
    """It was agreed today, and the sessions between then and today knew nothing of it."""
    first, second = met(session, cast.max, cast.ada), met(session, cast.max, cast.ada, at=MONDAY + WEEK)
    coming = met(session, cast.max, cast.ada, at=MONDAY + 3 * WEEK, status="accepted")
    agreed(session, first, cast.ada, now=on(10))
    assert _texts(session, cast.max, second.id)[1] == {}
    assert len(_texts(session, cast.max, coming.id)[1]) == 1


def test_nobody_but_the_two_touches_an_item(session: Session, cast: Cast) -> None:
    """To everybody else it isn't there: not to the admin, nor to the manager above."""
    of = met(session, cast.max, cast.ada)
    item = agreed(session, of, cast.ada)
    for player in cast.everyone():
        if player in {cast.max, cast.ada}:
            assert get_item(session, actor=player.actor, item_id=item.id).item is item
            continue
        for call in _ways(session, player.actor, item):
            with pytest.raises(NotFound):
                call()
        assert list_all(session, actor=player.actor, whose="both") == []
        assert count_by_rep(session, actor=player.actor, today=on(1).day, after=None, limit=9) == []
    assert [event.kind for event in list_changes(session, actor=cast.max.actor, item_id=item.id)] == ["made"]


def test_the_two_keep_their_items_when_the_rep_moves(session: Session, cast: Cast) -> None:
    """Greta, who manages Ada from then on, sees none of them."""
    item = agreed(session, met(session, cast.max, cast.ada), cast.ada)
    session.get_one(Person, cast.ada.id).team_id = cast.teams["South"]
    session.flush()
    assert get_item(session, actor=cast.max.actor, item_id=item.id).item is item
    assert list_all(session, actor=cast.greta.actor, whose="both") == []


def test_every_change_is_kept_with_what_held_from_it_on(session: Session, cast: Cast) -> None:
    """Who made it and when, the words, the day and the reason; what changes nothing is no change."""
    item = agreed(session, met(session, cast.max, cast.ada), cast.ada, "Call", due_on=on(3).day)
    known: Any = {"actor": cast.max.actor, "item_id": item.id}
    change_item(session, **known, values={"text": "Call Tom", "due_on": on(5).day}, now=on(1))
    change_item(session, **known, values={"text": "Call Tom"}, now=on(2))
    finish_item(session, actor=cast.ada.actor, item_id=item.id, now=on(3))
    finish_item(session, **known, now=on(4))
    assert (item.closed_at, item.closed_on, item.is_done) == (on(3).at, on(3).day, True)
    reopen_item(session, **known, now=on(5))
    drop_item(session, **known, reason="Tom has left", now=on(6))
    drop_item(session, **known, reason="Another", now=on(7))
    changes = list_changes(session, actor=cast.ada.actor, item_id=item.id)
    assert [(one.kind, one.text, one.due_on, one.reason, one.at) for one in changes] == [
        ("made", "Call", on(3).day, None, on(0).at),
        ("changed", "Call Tom", on(5).day, None, on(1).at),
        ("done", "Call Tom", on(5).day, None, on(3).at),
        ("reopened", "Call Tom", on(5).day, None, on(5).at),
        ("dropped", "Call Tom", on(5).day, "Tom has left", on(6).at),
    ]
    assert {one.by_id for one in changes} == {cast.max.id, cast.ada.id}
    shown = get_item(session, actor=cast.ada.actor, item_id=item.id)
    assert (shown.state, shown.reason) == ("dropped", "Tom has left")
    with pytest.raises(Conflict, match="reopen it first"):
        change_item(session, **known, values={"text": "x"}, now=on(8))


def test_an_item_is_for_one_of_the_two_who_is_here_and_by_a_day_that_is_meant(session: Session, cast: Cast) -> None:
    """Refused are a third one, somebody who left, a day in another century, and a session that was cancelled."""
    of, off = met(session, cast.max, cast.ada), met(session, cast.max, cast.ada, status="cancelled")

    def refused(owner: Player, *, due: int = 1, session_id: UUID = of.id) -> str:
        known: Any = {"actor": cast.max.actor, "owner_id": owner.id, "due_on": on(due).day, "now": on(1)}
        with pytest.raises(Refusal) as found:
            agree_item(session, session_id=session_id, text="x", **known)
        return str(found.value)

    assert "one of the session's two" in refused(cast.sven)
    assert "ten years" in refused(cast.ada, due=4000)
    assert "was cancelled" in refused(cast.ada, session_id=off.id)
    session.get_one(Person, cast.ada.id).left_at = MONDAY
    session.flush()
    assert refused(cast.ada) == "Ada Lind has left"


def test_of_two_who_finish_it_at_once_the_first_counts(session: Session, cast: Cast) -> None:
    """The second finds it done, and notes nothing."""
    item = agreed(session, met(session, cast.max, cast.ada), cast.ada)

    def finish(player: Player, day: int) -> Callable[[Session], datetime | None]:
        return lambda own: finish_item(own, actor=player.actor, item_id=item.id, now=on(day)).closed_at

    assert meanwhile(session, finish(cast.ada, 1), finish(cast.max, 2)) == on(1).at
    changes = list_changes(session, actor=cast.ada.actor, item_id=item.id)
    assert [change.kind for change in changes] == ["made", "done"]


@pytest.mark.parametrize(
    ("whose", "which", "found"),
    [
        ("mine", "open", ["late", "soon", "never"]),
        ("mine", "overdue", ["late"]),
        ("mine", "closed", ["dropped", "done"]),
        ("waiting", "open", ["Max's"]),
        ("both", "open", ["late", "Max's", "soon", "never"]),
    ],
)
def test_a_list_is_in_order_and_comes_page_by_page(
    session: Session, cast: Cast, whose: WhoseItems, which: WhichItems, found: list[str]
) -> None:
    """Open ones by the day they are due, closed ones by the day they were closed; of Ada's, and those she waits for."""
    of = met(session, cast.max, cast.ada)
    for text, due in (("never", None), ("soon", on(9).day), ("late", on(2).day)):
        agreed(session, of, cast.ada, text, due_on=due)
    agreed(session, of, cast.max, "Max's", due_on=on(8).day)
    agreed(session, met(session, cast.max, cast.sven), cast.sven, "Sven's", due_on=on(1).day)
    done, dropped = agreed(session, of, cast.ada, "done"), agreed(session, of, cast.ada, "dropped")
    finish_item(session, actor=cast.ada.actor, item_id=done.id, now=on(3))
    drop_item(session, actor=cast.ada.actor, item_id=dropped.id, reason="x", now=on(4))
    session.commit()
    after, shown = None, []
    while True:
        page = list_items(session, actor=cast.ada.actor, whose=whose, kept=which, today=on(7).day, after=after, limit=1)
        if not page:
            break
        shown.append(page[0].item.text)
        after = key_of(page[0])
    assert shown == found


def test_a_coach_sees_how_much_is_open_by_rep(session: Session, cast: Cast) -> None:
    """With those they coach, closed ones left out; the reps themselves see no such list."""
    with_ada = met(session, cast.max, cast.ada)
    agreed(session, with_ada, cast.ada, due_on=on(2).day)
    agreed(session, with_ada, cast.max, due_on=on(9).day)
    sven = agreed(session, met(session, cast.max, cast.sven), cast.sven)
    counts = count_by_rep(session, actor=cast.max.actor, today=on(7).day, after=None, limit=9)
    assert [(one.name, one.open, one.overdue, one.due_on) for one in counts] == [
        ("Ada Lind", 2, 1, on(2).day),
        ("Sven Berg", 1, 0, None),
    ]
    finish_item(session, actor=cast.sven.actor, item_id=sven.id, now=on(7))
    assert len(count_by_rep(session, actor=cast.max.actor, today=on(7).day, after=None, limit=9)) == 1
    assert count_by_rep(session, actor=cast.max.actor, today=on(7).day, after=cast.ada.id, limit=9) == []
    assert count_by_rep(session, actor=cast.ada.actor, today=on(7).day, after=None, limit=9) == []


def _ways(session: Session, actor: Actor, item: ActionItem) -> list[Callable[[], object]]:
    """Return all that somebody may try with an item and its session."""
    known: Any = {"actor": actor, "item_id": item.id}
    of, owner_id = item.session_id, item.rep_id
    return [
        lambda: agree_item(session, actor=actor, session_id=of, owner_id=owner_id, text="x", due_on=None, now=on(1)),
        lambda: change_item(session, **known, values={"text": "x"}, now=on(1)),
        lambda: finish_item(session, **known, now=on(1)),
        lambda: reopen_item(session, **known, now=on(1)),
        lambda: drop_item(session, **known, reason="x", now=on(1)),
        lambda: list_changes(session, **known),
        lambda: get_item(session, **known),
        lambda: items_of_session(session, actor=actor, session_id=of),
    ]


def _texts(session: Session, player: Player, session_id: UUID) -> tuple[set[str], dict[str, tuple[str, int]]]:
    """Return the texts of what was agreed in a session, and of what was carried into it with state and count."""
    found = items_of_session(session, actor=player.actor, session_id=session_id)
    carried = {one.item.text: (str(one.state), one.sessions_since) for one in found.carried}
    return {one.item.text for one in found.made}, carried


def test_a_made_item_is_whole(session: Session, cast: Cast) -> None:
    """Each column of an open one says so."""
    item: ActionItem = agreed(session, met(session, cast.max, cast.ada), cast.ada)
    assert (item.is_done, item.closed_at, item.closed_on, item.created_by_id) == (False, None, None, cast.ada.id)
    assert (item.coach_id, item.rep_id) == (cast.max.id, cast.ada.id)
