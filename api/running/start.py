"""Preparations of `serve`: folders, database, demo company; and the lines for the person who started it."""

from __future__ import annotations

import platform
from dataclasses import replace

from api import create_app
from api.running.announcing import say
from api.running.serve import serve
from api.running.server import ServeError
from api.web.context import now, session
from api.web.database import db
from api.web.preparing import prepared_app
from api.work.data_folder import make_data_folder
from api.work.demo_library import make_demo_library
from api.work.logs import set_up_log
from api.work.pulling import Puller
from api.work.settings_noted import note_settings
from config import Config, ConfigError
from content.problem import readable
from content.pulling.pulling import PullError
from lms.days import today_in
from lms.people.directory import find_person, has_people
from lms.people.installation import is_demo as holds_demo
from lms.people.proofs import issue_link

DEMO_SECONDS, DEMO_SOURCE = 240.0, "the demo company's invented survey of 24 sellers, August 2026"

FIRST_STEPS = (
    "Nobody can sign in yet. Make the first admin, then a sign-in link:",
    "  repertoire person add you@company.example --name 'Your Name' --role admin",
    "  repertoire sign-in you@company.example",
)


def start(config: Config, *, is_demo: bool) -> None:
    """Prepare, serve until stopped, and say what happens; raises ConfigError for what can't be served."""
    if config.content_remote and not config.content_dir.is_dir():
        _pull_first(config)
    if not config.content_dir.is_dir():
        raise ConfigError(f"CONTENT_DIR {config.content_dir} is not a folder; name one with Markdown in it")
    if readable(str(config.content_dir)) != str(config.content_dir):
        raise ConfigError(f"CONTENT_DIR {readable(str(config.content_dir))} can't be watched by this name; rename it")
    if is_demo and not config.baseline_seconds:
        config = replace(config, baseline_seconds=DEMO_SECONDS, baseline_source=DEMO_SOURCE)
    set_up_log(config.log_format)
    app = prepared_app(config, create_app)
    say(f"database  ready ({app.config['SQLALCHEMY_DATABASE_URI'].partition(':')[0]})")
    with app.app_context():
        if is_demo:
            config = _ensure_demo(config)
        say(f"library   {config.content_dir}")
        # A link opens the door: it is shown to whoever sits there, and not logged.
        links = _sign_in_links(config) if is_demo and config.log_format == "text" else []
        is_empty = not has_people(session())
        note_settings(session(), config, machine=platform.node())
        session().commit()
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


def _pull_first(config: Config) -> None:
    """Pull the library for the first time; raises ConfigError where there is none to show then."""
    make_data_folder(config.data_dir)
    try:
        commit = Puller(config).run()
    except PullError as error:
        raise ConfigError(f"CONTENT_REMOTE: {error}") from error
    say(f"library   pulled, commit {commit[:12]}")


def _ensure_demo(config: Config) -> Config:
    """Load the demo company into an empty database, and return settings with its library; anything else is refused.

    Where the library would be the sample, it is a copy of it on which time has passed.
    """
    from api.work.demo import load_demo

    is_there = holds_demo(session())
    if has_people(session()) and not is_there:
        raise ConfigError("this database holds people who aren't the demo's; use another DATA_DIR for --demo")
    if config.content_dir == Config().content_dir:
        pages = make_demo_library(config.content_dir, config.data_dir, day=today_in(config.zone))
        config = replace(config, content_dir=pages)
    if is_there:
        say("demo      company is there already")
        return config
    load_demo(session(), content_dir=config.content_dir, at=now(), zone=config.zone)
    session().commit()
    say("demo      company loaded")
    return config


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
