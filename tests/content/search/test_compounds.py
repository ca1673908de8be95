"""Words made of others are found by their parts, and parts by what they make."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.library import read_library
from content.search.compounds import Compounds
from content.search.engine.directory import LEAST_BEFORE, QUAD, read_directories, write_directories
from content.search.find import Search
from content.search.generation import EVERYTHING
from content.search.query import read_query
from content.search.update import update_index
from content.search.vocabulary import Vocabulary, Word
from support.factories import write_good_page


def index(tmp_path: Path, language: str, **texts: str) -> Search:
    """Index pages given by name."""
    for name, text in texts.items():
        write_good_page(tmp_path / "library", f"{name}.md", text, language=language, title="…")
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    return Search(tmp_path / "index")


def ids(search: Search, text: str) -> list[str]:
    """Return the ids of the hits, best first."""
    return [hit.entry.id for hit in search.find(read_query(text), limit=100, sight=EVERYTHING).hits]


@pytest.mark.parametrize(
    ("language", "compound", "typed"),
    [
        ("de", "Rabattstaffel", ["Rabatt", "Staffel", "rabatte"]),
        ("de", "Vertragsverlängerung", ["Vertrag", "Verträge", "Verlängerung", "verlangerung"]),
        ("de", "Kundenzufriedenheitsumfrage", ["Zufriedenheit", "Umfrage", "Kunde", "Kundenzufriedenheit"]),
        ("de", "Lieferantenbewertungen", ["Bewertung", "Lieferanten"]),
        ("nl", "klanttevredenheid", ["klant", "tevredenheid"]),
        ("nl", "leveringsvoorwaarden", ["levering", "voorwaarden"]),
        ("sv", "kundmöte", ["kund", "möte", "mote"]),
        ("da", "salgschef", ["salg", "chef"]),
        ("no", "prisforhandling", ["forhandling", "pris"]),
        ("fi", "asiakaspalvelu", ["asiakas", "palvelu"]),
    ],
)
def test_a_compound_is_found_by_its_parts(tmp_path: Path, language: str, compound: str, typed: list[str]) -> None:
    """In other forms too, and marked as a whole."""
    search = index(tmp_path, language, whole=f"Zz {compound} zz.", other="Zz zz.")
    for part in typed:
        (hit,) = search.find(read_query(part), sight=EVERYTHING).hits
        assert hit.passage is not None
        assert f"<mark>{compound}</mark>" in hit.passage.html


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Rabattstaffel", "Die Staffel der Rabatte."),
        ("Kundenzufriedenheitsumfrage", "Eine Umfrage zur Kundenzufriedenheit."),
        ("Kundenzufriedenheitsumfrage", "Eine Umfrage zur Zufriedenheit der Kunden."),
        ("Vertragsverlängerung", "Verträge und ihre Verlängerung."),
        ("Neukundengewinnung", "Die Gewinnung neuer Neukunden."),
    ],
)
def test_a_compound_that_is_typed_finds_its_parts(tmp_path: Path, typed: str, text: str) -> None:
    """All of them, wherever in a page they stand; one alone isn't it."""
    search = index(tmp_path, "de", parts=text, one=" ".join(text.split()[1:2]), other="Etwas anderes.")
    assert ids(search, typed) == ["parts"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Lager", "Ein Schlager."),
        ("Teil", "Der Nachteil und der Vorteil."),
        ("Rate", "Die Beraterin und die Strategie."),
        ("Zufrieden", "Unzufrieden."),
        ("Nachteil", "Nach dem Teil."),
        ("ein", "Der Einkauf."),
    ],
)
def test_a_word_inside_of_another_by_chance_is_no_part(tmp_path: Path, typed: str, text: str) -> None:
    """What stands beside it is no word of the language, or a small one."""
    assert "chance" not in ids(index(tmp_path, "de", chance=text, other=f"{typed} und anderes."), typed)


def test_the_whole_word_stands_before_what_it_is_part_of(tmp_path: Path) -> None:
    """However often that stands there."""
    search = index(
        tmp_path, "de", part="Preisliste, Preisliste, Preisliste.", whole="Der Preis.", x="Etwas.", y="Anderes."
    )
    assert ids(search, "Preis") == ["whole", "part"]
    assert ids(search, "Preisliste")[0] == "part"


def test_languages_that_write_words_apart_take_none_apart(tmp_path: Path) -> None:
    """`Rate` is no part of `separate` in English."""
    assert ids(index(tmp_path, "en", a="A pricelist, separate.", b="Some price."), "rate") == []


def test_a_compound_knows_the_librarys_own_words(tmp_path: Path) -> None:
    """Which no dictionary lists; a new page brings new ones, without reading the others again."""
    search = index(tmp_path, "de", whole="Die Zorgupreise.", other="Etwas.")
    assert ids(search, "Preis") == []
    search = index(tmp_path, "de", own="Unser Zorgu.")
    assert ids(search, "Preis") == ["whole"]


def test_a_word_of_many_possible_parts_is_soon_taken_apart() -> None:
    """A page may be made to have them."""

    class Repeating(Vocabulary):
        """Says nothing but rows of one letter."""

        def __init__(self) -> None:
            super().__init__([])

        def in_group(self, word: str, group: str) -> list[Word]:
            return [Word(word, group, word, word, 1)] if set(word) == {"a"} and len(word) < 9 else []

    compounds = Compounds(Repeating(), "de")
    assert compounds.parts("a" * 47 + "b") == []
    assert compounds.parts("a" * 5_000) == []


WORDS = st.text(st.sampled_from("abc\tü"), min_size=1, max_size=12)


@given(st.sets(WORDS), st.text(st.sampled_from("abcü"), min_size=QUAD, max_size=8))
def test_words_with_a_part_are_those_that_hold_it(words: set[str], part: str) -> None:
    """At the beginning or three bytes in, before the tab."""
    terms = sorted(word.encode() for word in words)
    directory = read_directories(write_directories({"w": [(term, 1, 0, 0) for term in terms]}))["w"]
    key = part.encode()

    def holds(term: bytes) -> bool:
        word = term.partition(b"\t")[0]
        return word.startswith(key) or word.find(key, LEAST_BEFORE) >= 0

    assert [terms[place] for place in directory.with_part(key)] == list(filter(holds, terms))
    assert [terms[place] for place in directory.containing(key)] == [term for term in terms if key in term]
