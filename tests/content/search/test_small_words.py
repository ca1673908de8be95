"""Small words of one language in pages of another: they answer nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.library import read_library
from content.search import Search, read_query, update_index
from support.factories import write_good_page


def write(folder: Path, name: str, body: str, language: str = "en", title: str = "…") -> None:
    """Write a page in a language."""
    write_good_page(folder / "library", f"{name}.md", body, language=language, title=title)


def ids(folder: Path, text: str) -> list[str]:
    """Index the pages and return the ids of those that are found, best first."""
    update_index(read_library(folder / "library"), folder / "index")
    return [hit.entry.id for hit in Search(folder / "index").find(read_query(text)).hits]


QUOTED = (
    "When a customer writes in Spanish, say: el precio del servicio en la nube, de la, en el, de los, en las, de, en."
)
SPANISH = [
    "precio de la nube",
    "el precio del servicio en la nube",
    "en la nube",
    "PRECIO DE LA NUBE",
    "servicio de nube",
]


@pytest.mark.parametrize("text", SPANISH)
@pytest.mark.parametrize("title", ["Spanish phrases", "De la, en el"])
def test_an_english_page_with_spanish_words_is_below_the_spanish_ones(tmp_path: Path, text: str, title: str) -> None:
    """Small words are rare in English pages; they answer no Spanish question."""
    for number in range(6):
        write(tmp_path, f"es{number}", "El precio del servicio en la nube es por mes, y la nube es de todos.", "es")
        write(tmp_path, f"en{number}", "The price of the service is per month.")
    write(tmp_path, "quoting", QUOTED, title=title)
    found = ids(tmp_path, text)
    assert "quoting" not in found[:6]
    assert {name[:2] for name in found[:6]} == {"es"}


def test_words_that_only_other_pages_know_change_no_querys_language(tmp_path: Path) -> None:
    """A name and an abbreviation stand in English pages alone; the query is Spanish all the same."""
    for number in range(6):
        write(tmp_path, f"es{number}", "El precio del servicio en la nube es por mes, y la nube es de todos.", "es")
        write(tmp_path, f"en{number}", "The API of Salesforce is priced per month.")
    write(tmp_path, "quoting", QUOTED.replace("precio", "costo"), title="De la, en el")
    assert "quoting" not in ids(tmp_path, "precio de la API de Salesforce")[:6]


def test_a_word_in_capitals_is_not_taken_for_a_small_one(tmp_path: Path) -> None:
    """`IT` is what a Polish page is about, though `it` is a small word of English."""
    for number in range(6):
        write(tmp_path, f"en{number}", "How to talk to a manager.")
    write(tmp_path, "pl", "Rozmowa z szefem IT, czyli manager działu.", "pl")
    write(tmp_path, "pl-else", "Rozmowa z kim innym, który jest manager.", "pl")
    found = ids(tmp_path, "IT manager")
    assert found.index("pl") < found.index("pl-else")


def test_a_small_word_elsewhere_stays_one_of_the_querys_words(tmp_path: Path) -> None:
    """`Die` is small in German, and what an English page is about."""
    for number in range(4):
        write(
            tmp_path,
            f"de{number}",
            "Die Rampe ist frei, und das Wort casting steht hier einmal." if not number else "Die.",
            "de",
        )
    write(tmp_path, "die", "A die for casting, and how to choose a die.")
    for number in range(4):
        write(tmp_path, f"en{number}", "Casting is done in a mould.")
    assert ids(tmp_path, "die casting")[0] == "die"
