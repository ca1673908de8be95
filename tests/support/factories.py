"""The cast that every permission test uses, and short ways to make what a test needs.

Ada is a rep of North and Max manages her team. Sven is a rep of North's junior team. Olga is a rep of South, which
Greta manages; they must see nothing of North's. Mara is an author, Nadia the admin. Paula is a partner: she reads what
isn't internal, and nothing else is there for her.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextvars import Context
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from api.web.database import db
from content.document import Document, parse
from content.library import read_library
from content.problem import LibraryProblem
from content.search import STAFF_SIGHT, Search, Sight, Update, read_query, update_index
from content.taxonomy import Taxonomy
from lms.people.access import Actor
from lms.people.directory import ensure_team
from lms.people.joining import add_person
from lms.people.models import Person
from lms.people.proofs import issue_link, issue_token

P = ParamSpec("P")
T = TypeVar("T")
UTC_ZONE = ZoneInfo("UTC")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PREFIX = "/api/v1"
ROLES = {
    "ada": ("Ada Lind", ("rep",), "North"),
    "max": ("Max Oduya", ("manager",), "North"),
    "sven": ("Sven Berg", ("rep",), "North juniors"),
    "olga": ("Olga Petrova", ("rep",), "South"),
    "greta": ("Greta Holm", ("manager",), "South"),
    "mara": ("Mara Quill", ("author",), None),
    "nadia": ("Nadia Brandt", ("admin",), None),
    "paula": ("Paula Reyes", ("partner",), None),
}


@dataclass(frozen=True)
class Player:
    """One of the cast: who they are, and a client that sends their token."""

    id: UUID
    name: str
    email: str
    actor: Actor
    token: str
    client: FlaskClient

    def get(self, path: str, **options: Any) -> TestResponse:
        """GET below /api/v1 as this person."""
        return self.ask("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """POST below /api/v1 as this person."""
        return self.ask("POST", path, json=json, **options)

    def put(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """PUT below /api/v1 as this person."""
        return self.ask("PUT", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        """DELETE below /api/v1 as this person."""
        return self.ask("DELETE", path, **options)

    def ask(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        """Send any method below /api/v1 as this person."""
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return apart(self.client.open, f"{PREFIX}{path}", method=method, headers=sent, **options)

    def twin(self) -> Player:
        """Return the same person with a client of their own, for another thread."""
        return self.of(self.client.application)

    def of(self, app: Flask) -> Player:
        """Return the same person with a client of another app."""
        return replace(self, client=app.test_client(use_cookies=False))


@dataclass(frozen=True)
class Cast:
    """Everybody, and the teams by name."""

    ada: Player
    max: Player
    sven: Player
    olga: Player
    greta: Player
    mara: Player
    nadia: Player
    paula: Player
    teams: dict[str, UUID]

    def everyone(self) -> Iterable[Player]:
        """Return all players."""
        return (*self.staff(), self.paula)

    def staff(self) -> Iterable[Player]:
        """Return the company's own people."""
        return (self.ada, self.max, self.sven, self.olga, self.greta, self.mara, self.nadia)


class Shelf:
    """A library of apple, banana and cherry with its index, and a rep's search that waits for every update."""

    def __init__(self, folder: Path) -> None:
        """Write the three pages and index them."""
        self.pages = folder / "library"
        self.index = folder / "index"
        self.search = Search(self.index, patience=30)
        for name in ("apple", "banana", "cherry"):
            self.write(name)
        self.update()

    def write(self, name: str, text: str = "", **fields: str) -> None:
        """Write or replace a page."""
        write_good_page(self.pages, f"{name}.md", f"# {name}\n\nfruit {name} {text}\n", title=name, **fields)

    def update(self, **options: Any) -> Update:
        """Bring the index in step."""
        return update_index(read_library(self.pages), self.index, **options)

    def ids(self, text: str, *, sight: Sight = STAFF_SIGHT) -> list[str]:
        """Search, and return the ids in their order."""
        found = self.search.find(read_query(text), limit=100, sight=sight)
        assert not found.is_reduced
        return sorted(hit.entry.id for hit in found.hits)


def add_rep(
    session: Session,
    email: str,
    *,
    name: str = "Rep",
    team_id: UUID | None = None,
    hired_on: date | None = None,
    region: str | None = None,
) -> Person:
    """Add a rep, who is with the company from MONDAY on, or from the day of hiring."""
    return add_person(
        session,
        email=email,
        name=name,
        roles=["rep"],
        team_id=team_id,
        at=MONDAY,
        day=MONDAY.date(),
        hired_on=hired_on,
        region=region,
    )


def make_cast(app: Flask, session: Session) -> Cast:
    """Fill an empty database with the cast; commits."""
    north = ensure_team(session, name="North")
    juniors = ensure_team(session, name="North juniors", parent_id=north.id)
    south = ensure_team(session, name="South")
    teams = {team.name: team.id for team in (north, juniors, south)}
    players = {}
    for key, (name, roles, team) in ROLES.items():
        email = f"{key}@brightwharf.example"
        person = add_person(
            session, email=email, name=name, roles=roles, team_id=teams.get(team or ""), at=MONDAY, day=MONDAY.date()
        )
        _, token = issue_token(session, person=person, name="test", at=datetime.now(UTC))
        actor = Actor(person.id, email, name, frozenset(roles), person.team_id, team)
        players[key] = Player(person.id, name, email, actor, token, app.test_client(use_cookies=False))
    session.commit()
    return Cast(**players, teams=teams)


def fill(app: Flask) -> Cast:
    """Fill an app's empty database with the cast, from outside its context."""
    with app.app_context():
        cast = make_cast(app, db.session())
        db.session.remove()
    return cast


def apart(call: Callable[P, T], /, *args: P.args, **options: P.kwargs) -> T:
    """Call outside the test's app context: each request then has its own database session, as under a server."""
    return Context().run(call, *args, **options)


def sign_in(app: Flask, player: Player) -> FlaskClient:
    """Return a browser in which somebody has followed a sign-in link."""
    with app.app_context():
        secret = issue_link(db.session(), person=db.session.get_one(Person, player.id), at=datetime.now(UTC))
        db.session.commit()
    client = app.test_client()
    assert apart(client.post, f"/sign-in/{secret}", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
    return client


def write_page(folder: Path, path: str, body: str = "# A page\n\nSome text.\n", **fields: str) -> Path:
    """Write a page with front matter (values are raw YAML) and return its file."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    front = "".join(f"{key}: {value}\n" for key, value in fields.items())
    file.write_text(f"---\n{front}---\n{body}" if fields else body, encoding="utf-8")
    return file


def write_good_page(folder: Path, path: str, body: str = "# A page\n\nSome text.\n", **fields: str) -> Path:
    """Write a page that a check has nothing to say about; its id is made from its path unless given."""
    known = {
        "id": re.sub(r"\W+", "-", path.removesuffix(".md")).strip("-"),
        "title": "A page",
        "type": "page",
        "owner": "mara@brightwharf.example",
        "reviewed": "2026-11-01",
        "review_every": "6 months",
    }
    return write_page(folder, path, body, **(known | fields))


def read_text(text: str, *, path: str = "page.md", words: dict[str, list[str]] | None = None) -> Document:
    """Read a page that must be readable, with a taxonomy of these words."""
    document = read_with_problems(text, path=path, words=words)[0]
    assert document is not None
    return document


def read_with_problems(
    text: str, *, path: str = "page.md", words: dict[str, list[str]] | None = None
) -> tuple[Document | None, list[LibraryProblem]]:
    """Read a page and what is wrong with it, with a taxonomy of these words."""
    taxonomy = Taxonomy({name: {value: value for value in values} for name, values in (words or {}).items()})
    return parse(text, path=path, taxonomy=taxonomy)
