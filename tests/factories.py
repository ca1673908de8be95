"""The cast that every permission test uses, and short ways to make what a test needs.

Ada is a rep of North and Max manages her team. Sven is a rep of North's junior team. Olga is a rep of South, which
Greta manages; they must see nothing of North's. Mara is an author, Nadia the admin.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.people.access import Actor
from lms.people.directory import add_person, ensure_team, get_person
from lms.people.proofs import issue_token

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
        return self._ask("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """POST below /api/v1 as this person."""
        return self._ask("POST", path, json=json, **options)

    def put(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """PUT below /api/v1 as this person."""
        return self._ask("PUT", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        """DELETE below /api/v1 as this person."""
        return self._ask("DELETE", path, **options)

    def _ask(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return self.client.open(f"{PREFIX}{path}", method=method, headers=sent, **options)


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
    teams: dict[str, UUID]

    def everyone(self) -> Iterable[Player]:
        """Return all players."""
        return (self.ada, self.max, self.sven, self.olga, self.greta, self.mara, self.nadia)


def make_cast(app: Flask, session: Session) -> Cast:
    """Fill an empty database with the cast; commits."""
    north = ensure_team(session, name="North")
    juniors = ensure_team(session, name="North juniors", parent_id=north.id)
    south = ensure_team(session, name="South")
    teams = {team.name: team.id for team in (north, juniors, south)}
    players = {}
    for key, (name, roles, team) in ROLES.items():
        email = f"{key}@brightwharf.example"
        person = add_person(session, email=email, name=name, roles=roles, team_id=teams.get(team or ""), at=MONDAY)
        _, token = issue_token(session, person=person, name="test", at=datetime.now(UTC))
        session.flush()
        session.refresh(person)
        actor = Actor.of(get_person(session, person_id=person.id))
        players[key] = Player(person.id, name, email, actor, token, app.test_client(use_cookies=False))
    session.commit()
    return Cast(**players, teams=teams)


def write_page(folder: Path, path: str, body: str = "# A page\n\nSome text.\n", **fields: str) -> Path:
    """Write a page with front matter (values are raw YAML) and return its file."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    front = "".join(f"{key}: {value}\n" for key, value in fields.items())
    file.write_text(f"---\n{front}---\n{body}" if fields else body, encoding="utf-8")
    return file
