"""Shapes of coaching: a session as it is listed, and as it is shown with all that happened to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field

from api.web.below import SiteAddress
from api.web.context import actor, now, parts, session
from api.web.shapes import PersonRef, Words, as_number, public_url
from api.web.sight import visible_entries
from content.fields.values import SessionKind
from lms.coaching.changes import ChangeName
from lms.coaching.changing import allowed_for
from lms.coaching.links import address_at, list_links
from lms.coaching.models import CoachingSession, SessionEvent, SessionLink
from lms.coaching.plans import KIND_NAMES, LEAST_MINUTES, MOST_MINUTES
from lms.coaching.sessions import list_events
from lms.people.directory import names_of
from lms.people.zones import own_zone

SessionStatus = Literal["proposed", "accepted", "held", "missed", "cancelled"]
SessionEventKind = Literal["proposed", "accepted", "moved", "changed", "held", "missed", "cancelled", "reopened"]
LinkKind = Literal["page", "deal", "recording", "attempt"]
Topic = Annotated[Words, Field(max_length=200)]
PlaceWords = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]
Minutes = Annotated[int, Field(ge=LEAST_MINUTES, le=MOST_MINUTES), BeforeValidator(as_number)]
ReasonWords = Annotated[Words, Field(max_length=500)]


class SessionOut(BaseModel):
    """A session; `held_at` is when it was marked as held, `held_on` the day on which it was, both null until then.

    `place` is a room, or the address of a call; `agenda_id` the page its agenda begins with; `actions` are the changes
    that the asker may make now.
    """

    id: UUID
    coach: PersonRef
    rep: PersonRef
    kind: SessionKind
    kind_name: str
    topic: str
    place: str | None
    agenda_id: str | None
    status: SessionStatus
    proposed_by_id: UUID
    series_id: UUID | None
    scheduled_at: datetime
    minutes: int
    held_at: datetime | None
    held_on: date | None
    changed_at: datetime
    actions: list[ChangeName]


class SessionEventOut(BaseModel):
    """A change of a session, who made it and when; `scheduled_at` and `minutes` are what holds from it on."""

    kind: SessionEventKind
    at: datetime
    by: PersonRef
    scheduled_at: datetime
    minutes: int
    reason: str | None


class SessionLinkOut(BaseModel):
    """What a session is about; `url` leads there, null for what has no page here, and `seconds` is where it begins."""

    id: UUID
    kind: LinkKind
    target: str
    label: str
    seconds: int | None
    url: SiteAddress | None
    added_at: datetime
    added_by_id: UUID


class SessionShown(SessionOut):
    """A session with every change, the first one first, what it is about, and the time zones of its two people."""

    coach_zone: str
    rep_zone: str
    events: list[SessionEventOut]
    links: list[SessionLinkOut]


def session_out(found: CoachingSession) -> SessionOut:
    """Return a session as a list has it."""
    return SessionOut(**_facts(found))


def session_shown(found: CoachingSession) -> SessionShown:
    """Return a session with all that happened to it."""
    events = list_events(session(), coaching=found)
    names = names_of(session(), person_ids={event.by_id for event in events})
    zones = {f"{part}_zone": _zone(getattr(found, f"{part}_id")) for part in ("coach", "rep")}
    return SessionShown(
        **_facts(found),
        **zones,
        events=[_event(event, names[event.by_id]) for event in events],
        links=_links(found),
    )


def _zone(person_id: UUID) -> str:
    return own_zone(session(), person_id=person_id, company=parts().config.zone).key


def _facts(found: CoachingSession) -> dict[str, object]:
    same = {name: getattr(found, name) for name in SessionOut.model_fields if name not in _MADE}
    return {
        **same,
        "coach": PersonRef.of(found.coach),
        "rep": PersonRef.of(found.rep),
        "kind_name": KIND_NAMES[found.kind],
        "actions": allowed_for(found, actor=actor(), at=now()),
    }


_MADE = {"coach", "rep", "kind_name", "actions"}


def _links(found: CoachingSession) -> list[SessionLinkOut]:
    links = list_links(session(), coaching=found)
    pages = {entry.id: entry for entry in visible_entries(link.target for link in links if link.kind == "page")}

    def url_of(link: SessionLink) -> str | None:
        if link.kind == "page" and link.target in pages:
            return public_url(pages[link.target])
        return address_at(link.target, link.seconds) if link.kind == "recording" else None

    same = ("id", "kind", "target", "label", "seconds", "added_at", "added_by_id")
    return [SessionLinkOut(**{name: getattr(link, name) for name in same}, url=url_of(link)) for link in links]


def _event(event: SessionEvent, name: str) -> SessionEventOut:
    return SessionEventOut(
        kind=event.kind,
        at=event.at,
        by=PersonRef(id=event.by_id, name=name),
        scheduled_at=event.scheduled_at,
        minutes=event.minutes,
        reason=event.reason,
    )
