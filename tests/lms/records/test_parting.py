"""Last days and addresses of records that were made one, and what of them is given back when that is undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from lms.days import Now, start_of
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.memberships import read_timeline
from lms.people.merges import PersonMerge, merged_away
from lms.people.models import Person
from lms.people.proofs import actor_of_token, issue_link, issue_token, use_link
from lms.records.erasing import erase_person
from lms.records.merging import merge, undo_merge
from lms.training.following import change_person, come_back, leave, leave_at_once
from support.factories import MONDAY, UTC_ZONE, Cast, Player, add_rep
from support.learning import TODAY, in_days, on
from support.noting import Notes, cipher_of, coach

NOW = on()
DAY = timedelta(days=1)


def _merge(session: Session, kept: Player, gone: Player, *, takes_address: bool = False, now: Now = NOW) -> UUID:
    ids: dict[str, Any] = {"kept_id": kept.id, "gone_id": gone.id}
    made = merge(session, actor=None, takes_address=takes_address, now=now, zone=UTC_ZONE, cipher=cipher_of(), **ids)
    session.commit()
    return made.id


def _undo(session: Session, merge_id: UUID, *, now: Now = NOW) -> None:
    undo_merge(session, actor=None, merge_id=merge_id, now=now, zone=UTC_ZONE, cipher=cipher_of())
    session.commit()


def _left(session: Session, player: Player, *, on_day: int, hired: int = -100) -> None:
    """Let somebody have come and left, so many days from Monday on."""
    change_person(session, actor=None, person_id=player.id, on=TODAY, now=NOW, hired_on=in_days(hired))
    leave(session, person_id=player.id, on=in_days(on_day), now=NOW, zone=UTC_ZONE)
    session.commit()


def _left_at(session: Session, player: Player) -> datetime | None:
    return session.get_one(Person, player.id).left_at


def _spans(session: Session, player: Player) -> list[Any]:
    return read_timeline(session, person_id=player.id).spans()


def test_who_came_again_is_here_under_the_record_that_had_left(session: Session, cast: Cast) -> None:
    """It can sign in, and leaves once more; what opened something before it had left opens nothing."""
    _, token = issue_token(session, person=session.get_one(Person, cast.ada.id), name="Old", at=MONDAY)
    _left(session, cast.ada, on_day=-10)
    merge_id = _merge(session, cast.ada, cast.sven)
    assert (_left_at(session, cast.ada), _spans(session, cast.ada)[-1]) == (None, (TODAY, None))
    assert actor_of_token(session.connection(), secret=token, at=MONDAY) is None
    with pytest.raises(Conflict, match="is with the company"):
        come_back(session, person_id=cast.ada.id, on=TODAY, team_id=None, now=NOW)
    session.rollback()
    _undo(session, merge_id)
    assert _left_at(session, cast.ada) == start_of(UTC_ZONE, in_days(-9))
    assert _spans(session, cast.ada) == [(in_days(-100), in_days(-9))]
    assert _left_at(session, cast.sven) is None


@pytest.mark.parametrize(("mine", "theirs", "end"), [(-20, -10, -9), (-10, -20, -9), (-10, 5, 6)])
def test_the_last_day_is_the_later_one(session: Session, cast: Cast, mine: int, theirs: int, end: int) -> None:
    """Whichever of the two had it."""
    _left(session, cast.ada, on_day=mine)
    _left(session, cast.sven, on_day=theirs)
    _merge(session, cast.ada, cast.sven)
    assert _left_at(session, cast.ada) == start_of(UTC_ZONE, in_days(end))
    assert _spans(session, cast.ada)[-1][1] == in_days(end)


def test_who_was_let_go_this_moment_is_not_let_in_until_midnight(session: Session, cast: Cast) -> None:
    """Their last day is today for both."""
    leave_at_once(session, person_id=cast.ada.id, now=NOW, zone=UTC_ZONE)
    _left(session, cast.sven, on_day=0)
    _merge(session, cast.ada, cast.sven)
    assert _left_at(session, cast.ada) == MONDAY


@pytest.mark.parametrize("is_at_once", [True, False])
def test_a_last_day_noted_since_stays_noted(session: Session, cast: Cast, *, is_at_once: bool) -> None:
    """The moment from which they can't sign in is that day's, or when they were let go."""
    merge_id = _merge(session, cast.ada, cast.sven)
    if is_at_once:
        leave_at_once(session, person_id=cast.ada.id, now=on(0.1), zone=UTC_ZONE)
    else:
        leave(session, person_id=cast.ada.id, on=in_days(3), now=NOW, zone=UTC_ZONE)
    _undo(session, merge_id, now=on(0.2))
    end = in_days(1) if is_at_once else in_days(4)
    assert _spans(session, cast.ada) == [(TODAY, end)]
    assert _left_at(session, cast.ada) == (on(0.1).at if is_at_once else start_of(UTC_ZONE, end))
    assert (_spans(session, cast.sven), _left_at(session, cast.sven)) == ([(TODAY, None)], None)


def test_a_team_of_since_stays_too(session: Session, cast: Cast) -> None:
    """And the days of the other record go back with it."""
    _left(session, cast.sven, on_day=-10)
    merge_id = _merge(session, cast.ada, cast.sven)
    south = cast.teams["South"]
    change_person(session, actor=None, person_id=cast.ada.id, on=TODAY, now=NOW, team_id=south)
    _undo(session, merge_id)
    assert _spans(session, cast.ada) == [(TODAY, None)]
    assert session.get_one(Person, cast.ada.id).team_id == south
    assert _spans(session, cast.sven) == [(in_days(-100), in_days(-9))]


def _emails(session: Session, cast: Cast) -> tuple[str, str]:
    return session.get_one(Person, cast.ada.id).email, session.get_one(Person, cast.sven.id).email


def test_addresses_are_given_back_as_they_were(session: Session, cast: Cast) -> None:
    """Links that were sent to the address that goes open nothing, and the merge forgets both."""
    merge_id = _merge(session, cast.ada, cast.sven, takes_address=True)
    assert _emails(session, cast) == (cast.sven.email, cast.ada.email)
    link = issue_link(session, person=session.get_one(Person, cast.ada.id), at=MONDAY)
    _undo(session, merge_id)
    assert _emails(session, cast) == (cast.ada.email, cast.sven.email)
    with pytest.raises(NotFound):
        use_link(session, secret=link, at=MONDAY + timedelta(minutes=1))
    undone = session.get_one(PersonMerge, merge_id)
    assert (undone.kept_email, undone.gone_email) == (None, None)


@pytest.mark.parametrize("is_taken", [True, False])
def test_an_address_given_since_is_kept(session: Session, cast: Cast, *, is_taken: bool) -> None:
    """The other record has its own again, unless somebody else has it: then one at which nobody reads."""
    merge_id = _merge(session, cast.ada, cast.sven, takes_address=True)
    change_person(session, actor=None, person_id=cast.ada.id, on=TODAY, now=NOW, email="third@x.example")
    if is_taken:
        add_rep(session, cast.sven.email)
    _undo(session, merge_id)
    mine, theirs = _emails(session, cast)
    assert mine == "third@x.example"
    assert theirs == (f"{cast.sven.id}@no-address.invalid" if is_taken else cast.sven.email)


def test_an_address_of_somebody_else_is_not_given_back(session: Session, cast: Cast) -> None:
    """Whose it is gets another one first."""
    merge_id = _merge(session, cast.ada, cast.sven, takes_address=True)
    change_person(session, actor=None, person_id=cast.sven.id, on=TODAY, now=NOW, email="third@x.example")
    add_rep(session, cast.ada.email)
    session.commit()
    with pytest.raises(Conflict, match="somebody else's address"):
        _undo(session, merge_id)


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_was_erased_is_not_taken_apart(session: Session, cast: Cast, *, is_kept: bool) -> None:
    """Neither record gets anything back, and nothing of the merge says how they were to be reached."""
    _left(session, cast.sven, on_day=-10)
    merge_id = _merge(
        session, cast.sven if is_kept else cast.ada, cast.ada if is_kept else cast.sven, takes_address=True
    )
    leave_at_once(session, person_id=cast.sven.id, now=NOW, zone=UTC_ZONE)
    erase_person(session, person_id=cast.sven.id, now=NOW)
    session.commit()
    with pytest.raises(Conflict, match="was erased since"):
        _undo(session, merge_id)
    made = session.get_one(PersonMerge, merge_id)
    assert (made.kept_email, made.gone_email) == (None, None)


def test_of_several_merges_the_last_is_undone_first(session: Session, cast: Cast) -> None:
    """Each remembers what there was before it."""
    first = _merge(session, cast.ada, cast.sven)
    second = _merge(session, cast.ada, cast.olga)
    assert set(session.scalars(merged_away())) == {cast.sven.id, cast.olga.id}
    with pytest.raises(Conflict, match="undo that first"):
        _undo(session, first)
    session.rollback()
    _undo(session, second)
    _undo(session, first)
    assert session.scalars(merged_away()).all() == []
    assert Actor.of(session.get_one(Person, cast.olga.id)).team_id == cast.olga.actor.team_id


def test_private_texts_open_to_who_has_them(session: Session, cast: Cast) -> None:
    """Under the record that is kept, with what it writes then, and under their own once that is undone."""
    private = Notes(session, coach(session, cast), "private")
    for number, words in enumerate(("First", "Second")):
        private.save(cast.ada, words, on=number, minute=60 * number)
    merge_id = _merge(session, cast.sven, cast.ada)
    assert private.read(cast.sven).text == "Second"
    private.save(cast.sven, "Third", on=2, minute=120)
    session.commit()
    _undo(session, merge_id)
    assert private.read(cast.ada).text == "Third"
    assert private.versions(cast.ada)[-1] == "First"
