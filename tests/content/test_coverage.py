"""The matrix of what the library covers, and its empty cells in the order of what is expected of them."""

from __future__ import annotations

import pytest

from content.catalogue import Entry, entry_of
from content.coverage import Coverage, cover
from content.document import parse
from content.taxonomy import Taxonomy

TODAY = "2026-11-22"
TAXONOMY = Taxonomy(
    {"stages": {"early": "Early", "late": "Late"}, "personas": {"buyer": "Buyer", "user": "User", "boss": "Boss"}}
)


def page(name: str, **fields: object) -> Entry:
    """Make a page's entry of its front matter."""
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    document, _ = parse(f"---\nid: {name}\ntitle: {name}\n{lines}---\nText.\n", path=f"{name}.md", taxonomy=Taxonomy())
    assert document is not None
    return entry_of(document)


def matrix(*entries: Entry, readers: dict[str, int] | None = None, most_gaps: int = 50) -> Coverage:
    """Cover stages, personas and types."""
    return cover(
        entries,
        TAXONOMY,
        dimensions=("stage", "persona", "type"),
        today=TODAY,
        readers=readers or {},
        most_gaps=most_gaps,
    )


def test_a_page_counts_in_every_cell_that_it_names() -> None:
    """With its type, and as verified while its review counts."""
    fresh = {"reviewed": "2026-11-01", "review_every": "1 month"}
    stale = {"reviewed": "2026-01-01", "review_every": "1 month"}
    found = matrix(
        page("a", stages="[early, late]", personas="[buyer]", type="deck", **fresh),
        page("b", stages="[early]", personas="[buyer]", type="guide", **stale),
    )
    cells = {(cell.row, cell.column): cell for cell in found.cells}
    assert cells.keys() == {("early", "buyer"), ("late", "buyer")}
    assert (cells["early", "buyer"].pages, cells["early", "buyer"].verified) == (2, 1)
    assert cells["early", "buyer"].by_layer == {"deck": 1, "guide": 1}
    assert cells["late", "buyer"].by_layer == {"deck": 1}


def test_the_values_are_the_taxonomys_and_the_pages_own() -> None:
    """In the taxonomy's order with its labels; a value without a page is there too."""
    found = matrix(page("a", stages="[late, odd]", personas="[buyer]", type="e-book"))
    assert [tuple(value) for value in found.rows] == [("early", "Early", 0), ("late", "Late", 1), ("odd", "Odd", 1)]
    assert [value.value for value in found.columns] == ["buyer", "user", "boss"]
    assert [tuple(value) for value in found.layers] == [("e-book", "E-book", 1)]


def test_gaps_that_readers_would_look_for_come_first() -> None:
    """What is expected is worked out from the shares of the row, the column and the layer."""
    entries = (
        page("a", stages="[early]", personas="[buyer]", type="deck"),
        page("b", stages="[late]", personas="[user]", type="deck"),
        page("c", stages="[late]", personas="[boss]", type="guide"),
    )
    found = matrix(*entries, readers={"a": 60, "b": 30, "c": 10})
    whole = [gap for gap in found.gaps if gap.layer is None]
    assert [(gap.row, gap.column, gap.expected_readers, gap.expected_pages) for gap in whole] == [
        ("late", "buyer", 24.0, 0.67),
        ("early", "user", 18.0, 0.33),
        ("early", "boss", 6.0, 0.33),
    ]
    parts = [(gap.row, gap.column, gap.layer, gap.expected_readers) for gap in found.gaps if gap.layer]
    assert parts == [("late", "boss", "deck", 3.6), ("early", "buyer", "guide", 3.6), ("late", "user", "guide", 1.2)]


def test_without_readers_gaps_follow_the_pages() -> None:
    """A library that nobody has read yet still has an order."""
    found = matrix(
        page("a", stages="[early]", personas="[buyer]"),
        page("b", stages="[early]", personas="[buyer]"),
        page("c", stages="[late]", personas="[user]"),
    )
    whole = [(gap.row, gap.column, gap.expected_pages) for gap in found.gaps]
    assert whole[:2] == [("early", "user", 0.67), ("late", "buyer", 0.67)]
    assert all(gap.expected_readers == 0 for gap in found.gaps)


def test_parts_of_courses_and_pages_without_a_place_are_said() -> None:
    """A lesson stands for its course, and a page without a persona is in no cell."""
    found = matrix(page("a", stages="[early]"), page("b", type="lesson", stages="[early]", personas="[buyer]"))
    assert (found.pages, found.in_no_cell, found.cells) == (1, 1, ())


@pytest.mark.parametrize("most", [0, 1, 3])
def test_only_so_many_gaps_of_each_kind(most: int) -> None:
    """The list is bounded however large the taxonomy is."""
    found = matrix(page("a", stages="[early]", personas="[buyer]", type="deck"), most_gaps=most)
    assert len([gap for gap in found.gaps if gap.layer is None]) == most


def test_an_empty_library_is_all_gaps() -> None:
    """Nothing is expected anywhere, and nothing fails."""
    found = matrix()
    assert (found.cells, found.pages, len(found.gaps)) == ((), 0, 6)
