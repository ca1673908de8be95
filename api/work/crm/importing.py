"""Imports of files: looked through, judged row by row, compared with what is known, and kept in steps or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from sqlalchemy.orm import Session

from api.work.crm.asked import Asked, Imported
from api.work.crm.finding import find_kind, find_source
from api.work.crm.ids import one_id
from api.work.crm.lacking import KeysSeen, lacking
from api.work.crm.saying import RowRefusedError, Speaker
from api.work.crm.shapes import implied, shape_of, without
from api.work.uploads.files import SentFile
from api.work.uploads.proposal import UploadAnswers, open_questions
from api.work.uploads.shape import Reading, Shape
from api.work.uploads.streaming import Stream, open_stream
from lms.crm.facts import Said, Stored
from lms.crm.imports import File, abandon_import, add_rows, begin_import, finish_import, try_rows
from lms.crm.kinds import KINDS, KindName
from lms.crm.models import CrmImport
from lms.days import present
from lms.errors import Conflict

STEP = 4_000
# Exports of Salesforce end here without a word.
CUT_AT = 2_000


def import_file(session: Session, file: SentFile, asked: Asked) -> Imported:
    """Keep what the rows of a file say, some thousands in one transaction each, or find out what that would do.

    It counts once all of it is kept; what fails before leaves everything as it was. Raises Conflict while a question is
    open; a dry run answers with the questions.
    """
    kind = asked.kind or find_kind(file, asked.answers, tuple(asked.given))
    stream, asked = _opened(file, kind, asked)
    source = asked.source or find_source(stream.header.cells)
    done = Imported(kind, source, stream.proposal, rows=stream.count, notes=_notes(stream, kind))
    blocking = [question for question in stream.proposal.questions if question.blocks]
    if blocking and not asked.is_dry_run:
        raise open_questions(blocking)
    if blocking:
        return done
    if asked.is_dry_run:
        _try(session, done, stream, asked)
    else:
        _keep(session, done, stream, file, asked)
    return done


def _opened(file: SentFile, kind: KindName, asked: Asked) -> tuple[Stream, Asked]:
    """Look through a file; returns too what is asked with what its header implies."""
    shape = without(shape_of(kind), asked.given)
    answers = replace(asked.answers, columns=asked.answers.columns or {})  # what no field has a name for is left out
    reading = Reading(
        asked.zone, answers, said=asked.said, tidy=one_id, tell=lambda row: asked.tell("looking through", row)
    )
    shape, given = _with_implied(file, kind, shape, answers, asked)
    stream = open_stream(file, shape, reading)
    least = KINDS[kind].least
    if least and not {*stream.fields, *given} & set(least):
        needed = ", ".join(f"`{name}`" for name in least)
        raise Conflict(f"the file needs a column for at least one of {needed}", field="map")
    return stream, replace(asked, given=given)


def _with_implied(
    file: SentFile, kind: KindName, shape: Shape, answers: UploadAnswers, asked: Asked
) -> tuple[Shape, dict[str, str]]:
    from api.work.crm.finding import header_of

    if kind != "activities" or "kind" in {*asked.given, *(answers.columns or {})}:
        return shape, dict(asked.given)
    given = implied(kind, header_of(file, answers)) | dict(asked.given)
    return without(shape, given), given


def _notes(stream: Stream, kind: KindName) -> list[str]:
    found = []
    if stream.count == CUT_AT:
        found.append(f"the file has exactly {CUT_AT:,} rows, at which exports are cut off: are these all?")
    if stream.footers.count:
        shown = ", ".join(f"`{text}`" for text in stream.footers.notes)
        found.append(f"{stream.footers.count:,} lines of a report below its rows were left out: {shown}")
    return found


def _said(stream: Stream, speaker: Speaker, asked: Asked) -> Iterator[list[Said]]:
    """Yield what each good row says."""
    given = dict(asked.given)
    for number, values in stream.rows():
        try:
            yield speaker.say(values | given if given else values)
        except RowRefusedError as refused:
            stream.errors.add(number, refused.field, str(refused))


def _steps(done: Imported, stream: Stream, speaker: Speaker, asked: Asked) -> Iterator[list[Said]]:
    """Yield what some thousands of rows say, then the next."""
    rows = _said(stream, speaker, asked)
    while step := list(islice(rows, STEP)):
        yield [said for row in step for said in row]
    done.errors, done.left_out = stream.errors, stream.left_out
    if done.left_out:
        done.notes.append(f"{done.left_out:,} changes of fields that no report reads were left out")


def _try(session: Session, done: Imported, stream: Stream, asked: Asked) -> None:
    speaker = Speaker(done.kind, as_of=asked.as_of or asked.now.day, currency=asked.currency)
    seen = KeysSeen() if asked.is_full else None
    for rows in _steps(done, stream, speaker, asked):
        _count(done, try_rows(session, source=done.source, kind=speaker.kind, rows=rows))
        if seen:
            seen.add(rows)
    if seen:
        for rows in lacking(session, source=done.source, kind=speaker.kind, seen=seen, day=asked.now.day):
            done.deleted += len(rows)


def _keep(session: Session, done: Imported, stream: Stream, file: SentFile, asked: Asked) -> None:
    """Keep what a file says in steps; takes all of it back where one fails."""
    about = File(file.name, file.digest(), asked.as_of or asked.now.day, is_full=asked.is_full)
    made = begin_import(session, source=done.source, kind=done.kind, file=about, by_id=asked.by_id, at=present())
    session.commit()
    try:
        _keep_rows(session, done, stream, made, asked)
        finish_import(session, made=made, counts=done.counts, at=present())
        session.commit()
    except BaseException:
        session.rollback()
        abandon_import(session, made=made)
        session.commit()
        raise
    done.id = made.id


def _keep_rows(session: Session, done: Imported, stream: Stream, made: CrmImport, asked: Asked) -> None:
    speaker = Speaker(done.kind, as_of=made.as_of, currency=asked.currency)
    seen = KeysSeen() if asked.is_full else None
    count = 0
    for rows in _steps(done, stream, speaker, asked):
        _count(done, add_rows(session, made=made, kind=speaker.kind, rows=rows, at=present()))
        session.commit()
        count += len(rows)
        asked.tell("keeping", count)
        if seen:
            seen.add(rows)
    if seen:
        for rows in lacking(session, source=done.source, kind=speaker.kind, seen=seen, day=made.as_of):
            add_rows(session, made=made, kind=speaker.kind, rows=rows, at=present())
            session.commit()
            done.deleted += len(rows)


def _count(done: Imported, stored: Stored) -> None:
    done.new += stored.new
    done.changed += stored.changed
    done.same += stored.same
