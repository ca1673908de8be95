"""A company of a thousand people on top of the demo's: added to its teams, each signed in by a link of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from bench.faults.product import MANAGER
from sqlalchemy import select

from api.web.database import database_app, db
from config import Config
from lms.days import now_in, present
from lms.people.directory import find_person
from lms.people.models import Person, Team
from lms.people.proofs import issue_link
from lms.training.following import add_person

# One of so many manages people: each of them manages a team of the demo's.
MANAGERS_EVERY = 25
AT_ONCE = 4
Role = Literal["rep", "manager"]


@dataclass(frozen=True)
class Member:
    """Somebody who is signed in: a header, what they are, and the server that they ask, as every browser asks one."""

    base: str
    cookie: str
    role: Role


def fill(data: Path, url: str, people: int) -> list[tuple[str, Role]]:
    """Add people to an installation of the demo until it has so many; returns a sign-in link's secret for each."""
    config = Config(data_dir=data, database_url=url)
    with database_app(config).app_context():
        session, now = db.session(), now_in(config.zone, present())
        if find_person(session, email=MANAGER) is None:
            raise SystemExit("this is no installation of the demo")
        teams = list(session.scalars(select(Team.id).order_by(Team.id)))
        there = list(session.scalars(select(Person)))
        for number in range(len(there), people):
            role: Role = "rep" if number % MANAGERS_EVERY else "manager"
            email, team = f"load{number}@bench.example", teams[number % len(teams)]
            there.append(add_person(session, email=email, name=f"Load {number}", roles=[role], team_id=team, now=now))
            if number % 100 == 0:
                session.commit()
        found = [(issue_link(session, person=person, at=now.at), _role(person)) for person in there[:people]]
        session.commit()
        db.session.remove()
        db.engine.dispose()
    return found


def sign_in(links: Sequence[tuple[str, Role]], bases: Sequence[str]) -> list[Member]:
    """Sign everybody in, each at one of the servers in turn."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(lambda each: _signed_in(*each), _spread(links, bases)))


def _spread(links: Sequence[tuple[str, Role]], bases: Sequence[str]) -> Iterator[tuple[str, Role, str]]:
    for number, (secret, role) in enumerate(links):
        yield secret, role, bases[number % len(bases)]


def _signed_in(secret: str, role: Role, base: str) -> Member:
    with closing(HTTPConnection(urlsplit(base).netloc, timeout=60)) as connection:
        headers = {"Content-Length": "0", "Sec-Fetch-Site": "same-origin"}
        connection.request("POST", f"/sign-in/{secret}", headers=headers)
        answer = connection.getresponse()
        if answer.status != 303:
            raise SystemExit(f"{base}: nobody was signed in, {answer.status} {answer.read()[:300]!r}")
        return Member(base, str(answer.headers["Set-Cookie"]).partition(";")[0], role)


def _role(person: Person) -> Role:
    return "manager" if "manager" in {each.role for each in person.roles} else "rep"
