"""People in the directory, and what lets them in."""

from __future__ import annotations

from typing import Any

import click

from api.cli.shared import opened_app, refusals


@click.group()
def person() -> None:
    """People in the directory."""


@person.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Full name.")
@click.option("--role", "roles", multiple=True, required=True, help="rep, author, manager or admin; repeat for more.")
@click.option("--team", help="Team by name; made if there is none.")
@click.option("--parent-team", help="Team above a team that is made, by name.")
def person_add(email: str, name: str, roles: tuple[str, ...], team: str | None, parent_team: str | None) -> None:
    """Add a person."""
    from lms.people.directory import add_person, ensure_team

    with refusals(), opened_app() as (_, session, now):
        parent = ensure_team(session, name=parent_team) if parent_team else None
        in_team = ensure_team(session, name=team, parent_id=parent.id if parent else None) if team else None
        made = add_person(session, email=email, name=name, roles=roles, team_id=in_team.id if in_team else None, at=now)
        session.commit()
        click.echo(f"{made.name} <{made.email}> added as {', '.join(sorted(set(roles)))}")


@click.command()
@click.argument("email")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="Days until it expires.")
def token(email: str, name: str, days: int) -> None:
    """Print a bearer token for a person, as the last line; nobody can read it again."""
    from lms.people.proofs import issue_token

    with refusals(), opened_app() as (_, session, now):
        made, secret = issue_token(session, person=_find(session, email), name=name, at=now, days=days)
        session.commit()
        click.echo(f"Token for {email}, good until {made.expires_at:%Y-%m-%d}:")
        click.echo(secret)


@click.command("sign-in")
@click.argument("email")
def sign_in(email: str) -> None:
    """Print a link that signs a person in once, as the last line."""
    from lms.people.proofs import issue_link

    with refusals(), opened_app() as (config, session, now):
        secret = issue_link(session, person=_find(session, email), at=now)
        session.commit()
        click.echo(f"{config.public_url}/sign-in/{secret}")


def _find(session: Any, email: str) -> Any:
    from lms.errors import NotFound
    from lms.people.directory import find_person

    found = find_person(session, email=email)
    if found is None:
        raise NotFound(f"nobody with the address {email}; add them with `repertoire person add`")
    return found
