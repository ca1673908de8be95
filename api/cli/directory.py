"""A dry run of the directory (SCIM) at the command line: changes that it would have made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.cli.shared import opened_app, refusals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from lms.people.scim.models import ScimPreview

_AT_ONCE = 500


@click.group()
def directory() -> None:
    """People as a directory keeps them."""


@directory.command("preview")
@click.option("--forget", is_flag=True, help="Forget what was noted, so that the next dry run begins anew.")
def directory_preview(forget: bool) -> None:
    """Print what a dry run would have changed, one line for each user and group, and how many of each at the end."""
    from lms.people.scim.previews import SAME, count_previews, forget_previews

    with refusals(), opened_app() as (_, session, _):
        if forget:
            forget_previews(session)
            session.commit()
            click.echo("What was noted is forgotten")
            return
        for preview in _all(session):
            if preview.outcome != SAME:
                click.echo(f"{preview.outcome:8} {preview.kind:6} {preview.name}{_why(preview)}")
        counts = count_previews(session)
        click.echo(", ".join(f"{count} {outcome}" for outcome, count in counts.items()))


def _all(session: Session) -> Iterator[ScimPreview]:
    from lms.people.scim.previews import list_previews

    after = None
    while found := list_previews(session, after=after, limit=_AT_ONCE):
        yield from found
        after = found[-1].id


def _why(preview: ScimPreview) -> str:
    if preview.refusal:
        return f": {preview.refusal}"
    said = []
    for change in preview.changes:
        before, after = change["before"] or {}, change["after"] or {}
        values = [f"{name} {before.get(name, '-')} -> {after.get(name, '-')}" for name in {**before, **after}]
        said.append(f"{change['action']} ({', '.join(values)})" if values else change["action"])
    return f": {'; '.join(said)}" if said else ""
