"""Recipients are our own people, as long as they are here."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.notices.recipients import list_recipients
from lms.people.models import Person, PersonRole
from support.factories import MONDAY, Cast


def test_only_our_own_people_who_have_not_left_are_written_to(session: Session, cast: Cast) -> None:
    """Mail goes only to the directory's people, and not to partners."""
    session.get_one(Person, cast.olga.id).left_at = MONDAY - timedelta(days=1)
    session.flush()
    found = [person.name for person in list_recipients(session, at=MONDAY)]
    assert found == [one.name for one in (cast.ada, cast.greta, cast.mara, cast.max, cast.nadia, cast.sven)]


def test_a_partner_with_another_role_is_one_of_us(session: Session, cast: Cast) -> None:
    """The other role says that they see what is internal."""
    session.add(PersonRole(person_id=cast.paula.id, role="author"))
    session.flush()
    assert cast.paula.id in {person.id for person in list_recipients(session, at=MONDAY)}
