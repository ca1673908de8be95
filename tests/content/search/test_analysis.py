"""Text into terms."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.search.analysis import CJK_LANGUAGES, MAX_TERM, PLAIN, STEMMERS, TOKEN, fold, group_of, terms

GROUPS = sorted({*STEMMERS, *CJK_LANGUAGES, PLAIN})


def words(text: str, group: str) -> list[str]:
    """Return the terms of a text."""
    return [term.text for term in terms(text, group)]


@pytest.mark.parametrize(
    ("language", "group"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("pl", "pl"),
        ("zh-Hant", "zh"),
        ("nb-NO", "no"),
        ("nn", "no"),
        ("ko", "ko"),
        ("ja", "ja"),
        ("xx", PLAIN),
        ("", PLAIN),
        ("english", PLAIN),
    ],
)
def test_a_language_has_its_analysis_or_the_plain_one(language: str, group: str) -> None:
    """Regions don't matter."""
    assert group_of(language) == group


@pytest.mark.parametrize(
    ("text", "group", "expected"),
    [
        ("The carriers are waiting", "en", ["the", "carrier", "are", "wait"]),
        ("Jak jest za drogo", "pl", ["jak", "jest", "za", "drog"]),
        ("太贵了", "zh", ["太贵", "贵了"]),
        ("贵", "zh", ["贵"]),
        ("SlotHarbor竞品", "zh", ["slotharbor", "竞品"]),
        ("2.5 v2.5 don't SAP's", PLAIN, ["2.5", "2.5", "don't", "sap"]),
        ("a-b_c", PLAIN, ["a", "b", "c"]),
        ("v1.2.3, V10 and 1,000.5", PLAIN, ["1.2.3", "v10", "and", "1,000.5"]),
        ("C, C++, C# (F#) C/C++ C#7 5A# i++", PLAIN, ["c", "c++", "c#", "f#", "c", "c++", "c#", "7", "5a", "i++"]),
        ("#tag C#tag ##", PLAIN, ["tag", "c", "tag"]),
        (".NET vb.net net", PLAIN, [".net", "vb", "net", "net"]),
        (
            "R&D M&As long&words and/or n/a A/B/C",
            PLAIN,
            ["r&d", "m&as", "long", "words", "and", "or", "n/a", "a/b", "c"],
        ),
        ("résumés resumes", "en", ["resum", "resum"]),
        ("ÆRØ Œuvre", PLAIN, ["aerø", "oeuvre"]),
        ("가격표를 API를", "ko", ["가격", "격표", "표를", "api", "를"]),
        ("!!! 🎉 \0", "en", []),
        ("", "en", []),
    ],
)
def test_text_is_cut_into_terms(text: str, group: str, expected: list[str]) -> None:
    """Stems, stop words among them; pairs of Chinese characters."""
    assert words(text, group) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "cafe"),
        ("ŁÓDŹ", "lodz"),
        ("Ёлка", "елка"),
        ("ＡＢＣ", "abc"),
        ("Straße", "strasse"),
        ("İzmir", "izmir"),
        ("SAP’s", "sap"),
    ],
)
def test_case_accents_and_width_make_no_difference(one: str, other: str) -> None:
    """However a rep's keyboard writes it."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("й", "и"), ("が", "か"), ("мой", "мои")])
def test_marks_that_make_another_letter_stay(one: str, other: str) -> None:
    """Cyrillic й isn't и."""
    assert fold(one) != fold(other)


def test_a_long_word_is_cut() -> None:
    """A base64 line is one term of bounded size."""
    assert words("a" * 10_000, "en") == ["a" * MAX_TERM]


def test_offsets_point_at_the_word() -> None:
    """Highlights depend on it."""
    text = "Die Straße führt 太贵了 dorthin"
    for term in terms(text, PLAIN):
        assert fold(text[term.start : term.end]) == term.text


def test_threads_may_analyse_at_once() -> None:
    """Each has its own stemmers."""
    text = "negotiating prices with carriers " * 200
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda _: words(text, "en"), range(40)))
    assert all(result == results[0] for result in results)


@given(st.text(), st.sampled_from(GROUPS))
def test_any_text_is_analysed_the_same_way_twice(text: str, group: str) -> None:
    """Terms are short, never empty, and stand in order."""
    found = list(terms(text, group))
    assert found == list(terms(text, group))
    assert all(0 < len(term.text) <= MAX_TERM and term.start < term.end <= len(text) for term in found)
    assert [term.start for term in found] == sorted(term.start for term in found)


@given(st.text(alphabet=st.sampled_from("aAbvVnet\u00e902.,'\u2019+#&/ \n\u4e2d_-"), max_size=30))
def test_the_quick_way_to_a_word_cuts_as_all_others_do(text: str) -> None:
    """Without the first alternative of the expression, what it finds is found alike."""
    _, slow = TOKEN.pattern.split("|", 1)
    assert TOKEN.findall(text) == re.findall(slow, text)
