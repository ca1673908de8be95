"""A dry run of a directory: answers as if it had happened, a report of what would have, and nothing that did."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from support.factories import Cast
from support.live import run
from support.reaching import rows_of
from support.scim import ENTERPRISE, Directory, directory_of

PLACE = "/people/directory/preview"


@pytest.fixture
def dry(app: Flask, cast: Cast) -> Directory:
    """A directory whose token is for a dry run."""
    return directory_of(app, cast.nadia, scope="scim-preview")


def _report(cast: Cast) -> tuple[dict[str, dict[str, Any]], dict[str, int]]:
    page = cast.nadia.get(PLACE).get_json()
    return {item["name"]: item for item in page["items"]}, {k: v for k, v in page["counts"].items() if v}


def test_a_first_sync_is_answered_as_if_and_changes_nothing(session: Session, cast: Cast, dry: Directory) -> None:
    """Zoe is found again, changed and put into a group; Ada would move, Sven leave; all stay as they are."""
    before = rows_of(cast.ada.id, cast.sven.id, least={"person_role"})
    made = dry.add("zoe@example.com", displayName="Zoe", **{ENTERPRISE: {"department": "Docks"}})
    assert dry.find('userName eq "zoe@example.com"')[0]["id"] == made["id"]
    place = f"/Users/{made['id']}"
    dry.patch(place, {"op": "Replace", "path": "displayName", "value": "Zoe Marsh"})
    assert dry.get(place)["displayName"] == "Zoe Marsh"
    group = dry.add_group("Harbour", str(cast.ada.id))
    dry.patch(f"/Groups/{group['id']}", {"op": "Add", "path": "members", "value": [{"value": made["id"]}]})
    members = [member["value"] for member in dry.get(f"/Groups/{group['id']}")["members"]]
    assert members == [str(cast.ada.id), made["id"]]
    assert dry.ask("POST", "/Users", {"userName": "ZOE@example.com", "schemas": made["schemas"]}).status_code == 409
    dry.patch(f"/Users/{cast.sven.id}", {"op": "Replace", "path": "active", "value": "False"})
    assert dry.get(f"/Users/{cast.sven.id}")["active"] is False
    assert dry.ask("DELETE", f"/Users/{cast.olga.id}").status_code == 204
    assert dry.ask("GET", f"/Users/{cast.olga.id}").status_code == 404
    assert dry.ask("DELETE", f"/Users/{cast.nadia.id}").status_code == 409
    found, counts = _report(cast)
    assert counts == {"new": 2, "changed": 1, "gone": 1, "refused": 2}
    assert {"action": "membership.added", "before": None} in [
        {"action": change["action"], "before": change["before"]} for change in found["Zoe Marsh"]["changes"]
    ]
    moved = [change["after"] for change in found["Harbour"]["changes"] if change["action"] == "membership.added"]
    assert [after["team"] for after in moved] == ["Harbour"]
    assert "token.changed" in [change["action"] for change in found["Sven Berg"]["changes"]]
    assert "last admin" in found["Nadia Brandt"]["refusal"]
    session.rollback()
    assert rows_of(cast.ada.id, cast.sven.id, least={"person_role"}) == before
    assert cast.sven.get("/me").status_code == 200
    assert cast.nadia.get("/teams").get_json()["items"][0]["name"] == "North"


def test_what_was_noted_is_printed_and_forgotten(tmp_path: Any) -> None:
    """The command works where nothing was noted yet."""
    environ = {"DATA_DIR": str(tmp_path / "data")}
    assert run("directory", "preview", environ=environ) == "0 new, 0 changed, 0 same, 0 gone, 0 refused"
    assert run("directory", "preview", "--forget", environ=environ) == "What was noted is forgotten"


def test_a_dry_run_is_forgotten_by_an_admin(cast: Cast, dry: Directory) -> None:
    """Then the next begins anew: whoever would have been new isn't there."""
    made = dry.add("zoe@example.com")
    assert dry.ask("DELETE", f"/Users/{made['id']}").status_code == 204
    assert _report(cast)[1] == {}
    made = dry.add("zoe@example.com")
    assert cast.nadia.delete(PLACE).get_json() == {"forgotten": 1}
    assert dry.ask("GET", f"/Users/{made['id']}").status_code == 404
