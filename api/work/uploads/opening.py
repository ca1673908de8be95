"""Bytes into the grid that looks most like a list: in which encoding, with which separator, on which sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from api.work.uploads.encodings import Decoded, Encoding, EncodingError, decode, read_as
from api.work.uploads.grid import CsvText, csv_of
from api.work.uploads.header import Header, find_header
from api.work.uploads.names import LISTS, ColumnNames
from api.work.uploads.proposal import Choice, FileQuestion, Proposal, Recall, UploadAnswers, header_key
from api.work.uploads.workbooks import Workbook, WorkbookError, is_workbook, read_workbook
from lms.errors import Conflict


@dataclass(frozen=True)
class FoundList:
    """A list that was found in a file; `others` are the code pages that its text may be in as well."""

    header: Header
    proposal: Proposal
    others: tuple[Encoding, ...] = ()
    is_old_mac: bool = False


def open_list(
    data: bytes,
    fields: Collection[str],
    required: Collection[str],
    answers: UploadAnswers,
    recall: Recall,
    names: ColumnNames = LISTS,
) -> FoundList:
    """Find the list in a file of CSV or in a workbook; raises Conflict where there can't be one."""
    try:
        if is_workbook(data):
            return _in_workbook(read_workbook(data), fields, required, answers, recall, names)
        decoded = decode(data, answers.encoding)
    except (EncodingError, WorkbookError) as error:
        raise Conflict(str(error)) from error
    header = _in_text(decoded.text, fields, answers, recall, names)
    for page in (decoded.encoding, *decoded.others):
        cells = [read_as(cell, decoded.encoding, page) for cell in header.cells]
        kept = recall(header_key(cells)) if decoded.others else None
        if kept and kept.encoding == page:
            decoded = Decoded(data.decode(page), page)
            header = _in_text(decoded.text, fields, answers, recall, names)
            break
    separator = header.grid.separator if isinstance(header.grid, CsvText) else None
    proposal = Proposal("csv", decoded.encoding, decoded.is_sure, separator, header_row=header.row)
    return FoundList(header, proposal, decoded.others)


def _in_text(text: str, fields: Collection[str], answers: UploadAnswers, recall: Recall, names: ColumnNames) -> Header:
    grids = csv_of(text)
    if answers.separator is not None:
        grids = [replace(grids[0], separator=answers.separator)]
    found, refused = [], None
    for grid in grids:
        try:
            found.append(find_header(grid, fields, answers, recall, names))
        except Conflict as refusal:  # with this separator there may be no row with the number that was asked for
            refused = refusal
    if refused and not found:
        raise refused
    return max(found, key=lambda header: header.rank)


def _in_workbook(
    book: Workbook,
    fields: Collection[str],
    required: Collection[str],
    answers: UploadAnswers,
    recall: Recall,
    names: ColumnNames,
) -> FoundList:
    titles = [sheet.name for sheet in book.sheets]
    if not titles:
        raise Conflict("the workbook holds nothing that can be seen; write the list into its first sheet")
    if answers.sheet is not None and answers.sheet not in titles:
        shown = ", ".join(f"`{name}`" for name in titles)
        raise Conflict(f"the workbook has no sheet `{answers.sheet[:80]}`; its sheets are {shown}", field="sheet")
    sheets = [sheet for sheet in book.sheets if answers.sheet in {None, sheet.name}]
    headers = [find_header(sheet, fields, answers, recall, names) for sheet in sheets]
    best = max(range(len(sheets)), key=lambda place: (headers[place].rank[:2], -place))
    proposal = Proposal("xlsx", sheet=sheets[best].name, header_row=headers[best].row)
    lists = [place for place, header in enumerate(headers) if header.fits >= len(required)]
    if len(lists) > 1:
        choices = tuple(Choice(sheets[place].name, sheets[place].name) for place in lists)
        proposal.questions.append(
            FileQuestion("sheet", None, "several sheets look like the list: which one is it?", choices)
        )
    return FoundList(headers[best], proposal, is_old_mac=book.is_old_mac)
