"""Scorecards through the API: drafts over versions, published, amended with a reason, side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from support.acting import in_days, items_of, problem_of
from support.coaching import schedule
from support.crm import count_figures, say
from support.factories import Cast
from support.scorecards import RUBRIC, answers, body, open_one, publish, save, seen, shown

NOBODY = "00000000-0000-7000-8000-000000000000"


def test_an_assessment_has_its_rubric_and_what_may_be_done(cast: Cast) -> None:
    """One answer is enough to draw the page: criteria in their order with their levels."""
    place = open_one(cast.max, cast.ada, recording="https://meet.example/r/7", asks_self=True)
    found = shown(cast.max, place)
    assert (found["rep"]["name"], found["my_role"], found["my_card"], found["others"]) == (
        "Ada Lind",
        "coach",
        None,
        [],
    )
    assert (found["rubric"]["points"], found["rubric"]["passes"]["levels"]) == (28, {"next-step": 2})
    first = found["rubric"]["criteria"][0]
    assert (first["id"], first["kind"], first["skill"], len(first["levels"])) == (
        "preparation",
        "level",
        "discovery",
        4,
    )
    assert found["actions"] == ["save", "decline", "ask", "close", "comment"]
    states = [(one["person"]["name"], one["role"], one["state"]) for one in found["scorers"]]
    assert states == [("Ada Lind", "self", "asked"), ("Max Oduya", "coach", "asked")]


def test_a_deal_is_one_of_the_askers_reps(app: Flask, session: Session, cast: Cast) -> None:
    """Kept by its whole id; Max names Ada's, and neither Olga's nor one that there isn't."""
    for key, player in (("d1", cast.ada), ("d3", cast.olga)):
        row = {"key": key, "name": "Dock gates", "owner_email": player.email, "stage": "Proposal"}
        say(session, "deals", {**row, "created_on": "2026-01-05"}, on=date(2026, 3, 2))
    count_figures(app)
    assert shown(cast.max, open_one(cast.max, cast.ada, deal_id="d1"))["deal_id"] == "crm:d1"
    for deal_id in ("d3", "d9", ""):
        refused = cast.max.post("/scoring/assessments", body(cast.ada, deal_id=deal_id))
        assert problem_of(refused, 409)["errors"][0]["pointer"] == "#/deal_id"


def test_a_draft_is_kept_over_the_version_that_its_etag_names(cast: Cast) -> None:
    """With what it comes to so far and what it lacks; an answer that was lost may be asked for again."""
    place = open_one(cast.max, cast.ada)
    assert cast.max.get(f"{place}/card").status_code == 404
    evidence = {"value": 3, "note": "Found the site", "quotes": [{"at": 840.5, "text": "last Tuesday"}]}
    first = save(cast.max, place, {"preparation": evidence, "opening": {"note": "?"}}, summary="Good")
    assert (first.status_code, first.headers["ETag"]) == (200, '"1"')
    saved = first.get_json()
    assert (saved["total"]["points"], saved["total"]["most"], len(saved["troubles"])) == (3, 4, 6)
    assert save(cast.max, place, {"preparation": evidence, "opening": {"note": "?"}}, summary="Good").status_code == 200
    card = cast.max.get(f"{place}/card")
    assert card.get_json()["answers"]["preparation"] == {**evidence, "is_left_out": False}
    assert cast.max.get(f"{place}/card", headers={"If-None-Match": card.headers["ETag"]}).status_code == 304
    second = save(cast.max, place, {"preparation": {"value": 4}}, version=1)
    assert second.headers["ETag"] == '"2"'
    clash = save(cast.max, place, {"preparation": {"value": 1}}, version=1)
    kept = problem_of(clash, 412)["current"]
    assert (kept["version"], kept["answers"]["preparation"]["value"], clash.headers["ETag"]) == (2, 4, '"2"')
    assert problem_of(save(cast.ada, place, {}), 403)


def test_a_first_save_on_a_version_that_never_was_is_a_clash(sqlite_cast: Cast) -> None:
    """With nothing that is kept."""
    place = open_one(sqlite_cast.max, sqlite_cast.ada)
    clash = save(sqlite_cast.max, place, answers(), version=4)
    assert problem_of(clash, 412)["current"] is None
    assert clash.headers["ETag"] == '"0"'
    problem_of(sqlite_cast.max.put(f"{place}/card", {"answers": {}}), 428)


def test_publishing_names_what_lacks_and_then_counts(cast: Cast) -> None:
    """A 1 in the next step doesn't pass, whatever the total."""
    place = open_one(cast.max, cast.ada)
    unfinished = answers()
    del unfinished["cost"]
    etag = save(cast.max, place, unfinished).headers["ETag"]
    refused = cast.max.post(f"{place}/card/published", headers={"If-Match": etag})
    assert _refused_for(refused) == ["#/answers/cost"]
    assert "Cost: answer it" in problem_of(refused, 409)["detail"]
    problem_of(cast.max.post(f"{place}/card/published", headers={"If-Match": '"7"'}), 412)
    etag = save(cast.max, place, answers(4, next_step=1), version=1).headers["ETag"]
    found = cast.max.post(f"{place}/card/published", headers={"If-Match": etag}).get_json()
    assert (found["my_card"]["total"]["points"], found["my_card"]["total"]["has_passed"]) == (25, False)
    assert found["cards"][0]["published_on"] == in_days(0).isoformat()
    assert seen(cast.ada, place) == {"max"}


def test_a_published_card_is_amended_with_a_reason(cast: Cast) -> None:
    """What it said before stays beside it, for everybody who sees the card."""
    place = open_one(cast.max, cast.ada)
    publish(cast.max, place)
    problem_of(save(cast.max, place, answers(4), version=2), 409)
    changed = {"answers": answers(4), "reason": " Heard it again "}
    problem_of(cast.max.post(f"{place}/card/amended", changed, headers={"If-Match": '"1"'}), 412)
    answer = cast.max.post(f"{place}/card/amended", changed, headers={"If-Match": '"2"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"3"')
    (card,) = shown(cast.ada, place)["others"]
    (before,) = card["amendments"]
    assert (before["reason"], before["points"], before["answers"]["cost"]["value"]) == ("Heard it again", 21, 3)
    assert (card["total"]["points"], card["version"]) == (28, 3)
    again = cast.max.post(f"{place}/card/amended", changed, headers={"If-Match": '"3"'})
    assert "nothing differs" in problem_of(again, 409)["detail"]


def test_cards_stand_side_by_side_with_how_they_differ(cast: Cast) -> None:
    """Ada scores herself before she sees what Max gave; the talk is about where the two lie apart."""
    place = open_one(cast.max, cast.ada, asks_self=True)
    publish(cast.max, place, answers(3, cost=1))
    assert seen(cast.ada, place) == set()
    found = publish(cast.ada, place, answers(3, cost=4, event=None))
    assert (found["my_role"], [card["role"] for card in found["others"]]) == ("self", ["coach"])
    apart = {one["criterion"]: (one["spread"], one["is_alike"]) for one in found["differences"]}
    assert list(apart) == [one["id"] for one in found["rubric"]["criteria"]]
    assert (apart["cost"], apart["opening"], apart["event"]) == ((1.0, False), (0.0, True), (None, False))


def test_the_two_talk_below_a_card(cast: Cast) -> None:
    """Idempotently: what is sent twice by one key is said once."""
    place = open_one(cast.max, cast.ada)
    publish(cast.max, place)
    card = shown(cast.ada, place)["others"][0]["id"]
    for _ in range(2):
        said = cast.ada.post(f"/scoring/cards/{card}/comments", {"text": " Why? "}, headers={"Idempotency-Key": "k1"})
        assert said.status_code == 201
    cast.max.post(f"/scoring/cards/{card}/comments", {"text": "14:00"})
    comments = shown(cast.ada, place)["others"][0]["comments"]
    assert [(one["author"]["name"], one["text"]) for one in comments] == [("Ada Lind", "Why?"), ("Max Oduya", "14:00")]


def test_a_rep_asks_a_peer_who_scores_or_declines(cast: Cast) -> None:
    """Sven finds it among what he is to score; Greta, asked by Max, declines, and it is gone for her."""
    place = open_one(cast.ada, cast.ada)
    asked = cast.ada.post(f"{place}/scorers", {"email": "Sven@brightwharf.example "})
    assert [one["person"]["name"] for one in asked.get_json()["scorers"]] == ["Ada Lind", "Sven Berg"]
    problem_of(cast.ada.post(f"{place}/scorers", {"email": "sven@brightwharf.example"}), 409)
    problem_of(cast.ada.post(f"{place}/scorers", {"email": "nobody@brightwharf.example"}), 409)
    (to_do,) = items_of(cast.sven.get("/scoring/assessments"))
    assert (to_do["title"], to_do["my_role"], to_do["rubric_title"]) == (
        "Call with Frostvale",
        "peer",
        "Discovery call rubric",
    )
    publish(cast.sven, place)
    assert items_of(cast.sven.get("/scoring/assessments")) == []
    publish(cast.ada, place)
    cast.max.post(f"{place}/scorers", {"email": "greta@brightwharf.example"})
    assert cast.greta.post(f"{place}/declined").status_code == 204
    problem_of(cast.greta.get(place), 404)
    assert {one["state"] for one in shown(cast.max, place)["scorers"]} == {"published", "declined"}


def test_an_assessment_belongs_to_a_session_of_the_two(cast: Cast) -> None:
    """And is listed with it, for whoever sees it."""
    coaching = schedule(cast.max, cast.ada)["id"]
    other = schedule(cast.nadia, cast.ada)["id"]
    place = open_one(cast.max, cast.ada, session_id=coaching)
    for player, number in ((cast.max, 1), (cast.ada, 1), (cast.sven, 0), (cast.nadia, 0)):
        assert len(items_of(player.get(f"/scoring/assessments?session_id={coaching}"))) == number
    publish(cast.max, place)
    (found,) = items_of(cast.nadia.get(f"/scoring/assessments?session_id={coaching}&person_id={cast.ada.id}"))
    assert (found["session_id"], found["cards"][0]["points"]) == (coaching, 21)
    assert items_of(cast.nadia.get(f"/scoring/assessments?session_id={coaching}&person_id={cast.sven.id}")) == []
    for session_id in (other, NOBODY):
        problem_of(cast.max.post("/scoring/assessments", body(cast.ada, session_id=session_id)), 404)
    refused = cast.max.post("/scoring/assessments", body(cast.sven, session_id=coaching))
    assert _refused_for(refused) == ["#/session_id"]


def test_a_list_goes_on_from_page_to_page(sqlite_cast: Cast) -> None:
    """Of a rep the last opened first, of one's own to do the oldest."""
    for number in range(3):
        open_one(sqlite_cast.max, sqlite_cast.ada, title=f"Call {number}")
    for query, order in ((f"person_id={sqlite_cast.ada.id}&", "210"), ("", "012")):
        path, titles = f"/scoring/assessments?{query}limit=2", ""
        while path:
            page = sqlite_cast.max.get(path).get_json()
            titles += "".join(item["title"][-1] for item in page["items"])
            path = (page["next"] or "").removeprefix("/api/v1")
        assert titles == order


def test_scores_come_as_csv_with_no_cell_that_runs(cast: Cast) -> None:
    """A row for each criterion of each card that the asker sees."""
    place = open_one(cast.max, cast.ada, title="=cmd()", asks_self=True)
    publish(cast.max, place, answers(3, cost=None))
    path = f"/scoring/people/{cast.ada.id}/scores.csv"
    rows = cast.max.get(path).get_data(as_text=True).splitlines()
    assert len(rows) == 7
    assert "'=cmd()" in rows[1]
    assert "preparation,Preparation,3,0.66" in rows[-2] + rows[-1] + "".join(rows)
    assert len(cast.ada.get(path).get_data(as_text=True).splitlines()) == 1
    for other in (cast.greta, cast.sven, cast.mara):
        problem_of(other.get(path), 404)


@pytest.mark.parametrize(
    "change",
    [
        {"took_place_on": "2026-02-30"},
        {"took_place_on": 20260301},
        {"subject": "lunch"},
        {"title": " "},
        {"title": "x" * 201},
        {"title": "a\x00b"},
        {"rep_id": "ada"},
        {"recording": "javascript:alert(1)"},
        {"recording": "https://meet.example/a b"},
        {"rubric_id": None},
        {"points": 28},
    ],
)
def test_what_does_not_fit_is_refused(sqlite_cast: Cast, change: dict[str, Any]) -> None:
    """422, and nothing is opened."""
    problem_of(sqlite_cast.max.post("/scoring/assessments", body(sqlite_cast.ada, **change)), 422)
    assert items_of(sqlite_cast.max.get("/scoring/assessments")) == []


@pytest.mark.parametrize(
    "given",
    [
        {"cost": {"value": {"a": 1}}},
        {"cost": {"value": 1e400}},
        {"cost": {"value": "x" * 5001}},
        {"cost": {"value": 10**16}},
        {"cost": {"value": 1, "note": "a\x00"}},
        {"cost": {"value": 1, "is_left_out": "no"}},
        {"cost": {"value": 1, "quotes": [{"at": -1, "text": "a"}]}},
        {"cost": {"value": 1, "quotes": [{"at": 1, "text": ""}]}},
        {"cost": {"value": 1, "points": 4}},
        {"cost": 3},
        [],
    ],
)
def test_answers_of_another_shape_are_refused(sqlite_cast: Cast, given: Any) -> None:
    """422; a criterion that isn't asked is a 409, by its name."""
    place = open_one(sqlite_cast.max, sqlite_cast.ada)
    problem_of(save(sqlite_cast.max, place, given), 422)
    unknown = save(sqlite_cast.max, place, {"courage": {"value": 1}})
    assert _refused_for(unknown) == ["#/answers/courage"]


@pytest.mark.parametrize("value", [5, 0, 2.5, True, "3", -1])
def test_a_draft_may_hold_what_is_no_answer(sqlite_cast: Cast, value: Any) -> None:
    """It is kept as it is, told, and not published."""
    place = open_one(sqlite_cast.max, sqlite_cast.ada)
    saved = save(sqlite_cast.max, place, answers() | {"cost": {"value": value, "note": "🤷 好的"}})
    (trouble,) = saved.get_json()["troubles"]
    assert (trouble["criterion"], trouble["is_missing"]) == ("cost", False)
    kept = sqlite_cast.max.get(f"{place}/card").get_json()["answers"]["cost"]
    assert (kept["value"], type(kept["value"]), kept["note"]) == (value, type(value), "🤷 好的")
    problem_of(sqlite_cast.max.post(f"{place}/card/published", headers={"If-Match": '"1"'}), 409)


def test_only_a_published_rubric_is_scored_by(sqlite_cast: Cast) -> None:
    """Not another page, nor one that isn't there."""
    for rubric in ("too-expensive", "no-such-rubric", "好的"):
        problem_of(sqlite_cast.max.post("/scoring/assessments", body(sqlite_cast.ada, rubric_id=rubric)), 404)
    refused = sqlite_cast.max.post("/scoring/assessments", body(sqlite_cast.ada, took_place_on=f"{in_days(1)}"))
    assert _refused_for(refused) == ["#/took_place_on"]


def test_the_rubrics_of_the_library_are_listed_and_shown(sqlite_cast: Cast) -> None:
    """With what passes and what caps; partners read pages, and score nobody."""
    listed = sqlite_cast.ada.get("/scoring/rubrics").get_json()["items"]
    assert [item["id"] for item in listed] == ["rubric-demo", RUBRIC]
    found = sqlite_cast.ada.get("/scoring/rubrics/rubric-demo").get_json()
    assert (found["rubric"]["passes"], found["page"]["title"]) == (
        {"points": 20, "levels": {}, "times": 2},
        "Demonstration rubric",
    )
    assert [(cap["criterion"], cap["when"], cap["points"]) for cap in found["rubric"]["caps"]] == [
        ("promise", True, 13)
    ]
    assert len(found["digest"]) == 64
    problem_of(sqlite_cast.ada.get("/scoring/rubrics/too-expensive"), 404)
    problem_of(sqlite_cast.paula.get("/scoring/rubrics"), 403)


def _refused_for(answer: TestResponse) -> list[str]:
    """Return the fields for which a request was refused by the rules."""
    return [error["pointer"] for error in problem_of(answer, 409)["errors"]]
