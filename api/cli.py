"""The command `repertoire`; each command imports only what it needs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from config import Config, ConfigError, read_config

if TYPE_CHECKING:
    from flask import Flask

    from content.library import Library
    from content.search.find import Hit
    from content.search.ranking import Sort


class Failed(click.ClickException):
    """A refusal, printed as one line; exit code 2, because 1 means that `check` found errors."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Print the line."""
        click.echo(f"repertoire: {self.format_message()}", err=True, file=file)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="repertoire", prog_name="repertoire")
def main() -> None:
    """Sales enablement from a git repository of Markdown.

    Settings come from the environment: DATA_DIR, CONTENT_DIR, DATABASE_URL and others; `repertoire settings` lists
    them all.
    """


@main.command()
@click.option("--demo", is_flag=True, help="Load a demo company and print a sign-in link for each of four people.")
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
def serve(demo: bool, host: str | None, port: int | None) -> None:
    """Start everything: API, site and background worker on one origin."""
    from api.start import start

    with _refusals():
        start(read_config(host=host, port=port), is_demo=demo)


@main.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print problems.")
def check(form: str) -> None:
    """List every problem of the library with file, line and what to change; exit 1 on errors."""
    from dataclasses import asdict

    from content.check import problems
    from content.rendering import Renderer

    with _refusals():
        library = _read_library(read_config())
        renderer = Renderer(kept=0)
        with _progress(len(library.pages), "checking") as advance:
            found = problems(library, renderer=renderer, progress=advance)
        renderer.close()
    errors = sum(problem.severity == "error" for problem in found)
    if form == "json":
        click.echo(json.dumps([asdict(problem) for problem in found], ensure_ascii=False, indent=1))
    else:
        for problem in found:
            click.echo(str(problem))
        click.echo(f"{len(library.pages)} pages, {errors} errors, {len(found) - errors} warnings", err=True)
    sys.exit(1 if errors else 0)


@main.command()
def index() -> None:
    """Bring the search index to the state of the library."""
    from content.search.update import update_index

    with _refusals():
        config = read_config()
        library = _read_library(config)
        _make_folder(config)
        with _progress(len(library.pages), "indexing") as advance:
            update = update_index(library, config.index_dir, progress=advance)
    click.echo(f"{update.total} pages in the index: {update.written} written, {update.removed} removed")


@main.command()
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="Print what the API would answer.")
@click.option("--explain", is_flag=True, help="Say of each hit how it came to its place.")
@click.option("--type", "types", multiple=True, help="Keep pages of this type; repeat for more.")
@click.option("--sort", type=click.Choice(["relevance", "newest", "used"]), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="Hits to show.")
def search(query: str, as_json: bool, explain: bool, types: tuple[str, ...], sort: Sort, limit: int) -> None:
    """Search the library without a server; drafts and archived pages included.

    QUERY may hold words, "phrases", -without, and type:, stage:, persona:, industry:, product:, skill:, language:,
    owner:, audience: and status: with a value.
    """
    import time

    from api.searching import open_search
    from content.search.current import IndexMissingError
    from content.search.query import read_query
    from content.search.update import update_index

    with _refusals():
        config = read_config()
        searcher = open_search(config)
        asked = read_query(query, only={"type": types} if types else None)
        try:
            searcher.generation()
        except IndexMissingError as error:
            _make_folder(config)
            update_index(_read_library(config), config.index_dir, distrusted=error.folder)
        started = time.perf_counter()
        found = searcher.find(asked, page_size=limit, sort=sort, with_shares=explain)
        took_ms = round((time.perf_counter() - started) * 1000, 2)
    if as_json:
        from api.search import FoundOut

        shown = FoundOut.of(found, page=1, page_size=limit, took_ms=took_ms)
        click.echo(json.dumps(shown.model_dump(mode="json"), ensure_ascii=False, indent=1))
        return
    for hit in found.hits:
        _show_hit(hit)
    for hint in found.relaxed:
        click.echo(f"without {hint.without} there are {hint.total}", err=True)
    if found.did_you_mean:
        click.echo(f"did you mean: {found.did_you_mean}", err=True)
    click.echo(f"{found.total} found in {took_ms} ms", err=True)


@main.group()
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

    with _refusals(), _app() as (_, session, now):
        parent = ensure_team(session, name=parent_team) if parent_team else None
        in_team = ensure_team(session, name=team, parent_id=parent.id if parent else None) if team else None
        made = add_person(session, email=email, name=name, roles=roles, team_id=in_team.id if in_team else None, at=now)
        session.commit()
        click.echo(f"{made.name} <{made.email}> added as {', '.join(sorted(set(roles)))}")


@main.command()
@click.argument("email")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="Days until it expires.")
def token(email: str, name: str, days: int) -> None:
    """Print a bearer token for a person, as the last line; nobody can read it again."""
    from lms.people.proofs import issue_token

    with _refusals(), _app() as (_, session, now):
        made, secret = issue_token(session, person=_find(session, email), name=name, at=now, days=days)
        session.commit()
        click.echo(f"Token for {email}, good until {made.expires_at:%Y-%m-%d}:")
        click.echo(secret)


@main.command("sign-in")
@click.argument("email")
def sign_in(email: str) -> None:
    """Print a link that signs a person in once, as the last line."""
    from lms.people.proofs import issue_link

    with _refusals(), _app() as (config, session, now):
        secret = issue_link(session, person=_find(session, email), at=now)
        session.commit()
        click.echo(f"{config.public_url}/sign-in/{secret}")


@main.command()
def settings() -> None:
    """List every setting with its default."""
    from config import settings as all_settings

    for setting in all_settings():
        click.echo(f"{setting.name.upper():<22} {setting.metadata['help']} Default: {setting.default or 'empty'}")


@main.command()
def openapi() -> None:
    """Print the API's document."""
    from api import create_app
    from api.documentation import document

    with _refusals():
        click.echo(json.dumps(document(create_app(read_config())), indent=1, ensure_ascii=False, sort_keys=True))


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what the product refuses into one line and exit code 2."""
    from sqlalchemy.exc import SQLAlchemyError

    from content.search.engine.store import EngineError
    from lms.errors import Refusal

    try:
        yield
    except (ConfigError, Refusal, EngineError, NotADirectoryError) as error:
        raise Failed(str(error)) from error
    except PermissionError as error:
        raise Failed(f"no permission for {error.filename}; choose another folder with DATA_DIR") from error
    except SQLAlchemyError as error:
        raise Failed(f"the database: {str(error).splitlines()[0]}; see DATABASE_URL and DATA_DIR") from error


@contextmanager
def _app() -> Iterator[tuple[Config, Any, Any]]:
    """Open the database, brought to the newest schema: (config, session, now)."""
    from api.start import prepared_app

    config = read_config()
    app: Flask = prepared_app(config)
    with app.app_context():
        from api.context import now, session

        yield config, session(), now()


def _find(session: Any, email: str) -> Any:
    from lms.errors import NotFound
    from lms.people.directory import find_person

    found = find_person(session, email=email)
    if found is None:
        raise NotFound(f"nobody with the address {email}; add them with `repertoire person add`")
    return found


def _read_library(config: Config) -> Library:
    from content.library import read_library

    return read_library(config.content_dir)


def _make_folder(config: Config) -> None:
    Path(config.data_dir).mkdir(parents=True, exist_ok=True)


@contextmanager
def _progress(total: int, label: str) -> Iterator[Any]:
    """Show a bar on a terminal, and nothing elsewhere."""
    with click.progressbar(length=total, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield lambda done, _: bar.update(done - bar.pos)


def _show_hit(hit: Hit) -> None:
    """Print a hit, and what its score is made of when that was asked for."""
    entry = hit.entry
    marks = [entry.type, entry.language, *([entry.status] if entry.status != "approved" else [])]
    click.echo(f"{entry.title}  [{', '.join(marks)}]  {entry.path}")
    click.echo(f"    {_plain(hit)}")
    if hit.via:
        click.echo(f"    found through its translation: {hit.via.title} [{hit.via.language}]")
    for share in hit.shares:
        click.echo(f"    {'×' if share.is_factor else '+'} {share.amount:7.3f}  {share.what}")
    if hit.shares:
        click.echo(f"    = {hit.score:7.3f}")


def _plain(hit: Hit) -> str:
    import html

    if hit.passage is None:
        return hit.entry.summary or ""
    marked = hit.passage.html.replace("<mark>", "*").replace("</mark>", "*")
    return html.unescape(marked)
