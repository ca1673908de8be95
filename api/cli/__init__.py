"""The command `repertoire`; each command imports only what it needs."""

from __future__ import annotations

import click

from api.cli import authoring, library, notices, people, running, searching, training


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="repertoire", prog_name="repertoire")
def main() -> None:
    """Sales enablement from a git repository of Markdown.

    Settings come from the environment: DATA_DIR, CONTENT_DIR, DATABASE_URL and others; `repertoire settings` lists
    them all.
    """


for command in (
    running.serve,
    library.check,
    library.preview,
    authoring.adopt,
    authoring.new,
    searching.index,
    searching.search,
    people.person,
    people.token,
    people.sign_in,
    training.training,
    notices.reviewed,
    notices.digest,
    running.settings,
    running.openapi,
):
    main.add_command(command)
