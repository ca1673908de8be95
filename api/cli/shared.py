"""Shared parts of the commands: refusals as one line, the settings' library and database, a bar of progress."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

import click

from config import Config, ConfigError, read_config
from lms.folders import FULL

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from content.library import Library
    from lms.days import Now
    from lms.people.access import Actor


_NO_ROOM = "there is no room left on its disk; make some, or name another place"
_NOT_ALLOWED = "no permission; let this user write there, or name another place (the product's own is DATA_DIR)"
_OF_A_DISK = {
    **dict.fromkeys(FULL, _NO_ROOM),
    **dict.fromkeys((errno.EACCES, errno.EPERM), _NOT_ALLOWED),
    errno.EROFS: "its disk takes no writes; mount it to be written to, or name another place",
    errno.EIO: "its disk failed; look at the system's log",
}


class Failed(click.ClickException):
    """A refusal, printed as one line; exit code 2, because 1 means that `check` found errors."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line."""
        click.echo(f"repertoire: {self.format_message()}", err=True, file=file)


def echo_json(text: str) -> None:
    """Print JSON, which is UTF-8 whatever the terminal's encoding."""
    click.echo(text.encode("utf-8", "backslashreplace"))


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the product refuses into one line and exit code 2."""
    try:
        yield
    except (ConfigError, NotADirectoryError) as error:
        raise Failed(str(error)) from error
    except Exception as error:
        message = _refusal(error)
        if message is None:
            raise
        raise Failed(message) from error


def _refusal(error: Exception) -> str | None:
    """Say in one line what the product, a database or a disk refused; None for what is a fault of its own."""
    import sqlite3

    from sqlalchemy.exc import SQLAlchemyError  # here, because a command that goes well needn't wait for it

    from content.search import EngineError
    from lms.errors import Refusal

    if isinstance(error, SQLAlchemyError):
        return f"the database: {str(error).splitlines()[0]}; see DATABASE_URL and DATA_DIR"
    if isinstance(error, sqlite3.Error):
        return f"the database: {error}; see DATABASE_URL and DATA_DIR"
    if isinstance(error, OSError) and error.errno in _OF_A_DISK:
        return f"{error.filename or 'a disk'}: {_OF_A_DISK[error.errno]}"
    return str(error) if isinstance(error, (Refusal, EngineError)) else None


def read_settings(**given: Any) -> Config:
    """Read the settings, overridden by what isn't None; the library is the one that `serve` shows with them."""
    from api.work.data_folder import with_own_library

    return with_own_library(read_config(**given))


@contextmanager
def opened_app() -> Iterator[tuple[Config, Session, Now]]:
    """Open the database, brought to the newest schema: (config, session, now).

    Without BASE_URL the product's address is that of the server which runs, whatever port it was told.
    """
    from api.web.preparing import prepared_app
    from api.work.address import running_address
    from api.work.data_folder import private_files

    config = read_settings()
    config = replace(config, base_url=config.base_url or running_address(config.data_dir) or "")
    with private_files():
        app: Flask = prepared_app(config)
        with app.app_context():
            from flask import g

            from api.web.context import session
            from lms.days import now_in, present

            g.via = "command"
            yield config, session(), now_in(config.zone, present())


def act_as(session: Session, email: str, *, may_be_manager: bool = False) -> Actor:
    """Return the admin, or else the manager, whom --as names; the audit says from now on that it is they who act."""
    from flask import g

    from lms.errors import NotAllowed, NotFound
    from lms.people.access import Actor
    from lms.people.directory import find_person

    found = find_person(session, email=email)
    if found is None:
        raise NotFound(f"nobody with the address {email}; add them with `repertoire person add`")
    actor = Actor.of(found)
    if not actor.roles & ({"manager", "admin"} if may_be_manager else {"admin"}):
        raise NotAllowed(f"{email} is {'neither a manager nor an admin' if may_be_manager else 'no admin'}")
    g.actor = actor
    return actor


def note_taken(session: Session, name: str, **asked: Any) -> None:
    """Note what a command takes away, as routes do theirs; what can't be noted isn't given."""
    from lms.audit.noting import note

    note(session, "export.made", subject=name, after=asked)
    session.commit()


def read_pages(config: Config) -> Library:
    """Read the library that the settings name."""
    from content.library import read_library
    from lms.days import today_in

    return read_library(config.content_dir, day=today_in(config.zone))


@contextmanager
def data_folder(config: Config) -> Iterator[None]:
    """Make the data folder, and let nobody else read what is written into it."""
    from api.work.data_folder import make_data_folder, private_files

    with private_files():
        make_data_folder(config.data_dir)
        yield


@contextmanager
def progress_bar(total: int, label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on a terminal, and nothing elsewhere."""
    with click.progressbar(length=total, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield lambda done, _: bar.update(done - bar.pos)
