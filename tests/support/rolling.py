"""Counting of marked days, also in processes that must not wait for more than it needs."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.demand.rollup import roll_up


def key_of(normal: str, language: str | None) -> str:
    """Return the words in any order; field words alone are no words."""
    words = [word for word in normal.split() if ":" not in word]
    return " ".join(sorted(normal.split())) if words else ""


def count(session: Session) -> int:
    """Count the marked days."""
    return roll_up(session, key_of=key_of, is_word=lambda _: False)
