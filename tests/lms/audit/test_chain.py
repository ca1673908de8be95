"""The chain: what was written holds, and what is changed, added or taken away behind our back shows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from lms.audit.chain import Verified, forget, verify
from lms.audit.models import AuditChain, AuditEntry
from lms.audit.noting import note
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


def test_details_may_be_erased_and_the_chain_holds(written: Session) -> None:
    """What a person's erasure takes away is counted, and everything else is still held."""
    _set(written, 5, details=None, salt=None)
    found = verify(written)
    assert (found.fault, found.entries, found.erased) == (None, 12, 1)


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


def _add(session: Session, number: int) -> None:
    columns = AuditEntry.__table__.columns
    row = dict(session.execute(select(*columns).where(AuditEntry.number == 5)).one()._mapping)
    row |= {"number": number, "id": uuid4()}
    session.execute(insert(AuditEntry), [row])
