"""The audit, for admins: read page by page, and taken away whole as CSV or JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.web.auth import allow
from api.web.below import SiteAddress
from api.web.context import parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Limited, next_address
from api.web.shapes import Day, Strict
from api.web.tables import streamed_csv, streamed_lines
from lms.audit.reading import AuditLine, Sought, each_entry, read_entries
from lms.days import start_of
from lms.people.directory import names_of

blueprint = Blueprint("audit", __name__, url_prefix=PREFIX)
AuditVia = Literal["site", "api", "scim", "command", "worker", "program"]
COLUMNS = (
    *("number", "at", "action", "subject", "actor_id", "actor", "person_id", "person", "via", "address"),
    *("request_id", "before", "after"),
)
_NAMED_AT_ONCE = 500


class SoughtQuery(Strict):
    """Which entries are wanted; days are the company's, both included."""

    action: Annotated[str, Field(max_length=60, pattern=r"^[a-z-]+(\.[a-z-]+)?$")] | None = Field(
        None, description="what was done, such as `person.changed`, or all of a noun, such as `person`"
    )
    actor_id: UUID | None = Field(None, description="who did it")
    person_id: UUID | None = Field(None, description="whom it is about")
    via: AuditVia | None = Field(None, description="by which way it was done")
    start: Day | None = Field(None, alias="from")
    end: Day | None = Field(None, alias="to")

    @property
    def sought(self) -> Sought:
        """The same in the words of the audit."""
        zone = parts().config.zone
        start = start_of(zone, self.start) if self.start else None
        is_last = self.end is None or self.end == date.max
        end = None if is_last or self.end is None else start_of(zone, self.end + timedelta(days=1))
        return Sought(self.action, self.actor_id, self.person_id, self.via, start, end)


class AuditQuery(SoughtQuery, Limited):
    """Which entries, and where to go on."""

    after: int | None = Field(None, ge=0, le=2**62, description="the last number of the page before")


class AuditEntryOut(BaseModel):
    """Something that somebody did: who (null: nobody who was signed in), about whom, from where, and what changed.

    What was before and after is null once it was erased with a person's data (`is_erased`).
    """

    number: int
    at: datetime
    action: str
    subject: str
    actor_id: UUID | None
    actor: str | None
    person_id: UUID | None
    person: str | None
    via: str
    address: str | None
    request_id: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    is_erased: bool


class AuditOut(BaseModel):
    """Entries, the newest first; `next` is the address of the next page, null on the last one."""

    items: list[AuditEntryOut]
    next: SiteAddress | None


@blueprint.get("/audit")
@allow("admin")
@spec.validate(resp=answers(HTTP_200=AuditOut), tags=["admin"])
def audit(query: AuditQuery) -> Answer:
    """List what was done, the newest first."""
    found = read_entries(session(), query.sought, before=query.after, limit=query.limit + 1)
    shown = found[: query.limit]
    last = shown[-1].number if shown else 0
    return AuditOut(items=list(_named(session(), shown)), next=next_address(found, query.limit, last))


@blueprint.get("/audit.csv")
@allow("admin")
@spec.validate(resp=answers(HTTP_200=None), tags=["admin"])
def audit_csv(query: SoughtQuery) -> Answer:
    """Report what was done as CSV: all of it, the newest first."""
    sought = query.sought

    def rows(own: Session) -> Iterator[list[object]]:
        for entry in _named(own, each_entry(own, sought)):
            said = entry.model_dump(mode="json")
            yield [json.dumps(value) if isinstance(value := said[name], dict) else value for name in COLUMNS]

    return streamed_csv(COLUMNS, rows, name="audit.csv")


@blueprint.get("/audit.jsonl")
@allow("admin")
@spec.validate(resp=answers(HTTP_200=None), tags=["admin"])
def audit_lines(query: SoughtQuery) -> Answer:
    """Report what was done as JSON lines: all of it, the newest first."""
    sought = query.sought
    return streamed_lines(lambda own: _named(own, each_entry(own, sought)), name="audit.jsonl")


def _named(own: Session, lines: Iterable[AuditLine]) -> Iterator[AuditEntryOut]:
    """Yield entries with the names that people have now, some hundreds at once."""
    waiting: list[AuditLine] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == _NAMED_AT_ONCE:
            yield from _with_names(own, waiting)
            waiting = []
    yield from _with_names(own, waiting)


def _with_names(own: Session, lines: list[AuditLine]) -> Iterator[AuditEntryOut]:
    ids = {one for line in lines for one in (line.actor_id, line.person_id) if one is not None}
    names = names_of(own, person_ids=ids)
    for line in lines:
        actor = names.get(line.actor_id) if line.actor_id else None
        person = names.get(line.person_id) if line.person_id else None
        yield AuditEntryOut(actor=actor, person=person, **vars(line))
