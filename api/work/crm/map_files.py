"""The text of a mapping file for a CSV: what is proposed, how sure it is, and its questions, to be answered there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import yaml

from api.work.crm.asked import AskedImport
from api.work.crm.finding import find_kind, find_source
from api.work.crm.mapping import OPEN
from api.work.crm.proposing import Proposed, propose_columns
from api.work.crm.shapes import implied, shape_for, shape_of
from api.work.uploads.files import SentFile, head_of_file
from api.work.uploads.grid import SIGNS
from api.work.uploads.header import Header
from api.work.uploads.opening import open_list
from api.work.uploads.proposal import FileQuestion, Proposal
from api.work.uploads.reading import no_memory
from api.work.uploads.shape import HowToRead, ListShape
from api.work.uploads.streaming import open_stream
from lms.crm.kinds import KINDS, KindName


@dataclass(frozen=True)
class MapProposal:
    """A mapping file: its text, the columns it proposes, and how many questions stand open in it."""

    kind: KindName
    text: str
    header: tuple[str, ...]
    columns: Sequence[Proposed]
    questions: Sequence[str]


def propose_map(file: SentFile, asked: AskedImport) -> MapProposal:
    """Propose how a file is read; raises Conflict where it is no list, or its kind isn't known."""
    kind = asked.kind or find_kind(file, asked.answers, must_be_whole=False)
    shape = shape_of(kind)
    opened = open_list(head_of_file(file), tuple(shape.cells), (), asked.answers, no_memory, shape.names)
    header = opened.header
    shape = shape_for(kind, header.cells)
    columns = propose_columns(kind, header)
    proposal = _settled(file, shape, header, columns, asked)
    given = implied(kind, header.cells, asked.currency)
    text = "\n".join(_lines(file.name, kind, asked, header, columns, proposal, given)) + "\n"
    open_ = [line for line in text.splitlines() if f'"{OPEN}"' in line and not line.lstrip().startswith("#")]
    return MapProposal(kind, text, header.cells, columns, open_)


def _settled(
    file: SentFile, shape: ListShape, header: Header, columns: Sequence[Proposed], asked: AskedImport
) -> Proposal:
    """Look through the whole file for how the days and numbers of the proposed columns are written."""
    wanted = {one.field: str(one.place + 1) for one in columns if one.sureness != "guess"}
    free = replace(shape, required=())
    answers = replace(asked.answers, columns=wanted, header_row=header.row)
    return open_stream(file, free, HowToRead(asked.zone, answers)).proposal


def _lines(
    name: str,
    kind: KindName,
    asked: AskedImport,
    header: Header,
    columns: Sequence[Proposed],
    proposal: Proposal,
    given: Mapping[str, str],
) -> Iterator[str]:
    yield f"# How {_plain(name)} is read. Correct it, then: repertoire crm import {_plain(name)} --map THIS_FILE"
    yield f'# Where it says "{OPEN}", write the answer. Fields that no line names stay empty.'
    yield f"kind: {kind}"
    yield f"source: {asked.source or find_source(header.cells)}  # the system; ids are compared within one"
    yield f"# currency: {asked.currency}  # of amounts without one"
    if proposal.sheet:
        yield f"sheet: {_quoted(proposal.sheet)}"
    else:
        yield from _encoding(proposal)
        yield f"separator: {next(word for word, sign in SIGNS.items() if sign == proposal.separator)}"
    yield f"header_row: {proposal.header_row}"
    yield "columns:"
    yield from _columns(kind, header, columns, given)
    if given:
        yield "set:  # what all rows say"
        yield from (f"  {field}: {_quoted(text)}" for field, text in given.items())
    for about in ("days", "numbers"):
        settled = {
            column.field: way
            for column in proposal.columns
            if column.field and (way := column.days if about == "days" else column.numbers)
        }
        asking = [question for question in proposal.questions if question.about == about]
        if settled or asking:
            yield f"{about}:"
            yield from (f"  {field}: {way}" for field, way in settled.items())
            for question in asking:
                yield from _question(question)
    yield "# values:  # what single texts mean, where they aren't plain"
    yield "#   is_won: {Ganho: true, Perdido: false}"


def _encoding(proposal: Proposal) -> Iterator[str]:
    asking = next((question for question in proposal.questions if question.about == "encoding"), None)
    if asking is None:
        yield f"encoding: {proposal.encoding}"
        return
    yield f"# {asking.text}"
    yield from (f"#   {choice.value}: {_plain(choice.label)}" for choice in asking.choices)
    yield f'encoding: "{OPEN}"'


def _columns(kind: KindName, header: Header, columns: Sequence[Proposed], given: Mapping[str, str]) -> Iterator[str]:
    for one in columns:
        if one.sureness != "guess":
            yield f"  {one.field}: {_column(header, one.place)}  # {one.sureness}: {_plain(one.reason)}"
    guesses = [one for one in columns if one.sureness == "guess"]
    have = {one.field for one in columns if one.sureness != "guess"} | given.keys()
    fields = KINDS[kind].fields
    needed = [field for field in shape_for(kind, header.cells).required if field not in have]
    least = KINDS[kind].least
    if least and not have & set(least):
        needed.append(next((one.field for one in guesses if one.field in least), least[0]))
    for field in needed:
        hint = next((one for one in guesses if one.field == field), None)
        why = f"; a guess: {_column(header, hint.place)} ({_plain(hint.reason)})" if hint else ""
        yield f'  {field}: "{OPEN}"  # {fields[field].description}: which column is it?{why}'
    for one in guesses:
        if one.field not in needed:
            yield f"  # {one.field}: {_column(header, one.place)}  # a guess: {_plain(one.reason)}"
    for field, its in fields.items():
        if field not in have | set(needed) | {one.field for one in guesses}:
            yield f"  # {field}:  # {its.description}"
    taken = {one.place for one in columns if one.sureness != "guess"}
    spare = [_column(header, place) for place, cell in enumerate(header.cells) if cell and place not in taken]
    if spare:
        yield f"  # left out: {', '.join(spare[:40])}"


def _question(question: FileQuestion) -> Iterator[str]:
    yield f"  # {_plain(question.text)}"
    yield from (f"  #   {choice.value}: {_plain(choice.label)}" for choice in question.choices)
    yield f'  {question.field}: "{OPEN}"'


def _column(header: Header, place: int) -> str:
    """Return a column by its name, or by its number where the name says too little."""
    cell = header.cells[place]
    is_plain = cell and header.cells.count(cell) == 1 and cell.strip() == cell
    return _quoted(cell if is_plain else str(place + 1))


def _quoted(text: str) -> str:
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=100_000).strip()


def _plain(text: str) -> str:
    return " ".join(text.split())
