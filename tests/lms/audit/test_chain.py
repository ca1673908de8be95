"""The chain: what was written holds, and what is changed, added or taken away behind our back shows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, event, insert, select, text, update
from sqlalchemy.orm import Session

from lms.audit.chain import ERASURE, Verified, forget, state_at, verify
from lms.audit.models import AuditChain, AuditEntry
from lms.audit.noting import note
from lms.audit.origin import Origin, set_origin
from lms.days import present

Tamper = Callable[[Session], object]


@pytest.fixture
def written(session: Session) -> Session:
    """A chain of twelve entries, in four transactions."""
    for number in range(4):
        for part in "abc":
            note(session, "thing.done", subject=f"{number}{part}", after={"number": number})
        session.commit()
    return session


def test_an_untouched_chain_holds(written: Session) -> None:
    """All entries have numbers without a gap, in the order in which they were committed."""
    found = verify(written)
    assert (found.fault, found.entries, found.last_number) == (None, 12, 12)
    subjects = written.scalars(select(AuditEntry.subject).order_by(AuditEntry.number)).all()
    assert subjects == [f"{number}{part}" for number in range(4) for part in "abc"]


def test_an_empty_database_has_an_empty_chain(session: Session) -> None:
    """Nothing was done, and nothing is at fault."""
    assert verify(session) == Verified(0, 0, None, 0, bytes(32).hex())


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (lambda s: _set(s, 5, details='{"after": {"number": 7}}'), "the details of entry 5 were changed"),
        (lambda s: _set(s, 5, actor_id=None, action="thing.undone"), "entry 5 isn't what was written"),
        (lambda s: _set(s, 5, at=present()), "entry 5 isn't what was written"),
        (lambda s: s.execute(delete(AuditEntry).where(AuditEntry.number == 5)), "entry 5 is missing"),
        (lambda s: s.execute(delete(AuditEntry).where(AuditEntry.number > 9)), "it ends at entry 9"),
        (lambda s: s.execute(delete(AuditChain)), "its ends are gone"),
        (lambda s: _add(s, 13), "entry 13 isn't what was written"),
    ],
)
def test_what_is_done_behind_our_back_shows(written: Session, tamper: Tamper, fault: str) -> None:
    """Whatever of an entry is changed, and whichever entry is taken away or added."""
    tamper(written)
    assert fault in (verify(written).fault or "")


def test_an_end_that_was_cut_off_with_its_mark_shows_beside_what_was_known(written: Session) -> None:
    """Whoever writes down the last hash elsewhere sees that it is gone."""
    known = verify(written)
    rest = written.scalars(select(AuditEntry.hash).where(AuditEntry.number == 9)).one()
    written.execute(delete(AuditEntry).where(AuditEntry.number > 9))
    written.execute(update(AuditChain).values(last_number=9, last_hash=rest))
    found = verify(written)
    assert found.fault is None
    assert (found.last_number, found.last_hash) != (known.last_number, known.last_hash)


@pytest.mark.parametrize("whose", ["actor", "person"])
def test_details_that_an_erasure_took_are_counted_and_the_chain_holds(session: Session, whose: str) -> None:
    """Of what a person did, and of what was done to them."""
    person_id = uuid4()
    set_origin(session, lambda: Origin(actor_id=person_id if whose == "actor" else None))
    note(session, "thing.done", person_id=person_id if whose == "person" else None)
    session.commit()
    _erase(session, person_id, 1)
    found = verify(session)
    assert (found.fault, found.entries, found.erased) == (None, 2, 1)


def test_details_that_no_erasure_took_show(written: Session) -> None:
    """Of nobody's entry, of one of somebody else, and of one that was made after the erasure."""
    gone, other = uuid4(), uuid4()
    for person_id in (gone, other):
        note(written, "thing.done", person_id=person_id)
    _erase(written, gone, 13)
    note(written, "thing.done", person_id=gone)
    written.commit()
    assert (verify(written).fault, verify(written).erased) == (None, 1)
    for number in (5, 14, 16):
        with written.begin_nested() as tried:
            _set(written, number, details=None, salt=None)
            assert f"the details of entry {number} were taken away" in (verify(written).fault or "")
            tried.rollback()


def test_an_erasure_is_kept_as_long_as_what_it_took(session: Session) -> None:
    """It is the later one, and what is old is forgotten from the beginning."""
    gone = uuid4()
    for _ in range(2):
        note(session, "thing.done", person_id=gone)
    session.commit()
    _erase(session, gone, 1, 2)
    _set(session, 1, at=present() - timedelta(days=2))
    assert forget(session, before=present() - timedelta(days=1)) == 1
    assert (verify(session).fault, verify(session).erased) == (None, 1)
    forget(session, before=present())
    assert verify(session) == Verified(0, 0, None, 3, verify(session).last_hash)


def test_what_is_done_while_it_is_read_is_no_fault(written: Session) -> None:
    """Others add an entry, and forget old ones, as soon as the first statement was answered."""
    written.commit()
    engine = written.get_bind()
    waiting: list[Callable[[Session], object]] = []

    def meanwhile(*_: object) -> None:
        if waiting:
            act = waiting.pop()
            with Session(engine) as own:
                act(own)
                own.commit()

    event.listen(engine, "after_cursor_execute", meanwhile)
    found = []
    for act in (lambda own: note(own, "thing.done"), lambda own: forget(own, before=present())):
        waiting.append(act)
        found.append(verify(written))
        written.rollback()
    event.remove(engine, "after_cursor_execute", meanwhile)
    assert [(one.fault, one.entries) for one in found] == [(None, 12), (None, 13)]
    assert (waiting, verify(written).entries) == ([], 0)


@pytest.mark.parametrize(("number", "state"), [(3, "forgotten"), (4, "holds"), (9, "holds"), (13, "differs")])
def test_an_end_that_was_known_holds_or_was_forgotten(written: Session, number: int, state: str) -> None:
    """An older one than those that are kept can't be compared; another hash is another entry."""
    known = written.scalar(select(AuditEntry.hash).where(AuditEntry.number == number)) or bytes(32)
    written.execute(update(AuditEntry).where(AuditEntry.number <= 4).values(at=present() - timedelta(days=2)))
    forget(written, before=present() - timedelta(days=1))
    assert state_at(written, number=number, known=known.hex()) == state
    assert state_at(written, number=number, known="0" * 64) == ("forgotten" if number == 3 else "differs")


def test_what_is_old_is_forgotten_from_the_beginning(written: Session) -> None:
    """The rest holds, and so does what is added later."""
    old = present() - timedelta(days=1)
    written.execute(update(AuditEntry).where(AuditEntry.number <= 4).values(at=old - timedelta(days=1)))
    assert forget(written, before=old) == 4
    assert forget(written, before=old) == 0
    note(written, "thing.done", subject="later")
    written.commit()
    assert (verify(written).fault, verify(written).entries, verify(written).last_number) == (None, 9, 13)
    assert forget(written, before=present()) == 9
    assert verify(written).fault is None


def test_many_at_once_make_one_chain(session: Session) -> None:
    """Each waits for the end of the chain no longer than the commit before it takes."""
    engine = session.get_bind()
    session.rollback()

    def write(name: str) -> None:
        with Session(engine) as own:
            for number in range(5):
                own.execute(text("SELECT 1"))
                note(own, "thing.done", subject=f"{name}{number}")
                own.commit()

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = verify(session)
    assert (found.fault, found.entries) == (None, 20)


def _set(session: Session, number: int, **values: object) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.number == number).values(**values))


def _erase(session: Session, person_id: UUID, *numbers: int) -> None:
    """Do to some entries what a person's erasure does."""
    note(session, ERASURE, subject=person_id, person_id=person_id)
    session.commit()
    for number in numbers:
        _set(session, number, details=None, salt=None)
    session.commit()


def _add(session: Session, number: int) -> None:
    columns = AuditEntry.__table__.columns
    row = dict(session.execute(select(*columns).where(AuditEntry.number == 5)).one()._mapping)
    row |= {"number": number, "id": uuid4()}
    session.execute(insert(AuditEntry), [row])
