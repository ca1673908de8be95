"""Searches that several people made with success, as they complete what another one types."""

from __future__ import annotations

from pathlib import Path

from content.library import read_library
from content.search.find import Search
from content.search.generation import EVERYTHING, Sight
from content.search.popular import write_popular
from content.search.update import update_index
from support.factories import write_good_page

PARTNER = Sight(audiences=frozenset({"partner"}))


def write(tmp_path: Path, title: str, body: str, **fields: str) -> None:
    """Write a page named by its id."""
    given = {"title": title, "language": "en"} | fields
    write_good_page(tmp_path / "library", f"{fields['id']}.md", body, **given)


def index(tmp_path: Path) -> Search:
    """Index what the test has written."""
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    return Search(tmp_path / "index")


def offered(search: Search, text: str, *, sight: Sight = EVERYTHING) -> list[str]:
    """Return the phrases that are suggested, best first."""
    return [found.text for found in search.suggest(text, sight=sight) if found.kind == "phrase"]


def test_searches_that_others_made_with_success_are_completed(tmp_path: Path) -> None:
    """Before headings, as most people typed them; several words in, or in text without spaces."""
    write(tmp_path, "Pallets", "## Price of pallets\n\nWhat the pallet costs.", id="pallets")
    write(tmp_path, "托盘", "托盘价格表。", language="zh", id="tuopan")
    write_popular(
        tmp_path / "index", {"Pallet Price": ["gone", "pallets"], "price": ["pallets"], "托盘价格": ["tuopan"]}
    )
    search = index(tmp_path)
    assert offered(search, "pri") == ["Pallet Price", "price", "Price of pallets"]
    assert offered(search, "pallet pr") == ["Pallet Price", "Price of pallets"]
    assert offered(search, "托盘价") == ["托盘价格"]
    assert offered(search, "price") == ["Pallet Price", "Price of pallets"]
    write_popular(tmp_path / "index", {})
    assert offered(search, "托盘价") == []


def test_a_search_that_others_made_tells_nobody_what_they_may_not_see(tmp_path: Path) -> None:
    """Every word of it stands in a page that it led to and that the reader sees, or it isn't offered."""
    write(tmp_path, "Pallets", "The price.", audience="partner", id="open")
    write(tmp_path, "Takeover", "The price of the takeover.", audience="internal", id="inside")
    write(tmp_path, "Else", "The takeover of pallets by others.", audience="partner", id="else")
    searches = {"price takeover": ["inside", "open"], "price": ["open"], "price of pallets": ["inside"]}
    write_popular(tmp_path / "index", searches)
    search = index(tmp_path)
    assert offered(search, "pri", sight=PARTNER) == ["price"]
    assert offered(search, "pri", sight=Sight()) == ["price takeover", "price"]


def test_searches_with_conditions_complete_nothing(tmp_path: Path) -> None:
    """They would be filters that nobody sees; a file that isn't what it should be is none."""
    write(tmp_path, "Pallets", "The price type.", id="pallets")
    write_popular(tmp_path / "index", {"price type:page": ["pallets"], '"price"': ["pallets"], "price -x": ["pallets"]})
    search = index(tmp_path)
    assert offered(search, "pri") == []
    for text in ("{", "[1]", '{"a": 1}', '[["price"]]', '[["price", null]]'):
        (tmp_path / "index" / "searches.json").write_text(text, encoding="utf-8")
        assert offered(search, "pri") == []
