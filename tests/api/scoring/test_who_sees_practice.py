"""Everybody at every route of a practice: what isn't theirs isn't there.

Ada of North recorded it; Max, her manager, and Mara, a peer, grade it, and Sven was asked and declined. Greta manages
South, where Ada moves to.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.scoring.models import Scorecard
from support.acting import in_days, newcomer
from support.factories import Cast, Player
from support.recording import assessment_of, grade, name, record

COLUMNS = ("ada", "max", "nadia", "greta", "sven", "olga", "mara", "uma", "paula")
ROUTES = {
    # --------------------------------- ada   max   nadia greta sven  olga  mara  uma   paula
    "GET {place}": "                     200   200   404   404   404   404   200   404   403",
    "GET {place}/recording": "           200   200   404   404   404   404   200   404   403",
    "GET {place}/upload": "              200   404   404   404   404   404   404   404   403",
    "PUT {place}/upload?offset=0": "     409   404   404   404   404   404   404   404   403",
    "PUT {place}/transcript": "          409   404   404   404   404   404   404   404   403",
    "DELETE {place}/transcript": "       409   404   404   404   404   404   404   404   403",
    "DELETE {place}": "                  409   404   404   404   404   404   404   404   403",
    "POST {place}/handed-in": "          200   404   404   404   404   404   404   404   403",
    "POST {place}/graders": "            403   409   409   404   403   403   403   403   403",
    "POST {place}/again": "              404   +     404   404   404   404   +     404   403",
    "GET /practice": "                   200   200   200   200   200   200   200   200   403",
    "GET /practice/grading": "           200   200   200   200   200   200   200   200   403",
}


def test_everybody_at_every_route(cast: Cast) -> None:
    """While it is being graded: the rep, who grades it, and who manages the rep; the admin as all others."""
    people = {**vars(cast), "uma": newcomer(cast, "analyst")}
    place = record(cast.ada)
    name(cast.max, place, cast.sven)
    assert cast.sven.post(f"{assessment_of(cast.sven, place)}/declined").status_code == 204
    name(cast.max, place, cast.mara)
    for route, expected in ROUTES.items():
        row = dict(zip(COLUMNS, expected.split(), strict=True))
        asked = {who: status for who, status in row.items() if status != "+"}
        assert {who: str(_ask(people[who], route, place)) for who in asked} == asked, route
    lists = {who: _listed(people[who]) for who in COLUMNS[:-1]}
    assert lists == dict.fromkeys(COLUMNS[:-1], 0) | {"ada": 1, "max": 1, "mara": 1}


@pytest.mark.parametrize(
    ("when", "sees"),
    [("before anybody published", ""), ("while one has", "max"), ("decided", "ada max mara nadia")],
)
def test_who_sees_what_was_graded(cast: Cast, when: str, sees: str) -> None:
    """The points of both, once they are decided: the rep, who graded, and who manages the rep."""
    place = record(cast.ada)
    name(cast.max, place, cast.mara)
    if when != "before anybody published":
        grade(cast.max, place)
    if when == "decided":
        grade(cast.mara, place)
    found = {}
    for who in COLUMNS[:-2]:
        answer = getattr(cast, who).get(place)
        outcome = answer.get_json()["outcome"] if answer.status_code == 200 else None
        found[who] = bool(outcome and outcome["points"])
    assert {who for who, is_seen in found.items() if is_seen} == set(sees.split() if when == "decided" else [])


def test_who_managed_before_and_who_manages_now(cast: Cast, session: Session) -> None:
    """Ada moved to South after it was graded: Max, who graded it, keeps it, and Greta sees none of it."""
    place = record(cast.ada)
    name(cast.max, place, cast.mara)
    for who in (cast.max, cast.mara):
        grade(who, place)
    session.execute(update(Scorecard).values(published_on=in_days(-1)))
    session.commit()
    moved = cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json={"team_id": str(cast.teams["South"])})
    assert moved.status_code == 200
    for path in (place, f"{place}/recording"):
        seen = {who: getattr(cast, who).get(path).status_code for who in ("ada", "max", "mara", "greta")}
        assert seen == {"ada": 200, "max": 200, "mara": 200, "greta": 404}


def _ask(player: Player, route: str, place: str) -> int:
    method, path = route.split()
    sent: dict[str, Any] = {}
    if path.endswith("graders"):
        sent = {"json": {"email": "olga@brightwharf.example"}}
    elif path.endswith("again"):
        sent = {"json": {"reason": "x"}}
    elif method == "PUT":
        kind = "text/vtt" if path.endswith("transcript") else "application/octet-stream"
        sent = {"data": b"WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n", "content_type": kind}
    return player.ask(method, path.format(place=place), **sent).status_code


def _listed(player: Player) -> int:
    """Return in how many lists somebody finds it."""
    own = player.get("/practice").get_json()["items"]
    grading = player.get("/practice/grading").get_json()
    return bool(own) + sum(bool(grading[name]) for name in ("to_grade", "graded", "lacking"))
