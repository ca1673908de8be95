"""Blocks that readers don't see as they were meant: fences never closed, and tables with cells that don't fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.checks.lines import Lines, Table
from content.checks.places import problem_at
from content.document import Document
from content.problem import LibraryProblem

_RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_ANY_RULE = re.compile(r"-[ \t:]*\||\|[ \t:]*-")
_FENCE = re.compile(r"^([^\n`~\w]*|[ \t>]*\d+[.)][ \t]+)(`{3,}|~{3,})(.*)$", re.MULTILINE)
_MARKS = re.compile(r"[ \t>]*")
_BAR = re.compile(r"(?<!\\)\|")


def structure_problems(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    """Yield what is wrong with the fences and tables of a page."""
    if not _may_be_open(lines.body) and not _ANY_RULE.search(lines.body):
        return
    # What stands after a fence that isn't closed is read the other way round: it says nothing about itself.
    left_open = next((fence for fence in lines.fences if not fence.is_closed), None)
    if left_open:
        message = "the block of code is never closed; add a line of the same signs, as far indented as the first, below"
        yield problem_at(page, (left_open.line, 1), "unclosed-fence", message)
    if page.dialect.name != "github":  # elsewhere a bar in code parts no cells
        return
    for table in lines.tables:
        yield from _cut_cells(page, lines, table)
    yield from _heads_that_do_not_fit(page, lines)


def _may_be_open(body: str) -> bool:
    """Tell whether fences may be open, from their lines alone: each pair at the left edge closes itself."""
    if "```" not in body and "~~~" not in body:
        return False
    opened: re.Match[str] | None = None
    for fence in _FENCE.finditer(body):
        if fence[1]:
            return True
        if opened is None:
            opened = fence
        elif fence[2] == opened[2] and not fence[3].strip():
            opened = None
        else:
            return True
    return opened is not None


def _cut_cells(page: Document, lines: Lines, table: Table) -> Iterator[LibraryProblem]:
    for number in range(table.first, table.end):
        found = _cells(lines.line(number))
        cut = [(text, column) for text, column in found[table.cells :] if text]
        if cut:
            message = (
                f"the row has {len(found)} cells and the table's head {table.cells}, so `{cut[0][0][:100]}` isn't "
                r"shown; write `\|` for a bar that parts no cells, or give the head more cells"
            )
            yield problem_at(page, (number, cut[0][1]), "ragged-table", message, "warning")


def _heads_that_do_not_fit(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    """Yield lines of dashes and bars that make no table, since the line above has another number of cells."""
    above = ""
    for number, line in enumerate(lines.prose.split("\n"), start=1):
        if "|" in line and "-" in line and "|" in above and _RULE.fullmatch(line):
            head, rule = len(_cells(above)), len(_cells(line))
            if head != rule:
                message = f"this is no table: the head has {head} cells, and the line of dashes {rule}; make them equal"
                yield problem_at(page, (number, 1), "ragged-table", message)
        above = line


def _cells(row: str) -> list[tuple[str, int]]:
    """Return the cells of a row, each with the column where it begins, from 1."""
    row = row.rstrip()
    marks = _MARKS.match(row)
    start = marks.end() if marks else 0
    start += row.startswith("|", start)
    bars = [bar.start() for bar in _BAR.finditer(row, start)]
    if not bars or bars[-1] != len(row) - 1:
        bars.append(len(row))
    begins = [start, *(bar + 1 for bar in bars[:-1])]
    texts = [(row[begin:end], begin) for begin, end in zip(begins, bars, strict=True)]
    return [(text.strip(), begin + len(text) - len(text.lstrip()) + 1) for text, begin in texts]
