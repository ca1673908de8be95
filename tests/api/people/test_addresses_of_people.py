"""Another e-mail address: the same person with all that is theirs, and a mailbox that opens nothing any more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry
from lms.errors import NotFound
from lms.people.directory import get_person
from lms.people.proofs import BY_LETTER, issue_link, use_link
from support.acting import assign, items_of, pointers_of, problem_of
from support.factories import Cast, sign_in

NEW = "ada.quist@brightwharf.example"


def test_an_admin_changes_an_address(cast: Cast) -> None:
    """What she was given, her token and who she is stay; the old address is nobody's."""
    assign(cast.max, cast.ada)
    changed = cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json={"email": NEW.title()})
    assert (changed.status_code, changed.get_json()["email"]) == (200, NEW)
    me = cast.ada.get("/me").get_json()
    assert (me["id"], me["email"], me["name"]) == (str(cast.ada.id), NEW, "Ada Lind")
    assert len(items_of(cast.ada.get("/training/mine"))) == 1
    assert items_of(cast.nadia.get(f"/people?q={cast.ada.email}")) == []
    again = cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json={"email": NEW, "name": "Ada Quist"})
    assert again.get_json()["name"] == "Ada Quist"
    freed = cast.nadia.post("/people", {"email": cast.ada.email, "name": "Another Ada", "roles": ["rep"]})
    assert freed.status_code == 201


def test_anothers_address_is_refused_with_what_to_do(cast: Cast) -> None:
    """Whatever its case; nothing of the change is kept."""
    body = {"email": cast.olga.email.upper(), "name": "Olga?"}
    answer = cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json=body)
    problem = problem_of(answer, 409)
    assert problem["errors"][0]["pointer"] == "#/email"
    assert "join the two records if they are one person's" in problem["detail"]
    assert cast.ada.get("/me").get_json()["name"] == "Ada Lind"


@pytest.mark.parametrize("email", ["", "ada", "a b@x.example", "a@b@c", "ada@x.example\n"])
def test_what_is_no_address_is_none_of_hers(sqlite_cast: Cast, email: str) -> None:
    """It says which field is wrong."""
    answer = sqlite_cast.nadia.ask("PATCH", f"/people/{sqlite_cast.ada.id}", json={"email": email})
    assert pointers_of(answer) == ["#/email"]


def test_null_leaves_the_address(sqlite_cast: Cast) -> None:
    """As it does with the name and the roles."""
    answer = sqlite_cast.nadia.ask("PATCH", f"/people/{sqlite_cast.ada.id}", json={"email": None})
    assert answer.get_json()["email"] == sqlite_cast.ada.email


def test_open_links_end_and_browsers_stay_signed_in(app: Flask, session: Session, cast: Cast) -> None:
    """What lies in the old mailbox lets nobody in; another name alone ends nothing."""
    browser = sign_in(app, cast.ada)
    ada = get_person(session, person_id=cast.ada.id)
    now = datetime.now(UTC)
    secrets = [issue_link(session, person=ada, at=now, method=BY_LETTER), issue_link(session, person=ada, at=now)]
    kept = issue_link(session, person=ada, at=now)
    session.commit()
    assert cast.nadia.ask("PATCH", f"/people/{ada.id}", json={"name": "Ada Q."}).status_code == 200
    use_link(session, secret=kept, at=datetime.now(UTC))
    session.rollback()
    assert cast.nadia.ask("PATCH", f"/people/{ada.id}", json={"email": NEW}).status_code == 200
    for secret in [*secrets, kept]:
        with pytest.raises(NotFound):
            use_link(session, secret=secret, at=datetime.now(UTC))
    session.rollback()
    assert browser.get("/api/v1/me").get_json()["email"] == NEW


def test_the_audit_has_both_addresses(session: Session, cast: Cast) -> None:
    """With who changed it."""
    cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json={"email": NEW})
    wanted = select(AuditEntry).where(AuditEntry.action == "person.changed", AuditEntry.person_id == cast.ada.id)
    noted = session.scalars(wanted).one()
    assert noted.actor_id == cast.nadia.id
    assert cast.ada.email in (noted.details or "")
    assert NEW in (noted.details or "")
