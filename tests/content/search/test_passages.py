"""Passages with marks."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.library import read_library
from content.search import Search, read_query, update_index
from content.search.analysis import terms
from content.search.page_text import PageText
from content.search.passages import WIDTH, Marker


def marker(query: str, group: str = "en") -> Marker:
    """Return what marks a query's terms."""
    return Marker(frozenset(term.text for term in terms(query, group)), group)


def marked(text: str, query: str, group: str = "en") -> list[str]:
    """Return the marked pieces of a text."""
    return re.findall("<mark>(.*?)</mark>", marker(query, group).mark(text) or "")


@pytest.mark.parametrize(
    ("text", "query", "group", "expected"),
    [
        ("Carriers wait. A carrier waits.", "carrier waiting", "en", ["Carriers", "wait", "carrier", "waits"]),
        ("category cat", "cat", "en", ["cat"]),
        ("Bobcat cat", "cat", "en", ["cat"]),
        ("Stawki i stawka", "stawka", "pl", ["Stawki", "stawka"]),
        ("Это слишком дорого.", "дорого", "ru", ["дорого"]),
        ("客户说太贵了，怎么办", "太贵", "zh", ["太贵"]),
        ("客户说太贵了", "太贵了", "zh", ["太贵了"]),
        ("nothing here", "absent", "en", []),
        ("the and of", "the", "en", ["the"]),
        ("Since v3.1.4, not 23.1.4", "3.1.4", "en", ["v3.1.4"]),
        ("Œuvres et hors-d’œuvre", "oeuvres", "fr", ["Œuvres", "œuvre"]),
        ("Løsninger", "løsning", "da", ["Løsninger"]),
        ("C, C++, C# and c", "c", "en", ["C", "c"]),
        ("C, C++, C# and c++", "C++", "en", ["C++", "c++"]),
        (".NET, net, vb.net", "net", "en", ["net", "net"]),
        ("R&D and D", "d", "en", ["D"]),
        ("Q&A/R&D", "r&d", "en", ["R&amp;D"]),
        ("最高値と値段", "値", "ja", ["値", "値"]),
        ("계약서를", "계약서", "ko", ["계약서"]),
    ],
)
def test_matching_words_are_marked(text: str, query: str, group: str, expected: list[str]) -> None:
    """As the index matches them: by stems, and whole."""
    assert marked(text, query, group) == expected


@pytest.mark.parametrize(
    ("text", "query", "group"),
    [
        ("Nasi przewoźnicy i przewoźnik", "przewoźnik", "pl"),
        ("Łączność", "łączność", "pl"),
        ("Świadomość problemu", "świadomość", "pl"),
        ("Ёлка", "ёлка", "ru"),
        ("Émile", "émile", "fr"),
    ],
)
def test_words_with_accents_near_their_beginning_are_marked(text: str, query: str, group: str) -> None:
    """Such pages are found, and the hit shows nothing of them."""
    assert marked(text, query, group)


def test_only_whole_words_are_marked_in_cyrillic_too() -> None:
    """`Простой` in `непростой` is no match for the index either."""
    assert marked("Непростой день. Вот простой.", "простой", "ru") == ["простой"]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Too late, expensive too. It is too expensive, too.", '"too expensive"', ["too", "expensive"]),
        (
            "Too expensive? Expensive, yes, too expensive.",
            '"too expensive" yes',
            ["Too", "expensive", "yes", "too", "expensive"],
        ),
        ("Expensive, but too expensive?", '"too expensive" expensive', ["Expensive", "too", "expensive"]),
        ("too, too expensive", '"too expensive"', ["too", "expensive"]),
        ("too very expensive", '"too expensive"', []),
        ("too 9 expensive", '"too expensive"', []),
        ("the hand and the off-hand hand-off", '"hand off"', ["hand", "off"]),
        ("a price of a pilot", '"price of a pilot"', ["price", "of", "a", "pilot"]),
        ("pilot a pilot", '"pilot"', ["pilot", "pilot"]),
        ("太贵，很贵了，太贵了。太太贵了", '"太贵了"', ["太贵了", "太贵了"]),
        ("太贵贵了", '"太贵了"', []),
        ("太贵 abc 太贵了abc", '"贵了 abc"', ["贵了abc"]),
        ("abcd ab cd", '"ab cd"', ["ab", "cd"]),
    ],
)
def test_words_of_a_phrase_are_marked_where_it_stands(text: str, query: str, expected: list[str]) -> None:
    """Elsewhere they aren't what was asked for, unless they are asked by themselves too."""
    asked = read_query(query)
    group = "zh" if "太" in text else "en"
    words = frozenset(term.text for term in terms(asked.words, group))
    shown = Marker(words, group, phrases=asked.phrases).mark(text) or ""
    assert re.findall("<mark>(.*?)</mark>", shown) == expected


def test_the_passage_of_a_phrase_is_where_it_stands() -> None:
    """However often its words stand before it."""
    phrase = Marker(frozenset(), "en", phrases=["too expensive"])
    far = "too late, expensive as ever. " * 900
    passage = phrase.best_passage(PageText.of([("One", "one", far), ("Two", "two", f"{far}It is too expensive.")]))
    assert passage is not None
    assert passage.heading == "Two"
    assert re.findall("<mark>(.*?)</mark>", passage.html) == ["too", "expensive"]


def test_no_match_gives_nothing() -> None:
    """Neither title nor passage."""
    assert marker("").mark("text") is None
    assert marker("absent").best_passage(PageText.of([("", "", "text")])) is None
    assert marker("x").best_passage(PageText.of([])) is None


def test_the_passage_with_most_different_words_wins() -> None:
    """The first of equals; its heading comes with it."""
    sections = [
        ("One", "one", "pilot pilot pilot"),
        ("Two", "two", "the pilot price"),
        ("Three", "three", "price of a pilot"),
    ]
    found = marker("pilot price").best_passage(PageText.of(sections))
    assert found is not None
    assert (found.heading, found.anchor) == ("Two", "two")
    assert found.html == "the <mark>pilot</mark> <mark>price</mark>"


def test_a_passage_is_cut_out_of_a_long_text() -> None:
    """With dots where it was cut."""
    text = "filler " * 500 + "needle " + "filler " * 500
    found = marker("needle").best_passage(PageText.of([("", "", text)]))
    assert found is not None
    assert found.html.startswith("…filler")
    assert found.html.endswith("…")
    assert "<mark>needle</mark>" in found.html
    assert len(re.sub("<[^>]+>", "", found.html)) <= WIDTH + 2


def test_markup_in_the_text_is_escaped() -> None:
    """A passage is put into the page as HTML."""
    found = marker("pilot img mark").mark('<img src=x onerror="a"> pilot & <mark>')
    assert found is not None
    assert "<img" not in found
    assert "<mark>pilot</mark> &amp; &lt;<mark>mark</mark>&gt;" in found


PIECES = st.text(alphabet="ab <>&\"'éłй价格.-\n", max_size=60)


@given(PIECES, PIECES, st.sampled_from(["en", "pl", "ru", "zh", "plain"]))
@settings(max_examples=300)
def test_marking_changes_nothing_but_adds_marks(text: str, query: str, group: str) -> None:
    """Without its marks the HTML is the escaped text."""
    found = marker(query, group).mark(text)
    if found is not None:
        assert html.unescape(found.replace("<mark>", "").replace("</mark>", "")) == text.replace("\n", " ")
        assert found.count("<") == 2 * found.count("<mark>")


@given(st.lists(st.tuples(PIECES, PIECES, PIECES), max_size=4), PIECES)
def test_any_sections_give_a_passage_or_none(sections: list[tuple[str, str, str]], query: str) -> None:
    """Of bounded length, from one of them."""
    found = marker(query).best_passage(PageText.of(sections))
    if found is not None:
        assert (found.heading, found.anchor) in {(heading, anchor) for heading, anchor, _ in sections}


def test_marks_between_sections_in_a_text_do_not_cut_it(tmp_path: Path) -> None:
    """What parts sections inside the index may stand in somebody's page, where it is read as a space."""
    page = "# Odd\n\nBefore\x1eafter\x1fthe mark stands a zebra.\n\n## More\n\nAnother.\n"
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "odd.md").write_text(page, encoding="utf-8")
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    (hit,) = Search(tmp_path / "index").find(read_query("zebra")).hits
    assert hit.passage
    assert "Before after the mark" in hit.passage.html
