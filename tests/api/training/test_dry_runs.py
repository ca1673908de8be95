"""What a dry run of an assignment knows: who has the course already, and until when."""

from __future__ import annotations

from support.acting import COURSE, assign, items_of
from support.factories import Cast

PLACE = "/training/assignments"


def test_a_dry_run_counts_who_has_it_already(cast: Cast) -> None:
    """Ada has it by another rule, until that ends; where two days are asked of two people there is no one day."""
    body = {"course_id": COURSE, "team_id": str(cast.teams["North"]), "due_days": 7}

    def already() -> tuple[int, str | None]:
        found = cast.max.post(f"{PLACE}?dry_run=true", body).get_json()
        return found["already"], found["already_due_on"]

    made = assign(cast.max, cast.ada).get_json()
    due_on = items_of(cast.ada.get("/training/mine"))[0]["due_on"]
    assert already() == (1, due_on)
    assert assign(cast.max, cast.sven, days=90).status_code == 201
    assert already() == (2, None)
    cast.max.ask("DELETE", f"{PLACE}/{made['id']}")
    assert already()[0] == 1
