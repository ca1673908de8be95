"""The origin of changes: whoever opens a session says it once, and every entry of that session repeats it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

_KEY = "audit_origin"


@dataclass(frozen=True)
class Origin:
    """Who is acting, by which way (`site`, `api`, `scim`, `command`, `worker`), from where, in which request."""

    via: str = "program"
    actor_id: UUID | None = None
    address: str | None = None
    request_id: str | None = None


def set_origin(session: Session, tell: Callable[[], Origin]) -> None:
    """Let `tell` say, as each entry is made, where the changes of this session come from."""
    session.info[_KEY] = tell


def origin_of(session: Session) -> Origin:
    """Return where the changes of a session come from, as far as anybody said."""
    tell: Callable[[], Origin] | None = session.info.get(_KEY)
    return tell() if tell else Origin()
