"""Recordings that come part by part, and drafts that aren't handed in."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import Conflict, NotFound
from lms.practice.beginning import MOST_DRAFTS, Room, drop_practice
from lms.practice.deciding import ask_again
from lms.practice.keeping import list_over, list_to_store, needless, note_over, note_stored
from lms.practice.models import Practice
from lms.practice.receiving import WrongOffsetError, receive_part
from lms.training.courses import Practical
from support.acting import meanwhile
from support.factories import Cast
from support.learning import PLAIN, in_days, on, read_all
from support.practising import NODE, WANTED, begun, handed_in, received


def test_parts_follow_one_another(session: Session, cast: Cast) -> None:
    """Each begins where the last one ended; any other is told where that is, and nothing counts twice."""
    practice = begun(session, cast.ada, size=100)
    received(session, cast.ada, practice, 0, 60)
    for offset in (0, 10, 61, 100, 2**40):
        with pytest.raises(WrongOffsetError) as refused:
            received(session, cast.ada, practice, offset, 40)
        assert refused.value.kept == 60
    with pytest.raises(Conflict, match="goes beyond"):
        received(session, cast.ada, practice, 60, 41)
    with pytest.raises(Conflict, match="empty"):
        received(session, cast.ada, practice, 60, 0)
    assert practice.media_key is None
    received(session, cast.ada, practice, 60, 40)
    assert practice.media_key == f"disk/{practice.id.hex}"
    with pytest.raises(WrongOffsetError):
        received(session, cast.ada, practice, 60, 40)


def test_what_could_not_be_written_did_not_come(session: Session, cast: Cast) -> None:
    """The disk was full: the same part may be sent again."""

    def fail(_: Practice) -> None:
        raise OSError(28, "No space left on device")

    practice = begun(session, cast.ada, size=100)
    session.commit()
    with pytest.raises(OSError, match="No space"):
        receive_part(session, actor=cast.ada.actor, practice_id=practice.id, offset=0, size=60, node="one", write=fail)
    session.rollback()
    assert received(session, cast.ada, practice, 0, 60).kept_bytes == 60


def test_of_two_who_send_the_same_part_one_is_told_that_it_came(session: Session, cast: Cast) -> None:
    """At the same moment, as two tabs do."""
    practice = begun(session, cast.ada, size=100)
    session.commit()
    outcome = meanwhile(
        session,
        lambda first: received(first, cast.ada, practice, 0, 60),
        lambda second: received(second, cast.ada, practice, 0, 50),
    )
    assert isinstance(outcome, WrongOffsetError)
    assert outcome.kept == 60


def test_nobody_else_sends_a_part_or_deletes(session: Session, cast: Cast) -> None:
    """For others it isn't there; what stands elsewhere has no parts, and what is handed in gets none more."""
    practice = begun(session, cast.ada, size=100)
    for player in (cast.max, cast.sven, cast.greta, cast.nadia):
        with pytest.raises(NotFound):
            received(session, player, practice, 0, 60)
        with pytest.raises(NotFound):
            drop_practice(session, actor=player.actor, practice_id=practice.id)
    with pytest.raises(Conflict, match="elsewhere"):
        received(session, cast.ada, begun(session, cast.ada), 0, 60)
    received(session, cast.ada, practice, 0, 100)
    handed_in(session, cast.ada, practice)
    with pytest.raises(Conflict, match="stays as it is"):
        received(session, cast.ada, practice, 100, 60)
    with pytest.raises(Conflict, match="what was scored stays"):
        drop_practice(session, actor=cast.ada.actor, practice_id=practice.id)


def test_there_is_so_much_room(session: Session, cast: Cast) -> None:
    """For one recording, for all of one person, and for drafts; a deleted one makes room again."""
    room = Room(of_one=100, of_all=150)
    with pytest.raises(Conflict, match="0 MB at most"):
        begun(session, cast.ada, size=101, room=room)
    first = begun(session, cast.ada, size=100, room=room)
    with pytest.raises(Conflict, match="together"):
        begun(session, cast.ada, size=51, room=room)
    begun(session, cast.sven, size=100, room=room)
    drop_practice(session, actor=cast.ada.actor, practice_id=first.id)
    begun(session, cast.ada, size=100, room=room)
    for _ in range(MOST_DRAFTS - 1):
        begun(session, cast.ada)
    with pytest.raises(Conflict, match=f"{MOST_DRAFTS} of yours"):
        begun(session, cast.ada)


def test_one_follows_what_was_wanted_again(session: Session, cast: Cast) -> None:
    """Only of one's own, and only where somebody asked for it."""
    before = handed_in(session, cast.ada)
    again = replace(WANTED, after_id=before.id)
    with pytest.raises(Conflict, match="nobody asked"):
        begun(session, cast.ada, wanted=again)
    ask_again(session, actor=cast.max.actor, practice_id=before.id, reason="Louder", course_of=lambda _: None, now=on())
    assert begun(session, cast.ada, wanted=again).after_id == before.id
    with pytest.raises(NotFound):
        begun(session, cast.sven, wanted=again)


def test_for_a_course_the_lessons_come_first(session: Session, cast: Cast) -> None:
    """And its own rubric scores, whatever is said."""
    course = replace(PLAIN, practical=Practical("rubric-demo"))
    with pytest.raises(Conflict, match="read all lessons"):
        begun(session, cast.ada, course=course)
    read_all(session, cast.ada.actor, course)
    practice = begun(session, cast.ada, course=course)
    assert (practice.course_id, practice.rubric_id) == ("c", "rubric-demo")


def test_recordings_end_when_their_time_is_over(session: Session, cast: Cast) -> None:
    """Drafts with all they have; of what was handed in the recording alone."""
    draft, whole, kept = (begun(session, cast.ada, size=100) for _ in range(3))
    for practice in (whole, kept):
        received(session, cast.ada, practice, 0, 100)
    handed_in(session, cast.ada, whole, keep_days=20)
    handed_in(session, cast.ada, kept)
    assert _to_store(session, NODE) == [whole.id, kept.id]
    assert _to_store(session, "another") == []
    assert _to_store(session, "another", kept.id.hex, "notes.txt") == [kept.id], "on a disk that nodes share"
    note_stored(session, practice=kept)
    assert _to_store(session, NODE) == [whole.id]
    names = [one.id.hex for one in (draft, whole, kept)] + ["f" * 32, "notes.txt", "é" * 32]
    assert needless(session, names=names) == {kept.id.hex, "f" * 32}
    assert list_over(session, day=in_days(19), limit=9) == []
    assert [one.id for one in list_over(session, day=in_days(30), limit=9)] == [whole.id, draft.id]
    for practice in (whole, draft):
        note_over(session, practice=practice, now=on(30))
    assert (whole.media_key, whole.media_deleted_at) == (None, on(30).at)
    assert list_over(session, day=in_days(9999), limit=9) == []
    assert set(session.scalars(select(Practice.id))) == {whole.id, kept.id}
    assert needless(session, names=names) == {one.id.hex for one in (draft, whole, kept)} | {"f" * 32}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 20)), max_size=12))
def test_whatever_is_sent_nothing_is_lost_or_doubled(session: Session, cast: Cast, sent: list[tuple[int, int]]) -> None:
    """What is kept are the bytes from the start, in their order, as far as parts followed one another."""
    session.rollback()
    practice = begun(session, cast.ada, size=30)
    kept = 0
    for offset, size in sent:
        try:
            received(session, cast.ada, practice, offset, size)
        except (WrongOffsetError, Conflict):
            assert offset != kept or offset + size > 30
        else:
            assert offset == kept
            kept += size
        assert practice.kept_bytes == kept
    session.rollback()


def _to_store(session: Session, node: str, *names: str) -> list[UUID]:
    return [one.id for one in list_to_store(session, names=names, node=node, limit=9)]
