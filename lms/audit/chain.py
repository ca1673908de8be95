"""The chain: each entry's hash is made of the one before, so that what is changed or taken away shows."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import Table, bindparam, case, delete, false, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from lms.audit.models import ONLY_CHAIN, AuditChain, AuditEntry
from lms.base import hold, insert_into

# What is noted as somebody's data is erased: only then do entries of theirs lose their details.
ERASURE = "person.erased"
# Whether an entry is as it was known, was forgotten since with those of its age, or is another one.
EndState = Literal["holds", "forgotten", "differs"]
_KEY = "audit_unchained"
_AT_ONCE = 1000
_ENTRY = AuditEntry.__table__.columns
_GIVE = update(cast(Table, AuditEntry.__table__)).where(_ENTRY.id == bindparam("id_"))
_START = {"first_number": 0, "first_hash": bytes(32), "last_number": 0, "last_hash": bytes(32)}


@dataclass(frozen=True)
class Verified:
    """What a walk along the chain found: how many entries hold, which one doesn't (None: all do), and why not.

    `last_number` and `last_hash` may be kept elsewhere and compared later: they show an end that was cut off.
    """

    entries: int
    erased: int
    fault: str | None
    last_number: int
    last_hash: str


def must_link(session: Session) -> None:
    """Remember that this transaction has an entry to be chained."""
    session.info[_KEY] = True


def link(session: Session) -> None:
    """Give the entries of a transaction that is about to be committed their numbers and hashes.

    One transaction at a time does so, and holds the end of the chain no longer than its commit takes.
    """
    if session.in_nested_transaction():
        return
    session.flush()
    if not session.info.pop(_KEY, False):
        return
    chain = _held(session)
    number, last = chain.last_number, chain.last_hash
    # Those of others aren't seen before they are committed, and then they have their numbers.
    wanted = select(*_ENTRY).where(AuditEntry.number.is_(None)).order_by(AuditEntry.id)
    rows = []
    for entry in session.execute(wanted):
        number += 1
        last = _hash(last, number, entry)
        rows.append({"id_": entry.id, "number": number, "hash": last})
    if not rows:  # they were taken back with a savepoint
        return
    session.connection().execute(_GIVE, rows)
    moved = update(AuditChain).where(AuditChain.id == ONLY_CHAIN).values(last_number=number, last_hash=last)
    session.execute(moved.execution_options(synchronize_session=False))


def verify(session: Session) -> Verified:
    """Walk along the whole chain, and say what was changed, added or taken away."""
    walk = _walked(session)
    chain = next(walk, None)
    if chain is None:
        headless = select(AuditEntry.id).where(AuditEntry.number.is_not(None), ~select(AuditChain.id).exists())
        is_headless = session.scalar(headless.limit(1)) is not None
        return Verified(0, 0, "it has entries, and its ends are gone" if is_headless else None, 0, bytes(32).hex())
    number, last, erased = chain.first_number, chain.first_hash, 0
    for entry in itertools.chain([chain] if chain.id is not None else [], walk):
        fault = _fault(entry, number + 1, last)
        if fault is not None:
            return Verified(number - chain.first_number, erased, fault, number, last.hex())
        erased += entry.details is None
        number, last = number + 1, entry.hash
    fault = None
    if (number, last) != (chain.last_number, chain.last_hash):
        fault = f"it ends at entry {number}, and was {chain.last_number} entries long"
    return Verified(number - chain.first_number, erased, fault, number, last.hex())


def state_at(session: Session, *, number: int, known: str) -> EndState:
    """Tell how the entry of this number is beside the hash, in hexadecimal digits, that was known of it."""
    wanted = select(AuditChain.first_number, AuditChain.first_hash, AuditEntry.hash).select_from(AuditChain)
    row = session.execute(wanted.outerjoin(AuditEntry, AuditEntry.number == number)).one_or_none()
    if row is None:
        return "differs"
    if number < row.first_number:
        return "forgotten"
    found = row.first_hash if number == row.first_number else row.hash
    return "holds" if found is not None and found.hex() == known else "differs"


def forget(session: Session, *, before: datetime) -> int:
    """Forget the oldest entries, up to the first that isn't older, and return how many; the rest stays verifiable."""
    first_kept = select(func.min(AuditEntry.number)).where(AuditEntry.at >= before)
    chain = _held(session)
    kept = session.scalar(first_kept)
    until = chain.last_number if kept is None else kept - 1
    if until <= chain.first_number:
        return 0
    until_hash = session.scalars(select(AuditEntry.hash).where(AuditEntry.number == until)).one()
    gone = session.execute(delete(AuditEntry).where(AuditEntry.number <= until))
    moved = update(AuditChain).where(AuditChain.id == ONLY_CHAIN).values(first_number=until, first_hash=until_hash)
    session.execute(moved.execution_options(synchronize_session=False))
    return int(getattr(gone, "rowcount", 0))


def _held(session: Session) -> Any:
    """Return the ends of the chain, which nobody else moves until this transaction ends."""
    begun = insert_into(session, AuditChain).values(id=ONLY_CHAIN, **_START)
    session.execute(begun.on_conflict_do_nothing(index_elements=["id"]))
    hold(session, AuditChain.last_number, AuditChain.id == ONLY_CHAIN)
    ends = select(AuditChain.first_number, AuditChain.first_hash, AuditChain.last_number, AuditChain.last_hash)
    return session.execute(ends).one()


def digest_of(details: str, salt: bytes) -> bytes:
    """Return what stays of details that are erased."""
    return hashlib.sha256(salt + details.encode()).digest()


def _walked(session: Session) -> Iterator[Any]:
    """Yield all entries, each with the ends of the chain and whether its details were erased; one empty without any.

    It is one statement, because what two of them read is of two moments, and others add and forget meanwhile.
    """
    erasure = aliased(AuditEntry)
    whose = or_(erasure.person_id == AuditEntry.person_id, erasure.person_id == AuditEntry.actor_id)
    later = select(erasure.id).where(erasure.action == ERASURE, erasure.number > AuditEntry.number, whose)
    was_erased = case((AuditEntry.details.is_(None), later.exists()), else_=false()).label("was_erased")
    ends = (AuditChain.first_number, AuditChain.first_hash, AuditChain.last_number, AuditChain.last_hash)
    wanted = select(*ends, *_ENTRY, was_erased).select_from(AuditChain)
    entries = wanted.outerjoin(AuditEntry, AuditEntry.number > AuditChain.first_number).order_by(AuditEntry.number)
    yield from session.execute(entries.execution_options(yield_per=_AT_ONCE))


def _fault(entry: Any, number: int, last: bytes) -> str | None:
    """Say what is wrong with an entry; None for nothing."""
    if entry.number != number:
        return f"entry {number} is missing"
    if entry.hash != _hash(last, number, entry):
        return f"entry {number} isn't what was written, or one before it was changed"
    if entry.details is not None and digest_of(entry.details, entry.salt or b"") != entry.digest:
        return f"the details of entry {number} were changed"
    if entry.details is None and not entry.was_erased:
        return f"the details of entry {number} were taken away, and nobody whose they are was erased since"
    return None


def _hash(last: bytes, number: int, entry: Any) -> bytes:
    """Return the hash of an entry behind another one."""
    parts = [
        number,
        str(entry.id),
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.action,
        entry.subject,
        str(entry.actor_id),
        str(entry.person_id),
        entry.via,
        entry.request_id,
        entry.digest.hex(),
    ]
    return hashlib.sha256(last + json.dumps(parts).encode()).digest()
