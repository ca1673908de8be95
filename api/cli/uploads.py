"""Files at the command line: what is said of one that it doesn't say itself, and how it was understood."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.shared import Failed

if TYPE_CHECKING:
    from api.work.uploads.lists import Upload
    from api.work.uploads.proposal import Choice, FileQuestion, Proposal, UploadAnswers
    from config import Config
    from content.catalogue import Catalogue
    from lms.days import Now

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DRY_RUN = click.option("--dry-run", is_flag=True, help="Check every row and keep nothing.")

# What a file may not say by itself; what was said once is known for the next file with the same header.
SAID = (
    click.option(
        "--map", "columns", metavar="FIELD=COLUMN", multiple=True, help="A field's column, by its header or number."
    ),
    click.option("--days", metavar="ORDER", default="", help="dmy, mdy or ymd; of one field: completed_on:dmy,..."),
    click.option("--encoding", help="Such as cp1252, when the file doesn't show it."),
    click.option("--separator", type=click.Choice(["comma", "semicolon", "tab"]), help="What parts the cells."),
    click.option("--sheet", help="The sheet of a workbook."),
    click.option("--header-row", type=click.IntRange(1), help="The row that names the columns."),
)


def said_of_file(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say what a file doesn't."""
    for option in reversed(SAID):
        command = option(command)
    return command


def answers_of(
    *,
    columns: tuple[str, ...],
    days: str,
    encoding: str | None,
    separator: str | None,
    sheet: str | None,
    header_row: int | None,
    numbers: str = "",
) -> UploadAnswers:
    """Return the options as answers."""
    from api.work.uploads.days import ORDER_LIST, orders_in
    from api.work.uploads.encodings import ENCODINGS
    from api.work.uploads.grid import SIGNS
    from api.work.uploads.numbers import STYLE_LIST, styles_in
    from api.work.uploads.proposal import UploadAnswers

    if any("=" not in pair for pair in columns):
        raise Failed("write --map FIELD=COLUMN, such as --map completed_on=Finished")
    if not re.fullmatch(ORDER_LIST, days or "dmy"):
        raise Failed("write --days dmy, mdy or ymd, or for one field --days completed_on:dmy")
    if not re.fullmatch(STYLE_LIST, numbers or "point"):
        raise Failed("write --numbers point or comma, or for one field --numbers amount:comma")
    known = next((name for name in ENCODINGS if name == encoding), None)
    if encoding is not None and known is None:
        raise Failed(f"there is no encoding `{encoding}`; use one of {', '.join(ENCODINGS)}")
    return UploadAnswers(
        encoding=known,
        separator=SIGNS[separator] if separator else None,
        sheet=sheet,
        header_row=header_row,
        columns={field: column for field, _, column in (pair.partition("=") for pair in columns)} or None,
        days=orders_in(days),
        numbers=styles_in(numbers),
    )


def show(proposal: Proposal) -> None:
    """Print how a file is understood, five rows as they would be read, and what it leaves open."""
    where = (
        f"sheet `{proposal.sheet}`"
        if proposal.sheet
        else f"{proposal.encoding}, cells parted by {proposal.separator!r}"
    )
    click.echo(f"{where}; the header is row {proposal.header_row}")
    for column in proposal.columns:
        order = (
            f", days as {column.days}" if column.days else f", decimals with {column.numbers}" if column.numbers else ""
        )
        click.echo(f"  {column.number} `{column.name}`: {column.field or 'left out'}{order}")
    for row in proposal.sample:
        click.echo(f"  row {row.row}: {', '.join(f'{name}={text}' for name, text in row.values.items())}")
    for question in proposal.questions:
        field = f"{question.field}: " if question.field else ""
        click.echo(f"question: {field}{question.text}", err=True)
        for choice in question.choices:
            click.echo(f"  {_option(question, choice)}  {choice.label}", err=True)


def end(file: Path, done: Upload, said: str, *, is_dry_run: bool) -> None:
    """Print what came of a list, and end with 1 when some rows have errors, or questions are open."""
    from content.problem import counted

    if is_dry_run:
        show(done.proposal)
    for wrong in sorted(done.errors, key=lambda error: error.row):
        click.echo(f"{file}:{wrong.row}: {f'{wrong.column}: ' if wrong.column else ''}{wrong.detail}", err=True)
    click.echo(f"{said}, {counted(len(done.errors), 'error')}")
    if done.errors or any(question.blocks for question in done.proposal.questions):
        sys.exit(1)


def published_pages(config: Config, now: Now) -> Catalogue:
    """Return what is published of the library as it lies on disk."""
    from content.catalogue import published_catalogue
    from content.library import read_library

    return published_catalogue(read_library(config.content_dir, day=now.day))


def _option(question: FileQuestion, choice: Choice) -> str:
    """Return how a choice is given to the command."""
    if question.about == "columns":
        return f"--map {question.field}={choice.value}"
    return f"--{question.about} {f'{question.field}:' if question.field else ''}{choice.value}"
