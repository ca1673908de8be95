"""Training lists at the command line: assignments and completions in, the matrix out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.shared import Failed, opened_app, refusals

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.work.training.lists import Upload
    from lms.people.access import Actor

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
AS = click.option("--as", "email", metavar="EMAIL", required=True, help="A manager or admin, who does it.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Check every row and keep nothing.")


@click.group()
def training() -> None:
    """Training by list."""


@training.command()
@click.argument("file", type=FILE)
@AS
@DRY_RUN
def assign(file: Path, email: str, dry_run: bool) -> None:
    """Assign courses by a CSV FILE with the columns email, course_id, due_on or due_days, priority."""
    from api.work.training.lists import assign_rows

    _upload(assign_rows, file, email, dry_run=dry_run)


@training.command()
@click.argument("file", type=FILE)
@AS
@DRY_RUN
def complete(file: Path, email: str, dry_run: bool) -> None:
    """Record completions made elsewhere by a CSV FILE.

    Its columns are email, course_id, completed_on, version, score, valid_until, kind, source, reference; the first
    three are needed. The same row counts once, however often it is sent.
    """
    from api.work.training.lists import complete_rows

    _upload(complete_rows, file, email, dry_run=dry_run)


@training.command()
@AS
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="As of this day; today if not given.")
def matrix(email: str, as_of: datetime | None) -> None:
    """Print people by courses, as CSV."""
    from api.training.matrix import matrix_header, matrix_rows
    from api.web.tables import csv_pieces
    from lms.training.courses import list_registered
    from lms.training.matrix import each_line, people_on

    with refusals(), opened_app() as (config, session, at):
        actor = _manager(session, email)
        day = as_of.date() if as_of else at.astimezone(config.zone).date()
        courses = list_registered(session)
        people = people_on(session, actor=actor, day=day)
        lines = each_line(session, people=people, course_ids=None, day=day)
        for piece in csv_pieces(matrix_header(courses), matrix_rows(lines, courses)):
            click.echo(piece, nl=False)


def _upload(work: Callable[..., Upload], file: Path, email: str, *, dry_run: bool) -> None:
    """Do what the rows say, print what came of them, and end with 1 when some have errors."""
    from content.catalogue import Catalogue, entry_of, published
    from content.library import read_library
    from lms.days import now_in

    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failed(f"{file} must be in UTF-8; byte {error.start + 1} isn't") from error
    with refusals(), opened_app() as (config, session, at):
        library = read_library(config.content_dir)
        catalogue = Catalogue(str(library.root), 0, tuple(entry_of(page) for page in published(library.pages)))
        done = work(
            session,
            text,
            actor=_manager(session, email),
            catalogue=catalogue,
            now=now_in(config.zone, at),
            keep=session.rollback if dry_run else session.commit,
        )
    for wrong in done.errors:
        click.echo(f"{file}:{wrong.row}: {f'{wrong.column}: ' if wrong.column else ''}{wrong.detail}", err=True)
    kept = "would be new" if dry_run else "new"
    click.echo(f"{done.created} {kept}, {done.already_there} there already, {len(done.errors)} errors")
    if done.errors:
        sys.exit(1)


def _manager(session: Session, email: str) -> Actor:
    from lms.errors import NotAllowed, NotFound
    from lms.people.access import Actor
    from lms.people.directory import find_person

    found = find_person(session, email=email)
    if found is None:
        raise NotFound(f"nobody with the address {email}; add them with `repertoire person add`")
    actor = Actor.of(found)
    if not actor.roles & {"manager", "admin"}:
        raise NotAllowed(f"{email} is neither a manager nor an admin")
    return actor
