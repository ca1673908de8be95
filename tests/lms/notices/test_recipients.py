"""Recipients are our own people, as long as they are here."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from lms.notices.recipients import find_recipients
from lms.people.models import Person, PersonRole
from support.factories import MONDAY, Cast


def test_only_our_own_people_who_have_not_left_are_written_to(session: Session, cast: Cast) -> None:
    """A page can name anybody as its owner; mail goes only to the directory's people, and not to partners."""
    session.get_one(Person, cast.olga.id).left_at = MONDAY - timedelta(days=1)
    session.flush()
    wanted = {" Mara@BrightWharf.example ", "ada@brightwharf.example", "stranger@elsewhere.example"}
    wanted |= {cast.olga.email, cast.paula.email}
    assert [person.name for person in find_recipients(session, emails=wanted, at=MONDAY)] == ["Ada Lind", "Mara Quill"]


def test_a_partner_with_another_role_is_one_of_us(session: Session, cast: Cast) -> None:
    """The other role says that they see what is internal."""
    session.add(PersonRole(person_id=cast.paula.id, role="author"))
    session.flush()
    found: list[UUID] = [person.id for person in find_recipients(session, emails={cast.paula.email}, at=MONDAY)]
    assert found == [cast.paula.id]
