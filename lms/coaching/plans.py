"""Plans of sessions: the kind, topic, time, length and place that one may have, checked before anything is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from lms.errors import Conflict

FARTHEST = timedelta(days=3653)
LEAST_MINUTES, MOST_MINUTES = 5, 480
# What people call the kinds, in the order in which they are offered.
KIND_NAMES = {
    "one-to-one": "One-to-one",
    "call-review": "Call review",
    "demo-review": "Demo review",
    "role-play": "Role-play",
    "deal-review": "Deal review",
    "questions": "Q&A",
    "mentoring": "Mentoring",
}


@dataclass(frozen=True)
class SessionPlan:
    """What a session is to be: of which kind, about what, when, for how long, where, and on which agenda (a page)."""

    topic: str
    scheduled_at: datetime
    minutes: int
    kind: str = "one-to-one"
    place: str | None = None
    agenda_id: str | None = None


def checked_plan(plan: SessionPlan, *, kinds: Sequence[str], at: datetime, is_proposal: bool) -> SessionPlan:
    """Return a plan without spaces around its words; raises Conflict for what can't be, or isn't for these two."""
    check_kind(plan.kind, kinds)
    check_time(plan.scheduled_at, at=at, is_proposal=is_proposal)
    check_minutes(plan.minutes)
    return replace(plan, topic=checked_topic(plan.topic), place=checked_place(plan.place))


def check_kind(kind: str, kinds: Sequence[str]) -> None:
    """Refuse a kind that nobody knows, or that these two may not have."""
    if kind in kinds:
        return
    if kind in KIND_NAMES:
        raise Conflict("a mentor's sessions are of the kind mentoring; others are for a manager", field="kind")
    raise Conflict(f"a session is one of {', '.join(KIND_NAMES)}", field="kind")


def check_time(scheduled_at: datetime, *, at: datetime, is_proposal: bool) -> None:
    """Refuse a time ten years away, and a proposal for one that has passed."""
    if abs(scheduled_at - at) > FARTHEST:
        raise Conflict("a session lies at most ten years away", field="scheduled_at")
    if is_proposal and scheduled_at <= at:
        raise Conflict("that time has passed; propose one to come", field="scheduled_at")


def check_minutes(minutes: int, *, least: int = LEAST_MINUTES) -> None:
    """Refuse a length that is none."""
    if not least <= minutes <= MOST_MINUTES:
        raise Conflict(f"a session takes {least} to {MOST_MINUTES} minutes", field="minutes")


def checked_topic(topic: str) -> str:
    """Return a topic without spaces around it; raises Conflict for an empty one."""
    if not topic.strip():
        raise Conflict("the topic is empty", field="topic")
    return topic.strip()


def checked_place(place: str | None) -> str | None:
    """Return a room, or the address of a call, without spaces around it; raises Conflict for another kind of address.

    What has `://` in it is an address, and is made a link.
    """
    place = (place or "").strip()
    if "://" in place and not is_web_address(place):
        raise Conflict("the address of a call begins with https:// and has no spaces", field="place")
    return place or None


def is_web_address(text: str) -> bool:
    """Tell whether a text is an address of https alone, with a host and without a name or password in it."""
    try:
        parts = urlsplit(text)
        host, name = parts.hostname, parts.username
    except ValueError:  # a port that is none, brackets that are left open
        return False
    return parts.scheme == "https" and bool(host) and name is None and not any(map(_is_unseen, text))


def _is_unseen(character: str) -> bool:
    return character.isspace() or not character.isprintable()
