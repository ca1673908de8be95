"""Counting while others write, count, or are killed: no event is missed and none counted twice."""

from __future__ import annotations

import signal
from datetime import timedelta
from threading import Event, Thread

from sqlalchemy.orm import Session

from lms.usage.events import record_open
from lms.usage.marks import mark_days, next_mark, pending_days, take_mark
from support.acting import failures
from support.counting import count_from_nothing, demand, everything, open_page, search
from support.factories import MONDAY, Cast
from support.learning import UTC_ZONE
from support.processes import FORKED
from support.rolling import count, count_and_die

DAY = timedelta(days=1)
NEVER = 0


def test_a_mark_can_not_be_taken_after_a_write(session: Session) -> None:
    """Also when it was taken, and made again, since it was found."""
    mark_days(session, [MONDAY.date()])
    found = next_mark(session)
    assert found is not None
    mark_days(session, [MONDAY.date()])
    assert not take_mark(session, found)
    again = next_mark(session)
    assert again is not None
    assert take_mark(session, again)
    mark_days(session, [MONDAY.date()])
    assert not take_mark(session, again)
    assert pending_days(session) == 1


def test_what_is_being_written_while_a_day_is_counted_is_not_missed(session: Session, cast: Cast) -> None:
    """The mark was there before, the search isn't committed when its day is read, and is right after."""
    search(session, cast.ada, "price")
    session.commit()
    search(session, cast.sven, "price")
    thread = Thread(target=_count_in_a_session_of_its_own, args=(session.get_bind(),))
    thread.start()
    thread.join(0.7)
    session.commit()
    thread.join()
    assert pending_days(session) == 1
    count(session)
    assert demand(session) == {"price": (2, 0, 2)}


def test_writers_and_two_who_count_do_not_stand_in_each_others_way(session: Session, cast: Cast) -> None:
    """After all is done, the counts are what counting from nothing gives."""
    bind, done = session.get_bind(), Event()

    def writing(name: str) -> None:
        player = getattr(cast, name)
        try:
            for turn in range(25):
                with Session(bind, expire_on_commit=False) as own:
                    at = MONDAY + turn % 3 * DAY
                    asked = search(own, player, f"{name[0]}bcdef {turn % 7}", at=at, hits=turn % 2)
                    own.commit()
                    record_open(own, actor=player.actor, page_id="p", search_id=asked.id, at=at + DAY, zone=UTC_ZONE)
                    own.commit()
        finally:
            remaining.remove(name)
            if not remaining:
                done.set()

    def counting() -> None:
        while not done.is_set():
            _count_in_a_session_of_its_own(bind)

    remaining = ["ada", "sven", "olga"]
    session.rollback()
    writers = [lambda name=name: writing(name) for name in tuple(remaining)]
    assert failures(*writers, counting, counting) == []
    count(session)
    grown = everything(session)
    count_from_nothing(session)
    assert everything(session) == grown


def test_two_processes_and_kill_9_leave_what_counting_from_nothing_gives(session: Session, cast: Cast) -> None:
    """Three times two of them go at once and are killed in the middle of a day; then two go on to the end."""
    for number in range(80):
        at = MONDAY - number * DAY
        asked = search(session, cast.ada, ("price", "slot harbor", "slotharbor", f"query {number}")[number % 4], at=at)
        search(session, cast.sven, f"word{number % 9} pricing", at=at, hits=0)
        open_page(session, cast.ada, asked, page_id=f"p{number % 5}", is_used=number % 2 == 0)
    session.commit()
    for died_at in (37, 64, 101):
        pending = _pending(session)
        assert _run_two(session, died_at=died_at) == [-signal.SIGKILL, -signal.SIGKILL]
        assert 0 < _pending(session) < pending
    assert _run_two(session, died_at=NEVER) == [0, 0]
    count(session)
    assert pending_days(session) == 0
    grown = everything(session)
    count_from_nothing(session)
    assert everything(session) == grown


def test_a_killed_transaction_leaves_the_mark(session: Session, cast: Cast) -> None:
    """What is not committed did not happen."""
    for number in range(3):
        search(session, cast.ada, "price", at=MONDAY + number * DAY)
    session.commit()
    mark = next_mark(session)
    assert mark is not None
    assert take_mark(session, mark)
    session.rollback()
    assert count(session) == 3
    assert demand(session) == {"price": (3, 0, 3)}


def _count_in_a_session_of_its_own(bind: object) -> None:
    with Session(bind) as own:  # type: ignore[arg-type]  # an engine
        count(own)


def _pending(session: Session) -> int:
    session.rollback()
    return pending_days(session)


def _run_two(session: Session, *, died_at: int) -> list[int | None]:
    """Two processes that count, let go at the same moment; how each ended."""
    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    session.rollback()
    together = FORKED.Barrier(2)
    started = [FORKED.Process(target=count_and_die, args=(url, died_at, together)) for _ in range(2)]
    for process in started:
        process.start()
    for process in started:
        process.join()
    return [process.exitcode for process in started]
