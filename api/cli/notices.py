"""Commands about reviews: the owners' e-mail, and pages marked as reviewed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.shared import Failed, opened_app, read_pages, read_settings, refusals
from config import Config
from lms.days import today_in

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from content.authoring.reviewing import ReviewChange
    from content.catalogue import Catalogue


@click.command()
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing.")
def digest(dry_run: bool) -> None:
    """Send now this week's e-mails about reviews and coaching; whoever got one this week gets no second."""
    from api.work.notices.digest import send_digests, week_start

    with refusals(), opened_app() as (config, session, now):
        if not config.smtp_host and not dry_run:
            raise Failed("there is no mail server; set SMTP_HOST and MAIL_FROM")
        catalogue = _catalogue(config)
        week = week_start(config, now.at).date()
        if dry_run:
            _print_letters(session, week, config, catalogue, now.at)
            return
        outcome = send_digests(session, week, config=config, catalogue=catalogue, at=now.at)
    for problem in outcome.problems:
        click.echo(f"not sent: {problem}", err=True)
    counts = f"{outcome.sent} sent, {outcome.skipped} skipped"
    click.echo(f"{counts} (sent this week, or tried within the hour), {len(outcome.problems)} failed")
    if outcome.problems:
        raise click.exceptions.Exit(2)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--on", metavar="DATE", help="Day of the review as YYYY-MM-DD; today when missing.")
def reviewed(paths: tuple[str, ...], on: str | None) -> None:
    """Write into pages that they were reviewed today, and print the command that commits it.

    Each PATH is relative to this folder or to the library.
    """
    from content.authoring.editing import EditError

    with refusals():
        config = read_settings()
        day = _day(on, today=today_in(config.zone))
    is_done = True
    for path in paths:
        try:
            _mark(_find(config, path), day)
        except (OSError, EditError, UnicodeDecodeError) as error:
            is_done = False
            click.echo(f"repertoire: {path}: {_reason(error)}", err=True)
    if not is_done:
        raise click.exceptions.Exit(2)


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "isn't UTF-8 text; save it as UTF-8"
    return str(error.strerror or error) if isinstance(error, OSError) else str(error)


def _day(text: str | None, *, today: date) -> date:
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise Failed(f"--on is `{text}`; write a date as YYYY-MM-DD") from None
    if day > today:
        raise Failed(f"--on {day} is still to come; a page is reviewed on the day somebody reads it")
    return day


def _find(config: Config, path: str) -> Path:
    """Return the file, from this folder or from the library; a link's target is what is written."""
    places = (Path(path), config.content_dir / path)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise FileNotFoundError(f"no such file, neither here nor in {config.content_dir}")
    from content.places.addresses import ENDINGS, is_page

    if not is_page(found.name):
        raise OSError(f"isn't a page; pages end in {', '.join(ENDINGS)}")
    return found.resolve()


def _mark(file: Path, day: date) -> None:
    """Change one file, and say so."""
    from shlex import join

    from content.authoring.reviewing import review_change
    from content.replacing import write_atomically

    before = file.read_bytes().decode("utf-8")
    change: ReviewChange = review_change(before, file.name, day)
    if change.text != before:
        write_atomically(file, change.text)
    until = f", counts until {change.verified_until}" if change.verified_until else ""
    click.echo(f"{_shown(file)}:{change.line}: {change.after}{until}")
    click.echo(f"  {join(['git', 'commit', '-m', change.message, '--', _shown(file)])}")


def _shown(file: Path) -> str:
    """Return a path as short as it can be written here."""
    here = Path.cwd().resolve()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


def _catalogue(config: Config) -> Catalogue:
    """Return what is known of the library's pages; an index that is missing is built."""
    from api.web.searching import open_search
    from content.search import IndexMissingError, update_index

    search = open_search(config)
    try:
        return search.catalogue()
    except IndexMissingError as error:
        update_index(read_pages(config), config.index_dir, distrusted=error.folder, server=config.opensearch_url)
        return search.catalogue()


def _print_letters(session: Session, week: date, config: Config, catalogue: Catalogue, at: datetime) -> None:
    from api.work.notices.digest import unsent_letters
    from api.work.notices.letters import text_of

    letters = unsent_letters(session, week, config=config, catalogue=catalogue, at=at)
    for letter in letters:
        click.echo(f"To: {letter.to.email}\nSubject: {letter.subject}\n")
        click.echo(text_of(letter, config))
    click.echo(f"{len(letters)} to send; nothing was sent", err=True)
