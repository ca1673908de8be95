"""Shapes of a session's texts: what was typed, what is shown, what clashed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from api.web.errors import Problem
from api.web.shapes import PersonRef, Strict, Whole
from lms.coaching.texts.states import MAX_TEXT, TextKind

MOST = 20


class TextIn(Strict):
    """A text as it was typed.

    `device` names the page that is open somewhere, any word of its own; it counts what it sends by `step`, so that it
    goes on with what it saved itself when an answer never came. `writer_id` is who typed it: in a browser in which
    somebody else has signed in meanwhile, nothing of it becomes theirs.
    """

    text: Annotated[str, Field(max_length=MAX_TEXT, pattern=r"^[^\x00]*$")]
    device: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[!-~]+$")] | None = None
    step: Whole = Field(0, ge=0, le=2_000_000_000)
    writer_id: UUID | None = None


class TextsQuery(Strict):
    """Without `html` texts are given alone; `writer_id` is whose private ones are awaited, nobody else gets theirs."""

    html: bool = True
    writer_id: UUID | None = None


class TextPartQuery(Strict):
    """How many at most; `after` is the last one of the page before."""

    limit: int = Field(10, ge=1, le=MOST)


class VersionsQuery(TextPartQuery):
    """The newest first."""

    after: int | None = Field(None, ge=0, le=2_000_000_000, description="the last version of the page before")


class CopiesQuery(TextPartQuery):
    """In the order in which they were kept."""

    after: UUID | None = Field(None, description="the last id of the page before")


class TextOut(BaseModel):
    """A text; version 0 is one that nobody wrote yet. `locked` says why it can't be read just now, null as a rule."""

    kind: TextKind
    text: str
    version: int
    updated_at: datetime | None
    updated_by: PersonRef | None
    locked: str | None


class TextShown(TextOut):
    """A text with its HTML, sanitised, null where it wasn't asked for; `html_problem` says why there is none.

    `copies` are still to be merged.
    """

    html: str | None
    html_problem: str | None
    copies: int


class TextsOut(BaseModel):
    """Agenda, shared notes and the asker's private ones, in this order."""

    items: list[TextShown]


class TextSavedOut(BaseModel):
    """A text was saved as this version."""

    kind: TextKind
    version: int
    updated_at: datetime | None
    updated_by: PersonRef | None


class CopyOut(BaseModel):
    """What somebody had typed on top of a version that wasn't the last any more; `settled_at` is when it was merged."""

    id: UUID
    text: str
    base_version: int
    at: datetime
    by: PersonRef
    settled_at: datetime | None


class TextVersionOut(BaseModel):
    """A text as it was before it was written over."""

    version: int
    text: str
    at: datetime
    by: PersonRef


class TextClashOut(Problem):
    """Somebody had saved meanwhile: `current` is the text now, `kept` a copy of what was sent, to be merged with it."""

    current: TextOut
    kept: CopyOut
