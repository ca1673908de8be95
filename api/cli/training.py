"""Training lists at the command line: assignments and completions in, the matrix out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.shared import act_as, note_taken, opened_app, refusals
from api.cli.uploads import DRY_RUN, FILE, answers_of, end, published_pages, said_of_file

if TYPE_CHECKING:
    from api.work.training.lists import ListKind

AS = click.option("--as", "email", metavar="EMAIL", required=True, help="A manager or admin, who does it.")


def _list_options(command: Callable[..., None]) -> Callable[..., None]:
    return click.argument("file", type=FILE)(AS(DRY_RUN(said_of_file(command))))


@click.group()
def training() -> None:
    """Training by list."""


@training.command()
@_list_options
def assign(file: Path, email: str, dry_run: bool, **said: Any) -> None:
    """Assign courses by a FILE of CSV or .xlsx with the columns email, course_id, due_on or due_days, priority."""
    _upload("assignments", file, email, dry_run=dry_run, **said)


@training.command()
@_list_options
def complete(file: Path, email: str, dry_run: bool, **said: Any) -> None:
    """Record completions made elsewhere by a FILE of CSV or .xlsx.

    Its columns are email, course_id, completed_on, version, score, valid_until, kind, source, reference; the first
    three are needed. The same row counts once, however often it is sent.
    """
    _upload("completions", file, email, dry_run=dry_run, **said)


@training.command()
@AS
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="As of this day; today if not given.")
def matrix(email: str, as_of: datetime | None) -> None:
    """Print people by courses, as CSV."""
    from api.training.matrix import matrix_header, matrix_rows
    from api.web.tables import csv_pieces
    from lms.training.courses import list_registered
    from lms.training.matrix import each_line, people_on

    with refusals(), opened_app() as (_, session, now):
        actor = act_as(session, email, may_be_manager=True)
        day = as_of.date() if as_of else now.day
        courses = list_registered(session)
        people = people_on(session, actor=actor, day=day)
        lines = each_line(session, people=people, course_ids=None, day=day)
        note_taken(session, f"training-matrix-{day}.csv", command="training matrix", as_of=day)
        for piece in csv_pieces(matrix_header(courses), matrix_rows(lines, courses)):
            click.echo(piece, nl=False)


def _upload(kind: ListKind, file: Path, email: str, *, dry_run: bool, **said: Any) -> None:
    """Do what the rows say, print what came of them, and end with 1 when some have errors, or questions are open."""
    from api.work.training.lists import upload_training
    from api.work.uploads.lists import SentList

    answers = answers_of(**said)
    with refusals(), opened_app() as (config, session, now):
        sent = SentList(act_as(session, email, may_be_manager=True), config.zone, now, answers, is_dry_run=dry_run)
        done = upload_training(session, kind, file.read_bytes(), published_pages(config, now), sent)
    kept = "would be new" if dry_run else "new"
    end(file, done, f"{done.created} {kept}, {done.already_there} there already", is_dry_run=dry_run)
