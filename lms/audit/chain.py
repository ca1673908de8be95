"""The chain: each entry's hash is made of the one before, so that what is changed or taken away shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from lms.audit.models import ONLY_CHAIN, AuditChain, AuditEntry
from lms.base import hold, insert_into

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
    chain = session.scalars(select(AuditChain)).one_or_none()
    if chain is None:
        return Verified(0, 0, None, 0, bytes(32).hex())
    number, last, erased = chain.first_number, chain.first_hash, 0
    for entry in _entries(session, after=number):
        fault = _fault(entry, number + 1, last)
        if fault is not None:
            return Verified(number - chain.first_number, erased, fault, number, last.hex())
        erased += entry.details is None
        number, last = number + 1, entry.hash or b""
    fault = None
    if (number, last) != (chain.last_number, chain.last_hash):
        fault = f"it ends at entry {number}, and was {chain.last_number} entries long"
    return Verified(number - chain.first_number, erased, fault, number, last.hex())


def holds_at(session: Session, *, number: int, known: str) -> bool:
    """Tell whether the entry of this number has the hash, in hexadecimal digits, that was known of it."""
    chain = session.scalars(select(AuditChain)).one_or_none()
    if chain is not None and number == chain.first_number:
        return chain.first_hash.hex() == known
    found = session.scalars(select(AuditEntry.hash).where(AuditEntry.number == number)).one_or_none()
    return found is not None and found.hex() == known


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


def _entries(session: Session, *, after: int) -> Iterator[Any]:
    wanted = select(*_ENTRY).where(AuditEntry.number > after).order_by(AuditEntry.number)
    yield from session.execute(wanted.execution_options(yield_per=_AT_ONCE))


def _fault(entry: Any, number: int, last: bytes) -> str | None:
    """Say what is wrong with an entry; None for nothing."""
    if entry.number != number:
        return f"entry {number} is missing"
    if entry.hash != _hash(last, number, entry):
        return f"entry {number} isn't what was written, or one before it was changed"
    if entry.details is not None and digest_of(entry.details, entry.salt or b"") != entry.digest:
        return f"the details of entry {number} were changed"
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
