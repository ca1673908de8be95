"""CRM data from files: sent as CSV or a workbook, listed, and taken back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, listed
from api.web.shapes import Day
from api.web.tables import takes_list
from api.web.uploads import FileOut, FileQuestionOut, RowErrorOut, UploadQuery, errors_out, questions_out, texts_in
from api.web.writes import writes
from api.work.crm.asked import AskedImport, Imported
from api.work.crm.importing import import_file
from api.work.uploads.currencies import currency_code, say_no_currency
from api.work.uploads.files import SentFile
from lms.crm.imports import list_imports, number_of, source_names, undo_import
from lms.crm.kinds import KindName
from lms.crm.models import CrmImport
from lms.errors import Conflict

blueprint = Blueprint("crm", __name__, url_prefix=f"{PREFIX}/crm")


class ImportQuery(UploadQuery):
    """What the file doesn't say by itself; a dry run compares it with what is known, and keeps nothing.

    `source` is the system that it comes from, within which ids are compared. A `full` file holds all records of its
    kind, so that those which it lacks were deleted. `set` is what all rows say, such as {"kind": "call"}.
    """

    kind: KindName | None = Field(None, description="found by the header if not given")
    source: str | None = Field(None, pattern=r"^[a-z0-9][a-z0-9_.-]{0,99}$")
    name: str = Field("", max_length=300, pattern=r"^[^\x00]*$", description="what the file is called")
    as_of: Day | None = Field(None, description="the day that it shows; today if not given")
    full: bool = False
    currency: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="of amounts without one, by ISO 4217")
    set: str | None = Field(None, max_length=2_000, description="a JSON object of texts")


class ImportedOut(BaseModel):
    """What came of the rows; `errors` are the first thousand. `id` is null of a dry run, and of one with questions."""

    id: UUID | None
    kind: KindName
    source: str
    rows: int
    new: int
    changed: int
    same: int
    deleted: int
    left_out: int
    rows_with_errors: int
    errors: list[RowErrorOut]
    notes: list[str]
    is_dry_run: bool
    file: FileOut
    questions: list[FileQuestionOut]


class ImportOut(BaseModel):
    """An import: what it was, when, by whom, and what came of it; `undone_at` is null while it counts."""

    id: UUID
    source: str
    kind: KindName
    name: str
    as_of: date
    is_full: bool
    started_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
    by_id: UUID | None
    counts: dict[str, int]

    @classmethod
    def of(cls, made: CrmImport, source: str) -> ImportOut:
        """Return an import as the API shows it."""
        own = {name: getattr(made, name) for name in cls.model_fields if name != "source"}
        return cls(source=source, **own)


class ImportsOut(Listed[ImportOut]):
    """Imports, the newest first."""


@blueprint.post("/imports")
@allow("admin")
@takes_list
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=ImportedOut), tags=["crm"])
def send_import(data: bytes, query: ImportQuery) -> Answer:
    """Import deals, accounts, activities or another kind by CSV or .xlsx, as CRM systems export them."""
    asked = AskedImport(
        parts().config.zone,
        clock(),
        query.kind,
        query.source,
        query.as_of,
        is_full=query.full,
        is_dry_run=query.dry_run,
        currency=_currency(query),
        answers=query.answers,
        given=texts_in(query.set, "set", '{"kind": "call"}') or {},
        by_id=actor().id,
    )
    return _out(import_file(session(), SentFile(query.name or "sent", data), asked), query)


@blueprint.get("/imports")
@allow("admin")
@spec.validate(resp=answers(404, HTTP_200=ImportsOut), tags=["crm"])
def imports(query: After) -> Answer:
    """List what was imported, the newest first."""
    before = number_of(session(), import_id=query.after) if query.after else None
    found = list_imports(session(), before=before, limit=query.limit + 1)
    return listed(ImportsOut, [ImportOut.of(*pair) for pair in found], query.limit)


@blueprint.post("/imports/<uuid:import_id>/undo")
@allow("admin")
@writes
@spec.validate(resp=answers(404, 409, HTTP_200=ImportOut), tags=["crm"])
def undo(import_id: UUID) -> Answer:
    """Take an import back: what it said doesn't count any more."""
    made = undo_import(session(), import_id=import_id, by_id=actor().id, at=clock().at)
    return ImportOut.of(made, source_names(session())[made.source_id])


def _currency(query: ImportQuery) -> str:
    code = query.currency or parts().config.currency
    if currency_code(code) != code:
        raise Conflict(say_no_currency(code), field="currency")
    return code


def _out(done: Imported, query: ImportQuery) -> ImportedOut:
    counts = done.counts
    return ImportedOut(
        id=done.id,
        kind=done.kind,
        source=done.source,
        rows_with_errors=counts.pop("errors"),
        **counts,
        errors=errors_out(done.errors.kept),
        notes=done.notes,
        is_dry_run=query.dry_run,
        file=FileOut.of(done.proposal),
        questions=questions_out(done.proposal),
    )
