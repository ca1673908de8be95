"""Privacy of skills: the whole cast asks for everything, and gets what is theirs and nothing else."""

from __future__ import annotations

import json

import pytest
from sqlalchemy.orm import Session

from support.acting import in_days, newcomer, problem_of
from support.factories import Cast, Player
from support.scoring import ask, assess
from support.skilled import card, days_ago, rate, score

SEES = {
    "ada": {"ada"},
    "max": {"max", "ada", "sven"},
    "sven": {"sven"},
    "olga": {"olga"},
    "greta": {"greta", "olga"},
    "mara": {"mara"},
    "nadia": {"ada", "max", "sven", "olga", "greta", "mara", "nadia", "paula"},
}


@pytest.mark.parametrize("place", ["", "/closing?skill=discovery"])
def test_everybody_sees_themselves_and_whom_they_manage(cast: Cast, place: str) -> None:
    """Of all others it is as if they weren't there."""
    for name, seen in SEES.items():
        player: Player = getattr(cast, name)
        for other in ("ada", "max", "sven", "olga", "greta", "mara", "nadia", "paula"):
            answer = player.get(f"/skills/people/{getattr(cast, other).id}{place}")
            assert answer.status_code == (200 if other in seen else 404), (name, other)


@pytest.mark.parametrize("path", ["/skills", "/skills/me", "/skills/me/offers", "/skills/map", "/jobs"])
def test_a_partner_sees_none_of_it(cast: Cast, path: str) -> None:
    """It is the company's own."""
    problem_of(cast.paula.get(path), 403)


def test_the_map_holds_only_whom_one_manages(cast: Cast) -> None:
    """As rows and as CSV; an analyst has none."""
    for name in ("max", "greta", "nadia"):
        player: Player = getattr(cast, name)
        wanted = {getattr(cast, other).name for other in SEES[name]}
        assert {line["name"] for line in player.get("/skills/map").get_json()["people"]} == wanted
    for player in (cast.ada, cast.mara, newcomer(cast, "analyst", "rep", team="North")):
        problem_of(player.get("/skills/map"), 403)
        problem_of(player.get("/skills/map.csv"), 403)


def test_evidence_that_somebody_may_not_see_counts_in_nothing_that_they_are_shown(session: Session, cast: Cast) -> None:
    """Greta takes over Ada: what Max and Ada herself said before is neither in the list nor in the number."""
    for days in range(20, 25):
        score(session, cast.max, cast.ada, 0.0, days=days_ago(days), own=1.0)
    rate(session, cast.max, cast.ada, 1, days=days_ago(20))
    rate(session, cast.ada, cast.ada, 4, days=days_ago(20))
    session.commit()
    cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json={"team_id": str(cast.teams["South"])})
    found = cast.greta.get(f"/skills/people/{cast.ada.id}").get_json()
    assert found["items"] == []
    line = next(one for one in cast.greta.get("/skills/map").get_json()["people"] if one["name"] == "Ada Lind")
    assert {cell["pieces"] for cell in line["cells"]} == {0}
    problem_of(cast.max.get(f"/skills/people/{cast.ada.id}"), 404)
    (own,) = cast.ada.get("/skills/me").get_json()["items"]
    assert own["standing"]["pieces"] == 12
    score(session, cast.greta, cast.ada, 1.0, days=days_ago(0))
    session.commit()
    (skill,) = cast.greta.get(f"/skills/people/{cast.ada.id}").get_json()["items"]
    assert (skill["standing"]["pieces"], [one["level"] for one in skill["evidence"]]) == (1, [4.0])


def test_a_draft_counts_for_nobody_and_a_peers_card_for_no_peer(session: Session, cast: Cast) -> None:
    """Sven scored Ada's call; what it says of her is shown to her and to who manages her."""
    call = assess(session, cast.max, cast.ada)
    ask(session, call, cast.sven)
    card(session, cast.sven, call, 1.0, days=days_ago(0))
    session.commit()
    problem_of(cast.sven.get(f"/skills/people/{cast.ada.id}"), 404)
    (skill,) = cast.max.get(f"/skills/people/{cast.ada.id}").get_json()["items"]
    assert [one["kind"] for one in skill["evidence"]] == ["peer_scorecard"]


def test_what_a_rep_is_shown_of_colleagues_holds_no_level(session: Session, cast: Cast) -> None:
    """Only names of who offers."""
    score(session, cast.greta, cast.olga, 1.0, days=days_ago(1))
    session.commit()
    cast.olga.put("/skills/me/offers", {"skills": ["discovery"]})
    answer = cast.ada.get(f"/skills/people/{cast.ada.id}/closing?skill=discovery").get_json()
    assert answer["mentors"] == [
        {"id": str(cast.olga.id), "name": "Olga Petrova", "team_name": "South", "is_strong": None}
    ]


def test_a_rating_reaches_only_whom_one_manages(session: Session, cast: Cast) -> None:
    """A manager of another team, a colleague and an author change nothing."""
    body = {"skill": "discovery", "level": 1}
    for player in (cast.greta, cast.sven, cast.mara, cast.olga):
        problem_of(player.post(f"/skills/people/{cast.ada.id}/ratings", body), 404)
    problem_of(cast.paula.post(f"/skills/people/{cast.ada.id}/ratings", body), 403)
    assert cast.ada.get("/skills/me").get_json()["items"] == []
    assert cast.max.post(f"/skills/people/{cast.ada.id}/ratings", body).status_code == 201
    told = json.dumps(cast.ada.get("/skills/me").get_json())
    assert "Max Oduya" in told
    assert in_days(0).isoformat() in told
