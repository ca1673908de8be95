"""The command `repertoire`; each command imports only what it needs."""

from __future__ import annotations

import codecs
import sys
from io import TextIOWrapper

import click

from api.cli import (
    audit,
    authoring,
    backups,
    crm,
    decks,
    directory,
    library,
    notes,
    notices,
    people,
    running,
    searching,
    training,
)
from content.problem import written_out

# What a terminal's encoding lacks, or a file's name has and no encoding, is shown as in a list of problems.
READABLE = "repertoire.readable"


def _written_out(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(written_out, error.object[error.start : error.end])), error.end


codecs.register_error(READABLE, _written_out)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="repertoire", prog_name="repertoire")
def main() -> None:
    """Sales enablement from a git repository of Markdown.

    Settings come from the environment: DATA_DIR, CONTENT_DIR, DATABASE_URL and others; `repertoire settings` lists
    them all.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=READABLE)


for command in (
    running.serve,
    library.check,
    library.preview,
    authoring.adopt,
    authoring.new,
    decks.deck,
    searching.index,
    searching.search,
    people.person,
    people.token,
    directory.directory,
    people.sign_in,
    training.training,
    crm.crm,
    notices.reviewed,
    notices.digest,
    notes.notes,
    audit.audit,
    backups.backup,
    backups.restore,
    running.settings,
    running.openapi,
):
    main.add_command(command)
