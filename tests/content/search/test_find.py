"""Finding pages in the sample library and in small ones."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.library import read_library
from content.search.current import IndexMissingError
from content.search.find import Search
from content.search.generation import EVERYTHING, Sight
from content.search.query import Asked, read_query
from content.search.update import update_index
from support.factories import write_good_page

with (Path(__file__).parent / "judged.tsv").open(encoding="utf-8", newline="") as file:
    JUDGED = list(csv.DictReader(file, delimiter="\t"))
REP = Sight()
MISSED = pytest.mark.xfail(strict=True, reason="the page isn't among the first three yet")


@pytest.fixture(scope="module")
def search(sample_index: Path) -> Search:
    """Open a search over the sample library."""
    return Search(sample_index)


def ids(search: Search, text: str, *, page: int = 1, sight: Sight = REP) -> list[str]:
    """Return the ids of the pages a rep finds, best first."""
    return [hit.entry.id for hit in search.find(read_query(text), page=page, sight=sight).hits]


def index(tmp_path: Path) -> Search:
    """Index what the test has written below `tmp_path/library`."""
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    return Search(tmp_path / "index")


def test_there_are_at_least_12_judged_queries_per_language() -> None:
    """The floor may only rise."""
    assert all(Counter(row["language"] for row in JUDGED)[language] >= 12 for language in ("en", "pl", "ru", "zh"))


@pytest.mark.parametrize(
    "row", [pytest.param(row, marks=MISSED if row["note"] else (), id=row["query"]) for row in JUDGED]
)
def test_a_rep_finds_the_page_among_the_first_three(search: Search, row: dict[str, str]) -> None:
    """With the words a rep would type, in every language they sell in."""
    assert row["page"] in ids(search, row["query"])[:3]


def test_most_judged_queries_have_their_page_first(search: Search) -> None:
    """Three in four, so that a change of the ranking is noticed."""
    first = sum(ids(search, row["query"])[:1] == [row["page"]] for row in JUDGED)
    assert first / len(JUDGED) >= 0.75


def test_nobody_is_asked_whether_they_meant_what_they_typed(search: Search) -> None:
    """A hint is another query than the one that was asked."""
    hints = {row["query"]: search.find(read_query(row["query"]), sight=REP).did_you_mean for row in JUDGED}
    assert [query for query, hint in hints.items() if hint == query] == []


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        (read_query("kierowcy nie chca sie logowac"), read_query("kierowcy nie chcą się logować")),
        (
            read_query("", only={"type": ("guide type:objection",)}),
            read_query("", only={"type": ("guide", "objection")}),
        ),
        (read_query("expens"), read_query("expens", is_typing=True)),
        (read_query("pilot -price"), read_query("pilot")),
    ],
)
def test_an_answer_does_not_depend_on_what_was_asked_before(sample_index: Path, before: Asked, asked: Asked) -> None:
    """What is remembered for one query isn't given to another."""
    search = Search(sample_index)
    search.find(before, sight=REP)
    assert search.find(asked, sight=REP) == Search(sample_index).find(asked, sight=REP)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("negotiating", "negotiation"),
        ("GLOSSARIES", "glossary"),
        ("przewoźnikami portalem", "carriers-will-not-use-it-pl"),
        ("przewoznikami portalem", "carriers-will-not-use-it-pl"),
        ("перевозчиками пользовались", "carriers-will-not-use-it-ru"),
        ("дорого", "too-expensive-ru"),
        ("ДОРОГО", "too-expensive-ru"),
        ("太贵", "too-expensive-zh"),
        ("ＳｌｏｔＨａｒｂｏｒ", "battlecard-slotharbor"),
    ],
)
def test_a_page_is_found_by_other_forms_of_its_words(sample_index: Path, typed: str, expected: str) -> None:
    """Stems, case, accents and full-width letters."""
    assert expected in ids(Search(sample_index), typed)[:3]


def test_every_sample_page_is_first_for_its_own_title(search: Search) -> None:
    """An exact title wins, whatever else matches; two pages of one title share the first places."""
    entries = [entry for entry in search.catalogue().entries if entry.type not in {"quiz", "timed-tasks"}]
    assert [entry.title for entry in entries if ids(search, entry.title)[:1] != [entry.id]] == []


def test_an_exact_title_is_first_among_many_better_scores(tmp_path: Path) -> None:
    """Thirty short pages are full of the word that is the whole title of a long one."""
    for number in range(30):
        write_good_page(tmp_path / "library", f"p{number}.md", "pricing " * 40, title=f"Pricing page {number}")
    write_good_page(tmp_path / "library", "long.md", "words of another kind " * 2000, title="Pricing")
    search = index(tmp_path)
    shown = [ids(search, "pricing", page=page) for page in range(1, 5)]
    assert shown[0][0] == "long"
    assert sorted(Counter(itertools.chain(*shown)).values()) == [1] * 31


def test_pages_of_hits_follow_each_other(search: Search) -> None:
    """None is shown twice or left out, and the total is right."""
    found = search.find(read_query("pilot"), limit=500, sight=REP)
    pages = [ids(search, "pilot", page=page) for page in range(1, 8)]
    assert list(itertools.chain(*pages))[: found.total] == [hit.entry.id for hit in found.hits]
    assert len(found.hits) == found.total > 20
    assert ids(search, "pilot", page=100) == []


def test_a_phrase_is_found_as_it_stands(search: Search, tmp_path: Path) -> None:
    """Quoted words must follow each other; other words only rank."""
    write_good_page(tmp_path / "library", "one.md", "the waiting room fee")
    write_good_page(tmp_path / "library", "two.md", "the waiting fee room")
    small = index(tmp_path)
    assert set(ids(small, "waiting fee")) == {"one", "two"}
    assert ids(small, '"waiting fee"') == ["two"]
    assert ids(small, '"waiting fee" room') == ["two"]
    assert ids(small, '"fee waiting"') == []
    assert "too-expensive-zh" in ids(search, '"太贵了"')


def test_a_type_narrows_the_hits(search: Search) -> None:
    """In the query or beside it; the total counts only that type."""
    typed = search.find(read_query("pilot type:email-template"), limit=100)
    assert {hit.entry.type for hit in typed.hits} == {"email-template"}
    assert typed.total == len(typed.hits)
    given = search.find(read_query("pilot", only={"type": ("email-template",)}), limit=100)
    assert [hit.entry.id for hit in given.hits] == [hit.entry.id for hit in typed.hits]
    assert ids(search, "pilot type:nonsense") == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("a b", Asked("a b")),
        ('a "b c" d', Asked("a d", ("b c",))),
        ('""', Asked("")),
        ("Type:x type:Guide a", Asked("a", only={"type": ("x", "Guide")})),
        ("subtype:x", Asked("subtype:x")),
        ("w " * 40, Asked(" ".join(["w"] * 32))),
        ('"a" "b" "c" "d" "e"', Asked("", ("a", "b", "c", "d"))),
    ],
)
def test_a_query_is_taken_apart(text: str, asked: Asked) -> None:
    """Words, phrases and a type; the rest is in test_search_query.py."""
    assert read_query(text) == asked


def test_quiz_answers_drafts_and_archived_pages_are_not_found(tmp_path: Path) -> None:
    """Nor by their titles; the author finds the pages, and of the quiz nothing either."""
    library = tmp_path / "library"
    body = "# Secretword\n\n## Question?\n\n- [x] secretword\n- [ ] other\n"
    write_good_page(library, "quiz.md", body, type="quiz", title="Secretword", keywords="[secretword]")
    write_good_page(library, "draft.md", body, status="draft", title="Secretword")
    write_good_page(library, "archived.md", body, status="archived", title="Secretword")
    write_good_page(library, "invalid.md", body, status="{a: b}", title="Secretword")
    write_good_page(library, "open.md", "nothing of interest")
    search = index(tmp_path)
    for query in ("secretword", '"secretword"', "type:quiz", "status:draft", "status:archived"):
        assert ids(search, query) == []
    for query in ("secretword", '"secretword"'):
        assert {"draft", "archived"} <= set(ids(search, query, sight=EVERYTHING)) <= {"draft", "archived", "invalid"}
    assert ids(search, "type:quiz", sight=EVERYTHING) == []
    assert set(search.catalogue().by_id) == {"quiz", "open"}


def test_no_answer_of_a_sample_quiz_is_found_as_a_quiz(search: Search) -> None:
    """By any of the judged queries either."""
    for query in ("detention waiting time slot rules discovery question", *(row["query"] for row in JUDGED)):
        assert not [hit for hit in search.find(read_query(query), limit=200).hits if hit.entry.type == "quiz"]


def test_a_hit_shows_where_it_matches(search: Search) -> None:
    """Title and passage with marks for the words that carry the query, and the heading to jump to."""
    hits = search.find(read_query("too expensive compared with what"), sight=REP).hits[:2]
    (hit,) = [hit for hit in hits if hit.entry.id == "too-expensive"]
    assert hit.title_html == "It is too <mark>expensive</mark>"
    assert hit.passage is not None
    assert (hit.passage.heading, hit.passage.anchor) == ("First reply", "first-reply")


def test_keywords_and_summaries_are_found(tmp_path: Path) -> None:
    """They are words that the text lacks."""
    write_good_page(tmp_path / "library", "a.md", "text", keywords="[zebrafish]", summary="All about axolotls.")
    search = index(tmp_path)
    assert ids(search, "zebrafish") == ids(search, "axolotl") == ["a"]


def test_an_empty_library_is_searched_without_an_error(tmp_path: Path) -> None:
    """A new customer has no page yet."""
    (tmp_path / "library").mkdir()
    search = index(tmp_path)
    for text in ("word", '"a phrase"', "type:guide", 'w "p" type:x', ""):
        assert search.find(read_query(text)).total == 0


def test_a_missing_index_is_said_to_be_missing(tmp_path: Path) -> None:
    """The API then asks the client to come back."""
    with pytest.raises(IndexMissingError):
        Search(tmp_path).find(read_query("x"))


ODD = [
    "a" * 100_000,
    "price " * 20_000,
    "(" * 3000,
    "((a) " * 700,
    "* ? *",
    "???",
    "*" * 5000,
    "\0",
    "a\0b",
    "🎉",
    "👩‍👩‍👧",
]
ODD += [
    "",
    " ",
    '"',
    '"""',
    '"*"',
    "type:",
    "type:type:",
    "NOT AND OR",
    "a AND",
    "~~",
    "^2",
    "[a TO b]",
    "{a",
    "/x/",
    "id:home",
]
ODD += [
    "\ud800",
    "\ufdfa" * 50,
    "价格" * 5000,
    "'s",
    "’",
    "İ",
    "ß" * 100,
    "\u0301" * 1000,
    "all_en:price",
    "-",
    "--x",
    "a:b:c",
]


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:12]))
def test_an_odd_query_finds_something_or_nothing(search: Search, text: str) -> None:
    """A search box takes anything."""
    found = search.find(read_query(text))
    assert len(found.hits) <= min(10, found.total)


def test_a_long_phrase_is_cut_as_words_are() -> None:
    """The API allows 500 characters, other callers as many as they like."""
    assert sum(len(phrase.split()) for phrase in read_query('"' + "price " * 10_000 + '"').phrases) <= 200


@given(st.one_of(st.text(), st.text(alphabet='ab"*?():~^[]{}+-&|!\\/ 价цł\0🎉type', max_size=200)))
@settings(max_examples=300)
def test_any_query_finds_something_or_nothing(search: Search, text: str) -> None:
    """No text raises an exception, and no hit is without its page."""
    found = search.find(read_query(text))
    assert found.total >= len(found.hits)
    assert all(hit.score > 0 for hit in found.hits)


@pytest.mark.parametrize("typed", ["too expens", "discov", "battlec", "negotia"])
def test_an_unfinished_word_is_finished_where_nothing_is_found_otherwise(search: Search, typed: str) -> None:
    """Who sees a page offered presses Enter before the word is whole."""
    found = search.find(read_query(typed), sight=REP)
    typing = search.find(read_query(typed, is_typing=True), sight=REP)
    assert found.total
    assert [hit.entry.id for hit in found.hits] == [hit.entry.id for hit in typing.hits]
