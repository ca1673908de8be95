"""Questions through the API: whom one may ask, who sees them, and what the two of them can do."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from lms.coaching.models import MentoringPair
from support.acting import PAGE, follow, in_days, items_of, pointers_of, problem_of
from support.asking import Rack, ask
from support.factories import MONDAY, Cast, Player

NOBODY = "00000000-0000-7000-8000-000000000000"


def test_only_the_two_see_a_question(cast: Cast) -> None:
    """404 for everyone else, the admin and Ada's colleagues included; a partner has no questions at all."""
    address = f"/questions/{ask(cast.ada)['id']}"
    for player in cast.everyone():
        if player in {cast.ada, cast.max}:
            assert player.get(address).get_json()["text"] == "May we promise a slot?"
            assert len(items_of(player.get("/questions"))) == 1
        elif player is cast.paula:
            problem_of(player.get(address), 403)
            problem_of(player.get("/questions"), 403)
            problem_of(player.post("/questions", {"text": "x"}), 403)
        else:
            problem_of(player.get(address), 404)
            problem_of(player.post(f"{address}/answers", {"text": "x"}), 404)
            problem_of(player.post(f"{address}/close"), 404)
            problem_of(player.post(f"{address}/offer", {"words": "x", "text": "x"}), 404)
            problem_of(player.put(f"{address}/named", {"is_named": True}), 404)
            assert items_of(player.get("/questions")) == []


def test_a_former_manager_keeps_what_they_were_asked_and_a_new_one_sees_nothing(cast: Cast) -> None:
    """A question is between two people, whoever manages the asker later."""
    address = f"/questions/{ask(cast.ada)['id']}"
    cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json={"team_id": str(cast.teams["South"])})
    assert cast.max.get(address).status_code == 200
    problem_of(cast.greta.get(address), 404)
    assert ask(cast.ada)["asked"]["name"] == "Greta Holm"


def test_whom_one_may_ask(session: Session, cast: Cast) -> None:
    """Those who manage the asker, and mentors for as long as they are paired; nobody else."""
    pair = {"mentee_id": cast.ada.id, "made_at": MONDAY, "made_by_id": cast.nadia.id}
    session.add(MentoringPair(mentor_id=cast.sven.id, since=in_days(-9), until=in_days(1), **pair))
    session.add(MentoringPair(mentor_id=cast.olga.id, since=in_days(-9), until=in_days(0), **pair))
    session.commit()
    assert _whom(cast.ada) == ["Max Oduya", "Sven Berg"]
    assert _whom(cast.sven) == ["Max Oduya"]
    assert _whom(cast.mara) == _whom(cast.nadia) == []
    for refused in (cast.olga, cast.greta, cast.ada):
        problem_of(cast.ada.post("/questions", {"text": "x", "asked_id": str(refused.id)}), 404)
    assert ask(cast.ada, asked_id=str(cast.sven.id))["asked"]["name"] == "Sven Berg"


def test_a_page_is_asked_about_to_its_owner_first(rack: Rack) -> None:
    """An owner who isn't in the directory, can't see it or asks themselves isn't asked: their manager is."""
    cast, about = rack.cast, "?about=page&about_id="
    assert _whom(cast.ada, f"{about}price") == ["Mara Quill", "Max Oduya"]
    for page in ("hers", "inner", "away"):
        assert _whom(cast.ada, f"{about}{page}") == ["Max Oduya"]
    assert _whom(cast.olga, f"{about}hers") == ["Ada Lind", "Greta Holm"]
    assert ask(cast.sven, about={"kind": "page", "id": "price"})["asked"]["name"] == "Mara Quill"


def test_what_somebody_may_not_see_cant_be_asked_about_and_isnt_told(rack: Rack) -> None:
    """A draft is no page to Ada; to Max, whom its author asks about it, nor is its title; hers is gone for both."""
    cast, draft = rack.cast, {"kind": "page", "id": "secret"}
    problem_of(cast.ada.post("/questions", {"text": "x", "about": draft}), 404)
    problem_of(cast.ada.get("/questions/whom?about=page&about_id=secret"), 404)
    cast.nadia.ask("PATCH", f"/people/{cast.mara.id}", json={"team_id": str(cast.teams["North"])})
    asked = ask(cast.mara, about=draft)
    assert (asked["asked"]["name"], asked["about"]["title"]) == ("Max Oduya", "Secret plan")
    shown = cast.max.get(f"/questions/{asked['id']}")
    assert shown.get_json()["about"] == {"kind": "page", "id": "secret", "title": None, "url": None, "language": None}
    assert "Secret plan" not in shown.get_data(as_text=True) + cast.max.get("/home").get_data(as_text=True)
    made = ask(cast.ada, about={"kind": "page", "id": "price"})
    rack.write("price", title="Price to come", status="draft")
    assert cast.ada.get(f"/questions/{made['id']}").get_json()["about"]["title"] is None


def test_who_has_nobody_to_ask_is_told_so(sqlite_cast: Cast) -> None:
    """Nobody manages an author; the field is named."""
    answer = sqlite_cast.mara.post("/questions", {"text": "x"})
    assert problem_of(answer, 409)["errors"][0]["pointer"] == "#/asked_id"


def test_answers_go_back_and_forth_until_the_asker_closes(cast: Cast) -> None:
    """It is always the turn of who didn't write last; a closed question takes no word more."""
    made = ask(cast.ada, "  May we?\r\n\nIf so, when?  ", about={"kind": "page", "id": PAGE}, asked_id=str(cast.max.id))
    address = f"/questions/{made['id']}"
    assert (made["text"], made["waits_for"]) == ("May we?\r\n\nIf so, when?", str(cast.max.id))
    assert made["about"]["url"] == "/objections/too-expensive/"
    answered = cast.max.post(f"{address}/answers", {"text": "Which slot?"}).get_json()
    assert (answered["waits_for"], answered["answered_at"] is not None) == (str(cast.ada.id), True)
    again = cast.ada.post(f"{address}/answers", {"text": "Zażółć 好的"}).get_json()
    assert (again["waits_for"], again["answered_at"]) == (str(cast.max.id), answered["answered_at"])
    assert [(one["author_id"], one["text"]) for one in again["answers"]] == [
        (str(cast.max.id), "Which slot?"),
        (str(cast.ada.id), "Zażółć 好的"),
    ]
    problem_of(cast.max.post(f"{address}/close"), 403)
    closed = cast.ada.post(f"{address}/close").get_json()
    assert (closed["waits_for"], closed["closed_at"] is not None) == (None, True)
    problem_of(cast.ada.post(f"{address}/close"), 409)
    problem_of(cast.max.post(f"{address}/answers", {"text": "x"}), 409)


def test_boxes_and_pages(cast: Cast) -> None:
    """Asked of me, mine, and those that wait for my word; the newest first."""
    first, second, third = (ask(cast.ada, str(number))["id"] for number in range(3))
    fourth = ask(cast.sven, "3")["id"]
    cast.max.post(f"/questions/{second}/answers", {"text": "x"})
    cast.ada.post(f"/questions/{third}/close")

    def box(player: Player, name: str) -> list[str]:
        return [item["id"] for item in items_of(player.get(f"/questions?box={name}"))]

    assert box(cast.max, "asked_of_me") == [fourth, third, second, first]
    assert box(cast.max, "waiting") == [fourth, first]
    assert box(cast.ada, "waiting") == [second]
    assert box(cast.ada, "mine") == [third, second, first]
    assert box(cast.max, "mine") == box(cast.ada, "asked_of_me") == []
    pages = follow(cast.max, "/questions?limit=3")
    assert [[item["id"] for item in page] for page in pages] == [[fourth, third, second], [first]]


def test_home_says_whose_turn_it_is(cast: Cast) -> None:
    """Max is asked, then Ada got an answer, then nobody waits."""
    address = f"/questions/{ask(cast.ada)['id']}"
    assert _card(cast.max, "questions") == [("May we promise a slot?", "asked you", "Ada Lind")]
    assert _card(cast.ada, "questions") == []
    cast.max.post(f"{address}/answers", {"text": "Yes."})
    assert _card(cast.max, "questions") == []
    assert _card(cast.ada, "questions") == [("May we promise a slot?", "answered", "Max Oduya")]
    cast.ada.post(f"{address}/close")
    assert _card(cast.ada, "questions") == []


def test_a_skill_is_named_and_one_that_isnt_there_cant_be_asked_about(sqlite_cast: Cast) -> None:
    """The taxonomy says which there are."""
    made = ask(sqlite_cast.ada, about={"kind": "skill", "id": "discovery"})
    assert (made["about"]["id"], made["about"]["title"]) == ("discovery", "Discovery")
    problem_of(sqlite_cast.ada.post("/questions", {"text": "x", "about": {"kind": "skill", "id": "juggling"}}), 404)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"text": " \n\t"}, "#/text"),
        ({"text": "x" * 5001}, "#/text"),
        ({"text": "a\0b"}, "#/text"),
        ({"text": 7}, "#/text"),
        ({"about": {"kind": "page"}}, "#/about/id"),
        ({"about": {"kind": "person", "id": "x"}}, "#/about/kind"),
        ({"asked_id": "max"}, "#/asked_id"),
        ({"asker_id": NOBODY}, "#/asker_id"),
        ({"is_named": "perhaps"}, "#/is_named"),
    ],
)
def test_a_bad_field_is_named(sqlite_cast: Cast, change: dict[str, Any], pointer: str) -> None:
    """A question has words; the asker is always who asks."""
    assert pointers_of(sqlite_cast.ada.post("/questions", {"text": "x", **change})) == [pointer]


def _whom(player: Player, query: str = "") -> list[str]:
    return [person["name"] for person in player.get(f"/questions/whom{query}").get_json()["people"]]


def _card(player: Player, name: str) -> list[tuple[str, str, str]]:
    cards = player.get("/home").get_json()["cards"]
    items: list[dict[str, Any]] = next((card["items"] for card in cards if card["name"] == name), [])
    return [(item["title"], item["detail"], item["person"]["name"]) for item in items]
