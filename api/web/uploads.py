"""Files of rows over HTTP: what is said of one that it doesn't say itself, and how it was understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, Json, TypeAdapter, ValidationError

from api.web.shapes import DryRun
from api.work.uploads.days import ORDER_LIST, DayOrder, orders_in
from api.work.uploads.encodings import Encoding
from api.work.uploads.grid import SIGNS
from api.work.uploads.lists import Upload
from api.work.uploads.numbers import STYLE_LIST, NumberStyle, styles_in
from api.work.uploads.proposal import About, NamedBy, Proposal, UploadAnswers
from api.work.uploads.reading import RowError
from lms.errors import Conflict

_TEXTS: TypeAdapter[dict[str, str]] = TypeAdapter(Json[dict[str, str]])


class UploadQuery(DryRun):
    """What the file doesn't say by itself; a dry run asks for it, and keeps nothing.

    `map` names for a field its column, by its header or by its number from 1, "" for none; columns that fill no field
    are then left out. `days` is the order in which ambiguous days are written, of all columns (`dmy`) or by field
    (`completed_on:dmy,valid_until:mdy`), `numbers` likewise what stands before decimals, `point` or `comma`. What was
    answered is known for the sender's next file with the same header.
    """

    encoding: Encoding | None = None
    separator: Literal["comma", "semicolon", "tab"] | None = None
    sheet: str | None = Field(None, max_length=200)
    header_row: int | None = Field(None, ge=1, le=200_000)
    map: str | None = Field(None, max_length=4_000, description="a JSON object of texts")
    days: str | None = Field(None, max_length=200, pattern=ORDER_LIST)
    numbers: str | None = Field(None, max_length=200, pattern=STYLE_LIST)

    @property
    def answers(self) -> UploadAnswers:
        """What is said of the file; raises Conflict for a `map` that is none."""
        return UploadAnswers(
            encoding=self.encoding,
            separator=SIGNS[self.separator] if self.separator else None,
            sheet=self.sheet,
            header_row=self.header_row,
            columns=texts_in(self.map, "map", '{"completed_on": "Finished"}'),
            days=orders_in(self.days or ""),
            numbers=styles_in(self.numbers or ""),
        )


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
    numbers: NumberStyle | None


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

    @classmethod
    def of(cls, proposal: Proposal) -> FileOut:
        """Return a proposal as the API shows it."""
        facts = asdict(proposal)
        del facts["questions"]
        separator = next((name for name, sign in SIGNS.items() if sign == proposal.separator), None)
        return cls(**facts | {"separator": separator})


class UploadOut(BaseModel):
    """What came of the rows of a list: new ones, ones that were there already, and those with errors."""

    rows: int
    created: int
    already_there: int
    errors: list[RowErrorOut]
    is_dry_run: bool
    file: FileOut
    questions: list[FileQuestionOut]

    @classmethod
    def of(cls, done: Upload, query: UploadQuery, **more: Any) -> Self:
        """Return what came of a list as the API shows it, with what a kind of list tells besides."""
        return cls(
            rows=done.rows,
            created=done.created,
            already_there=done.already_there,
            errors=errors_out(done.errors),
            is_dry_run=query.dry_run,
            file=FileOut.of(done.proposal),
            questions=questions_out(done.proposal),
            **more,
        )


def questions_out(proposal: Proposal) -> list[FileQuestionOut]:
    """Return what a file doesn't tell."""
    return [FileQuestionOut(**asdict(question)) for question in proposal.questions]


def errors_out(errors: Iterable[RowError]) -> list[RowErrorOut]:
    """Return what is wrong with rows, in their order."""
    return [RowErrorOut(**vars(error)) for error in sorted(errors, key=lambda error: error.row)]


def texts_in(text: str | None, name: str, example: str) -> dict[str, str] | None:
    """Read a parameter that is a JSON object; raises Conflict, because in the document it is a text like any other."""
    try:
        return None if text is None else _TEXTS.validate_python(text)
    except ValidationError:
        raise Conflict(f"write `{name}` as a JSON object of texts, such as {example}", field=name) from None
