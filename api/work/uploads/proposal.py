"""A proposal how to read a file: what is understood, what is asked, and what whoever sends it answered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from api.work.uploads.days import DayOrder
from api.work.uploads.encodings import Encoding
from api.work.uploads.names import plain_name
from api.work.uploads.numbers import NumberStyle
from lms.errors import Conflict

About = Literal["encoding", "sheet", "columns", "days", "numbers", "kind"]
NamedBy = Literal["answer", "kept", "name"]


@dataclass(frozen=True)
class UploadAnswers:
    """What whoever sends a file says of it.

    `columns` names for a field its column, by what its header says or by its number from 1, "" for none; `days` the
    order in which a field's days are written and `numbers` how its decimals are, the field "" standing for all. Once
    `columns` are given, even none, whatever else the file holds is left out without asking.
    """

    encoding: Encoding | None = None
    separator: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    columns: Mapping[str, str] | None = None
    days: Mapping[str, DayOrder] = field(default_factory=dict)
    numbers: Mapping[str, NumberStyle] = field(default_factory=dict)


@dataclass(frozen=True)
class KeptAnswers:
    """What was answered for files with one header before; columns by their number from 1."""

    columns: Mapping[str, int]
    days: Mapping[str, DayOrder]
    encoding: Encoding | None = None
    numbers: Mapping[str, NumberStyle] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """One answer to a question, and what it would mean for this file."""

    value: str
    label: str


@dataclass(frozen=True)
class FileQuestion:
    """What a file doesn't tell by itself; `field` is what the answer is about, where it is about one.

    One that blocks must be answered before the rows can be judged; any other has the proposal as its answer.
    """

    about: About
    field: str | None
    text: str
    choices: tuple[Choice, ...] = ()
    blocks: bool = True


@dataclass(frozen=True)
class FileColumn:
    """A column by its number from 1: what the header says, which field it fills by whose word, how it is written."""

    number: int
    name: str
    field: str | None
    named_by: NamedBy | None
    days: DayOrder | None
    example: str
    numbers: NumberStyle | None = None


@dataclass(frozen=True)
class ShownRow:
    """A row as it would be read."""

    row: int
    values: Mapping[str, str]


@dataclass
class Proposal:
    """How a file is understood so far."""

    format: Literal["csv", "xlsx"]
    encoding: Encoding | None = None
    encoding_is_sure: bool = True
    separator: str | None = None
    sheet: str | None = None
    header_row: int = 1
    columns: Sequence[FileColumn] = ()
    sample: Sequence[ShownRow] = ()
    questions: list[FileQuestion] = field(default_factory=list)


# What an answer is called, in the API and at the command line.
_ANSWERS: dict[About, str] = {
    "encoding": "encoding",
    "sheet": "sheet",
    "columns": "map",
    "days": "days",
    "numbers": "numbers",
    "kind": "kind",
}
Recall = Callable[[str], KeptAnswers | None]


def header_key(cells: Sequence[str]) -> str:
    """Return a name that two headers share only when they say the same, whatever their case and signs."""
    names = "\n".join(map(plain_name, cells)).rstrip("\n")
    return hashlib.sha256(names.encode("utf-8", "surrogatepass")).hexdigest()


def open_questions(questions: Sequence[FileQuestion]) -> Conflict:
    """Return the refusal of a file that leaves questions open, with the answers that there are."""
    said = []
    for question in questions:
        values = ", ".join(f"`{choice.value}`" for choice in question.choices[:20])
        answer = _ANSWERS[question.about]
        said.append(
            f"{question.text}" + (f" answer with `{answer}`: {values}" if values else f"; say so with `{answer}`")
        )
    about = _ANSWERS[questions[0].about]
    return Conflict(f"{'; '.join(said)}; a dry run shows how the file is understood", field=about)
