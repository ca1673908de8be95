"""Links of a session: each leads to something that who adds it may see, and only the two see what is linked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from content.library import Library
from lms.coaching.links import address_at, recording_at
from lms.errors import Conflict
from support.acting import PAGE, pass_course, problem_of
from support.coaching import NOBODY, schedule
from support.crm import count_figures, say
from support.factories import Cast, Player


def link(player: Player, session_id: str, kind: str, target: str, **fields: Any) -> dict[str, Any]:
    """Add a link and return it as it stands last in the session."""
    answer = player.post(f"/coaching/sessions/{session_id}/links", {"kind": kind, "target": target, **fields})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()["links"][-1]
    return found


def test_both_add_and_remove_links(cast: Cast) -> None:
    """A page by its id, a recording at a time in it; who of the two added it doesn't matter."""
    made = schedule(cast.max, cast.ada)["id"]
    page = link(cast.max, made, "page", PAGE)
    assert (page["label"], page["url"], page["seconds"]) == ("It is too expensive", "/objections/too-expensive/", None)
    call = link(cast.ada, made, "recording", "https://calls.example/7?t=1m30s&k=v", label="Call with Frostvale")
    assert (call["target"], call["seconds"]) == ("https://calls.example/7?k=v", 90)
    assert (call["url"], call["label"]) == ("https://calls.example/7?k=v&t=90", "Call with Frostvale")
    shown = cast.max.delete(f"/coaching/sessions/{made}/links/{call['id']}").get_json()
    assert [one["id"] for one in shown["links"]] == [page["id"]]
    problem_of(cast.max.delete(f"/coaching/sessions/{made}/links/{call['id']}"), 404)
    again = cast.max.post(f"/coaching/sessions/{made}/links", {"kind": "page", "target": PAGE})
    assert "linked already" in problem_of(again, 409)["detail"]


def test_nobody_else_reaches_the_links_of_a_session(cast: Cast) -> None:
    """Nor takes away those of another through their own."""
    made, other = schedule(cast.max, cast.ada)["id"], schedule(cast.max, cast.sven)["id"]
    page = link(cast.max, made, "page", PAGE)
    for player in (cast.nadia, cast.greta, cast.sven, cast.mara):
        problem_of(player.post(f"/coaching/sessions/{made}/links", {"kind": "page", "target": PAGE}), 404)
        problem_of(player.delete(f"/coaching/sessions/{made}/links/{page['id']}"), 404)
    problem_of(cast.sven.delete(f"/coaching/sessions/{other}/links/{page['id']}"), 404)
    problem_of(cast.max.delete(f"/coaching/sessions/{made}/links/{NOBODY}"), 404)
    assert len(cast.ada.get(f"/coaching/sessions/{made}").get_json()["links"]) == 1


def test_a_deal_is_linked_by_who_may_see_its_owners_records(app: Flask, session: Session, cast: Cast) -> None:
    """By its id, with or without its source; Ada may link hers and not Sven's, Max both and not Olga's."""
    for key, player in (("d1", cast.ada), ("d2", cast.sven), ("d3", cast.olga)):
        row = {"key": key, "name": f"Deal of {player.name}", "owner_email": player.email, "stage": "Proposal"}
        say(session, "deals", {**row, "created_on": "2026-01-05"}, on=date(2026, 3, 2))
    say(session, "deals", {"key": "d1", "name": "Other", "owner_email": cast.ada.email, "stage": "x"}, source="old")
    count_figures(app)
    made = schedule(cast.max, cast.ada)["id"]
    found = link(cast.ada, made, "deal", "crm:d1")
    assert (found["target"], found["label"], found["url"]) == ("crm:d1", "Deal of Ada Lind", None)
    assert link(cast.max, made, "deal", " d2 ")["target"] == "crm:d2"
    refused = {cast.ada: ("crm:d2", "d3", "d9", "nowhere:d1"), cast.max: ("d3", "crm:")}
    for player, targets in refused.items():
        for target in targets:
            answer = player.post(f"/coaching/sessions/{made}/links", {"kind": "deal", "target": target})
            assert "no deal" in problem_of(answer, 409)["detail"]
    twice = cast.ada.post(f"/coaching/sessions/{made}/links", {"kind": "deal", "target": "d1"})
    assert "crm:d1 or old:d1" in problem_of(twice, 409)["detail"]


def test_an_attempt_is_one_of_the_reps_that_who_adds_it_may_see(cast: Cast, library: Library) -> None:
    """Its result stands in its label; Sven's isn't for a session with Ada, and a mentor sees none."""
    attempt = pass_course(cast.ada, library).get_json()["id"]
    other = pass_course(cast.sven, library).get_json()["id"]
    made = schedule(cast.max, cast.ada)["id"]
    assert link(cast.max, made, "attempt", attempt)["label"].endswith(": 100 %")
    for target in (other, NOBODY, "x"):
        problem_of(cast.max.post(f"/coaching/sessions/{made}/links", {"kind": "attempt", "target": target}), 409)
    cast.max.post("/coaching/pairs", {"mentee_id": str(cast.ada.id), "mentor_email": cast.olga.email})
    mentored = schedule(cast.olga, cast.ada, kind="mentoring")["id"]
    problem_of(cast.olga.post(f"/coaching/sessions/{mentored}/links", {"kind": "attempt", "target": attempt}), 409)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"kind": "page", "target": "no-such-page"}, 409),
        ({"kind": "page", "target": PAGE, "seconds": 3}, 409),
        ({"kind": "page", "target": PAGE, "label": "x"}, 409),
        ({"kind": "recording", "target": "http://calls.example/7"}, 409),
        ({"kind": "recording", "target": "javascript:alert(1)"}, 409),
        ({"kind": "recording", "target": "https://a:b@calls.example/7"}, 409),
        ({"kind": "recording", "target": "https://calls.example/7", "seconds": -1}, 422),
        ({"kind": "recording", "target": "https://calls.example/7", "seconds": 90000}, 422),
        ({"kind": "recording", "target": "https://calls.example/7?t=99h"}, 409),
        ({"kind": "film", "target": "x"}, 422),
        ({"kind": "page", "target": " "}, 422),
        ({"kind": "page", "target": "x" * 1001}, 422),
    ],
)
def test_a_link_that_leads_nowhere_safe_is_refused(sqlite_cast: Cast, sent: dict[str, Any], status: int) -> None:
    """What isn't there, isn't an address of https, or has a time beyond a day."""
    made = schedule(sqlite_cast.max, sqlite_cast.ada)["id"]
    problem_of(sqlite_cast.max.post(f"/coaching/sessions/{made}/links", sent), status)


@pytest.mark.parametrize(
    ("address", "bare", "seconds"),
    [
        ("https://x.example/v?id=7", "https://x.example/v?id=7", None),
        ("https://x.example/v?id=7&t=90", "https://x.example/v?id=7", 90),
        ("https://x.example/v?t=1h2m3s", "https://x.example/v", 3723),
        ("https://x.example/v#t=2m", "https://x.example/v", 120),
        ("https://x.example/v?t=soon#part", "https://x.example/v?t=soon#part", None),
        ("https://x.example/v?t=", "https://x.example/v?t=", None),
        ("https://x.example/v?a=%20&b=ü", "https://x.example/v?a=%20&b=ü", None),
    ],
)
def test_the_time_of_a_recording_is_taken_out_of_its_address(address: str, bare: str, seconds: int | None) -> None:
    """All else stays as it was written; a time that is given counts before that in the address."""
    found = recording_at(address, label=None, seconds=None)
    assert (found.target, found.seconds, found.label) == (bare, seconds, "x.example")
    assert recording_at(address, label="x", seconds=5).seconds == 5
    assert recording_at(address_at(bare, 7) or "", label=None, seconds=None).seconds == 7


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "http://calls.example/7", "//x", ""])
def test_no_link_leads_to_what_only_the_database_can_hold(target: str) -> None:
    """What isn't an address of https was never taken, and isn't shown as one either."""
    assert address_at(target, 7) is None
    assert address_at(target, None) is None


def test_a_recording_has_a_day_at_most() -> None:
    """More is a slip of the pen."""
    with pytest.raises(Conflict, match="a day at most"):
        recording_at("https://x.example/v?t=25h", label=None, seconds=None)
