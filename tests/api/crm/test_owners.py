"""Owners of the CRM: by e-mail, by name, by what an admin says; who isn't known is listed and counted."""

from __future__ import annotations

from typing import Any

import pytest

from api.web.database import db
from support.acting import problem_of
from support.crm import count_figures, say
from support.factories import Cast


def _owners(cast: Cast, *owners: dict[str, Any]) -> dict[str, Any]:
    """Let the CRM say one deal of each owner, and return who isn't known."""
    app = cast.ada.client.application
    deals = ({"key": str(n), "stage": "Won", "close_on": "2026-05-01", **own} for n, own in enumerate(owners))
    with app.app_context():
        say(db.session(), "deals", *deals)
        db.session.remove()
    count_figures(app)
    found: dict[str, Any] = cast.nadia.get("/crm/owners").get_json()
    return found


def _won(cast: Cast, query: str) -> float:
    found: float = cast.nadia.get(f"/kpis/deals_won?step=year&count=1&{query}").get_json()["items"][0]["results"][0][
        "n"
    ]
    return found


@pytest.mark.parametrize(
    "owner",
    [
        {"owner_email": "ADA@brightwharf.example"},
        {"owner": "ada lind"},
        {"owner": "ada@brightwharf.example"},
        {"owner": "Somebody else", "owner_email": "ada@brightwharf.example"},
    ],
)
def test_an_owner_is_found_by_address_then_by_name(sqlite_cast: Cast, owner: dict[str, Any]) -> None:
    """In any case."""
    assert _owners(sqlite_cast, owner)["unknown"] == []
    assert _won(sqlite_cast, f"person_id={sqlite_cast.ada.id}") == 1


def test_who_is_not_known_is_listed_and_counted_for_the_company(cast: Cast) -> None:
    """Until an admin says who it is; then it counts for them, and it can be taken back."""
    found = _owners(cast, {"owner": "A. Lind"}, {"owner": "A. Lind"}, {"owner": "Ada Lind"})
    assert found["unknown"] == [{"name": "A. Lind", "email": None, "deals": 2, "activities": 0}]
    assert (_won(cast, "of=company"), _won(cast, f"person_id={cast.ada.id}")) == (3, 1)
    said = cast.nadia.put("/crm/owners", {"name": "a. LIND ", "person_id": str(cast.ada.id)}).get_json()
    assert said["aliases"] == [{"name": "a. lind", "person_id": str(cast.ada.id), "person": "Ada Lind"}]
    count_figures(cast.ada.client.application)
    assert cast.nadia.get("/crm/owners").get_json()["unknown"] == []
    assert _won(cast, f"person_id={cast.ada.id}") == 3
    assert cast.nadia.put("/crm/owners", {"name": "A. Lind", "person_id": None}).status_code == 200
    count_figures(cast.ada.client.application)
    assert _won(cast, f"person_id={cast.ada.id}") == 1


def test_users_of_the_crm_tell_who_an_id_is(sqlite_cast: Cast) -> None:
    """An export of deals may name owners by their ids alone."""
    app = sqlite_cast.ada.client.application
    with app.app_context():
        say(db.session(), "people", {"key": "0051", "name": "A. L.", "email": "ada@brightwharf.example"})
        db.session.remove()
    assert _owners(sqlite_cast, {"owner": "0051"})["unknown"] == []
    assert _won(sqlite_cast, f"person_id={sqlite_cast.ada.id}") == 1


def test_nobody_becomes_somebody_who_is_not_there(sqlite_cast: Cast) -> None:
    """And what nobody said can't be taken back."""
    count_figures(sqlite_cast.ada.client.application)
    nobody = "00000000-0000-7000-8000-000000000000"
    problem_of(sqlite_cast.nadia.put("/crm/owners", {"name": "x", "person_id": nobody}), 404)
    problem_of(sqlite_cast.nadia.put("/crm/owners", {"name": "x", "person_id": None}), 404)


def test_who_was_erased_counts_as_before_and_is_not_named(sqlite_cast: Cast) -> None:
    """Deals of an owner of whom an admin said who it is stay that person's, in what comes in later too."""
    cast, name = sqlite_cast, "Berg (Leeds)"
    path = f"/people/{cast.sven.id}"
    cast.nadia.ask("PATCH", path, json={"hired_on": "2026-01-02"})
    _owners(cast, {"owner": name})
    assert cast.nadia.put("/crm/owners", {"name": name, "person_id": str(cast.sven.id)}).status_code == 200
    count_figures(cast.ada.client.application)
    assert _won(cast, f"person_id={cast.sven.id}") == 1
    assert cast.nadia.post(f"{path}/leaving", {"last_day": "2026-05-02"}).status_code == 200
    assert cast.nadia.post(f"{path}/erasure", {"email": cast.sven.email}).status_code == 200
    found = _owners(cast, {"owner": name}, {"owner": name.upper()})
    assert (found["unknown"], found["aliases"]) == ([], [])
    assert _won(cast, f"person_id={cast.sven.id}") == 2
