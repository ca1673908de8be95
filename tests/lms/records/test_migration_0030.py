"""Merges and erasures of before are as if 0030 had been there."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.web.database import alembic
from lms.people.merges import PersonMerge
from lms.people.models import Person
from lms.records.erasing import erase_person
from lms.records.merging import merge, undo_merge
from lms.scoring.models import CardAmendment
from lms.training.following import leave_at_once
from support.factories import UTC_ZONE, Cast
from support.learning import on
from support.noting import cipher_of
from support.scoring import amend, assess, given, publish

NOW = on()


def _again(session: Session) -> None:
    """Go back behind the migration, and let it be done."""
    session.commit()
    session.expunge_all()
    alembic.downgrade("0029")
    alembic.upgrade("0030")


def test_a_merge_of_before_gives_the_addresses_back(session: Session, cast: Cast) -> None:
    """They lie with the other record, and the last day is the one that the kept one has."""
    leave_at_once(session, person_id=cast.sven.id, now=NOW, zone=UTC_ZONE)
    both = {"kept_id": cast.ada.id, "gone_id": cast.sven.id}
    made = merge(session, actor=None, takes_address=True, now=NOW, zone=UTC_ZONE, cipher=cipher_of(), **both)
    merge_id = made.id
    _again(session)
    found = session.get_one(PersonMerge, merge_id)
    assert (found.kept_email, found.gone_email, found.erased_at) == (cast.ada.email, cast.sven.email, None)
    undo_merge(session, actor=None, merge_id=merge_id, now=NOW, zone=UTC_ZONE, cipher=cipher_of())
    assert session.get_one(Person, cast.ada.id).email == cast.ada.email


def test_what_was_erased_before_is_known_and_readable(session: Session, cast: Cast) -> None:
    """Of a merge one record is nobody any more; answers that were emptied as a list are none by criterion."""
    publish(session, cast.max, assessment := assess(session, cast.max, cast.ada))
    amend(session, cast.max, assessment, given(1))
    session.execute(update(CardAmendment).values(answers=[]))
    leave_at_once(session, person_id=cast.sven.id, now=NOW, zone=UTC_ZONE)
    both = {"kept_id": cast.ada.id, "gone_id": cast.sven.id}
    merge_id = merge(session, actor=None, takes_address=False, now=NOW, zone=UTC_ZONE, cipher=cipher_of(), **both).id
    erase_person(session, person_id=cast.sven.id, now=NOW)
    _again(session)
    found = session.get_one(PersonMerge, merge_id)
    assert (found.erased_at, found.kept_email) == (NOW.at, None)
    assert session.query(CardAmendment.answers).scalar() == {}
