"""People in the directory, and what lets them in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.shared import act_as, opened_app, refusals
from api.cli.uploads import DRY_RUN, FILE, answers_of, end, published_pages, said_of_file

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from api.work.people.keeping import RowOutcomes
    from lms.people.models import Person, Team

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def person() -> None:
    """People in the directory."""


@person.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Full name.")
@click.option("--role", "roles", multiple=True, required=True, help="rep, author, manager or admin; repeat for more.")
@click.option("--team", help="Team by name; made if there is none.")
@click.option("--parent-team", help="Team above a team that is made, by name.")
@click.option("--hired-on", type=DAY, help="First day with the company; today if left out.")
@click.option("--region", help="Where they work, such as EMEA.")
@click.option("--job", help="Id of a page of type job.")
def person_add(
    email: str,
    name: str,
    roles: tuple[str, ...],
    team: str | None,
    parent_team: str | None,
    hired_on: datetime | None,
    region: str | None,
    job: str | None,
) -> None:
    """Add a person."""
    from lms.people.directory import ensure_team
    from lms.training.following import add_person

    with refusals(), opened_app() as (_, session, now):
        parent = ensure_team(session, name=parent_team) if parent_team else None
        in_team = ensure_team(session, name=team, parent_id=parent.id if parent else None) if team else None
        made = add_person(
            session,
            email=email,
            name=name,
            roles=roles,
            team_id=in_team.id if in_team else None,
            now=now,
            hired_on=hired_on.date() if hired_on else None,
            region=region,
            job=job,
        )
        session.commit()
        click.echo(f"{made.name} <{made.email}> added as {', '.join(sorted(set(roles)))}")


@person.command("unlink")
@click.argument("email")
def person_unlink(email: str) -> None:
    """Take a person's accounts with identity providers away; their next sign-in links one anew.

    Sign-ins that were begun with these providers end.
    """
    from lms.people.identities import unlink_identities

    with refusals(), opened_app() as (_, session, now):
        done = unlink_identities(session, person=_find(session, email), at=now.at)
        session.commit()
        click.echo(f"{done.accounts} linked accounts of {email} taken away, {done.sessions} sign-ins with them ended")


@person.command("move")
@click.argument("email")
@click.option("--team", required=True, help="Team by name.")
@click.option("--on", type=DAY, help="First day in the team, not in the future; today if left out.")
def person_move(email: str, team: str, on: datetime | None) -> None:
    """Put a person into another team."""
    from lms.training.following import change_person

    with refusals(), opened_app() as (_, session, now):
        found = _find(session, email)
        day = on.date() if on else now.day
        team_id = _find_team(session, team).id
        change_person(session, actor=None, person_id=found.id, on=day, now=now, team_id=team_id)
        session.commit()
        click.echo(f"{found.name} is in {team} from {day} on")


@person.command("leave")
@click.argument("email")
@click.option("--on", type=DAY, required=True, help="Last day, past or to come; they can sign in until it ends.")
def person_leave(email: str, on: datetime) -> None:
    """Note a person's last day."""
    from lms.training.following import leave

    with refusals(), opened_app() as (config, session, now):
        found = _find(session, email)
        leave(session, person_id=found.id, on=on.date(), now=now, zone=config.zone)
        session.commit()
        click.echo(f"{found.name}'s last day is {on.date()}")


@person.command("return")
@click.argument("email")
@click.option("--team", required=True, help="Team by name.")
@click.option("--on", type=DAY, required=True, help="First day back.")
def person_return(email: str, team: str, on: datetime) -> None:
    """Take back a person who left."""
    from lms.training.following import come_back

    with refusals(), opened_app() as (_, session, now):
        found, team_id = _find(session, email), _find_team(session, team).id
        come_back(session, person_id=found.id, on=on.date(), team_id=team_id, now=now)
        session.commit()
        click.echo(f"{found.name} is back in {team} from {on.date()} on")


@person.command("import")
@click.argument("file", type=FILE)
@click.option("--as", "email", metavar="EMAIL", required=True, help="An admin, who does it.")
@DRY_RUN
@click.option("--make-teams", is_flag=True, help="Make teams that aren't there, on top of the tree.")
@said_of_file
def person_import(file: Path, email: str, dry_run: bool, make_teams: bool, **said: Any) -> None:
    """Add and change people by a FILE of CSV or .xlsx.

    Its columns are email, name, roles, team, manager, region, job, hired_on, on, last_day; the first is needed, and the
    name of who is new. An empty cell leaves what is known, and whoever isn't in the list stays as they are.
    """
    from api.work.people.lists import PeopleList, upload_people
    from api.work.uploads.lists import SentList
    from content.jobs import job_titles

    answers = answers_of(**said)
    with refusals(), opened_app() as (config, session, now):
        sent = SentList(act_as(session, email), config.zone, now, answers, is_dry_run=dry_run)
        asked = PeopleList(sent, lambda: job_titles(published_pages(config, now)), makes_teams=make_teams)
        done, outcomes = upload_people(session, file.read_bytes(), asked)
    if dry_run:
        _show(outcomes)
    would = "would be " if dry_run else ""
    counts = f"{done.created} {would}new, {done.changed} {would}changed, {done.already_there} as they are"
    end(file, done, counts, is_dry_run=dry_run)


@click.command()
@click.argument("email")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="Days until it expires.")
@click.option(
    "--scope",
    type=click.Choice(["all", "scim", "scim-preview"]),
    default="all",
    show_default=True,
    help="What it opens: all that its owner may do, the directory's /scim/v2 alone, or a dry run of that.",
)
def token(email: str, name: str, days: int, scope: str) -> None:
    """Print a bearer token for a person, as the last line; nobody can read it again."""
    from lms.people.proofs import issue_token

    with refusals(), opened_app() as (_, session, now):
        owner = _find(session, email)
        made, secret = issue_token(session, person=owner, name=name, at=now.at, days=days, scope=scope)
        session.commit()
        click.echo(f"Token for {email}, good until {made.expires_at:%Y-%m-%d}:")
        click.echo(secret)


@click.command("sign-in")
@click.argument("email")
def sign_in(email: str) -> None:
    """Print a link that signs a person in once, as the last line."""
    from lms.people.proofs import issue_link

    with refusals(), opened_app() as (config, session, now):
        secret = issue_link(session, person=_find(session, email), at=now.at)
        session.commit()
        click.echo(f"{config.public_url}/sign-in/{secret}")


def _show(outcomes: RowOutcomes) -> None:
    """Print who would be new, changed, gone and back, a line for each."""
    for one in sorted(outcomes.rows, key=lambda one: one.row):
        fields = ", ".join(f"{name} {was or '-'} -> {now or '-'}" for name, (was, now) in one.changes.items())
        click.echo(f"row {one.row}: {one.what:7} {one.name} <{one.email}>{f': {fields}' if fields else ''}")
    if outcomes.teams:
        click.echo(f"teams that would be made: {', '.join(sorted(outcomes.teams))}")


def _find(session: Session, email: str) -> Person:
    from lms.errors import NotFound
    from lms.people.directory import find_person

    found = find_person(session, email=email)
    if found is None:
        raise NotFound(f"nobody with the address {email}; add them with `repertoire person add`")
    return found


def _find_team(session: Session, name: str) -> Team:
    from lms.errors import NotFound
    from lms.people.directory import find_team

    found = find_team(session, name=name)
    if found is None:
        raise NotFound(f"no team of the name {name}; make it with `repertoire person add --team`, or over the API")
    return found
