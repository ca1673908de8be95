"""The actor of a directory, its transaction and settings: every change of people and groups needs them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from scim2_models import NotFoundException, PreconditionFailedException
from sqlalchemy.orm import Session

from api.work.scim.placing import Settings
from lms.days import Now
from lms.people.access import Actor


@dataclass(frozen=True)
class Acting:
    """The session, the settings, the moment with the company's zone, and whose token it is."""

    session: Session
    settings: Settings
    now: Now
    zone: ZoneInfo
    actor: Actor


def id_of(text: str | None, kind: str) -> UUID:
    """Return an id of ours; raises NotFoundException for what can't be one."""
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFoundException(detail=f"there is no {kind} `{(text or '')[:80]}`") from None


def maybe_id(text: str) -> UUID | None:
    """Return an id of ours, None for what can't be one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def version_of(given: dict[str, Any]) -> str:
    """Return the version of what is shown: it differs where anything of that does."""
    said = json.dumps(given, sort_keys=True, default=str)
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:24]}"'


def check_version(shown: Any, expected: str | None) -> None:
    """Refuse a change of what isn't as whoever changes it knows it; raises PreconditionFailedException."""
    if expected is not None and shown.meta.version != expected:
        raise PreconditionFailedException
