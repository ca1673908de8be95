"""Keeping and finding answers by Idempotency-Key."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.errors import Conflict
from lms.retries.models import GivenAnswer

KEPT = timedelta(days=7)


def find_answer(session: Session, *, person_id: UUID, key: str, digest: bytes) -> GivenAnswer | None:
    """Return the answer given to this key before; raises Conflict when it was given to another request."""
    answer = session.get(GivenAnswer, (person_id, key))
    if answer is not None and answer.digest != digest:
        raise Conflict("this Idempotency-Key was used for another request; use a new one")
    return answer


def keep_answer(
    session: Session,
    *,
    person_id: UUID,
    key: str,
    digest: bytes,
    status: int,
    location: str | None,
    body: str,
    at: datetime,
) -> None:
    """Keep an answer; raises Conflict when the same key is being answered at this moment."""
    old = delete(GivenAnswer).where(GivenAnswer.person_id == person_id, GivenAnswer.given_at < at - KEPT)
    session.execute(old)
    answer = GivenAnswer(person_id=person_id, key=key, digest=digest, status=status, location=location, body=body)
    answer.given_at = at
    session.add(answer)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("a request with this Idempotency-Key is being answered; ask again") from error
