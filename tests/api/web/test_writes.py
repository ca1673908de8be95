"""What every write has in common: one commit, and one effect however often a client asks."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.coaching.models import CoachingSession
from lms.usage.models import OpenEvent
from support.acting import COURSE, PAGE, at_once, in_days, items_of, problem_of
from support.factories import Cast, Player

KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


def test_the_same_key_gives_the_same_answer_and_makes_one_row(session: Session, cast: Cast) -> None:
    """A client that heard no answer asks again: body, status and Location are those of the first time."""
    first = _schedule(cast.max, cast.ada)
    second = _schedule(cast.max, cast.ada)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.get_json() == first.get_json()
    assert second.headers["Location"] == first.headers["Location"]
    assert second.mimetype == "application/json"
    assert _count(session, CoachingSession) == 1


def test_without_a_key_every_request_counts(session: Session, cast: Cast) -> None:
    """Two requests are two sessions."""
    _schedule(cast.max, cast.ada, headers={})
    _schedule(cast.max, cast.ada, headers={})
    assert _count(session, CoachingSession) == 2


def test_a_key_used_for_another_body_is_409(session: Session, cast: Cast) -> None:
    """The key names one request; reusing it is a mistake that must not pass silently."""
    _schedule(cast.max, cast.ada)
    assert "Idempotency-Key" in problem_of(_schedule(cast.max, cast.ada, topic="Other"), 409)["detail"]
    assert _count(session, CoachingSession) == 1


def test_a_key_used_for_another_route_is_409(cast: Cast) -> None:
    """The digest covers the method and the address too."""
    _schedule(cast.max, cast.ada)
    problem_of(cast.max.post("/opens", {"page_id": PAGE}, headers=KEY), 409)


def test_a_key_belongs_to_the_person_who_used_it(session: Session, cast: Cast) -> None:
    """Ada and Olga may use the same key, and neither gets the other's answer."""
    first = cast.ada.post("/opens", {"page_id": PAGE}, headers=KEY).get_json()
    second = cast.olga.post("/opens", {"page_id": PAGE}, headers=KEY).get_json()
    assert first["id"] != second["id"]
    assert _count(session, OpenEvent) == 2


def test_a_refusal_is_not_kept(cast: Cast) -> None:
    """What failed may be tried again with the same key once the reason is gone."""
    body = {"email": "new@brightwharf.example", "name": "New", "roles": ["rep"]}
    problem_of(cast.nadia.post("/people", {**body, "email": cast.ada.email}, headers=KEY), 409)
    assert cast.nadia.post("/people", body, headers=KEY).status_code == 201


def test_a_write_that_was_refused_leaves_nothing_behind(cast: Cast) -> None:
    """One bad person in a list of two: nobody gets the assignment."""
    ids = [str(cast.ada.id), str(cast.olga.id)]
    body = {"course_id": COURSE, "person_ids": ids, "due_on": in_days(3).isoformat()}
    problem_of(cast.max.post("/training/assignments", body), 404)
    assert items_of(cast.ada.get("/training/mine")) == []


@pytest.mark.parametrize("key", ["", "   ", "x" * 201])
def test_a_key_that_is_empty_or_too_long_is_400(sqlite_cast: Cast, key: str) -> None:
    """A key has 1 to 200 characters."""
    problem_of(_schedule(sqlite_cast.max, sqlite_cast.ada, headers={"Idempotency-Key": key}), 400)


def test_a_key_of_200_characters_is_kept(cast: Cast) -> None:
    """The longest key fits its column."""
    headers = {"Idempotency-Key": "k" * 200}
    assert _schedule(cast.max, cast.ada, headers=headers).status_code == 201
    assert _schedule(cast.max, cast.ada, headers=headers).status_code == 201


def test_two_requests_with_one_key_at_the_same_moment_make_one_row(session: Session, cast: Cast) -> None:
    """A double click: each gets the answer, or is told to ask again, and there is one session."""
    answers = at_once(*[partial(_schedule, twin, cast.ada) for twin in (cast.max.twin(), cast.max.twin())])
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses in ([201, 201], [201, 409])
    assert _count(session, CoachingSession) == 1
    again = _schedule(cast.max, cast.ada)
    assert again.status_code == 201
    made = {UUID(answer.get_json()["id"]) for answer in answers if answer.status_code == 201}
    assert made == {UUID(again.get_json()["id"])}


def test_a_token_is_never_answered_twice(cast: Cast) -> None:
    """An answer that holds a secret isn't kept, so the same key makes another token."""
    secrets = {cast.ada.post("/tokens", {"name": "x"}, headers=KEY).get_json()["secret"] for _ in range(2)}
    assert len(secrets) == 2


def test_a_delete_may_be_repeated_with_its_key(cast: Cast) -> None:
    """An answer without a body is given again as well."""
    made = cast.ada.post("/tokens", {"name": "x"}).get_json()
    for _ in range(2):
        answer = cast.ada.delete(f"/tokens/{made['id']}", headers=KEY)
        assert (answer.status_code, answer.data) == (204, b"")


def _schedule(
    coach: Player, rep: Player, *, topic: str = "Price", headers: dict[str, str] | None = None
) -> TestResponse:
    body = {"rep_id": str(rep.id), "topic": topic, "scheduled_at": "2026-12-01T09:00:00Z"}
    return coach.post("/coaching/sessions", body, headers=KEY if headers is None else headers)


def _count(session: Session, table: Any) -> int | None:
    return session.scalar(select(func.count()).select_from(table))
