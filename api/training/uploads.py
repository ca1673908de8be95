"""Lists from a spreadsheet: assignments and completions as CSV or a workbook, each row by itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from flask import Blueprint
from pydantic import BaseModel, Field, Json, TypeAdapter, ValidationError

from api.web.auth import allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import DryRun
from api.web.tables import takes_list
from api.web.writes import writes
from api.work.training.lists import ListKind, SentList, Upload, upload_list
from api.work.uploads.days import ORDER_LIST, DayOrder, orders_in
from api.work.uploads.encodings import Encoding
from api.work.uploads.grid import SIGNS
from api.work.uploads.proposal import About, NamedBy, UploadAnswers
from lms.errors import Conflict

blueprint = Blueprint("uploads", __name__, url_prefix=f"{PREFIX}/training")
_MAP: TypeAdapter[dict[str, str]] = TypeAdapter(Json[dict[str, str]])


class UploadQuery(DryRun):
    """What the file doesn't say by itself; a dry run asks for it, and keeps nothing.

    `map` names for a field its column, by its header or by its number from 1, "" for none; columns that fill no field
    are then left out. `days` is the order in which ambiguous days are written, of all columns (`dmy`) or by field
    (`completed_on:dmy,valid_until:mdy`). What was answered is known for the sender's next file with the same header.
    """

    encoding: Encoding | None = None
    separator: Literal["comma", "semicolon", "tab"] | None = None
    sheet: str | None = Field(None, max_length=200)
    header_row: int | None = Field(None, ge=1, le=200_000)
    map: str | None = Field(None, max_length=20_000, description="a JSON object of texts")
    days: str | None = Field(None, max_length=200, pattern=ORDER_LIST)


class RowErrorOut(BaseModel):
    """What is wrong with a row; `column` is the field, null when it is the row as a whole."""

    row: int
    column: str | None
    detail: str


class ChoiceOut(BaseModel):
    """An answer to a question, and what it would mean for this file."""

    value: str
    label: str


class FileQuestionOut(BaseModel):
    """What the file doesn't tell: `columns` is answered with `map`; one that blocks stops a dry run too."""

    about: About
    field: str | None
    text: str
    choices: list[ChoiceOut]
    blocks: bool


class ColumnOut(BaseModel):
    """A column by its number from 1; `field` is null when it is left out, and `named_by` says who named the field."""

    number: int
    name: str
    field: str | None
    named_by: NamedBy | None
    days: DayOrder | None
    example: str


class ShownRowOut(BaseModel):
    """A row as it is read, by field; days that are still asked for stand as they are written."""

    row: int
    values: dict[str, str]


class FileOut(BaseModel):
    """How the file is understood: of CSV its encoding and separator, of a workbook its sheet; five rows as read."""

    format: Literal["csv", "xlsx"]
    encoding: str | None
    encoding_is_sure: bool
    separator: str | None
    sheet: str | None
    header_row: int
    columns: list[ColumnOut]
    sample: list[ShownRowOut]


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
    said = UploadAnswers(
        encoding=query.encoding,
        separator=SIGNS[query.separator] if query.separator else None,
        sheet=query.sheet,
        header_row=query.header_row,
        columns=_columns_in(query.map),
        days=orders_in(query.days or ""),
    )
    catalogue, zone = parts().search.catalogue(), parts().config.zone
    asked = SentList(actor(), catalogue, zone, clock(), said, is_dry_run=query.dry_run)
    return _out(upload_list(session(), kind, data, asked), query)


def _columns_in(text: str | None) -> dict[str, str] | None:
    """Read `map`; raises Conflict, because in the document it is a text like any other."""
    try:
        return None if text is None else _MAP.validate_python(text)
    except ValidationError:
        message = 'write `map` as a JSON object of fields and columns, such as {"completed_on": "Finished"}'
        raise Conflict(message, field="map") from None


def _out(done: Upload, query: UploadQuery) -> UploadOut:
    proposal = asdict(done.proposal)
    separator = next((name for name, sign in SIGNS.items() if sign == done.proposal.separator), None)
    return UploadOut(
        rows=done.rows,
        created=done.created,
        already_there=done.already_there,
        errors=[RowErrorOut(**vars(error)) for error in sorted(done.errors, key=lambda error: error.row)],
        is_dry_run=query.dry_run,
        questions=proposal.pop("questions"),
        file=FileOut(**proposal | {"separator": separator}),
    )
