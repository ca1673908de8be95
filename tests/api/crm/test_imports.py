"""CRM files over HTTP: admins send, list and take back; a dry run keeps nothing, and questions have their answers."""

from __future__ import annotations

import json

import pytest

from support.acting import problem_of
from support.crm_files import export
from support.factories import Cast

TEXT = "Record ID,Deal Stage,Amount,Close Date\n1,Won,100,2024-03-31\n2,Won,x,2024-03-31\n"
IMPORTS = "/crm/imports"


def test_an_admin_sends_a_file_lists_it_and_takes_it_back(cast: Cast) -> None:
    """The same file counts once, and an import can be undone once."""
    sent = cast.nadia.ask("POST", f"{IMPORTS}?name=deals.csv", data=TEXT, content_type="text/csv").get_json()
    assert (sent["kind"], sent["new"], sent["rows_with_errors"]) == ("deals", 1, 1)
    assert [(error["row"], error["column"]) for error in sent["errors"]] == [(3, "amount")]
    again = cast.nadia.ask("POST", IMPORTS, data=TEXT, content_type="text/csv").get_json()
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 1)
    first = cast.nadia.get(f"{IMPORTS}?limit=1").get_json()
    assert [item["id"] for item in first["items"]] == [again["id"]]
    rest = cast.nadia.get(first["next"].removeprefix("/api/v1")).get_json()
    assert [(item["name"], item["counts"]["rows"]) for item in rest["items"]] == [("deals.csv", 2)]
    assert rest["next"] is None
    undone = cast.nadia.post(f"{IMPORTS}/{sent['id']}/undo")
    assert (undone.status_code, undone.get_json()["undone_at"] is None) == (200, False)
    assert cast.nadia.post(f"{IMPORTS}/{sent['id']}/undo").status_code == 409


def test_a_dry_run_keeps_nothing_and_shows_how_the_file_is_understood(cast: Cast) -> None:
    """With the questions that an import is refused for, until they are answered."""
    text = TEXT.replace("2024-03-31", "1/2/2024")
    tried = cast.nadia.ask("POST", f"{IMPORTS}?dry_run=true", data=text, content_type="text/csv").get_json()
    assert (tried["id"], tried["is_dry_run"], tried["file"]["separator"]) == (None, True, "comma")
    (question,) = tried["questions"]
    assert (question["about"], question["field"], question["blocks"]) == ("days", "close_on", True)
    refused = cast.nadia.ask("POST", IMPORTS, data=text, content_type="text/csv")
    assert refused.status_code == 409
    assert cast.nadia.get(IMPORTS).get_json()["items"] == []
    answered = cast.nadia.ask("POST", f"{IMPORTS}?days=close_on:dmy", data=text, content_type="text/csv")
    assert answered.get_json()["new"] == 1


def test_a_currency_that_there_is_not_is_refused(cast: Cast) -> None:
    """Three letters alone are none; the problem says what to write, and nothing is kept."""
    refused = cast.nadia.ask("POST", f"{IMPORTS}?currency=ZZZ", data=TEXT, content_type="text/csv")
    assert "there is no currency `ZZZ`; write a code of ISO 4217" in problem_of(refused, 409)["detail"]
    assert cast.nadia.get(IMPORTS).get_json()["items"] == []
    taken = cast.nadia.ask("POST", f"{IMPORTS}?currency=PLN", data=TEXT, content_type="text/csv")
    assert taken.status_code == 200


def test_what_was_answered_is_known_for_the_next_file(cast: Cast) -> None:
    """Of the same header, from the same admin."""
    text = "Record ID,Deal Stage,Close Date\n1,Won,1/2/2024\n"
    assert cast.nadia.ask("POST", f"{IMPORTS}?days=dmy", data=text, content_type="text/csv").status_code == 200
    later = cast.nadia.ask("POST", IMPORTS, data=text.replace("1,Won", "2,Won"), content_type="text/csv")
    assert (later.status_code, later.get_json()["new"]) == (200, 1)


def test_columns_and_what_all_rows_say_can_be_named(cast: Cast) -> None:
    """As JSON; anything else is refused with an example."""
    text = "A,B,C\n1,Ada,2024-03-31\n"
    chosen = json.dumps({"key": "A", "owner": "B", "on": "C"})
    query = {"kind": "activities", "map": chosen, "set": json.dumps({"kind": "call"}), "source": "own"}
    sent = cast.nadia.ask("POST", IMPORTS, data=text, content_type="text/csv", query_string=query)
    assert (sent.status_code, sent.get_json()["new"], sent.get_json()["source"]) == (200, 1, "own")
    refused = cast.nadia.ask("POST", IMPORTS, data=text, content_type="text/csv", query_string=query | {"set": "x"})
    assert refused.status_code == 409
    odd = cast.nadia.ask(
        "POST", IMPORTS, data=text, content_type="text/csv", query_string=query | {"set": '{"on": "x"}'}
    )
    assert odd.status_code == 409


@pytest.mark.parametrize("who", ["ada", "max", "mara", "paula"])
def test_nobody_else_sees_or_sends_anything(cast: Cast, who: str) -> None:
    """Not a rep, a manager, an author, a partner."""
    actor = getattr(cast, who)
    assert actor.ask("POST", IMPORTS, data=TEXT, content_type="text/csv").status_code == 403
    assert actor.get(IMPORTS).status_code == 403
    assert actor.post(f"{IMPORTS}/01a22ded-148a-7316-9957-36d40ba582c8/undo").status_code == 403


def test_what_is_no_list_is_a_conflict(cast: Cast) -> None:
    """With words that say what it is."""
    refused = cast.nadia.ask("POST", IMPORTS, data="<html></html>", content_type="text/csv")
    assert refused.status_code == 409
    assert "web page" in refused.get_json()["detail"]
    assert cast.nadia.ask("POST", IMPORTS, data=export("polish.csv"), content_type="text/csv").status_code == 200
    assert cast.nadia.get(f"{IMPORTS}?after=01a22ded-148a-7316-9957-36d40ba582c8").status_code == 404
