"""Outside the company only what is sent exists: guidance and notes of a page are found by nobody out there."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from api.running.jobs import build_decks
from support.acting import items_of, problem_of
from support.databases import SqliteDatabase
from support.decks import read_pptx
from support.factories import Cast
from support.inner import INNER, fill_harbour
from support.sharing import once
from support.standing import Standing

NOTHING = "xylophone"
PAGES = {f"page-{number}" for number in range(len(INNER))}
NUMBERED = list(enumerate(INNER))


@pytest.fixture(scope="module")
def standing_harbour(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Iterator[Standing]:
    """An app over that library, for all tests of this file."""
    made = once(tmp_path_factory, "harbour", fill_harbour)
    folder = tmp_path_factory.mktemp("standing")
    database = SqliteDatabase(folder / "data" / "repertoire.db", kept)
    standing = Standing(folder, database, made / "index", content_dir=made / "library")
    yield standing
    standing.close()


@pytest.fixture
def cast(standing_harbour: Standing) -> Cast:
    """The cast in that app."""
    standing_harbour.put_back(peopled=True)
    return standing_harbour.cast


@pytest.mark.parametrize(("number", "word"), NUMBERED)
def test_a_rep_finds_guidance_and_notes(cast: Cast, number: int, word: str) -> None:
    """By their words, and reads them; each page is there once."""
    body = cast.ada.get(f"/search?q={word}").get_json()
    assert [item["id"] for item in body["items"]] == [f"page-{number}"]
    assert word in cast.ada.get(f"/content/page-{number}").get_json()["html"].lower()
    assert {item["id"] for item in items_of(cast.ada.get("/content?limit=200"))} == PAGES
    assert len(items_of(cast.ada.get("/search?q=quay&limit=50"))) == len(PAGES)


@pytest.mark.parametrize(("number", "word"), NUMBERED)
def test_a_partner_is_answered_as_if_they_were_not_written(cast: Cast, number: int, word: str) -> None:
    """Hits, totals, facets, hints and suggestions are those of a word that no page has; the page lacks it."""
    for query in ("{}", '"the {}"', "quay {}", "quay -{}", "{} decides", "the {} waits"):
        about_it, about_nothing = (_found(cast, query.format(asked)) for asked in (word, NOTHING))
        assert _filled(about_it, word) == _filled(about_nothing, NOTHING), query
    for query in (f"{word[:-2]}{word[-1]}", word[:-1]):
        assert word not in str(_found(cast, query)).lower(), query
    for text in (word[:2], word[:4], word, f"the {word[:4]}", f"quay {word[:3]}"):
        assert word not in str(items_of(cast.paula.get("/suggest", query_string={"q": text}))).lower().replace(text, "")
    page = cast.paula.get(f"/content/page-{number}").get_json()
    assert "quay" in page["html"]
    assert word not in page["html"].lower()
    assert word not in str(items_of(cast.paula.get(f"/content/page-{number}/similar?limit=20"))).lower()


def test_slides_for_outside_have_nothing_of_what_stays_inside(cast: Cast) -> None:
    """Neither as JSON nor in a file, whoever asks for the one to send; those inside have it as notes."""
    decks = [(number, word) for number, word in NUMBERED if INNER[word][0] == "deck"]
    ways = [(player, number) for player in (cast.ada, cast.paula) for number, _ in decks]
    for player, number in ways:
        assert player.get(f"/content/page-{number}/deck.pptx?notes=false").status_code == 202
    for number, _ in decks:
        assert cast.ada.get(f"/content/page-{number}/deck.pptx").status_code == 202
    with cast.ada.client.application.app_context():
        build_decks()
    for number, word in decks:
        inside, outside = (player.get(f"/content/page-{number}/slides").get_json() for player in (cast.ada, cast.paula))
        assert word in str([slide["notes"] for slide in inside["slides"]]).lower()
        assert word not in str([slide["html"] for slide in inside["slides"]] + [outside]).lower()
        assert word in str(read_pptx(cast.ada.get(f"/content/page-{number}/deck.pptx").data)).lower()
    for player, number in ways:
        data = player.get(f"/content/page-{number}/deck.pptx?notes=false").data
        with ZipFile(BytesIO(data)) as archive:
            told = b"".join(map(archive.read, archive.namelist())).lower()
        assert b"quay" in told
        assert [word for word in INNER if word.encode() in told] == []


def test_a_partner_has_all_pages_once_and_in_order(cast: Cast) -> None:
    """In lists that are read page by page, in searches and in their counts."""
    listed = [item["id"] for item in items_of(cast.paula.get("/content?limit=200"))]
    assert sorted(listed) == sorted(PAGES)
    first = items_of(cast.paula.get("/content?limit=4"))
    rest = items_of(cast.paula.get(f"/content?limit=200&after={first[-1]['id']}"))
    assert [item["id"] for item in (*first, *rest)] == listed
    body = cast.paula.get("/search?q=quay&limit=50").get_json()
    assert body["total"] == len(body["items"]) == len(PAGES)
    (types,) = (facet for facet in body["facets"] if facet["name"] == "type")
    assert {value["value"]: value["count"] for value in types["values"]} == {"email-template": 3, "deck": 5, "guide": 9}


def test_files_that_only_guidance_leads_to_are_not_for_partners(cast: Cast) -> None:
    """Reading the page doesn't show them, and neither does a search for their names."""
    number = list(INNER).index("python")
    assert "python.csv" in cast.ada.get(f"/content/page-{number}").get_json()["html"]
    assert "python" not in cast.paula.get(f"/content/page-{number}").get_json()["html"]
    assert _found(cast, "python.csv")["items"] == []


def test_what_a_partner_has_not_is_no_page(cast: Cast) -> None:
    """A page's two readings are one page: another id stays a 404 for both."""
    for player in (cast.ada, cast.paula):
        problem_of(player.get("/content/page-99"), 404)


def _found(cast: Cast, query: str) -> dict[str, Any]:
    answer = cast.paula.get("/search", query_string={"q": query, "limit": 50, "explain": "true"})
    assert answer.status_code == 200
    body: dict[str, Any] = answer.get_json()
    pieces = [{**piece, "start": None, "end": None} for piece in body["pieces"]]
    return {name: value for name, value in body.items() if name not in {"search_id", "took_ms"}} | {"pieces": pieces}


def _filled(body: Any, word: str) -> Any:
    """Take the word that was asked for out of an answer that says it back."""
    if isinstance(body, dict):
        return {name: _filled(part, word) for name, part in body.items()}
    if isinstance(body, list):
        return [_filled(part, word) for part in body]
    return body.replace(word, "…") if isinstance(body, str) else body
