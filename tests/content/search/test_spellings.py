"""Words are found however a page writes them and however a rep types them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from content.library import read_library
from content.search.find import Search
from content.search.generation import EVERYTHING
from content.search.query import read_query
from content.search.update import update_index
from support.factories import write_good_page

Shelf = Callable[..., Search]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Return what indexes pages given by name: a text, in one language for all."""

    def index(language: str = "en", **texts: str) -> Search:
        for name, text in texts.items():
            write_good_page(tmp_path / "library", f"{name}.md", text, language=language, title="…")
        update_index(read_library(tmp_path / "library"), tmp_path / "index")
        return Search(tmp_path / "index")

    return index


def ids(search: Search, text: str) -> list[str]:
    """Return the ids of the hits, best first."""
    return [hit.entry.id for hit in search.find(read_query(text), limit=100, sight=EVERYTHING).hits]


def marked(search: Search, text: str) -> str:
    """Return the passage of the best hit."""
    passage = search.find(read_query(text), sight=EVERYTHING).hits[0].passage
    return passage.html if passage else ""


# Each page that says one of them is found by each of them.
SAME = {
    "en": [
        ["check-in", "checkin", "check in"],
        ["add-ons", "addons", "add ons", "addon"],
        ["on-site", "onsite", "on site"],
        ["vue.js", "vuejs", "vue js"],
        ["ISO27001", "ISO 27001", "ISO-27001"],
        ["Q3", "Q 3", "Q-3"],
        ["e-learning", "elearning", "e learning"],
        ["multi-tenant", "multitenant", "multi tenant"],
        ["v3.11.2", "3.11.2", "V3.11.2"],
        ["Exposé", "expose", "exposés", "exposes"],
        ["naïve", "naive"],
        ["Cæsar", "Caesar"],
        ["Q&A", "Q & A", "q&a"],
        ["AT&T", "AT & T"],
        ["M&A", "MA"],
        ["A/B", "a/b", "A / B"],
    ],
    "fr": [["Œuvres", "oeuvre", "œuvre", "OEUVRES"], ["cœur", "coeur"], ["Élève", "eleve"]],
    "de": [["Straße", "Strasse", "STRASSE", "Straßen"], ["Prüfung", "Pruefung", "Prufung", "Prüfungen"]],
    "da": [
        *(["købsaftale", "kobsaftale"], ["købsaftale", "koebsaftale"], ["ærlig", "aerlig"]),
        *(["måltal", "maaltal"], ["kunde-service", "kundeservice"]),
    ],
    "no": [["løsninger", "losninger"], ["løsning", "loesning"], ["måling", "maling"], ["måling", "maaling"]],
    "sv": [["åtgärd", "atgard"], ["åtgärd", "aatgaerd"]],
    "es": [["presentación", "presentacion", "presentaciones"]],
    "pl": [["żółw", "zolw"]],
}


@pytest.mark.parametrize(
    ("language", "writings"), [(language, writings) for language, rows in SAME.items() for writings in rows]
)
def test_each_writing_finds_each_other(shelf: Shelf, language: str, writings: list[str]) -> None:
    """Apart, together, with a hyphen or a sign, with and without accents and a version's v."""
    pages = {f"p{number}": f"Zz {writing} zz." for number, writing in enumerate(writings)}
    search = shelf(language, **pages, other="Zz zz.")
    for typed in writings:
        assert set(ids(search, typed)) == set(pages), typed


def test_what_was_typed_stands_before_what_is_written_otherwise(shelf: Shelf) -> None:
    """Of pages that are equal else."""
    search = shelf(a="Zz log in zz.", b="Zz login zz zz.", c="Something.", d="Nothing.")
    assert (ids(search, "login"), ids(search, "log in")) == (["b", "a"], ["a", "b"])


@pytest.mark.parametrize(
    "text", ["1402", "142", "14.21", "4.2", "14.2.1.0.3", "2.1"], ids=lambda text: f"{text} is another number"
)
def test_a_number_is_found_by_its_beginning_and_nothing_else(shelf: Shelf, text: str) -> None:
    """Part by part: 14.2 is the beginning of 14.2.1.0."""
    search = shelf(a="Release 14.2.1.0 is out.", b="Release 15.0.")
    assert ids(search, "14.2") == ids(search, "v14.2.1") == ids(search, "v14") == ["a"]
    assert ids(search, text) == []


def test_the_very_version_stands_before_longer_ones(shelf: Shelf) -> None:
    """Both are found."""
    assert ids(shelf(a="Release 7.1.3.", b="Release 7.1.", c="Release 8."), "v7.1") == ["b", "a"]


THINGS = {
    "c": "Written in C by hand.",
    "cpp": "Written in C++ by hand.",
    "cs": "Written in C# by hand.",
    "fs": "Written in F# by hand.",
    "dotnet": "Written for .NET by hand.",
    "net": "The net by hand.",
    "rd": "The R&D by hand.",
    "r": "Written in R by hand.",
    "ab": "An A/B by hand.",
}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("C", "c"),
        ("c++", "cpp"),
        ("C#", "cs"),
        ("f#", "fs"),
        (".net", "dotnet"),
        ("net", "net"),
        ("R&D", "rd"),
        ("R", "r"),
        ("a/b", "ab"),
    ],
)
def test_a_sign_makes_another_thing_of_a_letter(shelf: Shelf, typed: str, found: str) -> None:
    """C, C++ and C# are three."""
    search = shelf(**THINGS)
    assert ids(search, typed) == [found]
    assert found not in ids(search, f"hand -{typed}")
    assert f"<mark>{THINGS[found].split(' by ')[0].split()[-1]}</mark>".replace("&", "&amp;") in marked(search, typed)


def test_short_words_that_make_a_longer_one_by_chance_are_no_answer(shelf: Shelf) -> None:
    """`Less on` isn't `lesson`, where many pages say that."""
    lessons = {f"p{number}": "A lesson." for number in range(10)}
    assert "chance" not in ids(shelf(**lessons, chance="Spend less on it, in form."), "lesson")


def test_korean_is_found_with_and_without_particles(shelf: Shelf) -> None:
    """Whichever of them stand in the page and in the query."""
    search = shelf("ko", a="계약서를 고객에게 보냅니다. API로 연결합니다.", b="회의는 월요일입니다.")
    for typed in ("계약서", "계약서는", "고객", "api"):
        assert ids(search, typed) == ["a"], typed
    assert "<mark>계약서</mark>를" in marked(search, "계약서")


@pytest.mark.parametrize(("language", "sign"), [("ja", "値"), ("zh", "价"), ("ko", "값")])
def test_one_sign_finds_the_words_that_hold_it(shelf: Shelf, language: str, sign: str) -> None:
    """At their beginning, at their end, inside of them and by itself."""
    pages = {"first": f"{sign}段表", "last": f"高{sign}。", "inside": f"最高{sign}段", "alone": f"a {sign} b"}
    search = shelf(language, **pages, other="最高段表")
    assert set(ids(search, sign)) == set(pages)
    assert f"<mark>{sign}</mark>" in marked(search, sign)
    assert set(ids(search, f'"{sign}"')) == set(pages)
    assert ids(search, f"段表 -{sign}") == ["other"]
