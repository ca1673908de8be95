"""Entry: people who have never signed in, and so perhaps can't."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.people.access import still_here
from lms.people.models import ApiToken, BrowserSession, Person


def list_never_signed_in(session: Session, *, at: datetime, limit: int) -> tuple[list[Person], int]:
    """Return who never had a browser session nor a token, newest first, and how many they are."""
    has_come = (
        select(BrowserSession.id).where(BrowserSession.person_id == Person.id).exists()
        | select(ApiToken.id).where(ApiToken.person_id == Person.id).exists()
    )
    outside = (still_here(at), ~has_come)
    people = session.scalars(select(Person).where(*outside).order_by(Person.id.desc()).limit(limit)).all()
    return list(people), session.scalar(select(func.count()).select_from(Person).where(*outside)) or 0
