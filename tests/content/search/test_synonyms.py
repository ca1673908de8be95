"""Words that mean the same: the customer's, the glossary's, and those written apart and together."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.library import read_library
from content.search.find import Search
from content.search.hits import Hit
from content.search.query import read_query
from content.search.update import Update, update_index
from content.taxonomy import read_taxonomy
from support.factories import write_good_page


def write(tmp_path: Path, name: str, body: str, **fields: str) -> None:
    """Write an English page."""
    write_good_page(tmp_path / "library", f"{name}.md", body, **({"language": "en"} | fields))


def words(tmp_path: Path, text: str) -> None:
    """Write the taxonomy."""
    (tmp_path / "taxonomy.yml").write_text(text, encoding="utf-8")


def rules(tmp_path: Path, *lines: str) -> None:
    """Write a taxonomy of synonyms alone."""
    words(tmp_path, "synonyms:\n" + "".join(f"  - '{line}'\n" for line in lines))


def update(tmp_path: Path) -> Update:
    """Bring the index in step."""
    return update_index(read_library(tmp_path / "library"), tmp_path / "index")


def index(tmp_path: Path) -> Search:
    """Index what the test has written; a new generation is waited for."""
    update(tmp_path)
    return Search(tmp_path / "index", patience=30)


def hits(search: Search, text: str) -> list[Hit]:
    """Return the hits, best first."""
    return list(search.find(read_query(text), limit=100, with_shares=True).hits)


def ids(search: Search, text: str) -> list[str]:
    """Return the ids of the hits, best first."""
    return [hit.entry.id for hit in hits(search, text)]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """One page per word."""
    for word in ("gizmo", "widget", "doodad", "lorry", "berth"):
        write(tmp_path, word, f"A {word} of ours.")
    write(tmp_path, "articulated", "The articulated vehicle of a haulier.")
    write(tmp_path, "apart", "A vehicle that isn't articulated.")
    write(tmp_path, "time", "An estimated time of arrival.")
    write(tmp_path, "short", "Our ETA is noon.")
    return tmp_path


def test_interchangeable_words_find_each_other(shelf: Path) -> None:
    """In any form; each counts less than the word itself."""
    rules(shelf, "gizmo, widget, doodad")
    search = index(shelf)
    assert ids(search, "gizmos") == ["gizmo", "doodad", "widget"]
    assert ids(search, "doodad") == ["doodad", "gizmo", "widget"]
    own, other, _ = hits(search, "widget")
    assert other.score < own.score


def test_one_way_words_find_only_forward(shelf: Path) -> None:
    """The more general word doesn't find every special one."""
    rules(shelf, "gizmo, widget => doodad")
    search = index(shelf)
    assert ids(search, "gizmo") == ["gizmo", "doodad"]
    assert ids(search, "widget") == ["widget", "doodad"]
    assert ids(search, "doodad") == ["doodad"]


def test_several_words_stand_for_one_and_one_for_several(shelf: Path) -> None:
    """They must follow each other, in the query as in the page."""
    rules(shelf, "lorry, articulated vehicle")
    search = index(shelf)
    assert ids(search, "lorry") == ["lorry", "articulated"]
    assert ids(search, "articulated vehicles") == ["articulated", "apart", "lorry"]
    assert "lorry" not in ids(search, "vehicle articulated")
    assert "lorry" not in ids(search, "vehicle")


def test_several_words_stand_for_several(shelf: Path) -> None:
    """In the middle of a longer query too."""
    rules(shelf, "heavy goods truck, articulated vehicle")
    search = index(shelf)
    assert ids(search, "heavy goods truck") == ["articulated"]
    assert ids(search, "price of heavy goods trucks today") == ["articulated"]
    assert ids(search, "goods truck") == []


def test_a_chain_of_interchangeable_words_joins_a_one_way_rule(shelf: Path) -> None:
    """What leads to one of them leads to all."""
    rules(shelf, "gizmo, widget", "lorry => gizmo")
    assert set(ids(index(shelf), "lorry")) == {"lorry", "gizmo", "widget"}


def test_a_synonym_is_explained(shelf: Path) -> None:
    """With the word it stands for, and its share makes the score; those of several words too."""
    rules(shelf, "gizmo, widget", "lorry, articulated vehicle")
    search = index(shelf)
    shares = [share.what for share in hits(search, "gizmo")[1].shares]
    assert any("synonym widget" in what for what in shares)
    (lorry,) = [hit for hit in hits(search, "articulated vehicle") if hit.entry.id == "lorry"]
    total = 0.0
    for share in lorry.shares:
        total = total * share.amount if share.is_factor else total + share.amount
    assert total == pytest.approx(lorry.score, rel=1e-3)


def test_a_synonym_counts_for_no_more_than_the_word_itself(tmp_path: Path) -> None:
    """Even where it is much rarer."""
    rules(tmp_path, "fee, surcharge")
    for number in range(20):
        write(tmp_path, f"b{number}", "The fee is due.")
    write(tmp_path, "a", "The surcharge is due.")
    found = ids(index(tmp_path), "fee")
    assert len(found) == 21
    assert found[-1] == "a"


def test_synonyms_are_no_reason_to_exclude_or_to_quote(shelf: Path) -> None:
    """Quotes and dashes mean the words as they stand."""
    rules(shelf, "gizmo, widget")
    search = index(shelf)
    assert ids(search, '"gizmo"') == ["gizmo"]
    assert ids(search, "gizmo -widget") == ["gizmo"]
    assert "widget" in ids(search, "type:page -gizmo")


def test_other_names_of_a_value_find_pages_that_say_its_label(shelf: Path) -> None:
    """And the other way round; the value itself needs no name."""
    words(shelf, "products:\n  dock:\n    label: Berth\n    also: [the mooring app, moorly]\n")
    search = index(shelf)
    assert ids(search, "moorly") == ["berth"]
    assert ids(search, "the mooring app") == ["berth"]
    write(shelf, "named", "Everybody says Moorly.")
    assert ids(index(shelf), "berth") == ["berth", "named"]


def test_the_glossary_knows_what_sales_people_say(tmp_path: Path) -> None:
    """Without a taxonomy, in each language its own."""
    write(tmp_path, "en", "Ask the chief financial officer.")
    write(tmp_path, "pl", "Zapytaj dyrektora finansowego.", language="pl")
    write(tmp_path, "pilot", "A pilot of six weeks.")
    search = index(tmp_path)
    assert ids(search, "CFO")[0] == "en"
    assert ids(search, "proof of concept") == ["pilot"]


def test_the_customers_words_weigh_more_than_the_glossarys(tmp_path: Path) -> None:
    """Neither as much as the word that was typed."""
    rules(tmp_path, "deal, gizmo")
    write(tmp_path, "a-glossary", "The opportunity of ours.")
    write(tmp_path, "b-own", "The gizmo of ours.")
    write(tmp_path, "c-typed", "The deal of ours.")
    assert ids(index(tmp_path), "deal") == ["c-typed", "b-own", "a-glossary"]


def test_a_glossary_rule_holds_in_its_language_alone(tmp_path: Path) -> None:
    """`Deal` and `opportunity` are one in English."""
    write(tmp_path, "en", "The opportunity.")
    write(tmp_path, "de", "Die Opportunity und die Fracht.", language="de")
    assert ids(index(tmp_path), "deal") == ["en"]


def test_a_synonym_holds_in_every_language(tmp_path: Path) -> None:
    """As each of them analyses it: the customer's words are names mostly."""
    rules(tmp_path, "Rampe, docks")
    write(tmp_path, "en", "The dock.")
    write(tmp_path, "de", "Die Rampen.", language="de")
    assert set(ids(index(tmp_path), "Rampe")) == {"en", "de"}


ODD = ["!!!, gizmo", "🎉 => widget", "gizmo => gizmo", "GIZMO, gizmo", "a\tb, gizmo", "価格, gizmo", "of the => gizmo"]


@pytest.mark.parametrize(
    "line", [*ODD, f"{'x' * 5000}, gizmo", f"{'word ' * 300}, gizmo", "_, gizmo", "gizmo,,,widget"]
)
def test_a_rule_with_odd_text_breaks_nothing(shelf: Path, line: str) -> None:
    """Its words are still found, and queries with its text give something or nothing."""
    rules(shelf, line)
    search = index(shelf)
    assert "gizmo" in ids(search, "gizmo")
    assert search.find(read_query(line)).total >= 0
    assert "lorry" not in ids(search, "gizmo")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("synonyms:\n  - a, b\n  - single\n  - a => b\n", [3]),
        ("synonyms:\n  - a =>\n  - => b\n  - a => b => c\n  - ','\n", [2, 3, 4, 5]),
        ("stages:\n  a: A\nsynonyms:\n  - a, b\n  - [a, b]\n  - x: y\n", [5, 6]),
        ("# ours\n\nsynonyms: a, b\n", [3]),
        ("synonyms:\n  a: b\n", [1]),
        ("synonyms: []\n", []),
    ],
)
def test_a_malformed_synonym_is_a_problem_with_its_line(tmp_path: Path, text: str, lines: list[int]) -> None:
    """And the others hold."""
    words(tmp_path, text)
    taxonomy, problems = read_taxonomy(tmp_path)
    assert [(problem.path, problem.line, problem.code) for problem in problems] == [
        ("taxonomy.yml", line, "taxonomy") for line in lines
    ]
    assert all("`a, b`" in problem.message for problem in problems)
    assert set(taxonomy.synonyms) <= {"a, b", "a => b"}


@pytest.mark.parametrize("value", ["{label: L, also: name}", "{label: L, also: [[a]]}", "{label: L, names: [a]}"])
def test_malformed_other_names_are_a_problem_with_their_line(tmp_path: Path, value: str) -> None:
    """The value stays allowed."""
    words(tmp_path, f"products:\n  one: One\n  dock: {value}\n")
    taxonomy, problems = read_taxonomy(tmp_path)
    assert [(problem.line, "`dock` may have" in problem.message) for problem in problems] == [(3, True)]
    assert set(taxonomy.dimensions["products"]) == {"one", "dock"}


def test_a_changed_taxonomy_is_effective_with_the_next_update(shelf: Path) -> None:
    """Without any page having changed, in a search that is open."""
    search = index(shelf)
    assert ids(search, "gizmo") == ["gizmo"]
    rules(shelf, "gizmo, widget")
    assert update(shelf) == Update(0, 0, 9, was_rebuilt=False)
    assert ids(search, "gizmo") == ["gizmo", "widget"]
    generation = search.catalogue().generation
    assert update(shelf) == Update(0, 0, 9, was_rebuilt=False)
    assert search.catalogue().generation == generation
    (shelf / "taxonomy.yml").unlink()
    update(shelf)
    assert ids(search, "gizmo") == ["gizmo"]


@pytest.mark.parametrize("text", ["hand off", "handoff", "hand-off", "Hand-Off", "handoffs", "hand offs"])
def test_words_written_apart_and_together_are_one(tmp_path: Path, text: str) -> None:
    """However the page writes them."""
    write(tmp_path, "apart", "The hand off to success.")
    write(tmp_path, "together", "The handoff to success.")
    write(tmp_path, "hyphen", "The hand-off to success.")
    write(tmp_path, "scattered", "The truck is off. A hand is free.")
    found = ids(index(tmp_path), text)
    assert {"apart", "together", "hyphen"} <= set(found)
    assert found[0] != "scattered"


def test_a_word_is_cut_only_where_both_parts_stand_together(tmp_path: Path) -> None:
    """In the same page, one after the other."""
    write(tmp_path, "both", "The dock side.")
    write(tmp_path, "turned", "The side dock.")
    assert ids(index(tmp_path), "dockside") == ["both"]
