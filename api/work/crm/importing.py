"""Imports of files: looked through, judged row by row, compared with what is known, and kept in steps or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from api.work.crm.asked import AskedImport, Imported
from api.work.crm.finding import find_kind, find_source, header_of
from api.work.crm.ids import IDS, one_id
from api.work.crm.lacking import KeysSeen, lacking
from api.work.crm.saying import RowRefusedError, Speaker
from api.work.crm.shapes import implied, shape_for, without
from api.work.uploads.currencies import currency_code
from api.work.uploads.files import SentFile
from api.work.uploads.proposal import KeptAnswers, UploadAnswers, open_questions
from api.work.uploads.shape import HowToRead, ListShape
from api.work.uploads.streaming import Stream, open_stream
from api.work.uploads.yes_no import read_yes_no
from lms.base import in_steps
from lms.crm.facts import SaidRow, Stored
from lms.crm.fields import Field
from lms.crm.imports import File, abandon_import, add_rows, begin_import, finish_import, try_rows
from lms.crm.kinds import KINDS, KindName
from lms.days import present
from lms.errors import Conflict
from lms.people.uploads import keep_answers, read_kept

STEP = 4_000
# Exports of Salesforce end here without a word.
CUT_AT = 2_000
_KEPT = "crm:"
# Fields that tell a lost deal from an open one.
_ENDS = frozenset({"stage", "is_closed", "status", "state_code", "lost_on"})
_SET: dict[str, Callable[[str], Any]] = {"currency": currency_code, "yes_no": read_yes_no}


def import_file(session: Session, file: SentFile, asked: AskedImport) -> Imported:
    """Keep what the rows of a file say, some thousands in one transaction each, or find out what that would do.

    It counts once all of it is kept; what fails before leaves everything as it was. Raises Conflict while a question is
    open; a dry run answers with the questions.
    """
    kind = asked.kind or find_kind(file, asked.answers, _said_fields(asked))
    if asked.is_full and kind == "deal_changes":
        raise Conflict("a history holds changes, so it can't be a full list of deals", field="full")
    known = _known(session, kind, asked)
    stream, asked = _opened(file, kind, asked, known)
    if not stream.count and not asked.is_pulled:
        raise Conflict("the file has a header and no rows below it; was anything left to export?")
    source = asked.source or find_source(stream.header.cells)
    done = Imported(
        kind, source, stream.proposal, rows=stream.count, notes=[] if asked.is_pulled else _notes(kind, stream, asked)
    )
    blocking = [question for question in stream.proposal.questions if question.blocks]
    if blocking and not asked.is_dry_run:
        raise open_questions(blocking)
    if blocking:
        return done
    if asked.is_dry_run:
        _try(session, done, stream, asked)
    else:
        _keep(session, done, stream, file, asked)
        in_steps(session, _remember(session, kind, stream, asked, known))
    return done


def _said_fields(asked: AskedImport) -> tuple[str, ...]:
    """Return the fields that somebody named a column or a value for."""
    return (*asked.given, *(name for name, column in (asked.answers.columns or {}).items() if column))


def _known(session: Session, kind: KindName, asked: AskedImport) -> dict[str, KeptAnswers]:
    """Return what whoever imports answered for files of a kind before, by their headers."""
    if asked.by_id is None:
        return {}
    kept = read_kept(session, person_id=asked.by_id, kind=f"{_KEPT}{kind}")
    return {key: KeptAnswers(**own) for key, own in kept.items()}


def _remember(
    session: Session, kind: KindName, stream: Stream, asked: AskedImport, known: dict[str, KeptAnswers]
) -> Iterator[int]:
    """Keep what was learnt about the header for the next file of whoever imports."""
    learnt = stream.learnt
    if asked.by_id is not None and known.get(stream.key) != learnt:
        answers, key = asdict(learnt), stream.key
        keep_answers(session, person_id=asked.by_id, kind=f"{_KEPT}{kind}", key=key, answers=answers, at=present())
        yield 0


def _opened(
    file: SentFile, kind: KindName, asked: AskedImport, known: Mapping[str, KeptAnswers]
) -> tuple[Stream, AskedImport]:
    """Look through a file; returns too what is asked with what its header implies."""
    columns = {name: column for name, column in (asked.answers.columns or {}).items() if name not in asked.given}
    answers = replace(asked.answers, columns=columns)  # given, be it none: what no field has a name for is left out
    cells = header_of(file, answers)
    shape = shape_for(kind, cells, [*asked.given, *(name for name, column in columns.items() if column)])
    answers = replace(
        answers, columns={name: column for name, column in columns.items() if column or name in shape.cells}
    )
    shape, given = _with_implied(cells, kind, without(shape, asked.given), answers, asked)
    reading = HowToRead(
        asked.zone,
        answers,
        known.get,
        asked.said,
        dict.fromkeys(IDS, one_id),
        lambda row: asked.tell("looking through", row),
    )
    stream = open_stream(file, shape, reading)
    least = KINDS[kind].least
    if least and not {*stream.fields, *given} & set(least):
        needed = ", ".join(f"`{name}`" for name in least)
        raise Conflict(f"the file needs a column for at least one of {needed}", field="map")
    return stream, replace(asked, given=given)


def _with_implied(
    cells: Sequence[str], kind: KindName, shape: ListShape, answers: UploadAnswers, asked: AskedImport
) -> tuple[ListShape, dict[str, str]]:
    """Return a shape without the fields of which the header says what all rows say, and these."""
    told = {*asked.given, *(answers.columns or {})}
    found = implied(kind, cells, asked.currency)
    given = {name: text for name, text in found.items() if name not in told} | dict(asked.given)
    return without(shape, given), given


def _notes(kind: KindName, stream: Stream, asked: AskedImport) -> list[str]:
    found = []
    if kind == "deals" and "is_won" in stream.fields and not _ENDS & {*stream.fields, *asked.given}:
        found.append("no column says which deals are closed, so those that weren't won count as open")
    if stream.count == CUT_AT:
        found.append(f"the file has exactly {CUT_AT:,} rows, at which exports are cut off: are these all?")
    if stream.footers.count:
        shown = ", ".join(f"`{text}`" for text in stream.footers.notes)
        found.append(f"{stream.footers.count:,} lines of a report below its rows were left out: {shown}")
    return found


def _said(stream: Stream, speaker: Speaker, asked: AskedImport) -> Iterator[list[SaidRow]]:
    """Yield what each good row says."""
    given = _typed(asked.given, speaker.fields)
    for number, values in stream.rows():
        try:
            yield speaker.say(values | given if given else values)
        except RowRefusedError as refused:
            stream.errors.add(number, refused.field, str(refused))


def _typed(given: Mapping[str, str], fields: Mapping[str, Field]) -> dict[str, Any]:
    """Return what all rows say as values; raises Conflict for what a field can't hold."""
    found: dict[str, Any] = {}
    for name, text in given.items():
        its = fields.get(name)
        if its is None or its.type not in {"text", "currency", "word", "yes_no"}:
            raise Conflict(f"`{name[:80]}` can't be set for all rows", field="set")
        found[name] = _SET[its.type](text) if its.type in _SET else text
        if found[name] is None or (its.words and text not in its.words):
            raise Conflict(f"`{name}` can't be `{text[:80]}`", field="set")
    return found


def _steps(done: Imported, stream: Stream, speaker: Speaker, asked: AskedImport) -> Iterator[list[SaidRow]]:
    """Yield what some thousands of rows say, then the next."""
    rows, keys = _said(stream, speaker, asked), KeysSeen()
    while step := list(islice(rows, STEP)):
        yield [said for row in step for said in row]
        keys.add(said for row in step for said in row[-1:] if not said.is_event)
    if not asked.is_pulled and (repeats := keys.repeats()):
        done.notes.append(_say_repeats(done.kind, repeats, has_key="key" in stream.fields))
    done.errors, done.left_out = stream.errors, stream.left_out
    if done.left_out:
        done.notes.append(f"{done.left_out:,} changes of fields that no report reads were left out")


def _say_repeats(kind: KindName, repeats: int, *, has_key: bool) -> str:
    """Say that rows replace others, as line items of one deal would."""
    alike = "id" if has_key else ", ".join(f"`{name}`" for name in KINDS[kind].key_of)
    hint = "; is it a list of line items, or a history (`deal_changes`)?" if kind == "deals" else ""
    return f"{repeats:,} rows have the same {alike} as a row before them, and count in its place{hint}"


def _try(session: Session, done: Imported, stream: Stream, asked: AskedImport) -> None:
    speaker = Speaker(done.kind, as_of=asked.as_of or asked.now.day, currency=asked.currency)
    seen = KeysSeen() if asked.is_full else None
    for rows in _steps(done, stream, speaker, asked):
        _count(done, try_rows(session, source=done.source, kind=speaker.kind, rows=rows))
        if seen:
            seen.add(rows)
    if seen and _is_whole(done):
        for rows in lacking(session, source=done.source, kind=speaker.kind, seen=seen, day=asked.now.day):
            done.deleted += len(rows)


def _is_whole(done: Imported) -> bool:
    """Tell whether a full file shows which records are gone: one that lacks rows because of errors doesn't."""
    if done.errors.rows:
        done.notes.append("no record is taken to be deleted, because rows with errors may be about it")
    return not done.errors.rows


def _keep(session: Session, done: Imported, stream: Stream, file: SentFile, asked: AskedImport) -> None:
    """Keep what a file says in steps; takes all of it back where one fails."""
    try:
        in_steps(session, _keeping(session, done, stream, file, asked))
    except BaseException:
        session.rollback()
        if done.id is not None:
            in_steps(session, abandon_import(session, import_id=done.id))
        raise


def _keeping(session: Session, done: Imported, stream: Stream, file: SentFile, asked: AskedImport) -> Iterator[int]:
    digest = None if asked.is_pulled else file.digest()
    about = File(file.name, digest, asked.as_of or asked.now.day, is_full=asked.is_full)
    made = begin_import(session, source=done.source, kind=done.kind, file=about, by_id=asked.by_id, at=present())
    done.id = made.id
    yield 0
    speaker = Speaker(done.kind, as_of=made.as_of, currency=asked.currency)
    seen = KeysSeen() if asked.is_full else None
    count = 0
    for rows in _steps(done, stream, speaker, asked):
        _count(done, add_rows(session, made=made, kind=speaker.kind, rows=rows, at=present()))
        yield len(rows)
        count += len(rows)
        asked.tell("keeping", count)
        if seen:
            seen.add(rows)
    if seen and _is_whole(done):
        for rows in lacking(session, source=done.source, kind=speaker.kind, seen=seen, day=made.as_of):
            add_rows(session, made=made, kind=speaker.kind, rows=rows, at=present())
            done.deleted += len(rows)
            yield len(rows)
    finish_import(session, made=made, counts=done.counts, at=present())
    yield 0


def _count(done: Imported, stored: Stored) -> None:
    done.new += stored.new
    done.changed += stored.changed
    done.same += stored.same
