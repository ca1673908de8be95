"""Which templates get replies: what counts, what waits, and how it is told apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.access import visible_people
from lms.sending.models import SentMessage
from lms.sending.outcomes import note_outcome
from lms.sending.replies import BYS, LEAST, RepliesTo, ToldApartBy, replies_to
from lms.sending.sends import add_send
from lms.sending.states import OutcomeKind
from lms.statistics.intervals import wilson
from support.factories import Cast, Player
from support.sequences import begin, mark, moment

TODAY = 60


def test_a_message_counts_once_its_window_is_over(session: Session, cast: Cast) -> None:
    """Twenty had their time: five were answered in it, one after it, one bounced; those of last week wait."""
    for number in range(LEAST + 1):
        kinds: dict[OutcomeKind, int] = {"replied": 14} if number < 5 else {"replied": 15} if number == 5 else {}
        if number == 0:
            kinds["booked"] = 14
        _sent(session, cast.ada, 0, {"bounced": 0} if number == LEAST else kinds)
    for _ in range(3):
        _sent(session, cast.ada, TODAY - 13, {"replied": 1})
    (row,) = _read(session)
    assert (row.replied.part, row.replied.whole, row.replied.status) == (5, LEAST, "measured")
    assert row.replied.interval == wilson(5, LEAST)
    assert (row.booked, row.bounced, row.waiting) == (1, 1, 3)
    assert _read(session, window_days=15)[0].replied.part == 6
    # A shorter window is over sooner: then those of last week count too, and alone were answered in it.
    assert (_read(session, window_days=13)[0].replied.part, _read(session, window_days=13)[0].replied.whole) == (3, 23)
    assert _read(session, end=date(2026, 3, 1)) == []


def test_of_few_messages_nothing_is_said(session: Session, cast: Cast) -> None:
    """One fewer than twenty is too little data; the counts are there all the same."""
    for number in range(LEAST - 1):
        _sent(session, cast.ada, 0, {"replied": 1} if number < 9 else {})
    (row,) = _read(session)
    assert (row.replied.status, row.replied.value, row.replied.interval) == ("insufficient_data", None, None)
    assert (row.replied.part, row.replied.whole) == (9, LEAST - 1)


def test_templates_are_told_apart_by_version_by_step_and_by_whose_they_are(session: Session, cast: Cast) -> None:
    """What was taken back counts nowhere; what was sent outside of a sequence is no step."""
    run = begin(session, cast.ada, now=moment())
    run = mark(session, cast.ada, run, 0, now=moment())
    run = mark(session, cast.ada, run, 1, now=moment(3))
    assert run.last_send is not None
    note_outcome(session, run.last_send, kind="booked", source="hand", by_id=cast.ada.id, now=moment(4))
    _sent(session, cast.olga, 1, version="v2")
    undone = _sent(session, cast.olga, 1, page="last-message")
    undone.undone_at = moment(1).at
    session.flush()
    rows = {by: [_key(row) for row in _read(session, by=by)] for by in BYS}
    first, second = "first-touch-logistics", "follow-up-no-reply"
    assert rows["template"] == [(first, None, None, None, 0, 2), (second, None, None, None, 1, 1)]
    assert rows["version"] == [
        (first, "v1", None, None, 0, 1),
        (first, "v2", None, None, 0, 1),
        (second, "v1", None, None, 1, 1),
    ]
    sequence = "outbound-logistics"
    assert rows["step"] == [(first, None, sequence, 0, 0, 1), (second, None, sequence, 1, 1, 1)]
    theirs = _read(session, people=visible_people(cast.max.actor), page_id=first)
    assert [row.replied.whole for row in theirs] == [1]
    assert set(BYS) == set(get_args(ToldApartBy))
    assert len(session.scalars(select(SentMessage)).all()) == 4


def _sent(
    session: Session,
    player: Player,
    day: int,
    came: Mapping[OutcomeKind, int] = MappingProxyType({}),
    *,
    version: str = "v1",
    page: str = "first-touch-logistics",
) -> SentMessage:
    made = SentMessage(rep_id=player.id, page_id=page, page_version=version, language="en", way="copied")
    add_send(session, made, now=moment(day))
    for kind, after in came.items():
        note_outcome(session, made, kind=kind, source="hand", by_id=player.id, now=moment(day + after))
    return made


def _read(session: Session, **more: Any) -> list[RepliesTo]:
    given: dict[str, Any] = {"people": None, "start": date(2026, 1, 1), "end": date(2026, 12, 31), **more}
    return replies_to(session, today=moment(TODAY).day, **given)


def _key(row: RepliesTo) -> tuple[object, ...]:
    return row.page_id, row.version, row.sequence_id, row.step, row.replied.part, row.replied.whole
