"""Lists from a spreadsheet: assignments and completions by CSV, each row by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, answers, spec
from api.web.shapes import Strict
from api.web.tables import takes_csv
from api.web.writes import writes
from api.work.training.lists import Upload, assign_rows, complete_rows

blueprint = Blueprint("uploads", __name__, url_prefix=f"{PREFIX}/training")


class UploadQuery(Strict):
    """With `dry_run` everything is checked and nothing kept."""

    dry_run: Literal["true", "false"] = "false"


class RowErrorOut(BaseModel):
    """What is wrong with a row; row 1 is the header."""

    row: int
    column: str | None
    detail: str


class UploadOut(BaseModel):
    """What came of the rows: new ones, ones that were there already, and those with errors."""

    rows: int
    created: int
    already_there: int
    errors: list[RowErrorOut]
    is_dry_run: bool


@blueprint.post("/assignments.csv")
@allow("manager", "admin")
@takes_csv
@writes
@spec.validate(resp=answers(415, 503, HTTP_200=UploadOut), tags=["training"])
def upload_assignments(text: str, query: UploadQuery) -> Any:
    """Assign courses by CSV (email, course_id, due_on or due_days, priority); good rows count, whatever others say."""
    catalogue = parts().search.catalogue()
    done = assign_rows(session(), text, actor=actor(), catalogue=catalogue, now=clock(), keep=_keep(query))
    return _out(done, query)


@blueprint.post("/completions.csv")
@allow("manager", "admin")
@takes_csv
@writes
@spec.validate(resp=answers(415, 503, HTTP_200=UploadOut), tags=["training"])
def upload_completions(text: str, query: UploadQuery) -> Any:
    """Record completions made elsewhere by CSV; the same row counts once, however often it is sent."""
    catalogue = parts().search.catalogue()
    done = complete_rows(session(), text, actor=actor(), catalogue=catalogue, now=clock(), keep=_keep(query))
    return _out(done, query)


def _keep(query: UploadQuery) -> Callable[[], None]:
    return session().rollback if query.dry_run == "true" else session().commit


def _out(done: Upload, query: UploadQuery) -> UploadOut:
    return UploadOut(
        rows=done.rows,
        created=done.created,
        already_there=done.already_there,
        errors=[RowErrorOut(**vars(error)) for error in sorted(done.errors, key=lambda error: error.row)],
        is_dry_run=query.dry_run == "true",
    )
