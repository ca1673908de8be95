"""Keys of private notes at the command line: a new one, and what was written with an earlier one closed with it."""

from __future__ import annotations

import click

from api.cli.shared import Failed, opened_app, refusals


@click.group()
def notes() -> None:
    """Keys of private notes."""


@notes.command()
def key() -> None:
    """Print a new key for NOTES_KEY; put it before those that are there."""
    from lms.coaching.texts.cipher import new_key

    click.echo(new_key())


@notes.command()
def rekey() -> None:
    """Close all private notes with the first key of NOTES_KEY, so that the others can be taken out."""
    from api.work.notes_key import open_cipher
    from lms.base import in_steps
    from lms.coaching.texts.reclosing import close_anew

    with refusals(), opened_app() as (config, session, now):
        unread: list[str] = []
        cipher = open_cipher(config, session, at=now.at)
        done = in_steps(session, close_anew(session, cipher=cipher, unread=unread))
        click.echo(f"{done} private texts are closed with another key than before")
        if unread:
            raise Failed(f"{len(unread)} can't be read, and are as they were: {unread[0]}")
