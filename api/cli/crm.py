"""CRM data at the command line: files and changes in, what came in, what is taken back, and mappings proposed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from api.cli.crm_options import CURRENCY, KIND, SOURCE, asked_of, kind_of, said_of_files
from api.cli.shared import Failed, act_as, opened_app, refusals
from api.cli.uploads import answers_of, show

if TYPE_CHECKING:
    from api.work.crm.asked import Imported
    from api.work.crm.live.pulling import Pulled

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
AS = click.option("--as", "email", metavar="EMAIL", required=True, help="An admin, who does it.")


@click.group()
def crm() -> None:
    """Bring in data from the CRM."""


@crm.command("import")
@click.argument("files", type=FILE, nargs=-1, required=True)
@AS
@KIND
@SOURCE
@click.option("--map", "mapping", metavar="FILE.yml|FIELD=COLUMN", multiple=True, help="A mapping file, or one column.")
@click.option("--as-of", type=DAY, metavar="DAY", help="The day it shows; today if not given.")
@click.option("--full", is_flag=True, help="It holds all records of its kind: what it lacks was deleted.")
@click.option("--dry-run", is_flag=True, help="Check every row, compare it with what is known, and keep nothing.")
@CURRENCY
@click.option("--set", "given", metavar="FIELD=VALUE", multiple=True, help="What all rows say, such as kind=call.")
@said_of_files
def import_files(files: tuple[Path, ...], email: str, **options: Any) -> None:
    """Import FILES of CSV or .xlsx as CRM systems export them; the same row counts once, however often it comes.

    Ends with 1 when some rows have errors, or a question is open; the good rows are kept.
    """
    from api.running.processes import keep_out_of_collections
    from api.work.crm.importing import import_file
    from api.work.uploads.files import SentFile

    is_good = True
    with refusals(), opened_app() as (config, session, now):
        actor = act_as(session, email)
        keep_out_of_collections()
        for file in files:
            with _named(file), _progress(file.name) as tell:
                asked = asked_of(config, now, actor, tell, **options)
                done = import_file(session, SentFile(file.name, file), asked)
            is_good &= _tell_what_came(file, done, dry_run=asked.is_dry_run)
    if not is_good:
        sys.exit(1)


@crm.command("map")
@click.argument("file", type=FILE)
@KIND
@SOURCE
@click.option("-o", "--output", type=NEW_FILE, help="Where to; FILE.map.yml if not given.")
@said_of_files
def map_file(file: Path, kind: str | None, source: str | None, output: Path | None, **said: Any) -> None:
    """Propose how a FILE is read, as a mapping to be corrected; --map of `crm import` takes it."""
    from api.cli.shared import read_settings
    from api.work.crm.asked import AskedImport
    from api.work.crm.map_files import propose_map
    from api.work.uploads.files import SentFile
    from lms.days import now_in, present

    with refusals(), _named(file):
        config = read_settings()
        answers = answers_of(columns=(), **said)
        now = now_in(config.zone, present())
        asked = AskedImport(config.zone, now, kind_of(kind), source, currency=config.currency, answers=answers)
        found = propose_map(SentFile(file.name, file), asked)
        target = output or file.with_name(f"{file.name}.map.yml")
        if target.exists():
            raise Failed(f"{target} is there already; take it away, or choose another with -o")
        target.write_text(found.text, encoding="utf-8")
    for one in found.columns:
        click.echo(f"{one.sureness}: {one.field} is `{found.header[one.place] or one.place + 1}`: {one.reason}")
    for line in found.questions:
        click.echo(f"question: {' '.join(line.split())}", err=True)
    click.echo(f"{target}: {found.kind}, {len(found.questions)} questions to answer there")
    if found.questions:
        sys.exit(1)


@crm.command()
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, help="How many at most.")
def imports(limit: int) -> None:
    """List what was imported, the newest first."""
    from lms.crm.imports import list_imports

    with refusals(), opened_app() as (_, session, __):
        for made, source in list_imports(session, limit=limit):
            state = (
                f"undone {made.undone_at:%Y-%m-%d}" if made.undone_at else "" if made.finished_at else "not finished"
            )
            counts = ", ".join(f"{count:,} {name}" for name, count in made.counts.items() if count)
            said = [str(made.id), f"{made.started_at:%Y-%m-%d %H:%M}", source, made.kind, made.name, counts, state]
            click.echo("  ".join(part for part in said if part))


@crm.command()
@click.argument("import_id", metavar="ID", type=click.UUID)
@AS
def undo(import_id: UUID, email: str) -> None:
    """Take an import back: what it said doesn't count any more."""
    from lms.crm.imports import undo_import

    with refusals(), opened_app() as (_, session, now):
        actor = act_as(session, email)
        made = undo_import(session, import_id=import_id, by_id=actor.id, at=now.at)
        session.commit()
        click.echo(f"{made.name}: taken back")


@crm.command()
@click.argument("source", type=click.Choice(["salesforce", "hubspot"]))
@AS
@click.option("--kind", "kinds", multiple=True, help="What is read: deals, accounts, ...; all if not given.")
@click.option("--since", type=DAY, metavar="DAY", help="From which day on, where nothing was read before.")
@click.option("--dry-run", is_flag=True, help="Read and compare with what is known, and keep nothing.")
def pull(source: str, email: str, kinds: tuple[str, ...], since: datetime | None, *, dry_run: bool) -> None:
    """Read what changed in the CRM itself since the last time; the settings say how to sign in there.

    Ends with 1 when some rows have errors, or the CRM doesn't show a part; the others are kept.
    """
    from api.work.crm.asked import AskedImport
    from api.work.crm.live.connecting import connect
    from api.work.crm.live.pulling import pull as pull_parts
    from lms.days import start_of

    is_good = True
    wanted = {kind for name in kinds if (kind := kind_of(name))}
    with refusals(), opened_app() as (config, session, now), _progress(source) as tell:
        actor = act_as(session, email)
        crm = connect(config, source)
        asked = AskedImport(config.zone, now, is_dry_run=dry_run, currency=config.currency, by_id=actor.id, tell=tell)
        begin = start_of(config.zone, since.date()) if since else None
        for pulled in pull_parts(session, crm, asked, kinds=wanted, since=begin):
            is_good &= _tell_what_was_pulled(source, pulled, dry_run=dry_run)
    if not is_good:
        sys.exit(1)


def _tell_what_was_pulled(source: str, pulled: Pulled, *, dry_run: bool) -> bool:
    """Print what came of one part of a CRM; returns whether all of it was good."""
    name = f"{source} {pulled.part.what}"
    if pulled.refused:
        click.echo(f"{name}: {pulled.refused}", err=True)
        return False
    if pulled.done is None:
        click.echo(f"{name}: nothing changed" + (f" since {pulled.since:%Y-%m-%d %H:%M} UTC" if pulled.since else ""))
        return True
    return _tell_what_came(name, pulled.done, dry_run=dry_run, is_shown=False)


def _tell_what_came(file: Path | str, done: Imported, *, dry_run: bool, is_shown: bool = True) -> bool:
    """Print what came of a file; returns whether all of it was good."""
    from content.problem import counted

    if dry_run and is_shown:
        show(done.proposal)
    for wrong in done.errors.kept:
        click.echo(f"{file}:{wrong.row}: {f'{wrong.column}: ' if wrong.column else ''}{wrong.detail}", err=True)
    more = done.errors.count - len(done.errors.kept)
    if more:
        click.echo(f"{file}: and {counted(more, 'more error')}", err=True)
    for note in done.notes:
        click.echo(f"{file}: {note}", err=True)
    would = "would be " if dry_run else ""
    deleted = f", {done.deleted:,} {would}deleted" if done.deleted else ""
    click.echo(
        f"{file}: {counted(done.rows, 'row')} of {done.kind} from {done.source}: {done.new:,} {would}new, "
        f"{done.changed:,} {would}changed, {done.same:,} as known{deleted}, "
        f"{counted(done.errors.rows, 'row')} with errors" + (f"; import {done.id}" if done.id else "")
    )
    return not done.errors.rows and not any(question.blocks for question in done.proposal.questions)


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Let a refusal name the file that it is about."""
    from lms.errors import Refusal

    try:
        yield
    except Refusal as refusal:
        raise Failed(f"{file}: {refusal}") from refusal


@contextmanager
def _progress(name: str) -> Iterator[Callable[[str, int], None]]:
    """Show on a terminal how far a file or a CRM is and how quick it goes, and nothing elsewhere."""
    began = time.monotonic()
    is_seen = sys.stderr.isatty()

    def tell(what: str, rows: int) -> None:
        if is_seen:
            rate = rows / max(time.monotonic() - began, 0.001)
            click.echo(f"\r{name}: {what}, {rows:,} rows, {rate:,.0f} a second\x1b[K", nl=False, err=True)

    try:
        yield tell
    finally:
        if is_seen:
            click.echo("\r\x1b[K", nl=False, err=True)
