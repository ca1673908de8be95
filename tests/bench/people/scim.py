"""Measures a directory's interface at scale: `uv run --no-sync python tests/bench/people/scim.py [--people N]`.

SQLite and PostgreSQL get people whom a directory keeps, with user names, external ids and departments, and one group of
5,000. Then each kind of request is sent a number of times, each time for somebody else; milliseconds are those
of the whole request inside this process, without a network; `own` is the processor time of this process (median), which
others on the machine don't change (SQLite works inside it, PostgreSQL beside).
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.figures import quantile
from bench.keeping import kept_database, kept_folder
from uuid_utils.compat import uuid7

from support.scim import ENTERPRISE, PATCH, USER

MEMBERS, AT_ONCE = 5_000, 5_000


def main() -> None:
    """Fill, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--requests", type=int, default=50)
    parser.add_argument("--kinds", nargs="+", default=["sqlite", "postgres"])
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {options.people:,} people", flush=True)
    with kept_folder(None, name="scim") as folder:
        for kind in options.kinds:
            with kept_database(kind, folder / kind, name="scim") as url:
                _measure(kind, folder / kind, url, options.people, options.requests)


def _measure(kind: str, data: Path, url: str, people: int, requests: int) -> None:
    from api import create_app
    from api.web.database import db, upgrade
    from config import Config

    app = create_app(Config(data_dir=data, database_url=url, directory_rate_limit="1000000 per minute"))
    upgrade(app)
    with app.app_context():
        token, group = _fill(db.session, people)
        db.engine.dispose()
    client = app.test_client()
    headers = {"Authorization": f"Bearer {token}"}

    def ask(method: str, path: str, body: Any = None, **query: Any) -> Any:
        answer = client.open(f"/scim/v2{path}", method=method, json=body, headers=headers, query_string=query)
        if answer.status_code >= 300:
            raise SystemExit(f"{method} {path} {query}: {answer.status_code} {answer.get_data(as_text=True)[:300]}")
        return answer.get_json(force=True) if answer.data else None

    print(f"\n{kind}: milliseconds of {requests} requests: median, 95th percentile, own", flush=True)
    for name, one in _requests(ask, people, requests, group).items():
        taken, own = [], []
        for number in range(requests):
            began, began_own = time.perf_counter(), time.process_time()
            one(number)
            taken.append(1000 * (time.perf_counter() - began))
            own.append(1000 * (time.process_time() - began_own))
        print(f"  {name:40} {quantile(taken, 50):8.1f} {quantile(taken, 95):8.1f} {quantile(own, 50):8.1f}", flush=True)


def _requests(ask: Callable[..., Any], people: int, times: int, group: str) -> dict[str, Callable[[int], Any]]:
    """Return what is asked so many times, by name, each taking the number of the time."""
    chosen = random.Random(7)

    def someone() -> int:
        return chosen.randrange(people)

    def user_id() -> str:
        found: str = ask("GET", "/Users", filter=f'userName eq "{_name(someone())}"')["Resources"][0]["id"]
        return found

    ids = [user_id() for _ in range(2 * times)]
    change = {"op": "Replace", "path": "displayName", "value": "New Name"}
    return {
        "a page of 100 at the start": lambda _: ask("GET", "/Users", count=100),
        "a page of 100 in the middle": lambda _: ask("GET", "/Users", count=100, startIndex=people // 2),
        "a page of 100 by userName": lambda _: ask("GET", "/Users", count=100, sortBy="userName"),
        "userName eq": lambda _: ask("GET", "/Users", filter=f'userName eq "{_name(someone())}"'),
        "userName eq, nobody": lambda n: ask("GET", "/Users", filter=f'userName eq "nobody-{n}@example.com"'),
        "externalId eq": lambda _: ask("GET", "/Users", filter=f'externalId eq "ext-{someone()}"'),
        "work e-mail eq": lambda _: ask(
            "GET", "/Users", filter=f'emails[type eq "work"].value eq "{_name(someone())}"'
        ),
        "active eq true, first 100": lambda _: ask("GET", "/Users", filter="active eq true", count=100),
        "a user": lambda n: ask("GET", f"/Users/{ids[n]}"),
        "PATCH of a name": lambda n: ask("PATCH", f"/Users/{ids[n]}", {"schemas": [PATCH], "Operations": [change]}),
        "POST of a user": lambda n: ask(
            "POST", "/Users", {"schemas": [USER], "userName": f"new-{n}@example.com", "active": True}
        ),
        f"a group of {MEMBERS:,} without members": lambda _: ask(
            "GET", f"/Groups/{group}", excludedAttributes="members"
        ),
        f"one more in a group of {MEMBERS:,}": lambda n: ask(
            "PATCH",
            f"/Groups/{group}",
            {"schemas": [PATCH], "Operations": [{"op": "Add", "path": "members", "value": [{"value": ids[n]}]}]},
        ),
    }


def _name(number: int) -> str:
    return f"person{number}@example.com"


def _fill(session: Any, people: int) -> tuple[str, str]:
    """Add an admin with a token, people as a directory left them, and a group; return the token and the group's id."""
    from sqlalchemy import insert

    from lms.people.directory import ensure_team
    from lms.people.joining import add_person
    from lms.people.models import Membership, Person, PersonRole
    from lms.people.proofs import issue_token
    from lms.people.scim.models import ScimGroup, ScimMember, ScimUser

    at = datetime.now(UTC)
    admin = add_person(
        session, email="admin@example.com", name="Admin", roles=["admin"], team_id=None, at=at, day=at.date()
    )
    token = issue_token(session, person=admin, name="bench", at=at, days=2, scope="scim")[1]
    team = ensure_team(session, name="All")
    group = ScimGroup(name="All", name_key="all", external_id=None, team_id=team.id, created_at=at, changed_at=at)
    session.add(group)
    session.flush()
    ids = [uuid7() for _ in range(people)]
    for start in range(0, people, AT_ONCE):
        part = list(enumerate(ids))[start : start + AT_ONCE]
        session.execute(
            insert(Person),
            [
                {"id": one, "email": _name(n), "name": f"Person {n}", "team_id": team.id, "created_at": at}
                for n, one in part
            ],
        )
        session.execute(insert(PersonRole), [{"person_id": one, "role": "rep"} for _, one in part])
        standing = {"since": at.date(), "team_id": team.id, "is_employed": True, "recorded_at": at}
        session.execute(insert(Membership), [{"person_id": one, **standing} for _, one in part])
        session.execute(
            insert(ScimUser),
            [
                {
                    "person_id": one,
                    "user_name": _name(n),
                    "user_key": _name(n),
                    "external_id": f"ext-{n}",
                    "given": _given(n),
                    "created_at": at,
                    "changed_at": at,
                }
                for n, one in part
            ],
        )
    session.execute(insert(ScimMember), [{"group_id": group.id, "person_id": one} for one in ids[:MEMBERS]])
    session.commit()
    return token, str(group.id)


def _given(number: int) -> dict[str, Any]:
    return {
        "schemas": [USER, ENTERPRISE],
        "userName": _name(number),
        "externalId": f"ext-{number}",
        "displayName": f"Person {number}",
        "active": True,
        "emails": [{"value": _name(number), "type": "work", "primary": True}],
        ENTERPRISE: {"department": f"Department {number % 200}", "employeeNumber": str(number)},
    }


if __name__ == "__main__":
    main()
