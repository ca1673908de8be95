"""Backups at the command line: one file with all that people did, and an installation or a trial made of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.shared import read_settings, refusals
from config import Config

if TYPE_CHECKING:
    from api.work.backups.archive import Archive
    from api.work.backups.manifest import BackupManifest, Telling

_FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command()
@_FILE
@click.option("--with-key", is_flag=True, help="Put the key of private notes in too; who has the file reads them then.")
def backup(file: Path, with_key: bool) -> None:
    """Write a backup to FILE, in place of an earlier one, while the product serves.

    The library isn't in it, nor is what is made of the library, nor any secret of the settings.
    """
    from api.web.preparing import known_schemas
    from api.work.backups.making import make_backup
    from api.work.notes_key import known_keys
    from lms.days import present

    with refusals(), _shown() as tell:
        config = read_settings()
        began, at = time.monotonic(), present()
        revisions = known_schemas(config)
        made = make_backup(config, file, revisions=revisions, at=at, with_key=with_key, tell=tell)
        has_key = bool(known_keys(config))
        is_noted = _note(config, file, made, with_key=with_key)
    size, seconds = file.stat().st_size / 1e6, time.monotonic() - began
    click.echo(f"{file}: {_told(made)}; {size:,.1f} MB, made and checked in {seconds:.1f} s")
    if has_key and not with_key:
        click.echo("the key of private notes isn't in it: keep NOTES_KEY, or notes.key of DATA_DIR, in another place")
    if not is_noted:
        click.echo("the audit doesn't say that it was made: the database took no entry", err=True)


@click.command()
@_FILE
@click.option("--drill", "is_drill", is_flag=True, help="Only try it: restore beside, count all rows, remove it again.")
def restore(file: Path, is_drill: bool) -> None:
    """Restore FILE into an empty DATA_DIR and an empty database.

    It is checked before anything is touched, and may be begun again when it was cut off. A backup of an earlier version
    is brought to the newest schema.
    """
    from api.work.backups.archive import Archive

    with refusals(), _shown() as tell:
        config = read_settings()
        with Archive(file) as archive:
            lines = _drill(archive, config, tell) if is_drill else _restore(archive, config, tell)
    for line in lines:
        click.echo(line)


def _note(config: Config, file: Path, made: BackupManifest, *, with_key: bool) -> bool:
    """Note in the audit that a backup was made, once it is; False where the database takes no entry.

    The backup is good then too: it is wanted most where a database can't be written any more.
    """
    from flask import g
    from sqlalchemy.exc import SQLAlchemyError

    from api.cli.shared import note_taken
    from api.web.context import session
    from api.web.database import database_app

    with database_app(config).app_context():
        g.via = "command"
        try:
            note_taken(session(), file.name, command="backup", with_key=with_key, rows=made.rows)
        except SQLAlchemyError:
            return False
    return True


def _drill(archive: Archive, config: Config, tell: Telling) -> list[str]:
    from api.web.preparing import known_schemas, migrate
    from api.work.backups.drilling import drill

    began = time.monotonic()
    drill(archive, config, revisions=known_schemas(config), migrate=migrate, tell=tell)
    seconds = time.monotonic() - began
    return [f"{archive.path}: {_told(archive.manifest)}; restored, counted and removed again in {seconds:.1f} s"]


def _restore(archive: Archive, config: Config, tell: Telling) -> list[str]:
    from api.web.preparing import known_schemas, migrate
    from api.work.backups.files import differing_settings
    from api.work.backups.manifest import NOTES_KEY, SETTINGS
    from api.work.backups.restoring import restore_backup

    restore_backup(archive, config, revisions=known_schemas(config), migrate=migrate, tell=tell)
    lines = [f"{archive.path}: {_told(archive.manifest)}; restored into {config.data_dir}"]
    for name, before, now in differing_settings(archive.read(SETTINGS), config):
        lines.append(f"{name} was `{before}` when it was made, and is `{now}` here")
    if not archive.manifest.has(NOTES_KEY):
        lines.append("private notes need their key, which isn't in it: set NOTES_KEY, or put notes.key into DATA_DIR")
    return lines


def _told(manifest: BackupManifest) -> str:
    made_at = f"{manifest.made_at:%Y-%m-%d %H:%M} UTC, version {manifest.product}, schema {manifest.schema_revision}"
    files = sum(member.name.startswith("data/") for member in manifest.members)
    return f"{made_at}, {manifest.rows:,} rows in {len(manifest.tables)} tables, {files:,} files beside them"


@contextmanager
def _shown() -> Iterator[Telling]:
    """Show on a terminal how far each step is, and nothing elsewhere."""
    shown = [""]

    def tell(what: str, done: int, total: int) -> None:
        line = f"{what} {100 * done // max(total, 1):>3} %"
        if line != shown[0] and sys.stderr.isatty():
            shown[0] = line
            click.echo(f"\r{line:<20}", nl=False, err=True)

    try:
        yield tell
    finally:
        if shown[0]:
            click.echo("\r" + 20 * " " + "\r", nl=False, err=True)
