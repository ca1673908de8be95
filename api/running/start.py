"""Preparations of `serve`: folders, database, demo company; and the lines for the person who started it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from api import create_app
from api.running.announcing import say
from api.running.serve import serve
from api.running.server import ServeError
from api.web.context import now, session
from api.web.database import db
from api.web.preparing import prepared_app
from api.work.data_folder import make_data_folder
from api.work.demo_library import make_demo_library
from config import Config, ConfigError
from content.problem import readable
from lms.days import today_in
from lms.kpis.episodes import Baseline
from lms.people.directory import find_person, has_people
from lms.people.installation import is_demo as holds_demo
from lms.people.proofs import issue_link

DEMO_BASELINE = Baseline(240.0, "the demo company's invented survey of 24 sellers, August 2026")

FIRST_STEPS = (
    "Nobody can sign in yet. Make the first admin, then a sign-in link:",
    "  repertoire person add you@company.example --name 'Your Name' --role admin",
    "  repertoire sign-in you@company.example",
)


def start(config: Config, *, is_demo: bool) -> None:
    """Prepare, serve until stopped, and say what happens; raises ConfigError for what can't be served."""
    if not config.content_dir.is_dir():
        raise ConfigError(f"CONTENT_DIR {config.content_dir} is not a folder; name one with Markdown in it")
    if readable(str(config.content_dir)) != str(config.content_dir):
        raise ConfigError(f"CONTENT_DIR {readable(str(config.content_dir))} can't be watched by this name; rename it")
    if is_demo and not config.baseline_seconds:
        config = replace(config, baseline_seconds=DEMO_BASELINE.seconds, baseline_source=DEMO_BASELINE.source)
    if is_demo and config.content_dir == Config().content_dir:
        config = replace(config, content_dir=_demo_library(config))
    say(f"library   {config.content_dir}")
    app = prepared_app(config, create_app)
    say(f"database  ready ({app.config['SQLALCHEMY_DATABASE_URI'].partition(':')[0]})")
    with app.app_context():
        if is_demo:
            _ensure_demo(config)
        links = _sign_in_links(config) if is_demo else []
        is_empty = not has_people(session())
        session().close()
        db.engine.dispose()  # the processes that are started next must not share this one's connections

    lines = [f"serving   {config.public_url}   (API: {config.public_url}/api/v1/docs/)"]
    lines += [f"{role:<9} {name}: {link}" for name, role, link in links]
    if is_empty:
        lines += FIRST_STEPS
    try:
        serve(config, announcement=[*lines, "Stop with Ctrl-C."])
    except ServeError as error:
        raise ConfigError(str(error)) from error


def _demo_library(config: Config) -> Path:
    """Return the folder of the demo's own pages, a copy of the sample library on which time has passed."""
    make_data_folder(config.data_dir)
    return make_demo_library(config.content_dir, config.data_dir, day=today_in(config.zone))


def _ensure_demo(config: Config) -> None:
    """Load the demo company into an empty database; one that holds anything else is refused."""
    from api.work.demo import load_demo

    if holds_demo(session()):
        say("demo      company is there already")
        return
    if has_people(session()):
        raise ConfigError("this database holds people who aren't the demo's; use another DATA_DIR for --demo")
    load_demo(session(), content_dir=config.content_dir, at=now(), zone=config.zone)
    session().commit()
    say("demo      company loaded")


def _sign_in_links(config: Config) -> list[tuple[str, str, str]]:
    from api.work.demo import FACES

    links = []
    for role, email in FACES.items():
        person = find_person(session(), email=email)
        if person is not None:
            secret = issue_link(session(), person=person, at=now())
            links.append((person.name, role, f"{config.public_url}/sign-in/{secret}"))
    session().commit()
    return links
