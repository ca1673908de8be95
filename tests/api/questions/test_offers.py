"""From an answer, or from what a page lacks, to Demand, and back to who asked once a page is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.running.company_jobs import count_searches
from support.acting import PAGE, at_once, items_of, pointers_of, problem_of, rows_of
from support.asking import Rack, answered, say
from support.counting import search
from support.factories import Cast, Player

WORDS = {"words": "Slot guarantees", "text": "We promise no slots; say what we do promise."}
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=2)


def test_an_answer_becomes_a_need_that_stands_with_the_searches_for_the_same(session: Session, cast: Cast) -> None:
    """Authors read the words, who offered them, and how many searched; not who asked, unless Ada agrees."""
    for player in (cast.olga, cast.sven):
        search(session, player, "slot guarantee", at=NOON, hits=0)
    session.commit()
    count_searches()
    address = answered(cast.ada, cast.max)
    offered = cast.max.post(f"{address}/offer", WORDS)
    assert (offered.status_code, offered.get_json()["status"]) == (201, "waiting")
    (item,) = items_of(cast.mara.get("/demand/asked"))
    assert (item["query"], item["needs"], item["searched"], item["lacking"]) == ("slot guarantee", 1, 2, None)
    said = {"text": WORDS["text"], "source": "question", "person": None, "offered_by": "Max Oduya"}
    assert [{name: one[name] for name in said} for one in item["said"]] == [said]
    (sought,) = items_of(cast.mara.get("/demand/searches"))
    assert (sought["query"], sought["needs"], sought["asked"]) == ("slot guarantee", 2, 1)
    assert cast.ada.put(f"{address}/named", {"is_named": True}).get_json()["is_named"] is True
    assert items_of(cast.mara.get("/demand/asked"))[0]["said"][0]["person"] == "Ada Lind"
    cast.ada.put(f"{address}/named", {"is_named": False})
    everything = cast.mara.get("/demand/asked").get_data(as_text=True) + cast.mara.get("/demand/asked.csv").text
    assert "Ada" not in everything


def test_needs_are_counted_by_person_and_day(session: Session, cast: Cast) -> None:
    """Ada's two questions of one day are one need, Sven's is another; who searched for nothing of it isn't counted."""
    for asker, words in ((cast.ada, "slot guarantees"), (cast.ada, "guarantees slot"), (cast.sven, "Slot guarantees")):
        cast.max.post(f"{answered(asker, cast.max)}/offer", {**WORDS, "words": words})
    (item,) = items_of(cast.mara.get("/demand/asked"))
    assert (item["needs"], item["searched"], len(item["said"])) == (2, 0, 3)
    assert cast.mara.get("/demand/asked").get_json()["needs"] == 2
    assert items_of(cast.mara.get("/demand/asked?from=2020-01-01&to=2020-02-01")) == []
    (row,) = rows_of(cast.mara.get("/demand/asked.csv"))
    assert (row["query"], row["needs"]) == ("slot guarantees", "2")
    # Counting the searches of a day again forgets nothing that is asked for.
    search(session, cast.ada, "x", at=NOON, hits=0)
    session.commit()
    count_searches()
    assert len(items_of(cast.mara.get("/demand/asked"))) == 1


def test_only_who_answered_offers_and_once(cast: Cast) -> None:
    """After answering; the asker can't, and what has no words can't be searched for."""
    address = answered(cast.ada, cast.max)
    problem_of(cast.ada.post(f"{address}/offer", WORDS), 403)
    assert pointers_of(cast.max.post(f"{address}/offer", {**WORDS, "words": " "})) == ["#/words"]
    for wordless in ("?!", "type:deck"):
        answer = cast.max.post(f"{address}/offer", {**WORDS, "words": wordless})
        assert problem_of(answer, 409)["errors"][0]["pointer"] == "#/words"
    twins = [cast.max.twin() for _ in range(2)]
    sent = at_once(*[lambda twin=twin: twin.post(f"{address}/offer", WORDS) for twin in twins])
    assert sorted(answer.status_code for answer in sent) == [201, 409]
    unanswered = cast.ada.post("/questions", {"text": "x"}).get_json()["id"]
    problem_of(cast.max.post(f"/questions/{unanswered}/offer", WORDS), 409)


def test_both_hear_when_a_page_is_there(cast: Cast) -> None:
    """Ada, who asked, and Max, who passed it on; each until they saw it. Nobody else hears anything."""
    address = answered(cast.ada, cast.max)
    cast.max.post(f"{address}/offer", WORDS)
    gap = _take(cast.mara)
    assert cast.ada.get(address).get_json()["offer"]["status"] == "taken"
    assert (gap["asked"], gap["asked_since"], gap["said"][0]["text"]) == (1, None, WORDS["text"])
    assert _there(cast.ada) == []
    closed = cast.mara.post(f"/demand/gaps/{gap['id']}/close", {"page_id": PAGE}).get_json()
    assert (closed["asked"], closed["asked_since"]) == (1, 0)
    offer = cast.ada.get(address).get_json()["offer"]
    assert (offer["status"], offer["page"]["id"]) == ("closed", PAGE)
    for player in cast.staff():
        seen = items_of(player.get("/questions/heard"))
        assert [one["is_own"] for one in seen] == {cast.ada: [True], cast.max: [False]}.get(player, [])
    (card,) = _there(cast.ada)
    assert card["detail"] == "you asked for “slot guarantees”; there since"
    assert _there(cast.max)[0]["detail"] == "you passed on “slot guarantees”; there since"
    need = items_of(cast.ada.get("/questions/heard"))[0]["need_id"]
    assert [one["need_id"] for one in cast.ada.get(f"/feedback/{PAGE}").get_json()["met"]] == [need]
    assert cast.sven.get(f"/feedback/{PAGE}").get_json()["met"] == []
    problem_of(cast.sven.put(f"/questions/heard/{need}"), 404)
    problem_of(cast.paula.put(f"/questions/heard/{need}"), 403)
    assert [cast.ada.put(f"/questions/heard/{need}").status_code for _ in range(2)] == [204, 204]
    assert _there(cast.ada) == items_of(cast.ada.get("/questions/heard")) == []
    assert items_of(cast.ada.get("/questions/heard?all=true"))[0]["heard_at"] is not None
    assert len(items_of(cast.max.get("/questions/heard"))) == 1


def test_a_need_after_the_page_is_a_new_one(cast: Cast) -> None:
    """Who asks for the same once it is there isn't told of the page before, and counts since then."""
    cast.max.post(f"{answered(cast.ada, cast.max)}/offer", WORDS)
    gap = _take(cast.mara)
    cast.mara.post(f"/demand/gaps/{gap['id']}/close", {"page_id": PAGE})
    cast.max.post(f"{answered(cast.sven, cast.max)}/offer", WORDS)
    assert items_of(cast.sven.get("/questions/heard")) == []
    closed = cast.mara.get(f"/demand/gaps/{gap['id']}").get_json()
    assert (closed["asked"], closed["asked_since"]) == (1, 1)
    (item,) = items_of(cast.mara.get("/demand/asked"))
    assert (item["needs"], item["gap"]["status"]) == (2, "closed")


def test_a_page_that_isnt_published_yet_is_heard_of_once_it_is(rack: Rack) -> None:
    """A gap may be closed with a draft; nobody reads its title before it can be read."""
    cast = rack.cast
    cast.max.post(f"{answered(cast.ada, cast.max)}/offer", WORDS)
    gap = _take(cast.mara)
    cast.mara.post(f"/demand/gaps/{gap['id']}/close", {"page_id": "secret"})
    assert items_of(cast.ada.get("/questions/heard")) == _there(cast.ada) == []
    assert "Secret" not in cast.ada.get("/questions").get_data(as_text=True)
    rack.write("secret", title="Slots")
    assert [one["page"]["title"] for one in items_of(cast.ada.get("/questions/heard"))] == ["Slots"]


def test_what_a_page_lacks_stands_by_page_until_it_works(cast: Cast) -> None:
    """Of each person the last word counts: who says it again has one need, who says that it works has none."""
    say(cast.ada, PAGE, "no prices for Poland", is_missing=True)
    say(cast.ada, PAGE, "no prices for Poland and Spain", is_missing=True)
    say(cast.sven, PAGE, "where is the discount table?", is_missing=True)
    say(cast.olga, PAGE, "the customer laughed")
    (item,) = items_of(cast.mara.get("/demand/asked"))
    assert (item["query"], item["lacking"]["id"], item["needs"]) == (None, PAGE, 2)
    assert [(one["text"], one["person"]) for one in item["said"]] == [
        ("where is the discount table?", None),
        ("no prices for Poland and Spain", None),
    ]
    gap = cast.mara.post("/demand/gaps", {"lacking_id": PAGE}).get_json()
    assert (gap["lacking"]["id"], gap["query"], gap["before"]) == (PAGE, None, None)
    problem_of(cast.nadia.post("/demand/gaps", {"lacking_id": PAGE}), 409)
    say(cast.sven, PAGE)
    assert items_of(cast.mara.get("/demand/asked"))[0]["needs"] == 1
    cast.mara.post(f"/demand/gaps/{gap['id']}/close", {"page_id": PAGE})
    assert [one["words"] for one in items_of(cast.ada.get("/questions/heard"))] == [None]
    assert items_of(cast.sven.get("/questions/heard")) == []
    say(cast.ada, PAGE)
    assert len(items_of(cast.ada.get("/questions/heard"))) == 1


def test_a_gap_is_of_a_query_or_of_a_page(sqlite_cast: Cast) -> None:
    """Of exactly one; and a page must lack something."""
    for body in ({}, {"query_id": None}, {"lacking_id": PAGE, "query_id": str(sqlite_cast.ada.id)}):
        problem_of(sqlite_cast.mara.post("/demand/gaps", body), 409)
    problem_of(sqlite_cast.mara.post("/demand/gaps", {"lacking_id": PAGE}), 404)


def _take(author: Player) -> dict[str, Any]:
    """Take the gap of the first thing that is asked for."""
    (item,) = items_of(author.get("/demand/asked"))
    answer = author.post("/demand/gaps", {"query_id": item["query_id"]})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    taken: dict[str, Any] = answer.get_json()
    return taken


def _there(player: Player) -> list[dict[str, str]]:
    cards = player.get("/home").get_json()["cards"]
    return next((card["items"] for card in cards if card["name"] == "asked-for"), [])
