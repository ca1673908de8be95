"""Teams as an admin changes them: the tree moves as a whole, never into itself, and what counts stays."""

from __future__ import annotations

from support.factories import Cast


def _tree(cast: Cast) -> dict[str, tuple[str | None, int]]:
    items = cast.nadia.get("/teams").get_json()["items"]
    names = {team["id"]: team["name"] for team in items}
    return {team["name"]: (names.get(team["parent_id"]), team["people"]) for team in items}


def test_a_team_moves_with_all_below_it_and_who_manages_it_follows(cast: Cast) -> None:
    """North below South: Greta sees its people from then on, and the audit says who did it."""
    moved = cast.nadia.ask("PATCH", f"/teams/{cast.teams['North']}", json={"parent_id": str(cast.teams["South"])})
    assert moved.get_json() == {
        "id": str(cast.teams["North"]),
        "name": "North",
        "parent_id": str(cast.teams["South"]),
        "people": 2,
    }
    assert _tree(cast)["North juniors"] == ("North", 1)
    assert cast.greta.get(f"/people/{cast.sven.id}").status_code == 200
    assert cast.nadia.get("/audit?action=team.changed").get_json()["items"][0]["actor"] == cast.nadia.name


def test_a_team_is_renamed_and_stays_where_it_is(cast: Cast) -> None:
    """The name of another team is refused."""
    before = _tree(cast)["North juniors"]
    cast.nadia.ask("PATCH", f"/teams/{cast.teams['North juniors']}", json={"name": "  Beginners "})
    assert _tree(cast)["Beginners"] == before
    taken = cast.nadia.ask("PATCH", f"/teams/{cast.teams['North']}", json={"name": "South"})
    assert (taken.status_code, "South already" in taken.get_data(as_text=True)) == (409, True)


def test_a_team_never_stands_below_itself(cast: Cast) -> None:
    """Neither right below nor further down."""
    for below in ("North", "North juniors"):
        refused = cast.nadia.ask("PATCH", f"/teams/{cast.teams['North']}", json={"parent_id": str(cast.teams[below])})
        assert (refused.status_code, "below itself" in refused.get_data(as_text=True)) == (409, True)
    assert _tree(cast)["North"][0] is None


def test_only_a_team_that_nothing_names_is_taken_away(cast: Cast) -> None:
    """A new one goes; one with people, and one with a team below it, stay."""
    made = cast.nadia.post("/teams", {"name": "West"}).get_json()["id"]
    lower = cast.nadia.post("/teams", {"name": "West juniors", "parent_id": made}).get_json()["id"]
    assert cast.nadia.delete(f"/teams/{made}").status_code == 409
    assert cast.nadia.delete(f"/teams/{cast.teams['North']}").status_code == 409
    assert [cast.nadia.delete(f"/teams/{team}").status_code for team in (lower, made)] == [204, 204]
    assert "West" not in _tree(cast)
