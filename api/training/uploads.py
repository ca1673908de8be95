"""Lists from a spreadsheet: assignments and completions as CSV or a workbook, each row by itself."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.tables import takes_list
from api.web.uploads import FileOut, FileQuestionOut, RowErrorOut, UploadQuery, errors_out, questions_out
from api.web.writes import writes
from api.work.training.lists import ListKind, SentList, Upload, upload_list

blueprint = Blueprint("uploads", __name__, url_prefix=f"{PREFIX}/training")


class UploadOut(BaseModel):
    """What came of the rows: new ones, ones that were there already, and those with errors."""

    rows: int
    created: int
    already_there: int
    errors: list[RowErrorOut]
    is_dry_run: bool
    file: FileOut
    questions: list[FileQuestionOut]


@blueprint.post("/assignments.csv")
@allow("manager", "admin")
@takes_list
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=UploadOut), tags=["training"])
def upload_assignments(data: bytes, query: UploadQuery) -> Answer:
    """Assign courses by CSV or .xlsx (email, course_id, due_on or due_days, priority); each row by itself."""
    return _upload("assignments", data, query)


@blueprint.post("/completions.csv")
@allow("manager", "admin")
@takes_list
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=UploadOut), tags=["training"])
def upload_completions(data: bytes, query: UploadQuery) -> Answer:
    """Record completions made elsewhere by CSV or .xlsx; the same row counts once, however often it is sent."""
    return _upload("completions", data, query)


def _upload(kind: ListKind, data: bytes, query: UploadQuery) -> UploadOut:
    catalogue, zone = parts().search.catalogue(), parts().config.zone
    asked = SentList(actor(), catalogue, zone, clock(), query.answers, is_dry_run=query.dry_run)
    return _out(upload_list(session(), kind, data, asked), query)


def _out(done: Upload, query: UploadQuery) -> UploadOut:
    return UploadOut(
        rows=done.rows,
        created=done.created,
        already_there=done.already_there,
        errors=errors_out(done.errors),
        is_dry_run=query.dry_run,
        questions=questions_out(done.proposal),
        file=FileOut.of(done.proposal),
    )
