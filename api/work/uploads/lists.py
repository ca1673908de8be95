"""Lists that come in: some hundreds of their rows in one transaction, each row by itself, or only tried."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.work.uploads.names import LISTS, ColumnNames
from api.work.uploads.proposal import KeptAnswers, UploadAnswers, open_questions
from api.work.uploads.reading import ListRead, RowError, read_upload
from lms.audit.noting import note
from lms.base import in_steps
from lms.days import Now
from lms.people.access import Actor
from lms.people.uploads import keep_answers, read_kept

STEP = 500
Row = TypeVar("Row", bound=BaseModel)
# Does what some of a list's rows say; what is wrong with one it refuses, in what came of the list.
DoRows = Callable[[Sequence[tuple[int, Row]]], None]


class Upload:
    """What came of the rows so far, and how their file is understood."""

    def __init__(self, reading: ListRead[Any]) -> None:
        """Begin with what couldn't be read."""
        self.proposal = reading.proposal
        self.rows = reading.count
        self.errors = list(reading.errors)
        self.created = 0
        self.changed = 0
        self.already_there = 0
        self._counted: set[Hashable] = set()

    def refuse(self, number: int, column: str | None, detail: str) -> None:
        """Note what is wrong with a row."""
        self.errors.append(RowError(number, column, detail))

    def count(self, row: Hashable, *, is_new: bool) -> None:
        """Count a row that was accepted; one that was counted before isn't new, also where nothing is kept."""
        is_first = row not in self._counted
        self._counted.add(row)
        self.created += is_new and is_first
        self.already_there += not (is_new and is_first)

    def counts(self, *, rows_left: int) -> dict[str, int]:
        """Return how many rows came to what, as the audit has them, while some are still to be done."""
        changed = {"changed": self.changed} if self.changed else {}
        return {"rows": self.rows - rows_left, "created": self.created, **changed, "errors": len(self.errors)}


@dataclass(frozen=True)
class SentList:
    """Who sends a list and when, what they say of it, and whether it is only tried."""

    actor: Actor
    zone: ZoneInfo
    now: Now
    answers: UploadAnswers = UploadAnswers()
    is_dry_run: bool = False


@dataclass(frozen=True)
class ListOf(Generic[Row]):
    """A kind of list: what it is called, its rows, what its columns may be called, and what does some of its rows.

    `begin` is told of all rows that can be read, before the first of them is done.
    """

    kind: str
    model: type[Row]
    begin: Callable[[Upload, Sequence[tuple[int, Row]]], DoRows[Row]]
    names: ColumnNames = LISTS


def upload_list(session: Session, listed: ListOf[Row], data: bytes, sent: SentList) -> Upload:
    """Do what the rows of a file say, some hundreds in one transaction each, or find out what that would do.

    What was learnt about the header is kept for its sender's next one. Raises Conflict while a question is open, and
    nothing was done then; a dry run answers with the questions.
    """
    known = read_kept(session, person_id=sent.actor.id, kind=listed.kind)
    kept = {key: KeptAnswers(**own) for key, own in known.items()}
    reading = read_upload(data, listed.model, zone=sent.zone, answers=sent.answers, recall=kept.get, names=listed.names)
    if reading.proposal.questions and not sent.is_dry_run:
        raise open_questions(reading.proposal.questions)
    done = Upload(reading)
    steps = _steps(session, listed, reading, kept.get(reading.key), done, sent)
    if sent.is_dry_run:
        for _ in steps:
            session.rollback()
    else:
        in_steps(session, steps)
    return done


def _steps(
    session: Session,
    listed: ListOf[Row],
    reading: ListRead[Row],
    known: KeptAnswers | None,
    done: Upload,
    sent: SentList,
) -> Iterator[int]:
    """Do what some hundreds of the rows say, then the next, and note each step; yields how many rows it did."""
    do_rows = listed.begin(done, reading.good)
    starts = range(0, max(len(reading.good), 1), STEP)
    noted: dict[str, int] = {}
    for step, start in enumerate(starts, start=1):
        rows = reading.good[start : start + STEP]
        if rows:
            do_rows(rows)
        if step == len(starts) and reading.learnt and reading.learnt != known:
            answers = asdict(reading.learnt)
            sender = sent.actor.id
            keep_answers(session, person_id=sender, kind=listed.kind, key=reading.key, answers=answers, at=sent.now.at)
        if not sent.is_dry_run:
            counts = done.counts(rows_left=len(reading.good) - start - len(rows))
            said = {name: count - noted.get(name, 0) for name, count in counts.items()}
            # In the step's own transaction: what it did stays, whatever becomes of the next one.
            note(session, f"{listed.kind}.imported", after=said | _place(step, len(starts)))
            noted = counts
        yield len(rows)


def _place(step: int, steps: int) -> dict[str, int]:
    """Say which step of a long list it is; a short one is one entry."""
    return {"step": step, "steps": steps} if steps > 1 else {}
