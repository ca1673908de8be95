"""The job that a person has from a day on: one of the library's, kept as it was on every day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.people.memberships import read_timeline
from support.acting import in_days, items_of, problem_of
from support.factories import MONDAY, Cast

AE, SDR = "job-account-executive", "job-sales-development-representative"


def test_a_job_holds_from_its_day_on(session: Session, cast: Cast) -> None:
    """Ada was in the one for a while and is in the other since; what she was before stays known."""
    first = _patch(cast, {"job": SDR, "on": MONDAY.date().isoformat()})
    assert (first["job"], first["job_title"]) == (SDR, "Sales development representative")
    later = in_days(-10)
    assert _patch(cast, {"job": AE, "on": later.isoformat()})["job"] == AE
    rows = items_of(cast.max.get(f"/people/{cast.ada.id}/memberships"))
    assert [(row["since"], row["job"]) for row in rows] == [
        (MONDAY.date().isoformat(), None),
        (MONDAY.date().isoformat(), SDR),
        (later.isoformat(), AE),
    ]
    timeline = read_timeline(session, person_id=cast.ada.id)
    assert timeline.since(in_days(0), "job") == later
    assert timeline.since(later - timedelta(days=1), "job") == MONDAY.date()


def test_a_move_leaves_the_job_and_null_takes_it_away(cast: Cast) -> None:
    """The time in a job goes on in another team."""
    _patch(cast, {"job": AE, "on": in_days(-10).isoformat()})
    assert _patch(cast, {"team_id": str(cast.teams["South"])})["job"] == AE
    gone = _patch(cast, {"job": None})
    assert (gone["job"], gone["job_title"]) == (None, None)


def test_somebody_is_added_with_a_job(cast: Cast) -> None:
    """Of the library's own; any other page is none."""
    body = {"email": "pia@brightwharf.example", "name": "Pia", "roles": ["rep"]}
    made = cast.nadia.post("/people", {**body, "job": AE}).get_json()
    assert made["job"] == AE
    (row,) = items_of(cast.nadia.get(f"/people/{made['id']}/memberships"))
    assert row["job"] == AE
    for job in ("job-of-nobody", "home", "Account executive"):
        answer = cast.nadia.post("/people", {**body, "email": "x@x.example", "job": job})
        assert problem_of(answer, 409)["errors"][0]["pointer"] == "#/job"
        answer = cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json={"job": job})
        assert "of type `job`" in problem_of(answer, 409)["detail"]


def _patch(cast: Cast, changes: dict[str, Any]) -> dict[str, Any]:
    answer = cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json=changes)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found
