"""What nobody may find who may not see it: drafts, archived pages, and for partners everything internal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import select

from api.web.context import KEY
from api.web.database import db
from api.web.searching import open_search
from api.web.sight import visible_entries
from lms.people.models import Person
from lms.people.proofs import issue_token
from support.acting import PAGE, follow, items_of, problem_of
from support.databases import SqliteDatabase
from support.factories import Cast, Player
from support.sharing import once
from support.standing import Standing
from support.zoo import POLISH, QUIZ, WORDS, fill_zoo

PARTNERS = {"pelican", "caribou"}
STAFF = {*PARTNERS, "iguana", POLISH}
SEES = {
    "paula": PARTNERS,
    "ada": STAFF,
    "max": STAFF,
    "mara": {*STAFF, "dragonfly", "armadillo"},
    "nadia": {*STAFF, "dragonfly", "armadillo"},
}
HIDDEN = [(name, word) for name in SEES for word in (*WORDS, POLISH) if word not in SEES[name]]
SEEN = [(name, word) for name in SEES for word in WORDS if word in SEES[name]]
# Nothing in the library is called so.
NOTHING = "xylophone"


@dataclass(frozen=True)
class Zoo:
    """The library's app and the cast."""

    app: Flask
    cast: Cast

    def player(self, name: str) -> Player:
        """Return one of the cast."""
        found: Player = getattr(self.cast, name)
        return found


@pytest.fixture(scope="module")
def zoo_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the library and its index."""
    return once(tmp_path_factory, "zoo", fill_zoo)


@pytest.fixture(scope="module")
def standing_zoo(tmp_path_factory: pytest.TempPathFactory, kept: Path, zoo_index: Path) -> Iterator[Standing]:
    """An app over that library, for all tests of this file."""
    folder = tmp_path_factory.mktemp("standing")
    database = SqliteDatabase(folder / "data" / "repertoire.db", kept)
    standing = Standing(folder, database, zoo_index / "index", content_dir=zoo_index / "library")
    yield standing
    standing.close()


@pytest.fixture
def zoo(standing_zoo: Standing) -> Zoo:
    """That app, with the cast in its database."""
    return Zoo(standing_zoo.put_back(peopled=True), standing_zoo.cast)


def found(player: Player, **query: Any) -> dict[str, Any]:
    """Search, and return the answer without what differs between any two."""
    answer = player.get("/search", query_string={"limit": 50, **query})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    return {name: value for name, value in body.items() if name not in {"search_id", "took_ms"}}


def ids(items: list[dict[str, Any]]) -> set[str]:
    """Return the ids of pages, each of which must be there once."""
    assert len({item["id"] for item in items}) == len(items)
    return {item["id"] for item in items}


@pytest.mark.parametrize("name", SEES)
def test_everybody_finds_what_they_may_see_and_nothing_else(zoo: Zoo, name: str) -> None:
    """A word of every page, a phrase, and no word but a filter: hits, total and every facet speak of the same pages."""
    sees = SEES[name]
    for query in ({"q": "quay"}, {"q": "quay keeper -xylophone"}, {"type": "guide"}, {"q": "quay", "sort": "newest"}):
        body = found(zoo.player(name), **query)
        assert ids(body["items"]) == sees, query
        assert body["total"] == len(sees), query
        assert _values(body, "owner") == {f"{word}@brightwharf.example": 1 for word in sees}
        assert _values(body, "product") == {f"{word}-kit": 1 for word in sees - {POLISH}}
        assert sum(_values(body, "status").values()) == sum(_values(body, "audience").values()) == len(sees)
        assert set(_values(body, "type")) == {"guide"}


@pytest.mark.parametrize(("name", "word"), SEEN)
def test_a_page_that_may_be_seen_is_found_in_every_way(zoo: Zoo, name: str, word: str) -> None:
    """By its word, its title, a filter, its beginning and its misspelling; it can be read, compared and opened."""
    player = zoo.player(name)
    for query in ({"q": word}, {"q": f'"feeding {word}s"'}, {"product": f"{word}-kit"}, {"q": _misspelt(word)}):
        assert ids(found(player, **query)["items"]) >= {word}, query
    assert word in {item["page"]["id"] for item in items_of(player.get(f"/suggest?q={word[:-2]}")) if item["page"]}
    assert player.get(f"/content/{word}").get_json()["title"] == f"The {word}"
    assert ids(items_of(player.get(f"/content/{word}/similar"))) <= SEES[name] - {word, POLISH}
    assert player.post("/opens", {"page_id": word}).status_code == 201


@pytest.mark.parametrize(("name", "word"), HIDDEN)
def test_a_search_for_what_may_not_be_seen_is_answered_as_one_for_nothing(zoo: Zoo, name: str, word: str) -> None:
    """Hits, total, facets, hints and spelling are the same, whatever is asked of the page: they never tell of it."""
    player = zoo.player(name)
    for query in (
        {"q": "{}"},
        {"q": "the {}"},
        {"q": '"feeding {}s"'},
        {"q": "quay {}"},
        {"q": "quay -{}"},
        {"q": '"{} keeper"'},
        {"q": "{}", "typing": "true"},
        {"q": "quay", "product": "{}-kit"},
        {"q": "quay -product:{}-kit"},
        {"owner": "{}@brightwharf.example"},
        {"q": "owner:{} quay"},
        {"stage": ["{}-stage", "caribou-stage"]},
        {"q": "{}", "language": "pl"},
        {"q": "{}", "explain": "true"},
    ):
        about_it = found(player, **_filled(query, word))
        about_nothing = found(player, **_filled(query, NOTHING))
        assert _without(about_it, word) == _without(about_nothing, NOTHING), query
    for typo in (_misspelt(word), word[:-1], f"{word[:3]} {word[3:]}"):
        body = found(player, q=typo)
        assert body["did_you_mean"] is None or word not in body["did_you_mean"], typo
        assert ids(body["items"]) <= SEES[name]


@pytest.mark.parametrize(("name", "word"), HIDDEN)
def test_nothing_suggests_what_may_not_be_seen(zoo: Zoo, name: str, word: str) -> None:
    """Neither its title nor its words, its values or its owner, however much of them is typed."""
    player = zoo.player(name)
    for text in (word[:2], word[:4], word, f"the {word[:4]}", f"quay {word[:3]}", f"{word}-k", f"feeding {word[:2]}"):
        items = items_of(player.get("/suggest", query_string={"q": text}))
        assert [item for item in items if word in str(item).lower()] == [], text


@pytest.mark.parametrize(("name", "word"), HIDDEN)
def test_what_may_not_be_seen_is_not_there(zoo: Zoo, name: str, word: str) -> None:
    """By its id it gives the same 404 as nothing does, for reading, comparing and opening it."""
    player = zoo.player(name)
    for page in (word, QUIZ):
        for path in ("/content/{}", "/content/{}/similar"):
            missing = problem_of(player.get(path.format(NOTHING)), 404)
            for headers in ({}, {"If-None-Match": "*"}):
                problem = problem_of(player.get(path.format(page), headers=headers), 404)
                assert problem == _filled(missing, page, old=NOTHING)
        missing = problem_of(player.post("/opens", {"page_id": NOTHING}), 404)
        assert problem_of(player.post("/opens", {"page_id": page}), 404) == _filled(missing, page, old=NOTHING)


@pytest.mark.parametrize("name", SEES)
def test_what_a_page_names_is_shown_as_far_as_it_may_be_seen(zoo: Zoo, name: str) -> None:
    """Whoever reads a plan learns nothing of the drafts that belong to it, nor of a quiz."""
    with zoo.app.test_request_context():
        g.actor = zoo.player(name).actor
        assert {entry.id for entry in visible_entries([*WORDS, POLISH, QUIZ, NOTHING])} == SEES[name]


@pytest.mark.parametrize("name", SEES)
def test_similar_pages_are_those_that_may_be_seen(zoo: Zoo, name: str) -> None:
    """All of them are alike here."""
    items = items_of(zoo.player(name).get("/content/pelican/similar?limit=20"))
    assert ids(items) == SEES[name] - {"pelican", POLISH}


@pytest.mark.parametrize("name", ["paula", "ada", "max"])
def test_the_list_holds_what_may_be_seen(zoo: Zoo, name: str) -> None:
    """In one page or in many."""
    player = zoo.player(name)
    assert ids(items_of(player.get("/content"))) == SEES[name]
    assert ids([page for part in follow(player, "/content?limit=1") for page in part]) == SEES[name]
    assert ids(items_of(player.get("/content?type=guide&language=pl"))) == SEES[name] & {POLISH}


@pytest.mark.parametrize("name", ["mara", "nadia"])
def test_the_list_of_an_author_holds_drafts_and_archived_pages(zoo: Zoo, name: str) -> None:
    """With their status, and without an address in the site."""
    items = items_of(zoo.player(name).get("/content"))
    assert ids(items) == SEES[name]
    assert {item["id"]: item["url"] for item in items if item["status"] != "approved"} == {
        "dragonfly": None,
        "armadillo": None,
    }


@pytest.mark.parametrize(("name", "word"), HIDDEN)
def test_a_list_goes_on_after_nothing_that_may_not_be_seen(zoo: Zoo, name: str, word: str) -> None:
    """A cursor that works would tell that the page is there."""
    player = zoo.player(name)
    assert items_of(player.get(f"/content?after={NOTHING}")) == []
    assert items_of(player.get(f"/content?after={word}")) == []


def test_a_translation_that_may_not_be_seen_is_not_told_of(zoo: Zoo) -> None:
    """Paula sees the English page alone; Ada sees that there is a Polish one, and finds it by the English word."""
    (hit,) = found(zoo.cast.paula, q="caribou")["items"]
    assert hit["translations"] == []
    assert found(zoo.cast.paula, q="caribou", language="pl")["items"] == []
    assert found(zoo.cast.paula, language="pl")["items"] == []
    (hit,) = found(zoo.cast.ada, q="caribou", language="pl")["items"]
    assert (hit["id"], hit["via"]["id"]) == (POLISH, "caribou")
    (hit,) = [hit for hit in found(zoo.cast.ada, q="caribou")["items"] if hit["id"] == "caribou"]
    assert [other["id"] for other in hit["translations"]] == [POLISH]


def test_what_the_author_found_is_not_remembered_for_others(zoo: Zoo) -> None:
    """The same query at once before and after hers."""
    for name in ("ada", "mara", "paula", "nadia", "ada", "paula"):
        assert ids(found(zoo.player(name), q="quay")["items"]) == SEES[name]


def test_a_draft_is_shown_to_its_author_as_one(zoo: Zoo) -> None:
    """It can be read before it is published, and has no address in the site."""
    page = zoo.cast.mara.get("/content/dragonfly").get_json()
    assert (page["status"], page["url"]) == ("draft", None)
    assert "Feeding dragonflys" in page["html"]


def test_while_the_index_cannot_be_read_the_titles_shown_are_those_that_may_be_seen(zoo: Zoo) -> None:
    """The reduced search is no way around."""
    assert items_of(zoo.cast.mara.get("/content"))
    for file in zoo.app.extensions[KEY].config.index_dir.glob("index-*/*.pst"):
        size = file.stat().st_size
        file.write_bytes((b"\x93noise" * (size // 6 + 1))[:size])
    parts = zoo.app.extensions[KEY]
    zoo.app.extensions[KEY] = replace(parts, search=open_search(parts.config))  # one that has read nothing yet
    for name, sees in SEES.items():
        body = found(zoo.player(name), q="the keeper")
        assert body["is_reduced"]
        assert ids(body["items"]) == sees - {POLISH}
        assert body["total"] == len(sees - {POLISH})


def test_a_partner_who_also_sells_sees_what_reps_see(zoo: Zoo) -> None:
    """As much as any of the roles allows."""
    body = {"email": "pia@brightwharf.example", "name": "Pia", "roles": ["partner", "rep"]}
    assert zoo.cast.nadia.post("/people", body).status_code == 201
    with zoo.app.app_context():
        person = db.session.scalars(select(Person).where(Person.name == "Pia")).one()
        _, token = issue_token(db.session(), person=person, name="test", at=datetime.now(UTC))
        db.session.commit()
    assert ids(found(replace(zoo.cast.ada, token=token), q="quay")["items"]) == STAFF


def test_a_partner_finds_nothing_in_a_library_that_is_all_internal(sqlite_cast: Cast) -> None:
    """As the sample library's sales pages mostly are."""
    internal = {
        page["id"] for page in items_of(sqlite_cast.ada.get("/content?limit=200")) if page["audience"] == "internal"
    }
    assert PAGE in internal
    for query in ("price", "customer", "type:objection", "too expensive"):
        assert ids(found(sqlite_cast.paula, q=query)["items"]).isdisjoint(internal)


def _values(body: dict[str, Any], name: str) -> dict[str, int]:
    """Return the counts of a facet's values."""
    return {
        value["value"]: value["count"] for facet in body["facets"] if facet["name"] == name for value in facet["values"]
    }


def _misspelt(word: str) -> str:
    """Leave out the letter before the last."""
    return f"{word[:-2]}{word[-1]}"


def _filled(value: Any, word: str, *, old: str = "{}") -> Any:
    """Put a word into every text of a query or an answer."""
    if isinstance(value, dict):
        return {name: _filled(part, word, old=old) for name, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, word, old=old) for part in value]
    return value.replace(old, word) if isinstance(value, str) else value


def _without(body: dict[str, Any], word: str) -> Any:
    """Take the word that was asked for out of an answer that says it back, and where each piece of the query stands."""
    pieces = [{**piece, "start": None, "end": None} for piece in body["pieces"]]
    return _filled({**body, "pieces": pieces}, "…", old=word)
