"""Behaviour of the search's door that both engines share, as a table of examples over a small library.

The second engine is asked three times: of a stand-in that answers as OpenSearch's API is documented, and, where
OPENSEARCH_TEST_URL names one, of a server; without it those tests are skipped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from content.library import read_library
from content.search import (
    EVERYTHING,
    PARTNER_SIGHT,
    STAFF_SIGHT,
    Search,
    Sight,
    known_words,
    read_query,
    update_index,
    write_popular,
    write_usage,
)
from support.factories import write_good_page
from support.opensearch.server import opensearch_server

TODAY = date(2026, 6, 1)
PAGES = {
    "discounts": ("Discount policy", "## Approval\n\nA discount above ten percent needs approval by finance.", {}),
    "floor": ("Price floor", "Nobody gives discounts below the price floor.\n\n## Exceptions\n\nAsk finance.", {}),
    "deck": ("First meeting deck", "Slides for the first meeting with a buyer.", {"type": "deck"}),
    "secret": ("Secret margins", "Margins of every discount, for zebrafish alone.", {"status": "draft"}),
    "partner": ("Partner discounts", "What partners may discount.", {"audience": "partner"}),
    "rabatt": ("Rabatte", "Ein Rabatt braucht die Freigabe der Finanzabteilung.", {"language": "de"}),
    "zh": ("折扣政策", "超过百分之十的折扣需要批准。", {"language": "zh"}),
    "cafe": ("Café opening", "A case study about the café chain and its résumé.", {"type": "case-study"}),
    "onboard": ("Onboarding plan", "Sign up buyers in the first week. The handoff is on Friday.", {}),
    "quiz": ("Discount quiz", "What discount needs approval?", {"type": "quiz"}),
}
URL = os.environ.get("OPENSEARCH_TEST_URL", "")


@dataclass(frozen=True)
class Shelf:
    """A library with its index, by one engine."""

    folder: Path
    server: str

    def index(self) -> None:
        """Bring the index up to date."""
        update_index(read_library(self.folder / "library"), self.folder / "index", server=self.server)

    def search(self) -> Search:
        """Open a search."""
        return Search(self.folder / "index", server=self.server, today=lambda: TODAY)


@pytest.fixture(scope="module", params=["own", "stand-in", "server"])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the address that chooses the engine."""
    if request.param == "own":
        yield ""
    elif request.param == "server":
        if not URL:
            pytest.skip("OPENSEARCH_TEST_URL names no OpenSearch server")
        yield f"{URL.rstrip('/')}/test{uuid4().hex[:8]}"
    else:
        with opensearch_server() as running:
            yield running.url


@pytest.fixture(scope="module")
def shelf(server: str, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Index the small library."""
    folder = tmp_path_factory.mktemp("shelf")
    for name, (title, body, fields) in PAGES.items():
        write_good_page(folder / "library", f"{name}.md", body, id=name, title=title, **fields)
    write_usage(folder / "index", {"floor": 40.0, "secret": 90.0, "deck": 5.0})
    write_popular(folder / "index", {"discount approval": ["discounts"], "zebrafish margins": ["secret"]})
    found = Shelf(folder, server)
    found.index()
    return found


def ids(search: Search, text: str, *, sight: Sight = STAFF_SIGHT, **more: object) -> list[str]:
    """Return the ids of the hits, best first."""
    return [hit.entry.id for hit in search.find(read_query(text), sight=sight, limit=50, **more).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("discount", {"discounts", "floor", "partner"}),
        ("discounts", {"discounts", "floor", "partner"}),
        ("DISCOUNTED finance", {"discounts", "floor", "partner"}),
        ('"price floor"', {"floor"}),
        ('"floor price"', set()),
        ("discount -floor", {"discounts", "partner"}),
        ('discount -"price floor"', {"discounts", "partner"}),
        ("rabatte", {"rabatt"}),
        ("折扣", {"zh"}),
        ("cafe", {"cafe"}),
        ("resume", {"cafe"}),
        ("hand off", {"onboard"}),
        ("type:deck", {"deck"}),
        ("meeting type:deck", {"deck"}),
        ("discount type:deck", set()),
        ("discount audience:partner", {"partner"}),
        ("discount -audience:partner", {"discounts", "floor"}),
        ("discount language:de", set()),
        ("type:nothing", set()),
        ("case study", {"cafe"}),
        ("discuont", {"discounts", "floor", "partner"}),
        ("zebrafish", set()),
        ("-discount", set()),
        ("", set()),
        ("xyzzyx", set()),
    ],
)
def test_words_phrases_and_filters_find_the_same_pages(shelf: Shelf, text: str, found: set[str]) -> None:
    """In every language, with whatever is left out."""
    assert set(ids(shelf.search(), text)) == found
    assert shelf.search().find(read_query(text), sight=STAFF_SIGHT).total == len(found)


def test_who_stands_outside_sees_nothing_else(shelf: Shelf) -> None:
    """Not by hits, counts, facets, corrections or suggestions."""
    search = shelf.search()
    found = search.find(read_query("discount"), sight=PARTNER_SIGHT)
    assert ([hit.entry.id for hit in found.hits], found.total) == (["partner"], 1)
    counts = {value.value: value.count for facet in found.facets for value in facet.values if facet.name == "audience"}
    assert counts == {"partner": 1}
    assert search.find(read_query("zebrafihs"), sight=STAFF_SIGHT).did_you_mean is None
    assert search.find(read_query("zebrafihs"), sight=EVERYTHING).did_you_mean == "zebrafish"
    shown = search.suggest("zebra", sight=STAFF_SIGHT) + search.suggest("secr", sight=STAFF_SIGHT)
    assert shown == ()
    assert "Secret margins" in {one.text for one in search.suggest("secr", sight=EVERYTHING)}


def test_facets_count_what_each_value_would_leave(shelf: Shelf) -> None:
    """The own selection of a field isn't applied to its counts, and what holds answers counts nowhere."""
    found = shelf.search().find(read_query("discount audience:partner"), sight=STAFF_SIGHT)
    facets = {facet.name: {one.value: (one.count, one.is_selected) for one in facet.values} for facet in found.facets}
    assert facets["audience"] == {"internal": (2, False), "partner": (1, True)}
    assert sum(count for count, _ in facets["type"].values()) == 1


def test_the_very_title_comes_first_and_orders_are_as_asked(shelf: Shelf) -> None:
    """By relevance, by use and by day."""
    search = shelf.search()
    assert ids(search, "price floor")[0] == "floor"
    assert ids(search, "discount", sort="used")[0] == "floor"
    newest = [search.entry(one) for one in ids(search, "discount", sort="newest")]
    days = [(one.reviewed or one.changed) for one in newest if one]
    assert days == sorted(days, reverse=True)


def test_pages_of_hits_do_not_overlap(shelf: Shelf) -> None:
    """And say how many there are in all."""
    search, asked = shelf.search(), read_query("discount")
    pages = [search.find(asked, page=page, limit=2, sight=STAFF_SIGHT) for page in (1, 2, 3)]
    assert [len(one.hits) for one in pages] == [2, 1, 0]
    assert {one.total for one in pages} == {3}
    assert len({hit.entry.id for one in pages for hit in one.hits}) == 3


def test_passages_are_marked_and_escaped(shelf: Shelf) -> None:
    """From the text that was indexed, under its heading."""
    [hit] = [one for one in shelf.search().find(read_query("approval")).hits if one.entry.id == "discounts"]
    assert hit.passage is not None
    assert "<mark>approval</mark>" in hit.passage.html
    assert hit.passage.heading == "Approval"


def test_a_word_that_is_typed_finds_its_endings(shelf: Shelf) -> None:
    """As long as it is the last one."""
    search = shelf.search()
    typing = search.find(read_query("onboar", is_typing=True), sight=STAFF_SIGHT)
    assert [hit.entry.id for hit in typing.hits] == ["onboard"]
    assert ids(search, "onboar") == ["onboard"]


def test_typed_text_is_completed(shelf: Shelf) -> None:
    """By titles, headings, searches of others and filters."""
    search = shelf.search()
    assert [one.text for one in search.suggest("price fl")] == ["Price floor"]
    assert "Exceptions" in {one.text for one in search.suggest("excep")}
    assert "discount approval" in {one.text for one in search.suggest("discount ap")}
    assert ("type", "deck") in {one.filter for one in search.suggest("dec")}
    assert [one.text for one in search.suggest("折扣")] == ["折扣政策"]


def test_pages_like_a_page_are_those_that_may_be_seen(shelf: Shelf) -> None:
    """In the same language, and not itself."""
    found = [entry.id for entry in shelf.search().similar("discounts", sight=STAFF_SIGHT)]
    assert {"floor", "partner"} >= set(found[:2])
    assert not {"secret", "discounts", "rabatt", "quiz"}.intersection(found)


def test_a_query_is_read_alike(shelf: Shelf) -> None:
    """What is known of its words, what they name, and its language."""
    search = shelf.search()
    found = search.find(read_query("case study xyzzyx"), sight=STAFF_SIGHT)
    assert [piece.is_known for piece in found.reading.pieces] == [True, True, False]
    assert search.find(read_query("rabatt freigabe"), sight=STAFF_SIGHT).language == "de"
    loose = search.find(read_query("discount type:deck"), sight=STAFF_SIGHT)
    assert {one.without: one.total for one in loose.relaxed}["type:deck"] == 3


def test_words_of_the_library_are_known(shelf: Shelf) -> None:
    """As whole words, folded, in any language and whoever may see them."""
    is_known = known_words(shelf.search())
    words = ("discount", "discounts", "rabatt", "zebrafish", "cafe", "discoun", "to", "xyzzyx")
    assert [word for word in words if is_known(word)] == ["discount", "discounts", "rabatt", "zebrafish", "cafe"]


def test_changes_and_removals_are_followed(shelf: Shelf, tmp_path: Path, server: str) -> None:
    """Also when a page becomes one with two editions, and one again."""
    own = Shelf(tmp_path, f"{server}/changes" if server and not URL else server)
    library, write = tmp_path / "library", write_good_page
    write(library, "a.md", "walrus", id="a", title="Alpha")
    write(library, "b.md", "walrus", id="b", title="Beta")
    own.index()
    search = own.search()
    assert set(ids(search, "walrus")) == {"a", "b"}
    write(library, "a.md", "heron\n\n## Internal notes\n\nwalrus", id="a", title="Alpha", audience="partner")
    (library / "b.md").unlink()
    own.index()
    assert own.search().find(read_query("walrus"), sight=STAFF_SIGHT).total == 1
    assert ids(own.search(), "heron", sight=PARTNER_SIGHT) == ["a"]
    assert ids(own.search(), "Beta") == []
