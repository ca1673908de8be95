"""What a rep types, taken apart."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.search.query import (
    FIELDS,
    MAX_CHARACTERS,
    MAX_EXCLUDED,
    MAX_PHRASES,
    MAX_VALUES,
    MAX_WORDS,
    Asked,
    half_typed,
    is_word,
    leaving_out,
    normal_text,
    read_query,
    rewritten,
)
from content.search.units import units_of

# Parts of queries that mean something together: every operator in whole and in half.
PARTS = [
    *("price", "Zażółć", "价格", "2.5", "don't", "a-b"),
    *('"', "“", "„", "«", "-", "--", ":", "type:", "-type:", "Owner:mara", 'stage:"', "-price", '-"hand off"'),
    *("\0", "\ud800", "🎉", "İ", "ß", "\u0301", "_", "-_", "\n", "\u3000"),
    *("ındustry:retail", "-\u017fkill:x"),
]
LISTS = st.lists(st.sampled_from(PARTS))
QUERIES = st.one_of(st.text(), LISTS.map(" ".join), LISTS.map("".join))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", Asked("")),
        ("  a \n b\t", Asked("a b")),
        ('a "b c" d', Asked("a d", ("b c",))),
        ('"  b   c "', Asked("", ("b c",))),
        ("“b c” „d e” «f g»", Asked("", ("b c", "d e", "f g"))),
        ('a"b"c', Asked("a c", ("b",))),
        ('""', Asked("")),
        ("a -b", Asked("a", (), ("b",))),
        ('a -"b c"', Asked("a", (), ("b c",))),
        ("a -“b c” -d", Asked("a", (), ("b c", "d"))),
        ("-z-a", Asked("", (), ("z-a",))),
        ("a-b c - d --e", Asked("a-b c - d --e")),
        ("-价格", Asked("", (), ("价格",))),
    ],
)
def test_words_phrases_and_exclusions_are_told_apart(text: str, asked: Asked) -> None:
    """A dash excludes only where a word begins."""
    assert read_query(text) == asked


def test_a_quote_without_an_end_takes_nothing_away() -> None:
    """While somebody types a phrase, its words are looked for."""
    assert normal_text(read_query('waiting "room fee').words) == "waiting room fee"


@pytest.mark.parametrize(
    ("text", "only", "without", "words"),
    [
        ("type:deck price", {"type": ("deck",)}, {}, "price"),
        ("price TYPE:Deck", {"type": ("Deck",)}, {}, "price"),
        ('persona:"head of logistics"', {"persona": ("head of logistics",)}, {}, ""),
        ("type:deck type:guide", {"type": ("deck", "guide")}, {}, ""),
        ("type:deck stage:interest type:deck", {"type": ("deck",), "stage": ("interest",)}, {}, ""),
        ("-type:deck a", {}, {"type": ("deck",)}, "a"),
        ('-owner:"mara quill" type:deck', {"type": ("deck",)}, {"owner": ("mara quill",)}, ""),
        ("type: deck", {}, {}, "type: deck"),
        ('type:"" a', {}, {}, "a"),
        ("owner:mara@brightwharf.example", {"owner": ("mara@brightwharf.example",)}, {}, ""),
        ("type:type:deck", {"type": ("type:deck",)}, {}, ""),
    ],
)
def test_field_words_choose_and_leave_out(
    text: str, only: Mapping[str, tuple[str, ...]], without: Mapping[str, tuple[str, ...]], words: str
) -> None:
    """One after the other, in any case, with a plain value or a quoted one; an empty one asks for nothing."""
    asked = read_query(text)
    assert (asked.only, asked.without, asked.words) == (only, without, words)


@pytest.mark.parametrize("quoted", ["“case study”", "„case study“", "„case study”", "«case study»", "＂case study＂"])
def test_a_phrase_and_a_value_may_stand_in_the_quotes_that_phones_write(quoted: str) -> None:
    """Of every kind."""
    assert read_query(f"type:{quoted} a") == Asked("a", only={"type": ("case study",)})
    assert read_query(f"a -{quoted} {quoted}") == Asked("a", ("case study",), ("case study",))


def test_a_query_knows_where_its_pieces_stand() -> None:
    """From the first to behind the last character, with signs and quotes."""
    text = 'Price 🎉 -old type:deck -persona:„finance director” "how much" -"no way"'
    assert [(text[piece.start : piece.end], piece.kind, piece.text) for piece in read_query(text).pieces] == [
        ("Price", "word", "Price"),
        ("🎉", "word", "🎉"),
        ("-old", "word", "old"),
        ("type:deck", "filter", "deck"),
        ("-persona:„finance director”", "filter", "finance director"),
        ('"how much"', "phrase", "how much"),
        ('-"no way"', "phrase", "no way"),
    ]
    assert [piece.is_excluded for piece in read_query(text).pieces] == [False, False, True, False, True, False, True]


def test_a_phrase_holds_what_would_be_a_field_word_elsewhere() -> None:
    """Who quotes it looks for it."""
    assert read_query('"the type:deck thing"') == Asked("", ("the type:deck thing",))


@given(QUERIES)
@example('STAGE:"0\r0"')
@settings(max_examples=300)
def test_a_query_that_is_written_again_asks_for_the_same(text: str) -> None:
    """Its pieces stand where they say, in their order."""
    asked = read_query(text)
    assert read_query(rewritten(asked, lambda _: None)).normal == asked.normal
    assert read_query(rewritten(asked, lambda piece: asked.typed[piece.start : piece.end])).normal == asked.normal


def test_a_query_is_written_again_without_some_of_its_pieces() -> None:
    """What stands between the others stays."""
    asked = read_query('price  type:deck "how much" -old')
    assert leaving_out(asked, is_word) == 'type:deck "how much" -old'
    assert leaving_out(asked, lambda piece: piece.name == "type") == 'price "how much" -old'
    assert leaving_out(asked, lambda piece: piece.is_excluded) == 'price type:deck "how much"'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("price", "price"),
        ("price ", "price "),
        ("type:guide price", "price"),
        ("type:guide", ""),
        ("price type:guide", ""),
        ("price type:", "price type:"),
        ('"price"', ""),
        ('price "lis', "price lis"),
        ("price -old", ""),
        (" ", ""),
    ],
)
def test_what_may_be_completed_are_the_words_at_the_end(text: str, words: str) -> None:
    """Behind a condition nobody is in the middle of a word."""
    assert half_typed(read_query(text)) == words


def test_every_field_word_chooses() -> None:
    """By the name that facets and the API's parameters have."""
    for name in FIELDS:
        assert read_query(f"{name}:x -{name}:y") == Asked("", only={name: ("x",)}, without={name: ("y",)})


def test_a_field_word_is_known_however_its_letters_are_written() -> None:
    """A Turkish phone makes `ı` of the capital I; a field that no index has would be an error."""
    for text in ("INDUSTRY:x", "ındustry:x", "İNDUSTRY:x", "indu\u017ftry:x"):
        assert read_query(text) == Asked("", only={"industry": ("x",)})
    assert read_query("s\u212aıll:x -s\u212aıll:y") == Asked("", only={"skill": ("x",)}, without={"skill": ("y",)})


@pytest.mark.parametrize(
    "text", ["subtype:x", "color:red", "types:deck", "x-type:deck", "http://a.example", ":x", "-:x"]
)
def test_words_with_a_colon_that_name_no_field_stay_words(text: str) -> None:
    """Nothing of them is lost."""
    assert read_query(text) == Asked(text)


def test_filters_given_beside_the_text_are_joined_with_its_own() -> None:
    """They are alternatives of one field, each once."""
    asked = read_query("a type:deck type:guide", only={"type": ("guide", "page"), "owner": ("mara",), "stage": ()})
    assert asked == Asked("a", only={"type": ("guide", "page", "deck"), "owner": ("mara",)})


def test_a_query_that_is_still_typed_knows_it() -> None:
    """That changes nothing else."""
    assert read_query('a "b c"', is_typing=True) == Asked("a", ("b c",), is_typing=True)


def test_a_query_has_its_limits() -> None:
    """What stands behind them isn't looked for."""
    words = [f"w{number}" for number in range(100)]
    assert read_query(" ".join(words)).words.split() == words[:MAX_WORDS]
    assert read_query(" ".join(f"-{word}" for word in words)).excluded == tuple(words[:MAX_EXCLUDED])
    assert read_query(" ".join(f'"{word}"' for word in words)).phrases == tuple(words[:MAX_PHRASES])
    assert read_query(f'"{" ".join(words)}"').phrases == (" ".join(words[:MAX_WORDS]),)
    assert read_query(" ".join(f"type:{word}" for word in words)).only == {"type": tuple(words[:MAX_VALUES])}
    assert read_query("type:" + "x" * 1000).only == {"type": ("x" * 200,)}


def test_of_a_query_without_end_only_the_beginning_is_read() -> None:
    """Folding 100 kB would take longer than searching."""
    assert read_query("quay " * 20_000).words == " ".join(["quay"] * MAX_WORDS)
    assert len(read_query("é" * 100_000).words) == MAX_CHARACTERS


def test_a_word_that_is_said_again_and_again_counts_twice() -> None:
    """So a key that sticks costs no more than two words, and another word behind it is still looked for."""
    assert [unit.text for unit in units_of("pilot " * 30 + "dock pilot")] == ["pilot", "pilot", "dock"]


def test_all_words_of_a_query_are_its_text() -> None:
    """Also those of its phrases, which an exact title may be."""
    assert read_query('"hand off" checklist type:guide -old').text == "checklist hand off"
    assert read_query("-old").text == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Price  list", "price list"),
        ("cafe", "CAFÉ"),
        ("hand-off", "hand off"),
        ("price?", "price"),
        ("ＳＡＰ", "sap"),
        ('a "B  C"', '"b c" a'),
        ("a -b", '-"B" a'),
        ("a type:deck stage:interest", "stage:interest type:deck a"),
        ("a type:deck type:guide", "a type:guide type:deck"),
        ("a -type:deck", "-type:deck a"),
        ("елка", "Ёлка"),
    ],
)
def test_equal_queries_have_one_normal(one: str, other: str) -> None:
    """However they are written."""
    assert read_query(one).normal == read_query(other).normal


def test_different_queries_have_different_normals() -> None:
    """A ranking that was kept for one must not answer another."""
    texts = [
        *("", "a", "b", "a b", "b a", "a a", '"a"', '"a b"', '"a" b', '"b" a', '"a" "b"', "-a", "-a b", "a -b"),
        *('-"a b"', "-a -b", "type:a", "-type:a", "type:a type:b", "stage:a", "type:a b", "b type:a -a", "2.5", "2 5"),
        *("type:a -type:b", "-type:a type:b", "type", "языки", "мой", "мои", "太贵", "贵太"),
    ]
    normals = {text: read_query(text).normal for text in texts}
    assert [pair for pair in combinations(texts, 2) if normals[pair[0]] == normals[pair[1]]] == []


def test_a_value_that_looks_like_a_field_word_has_a_normal_of_its_own() -> None:
    """Quoted, it may hold a space and a colon."""
    assert read_query('type:"a type:b"').normal != read_query("type:a type:b").normal


@given(QUERIES, st.booleans())
@settings(max_examples=300)
def test_any_text_is_a_query(text: str, is_typing: bool) -> None:
    """It is taken apart without an exception, within the limits, and its parts have no surrounding spaces."""
    asked = read_query(text, is_typing=is_typing)
    assert isinstance(asked.normal, str)
    assert len(asked.words.split()) <= MAX_WORDS
    assert len(asked.phrases) <= MAX_PHRASES
    assert len(asked.excluded) <= MAX_EXCLUDED
    parts = [asked.words, *asked.phrases, *asked.excluded, *sum(asked.only.values(), ())]
    assert all(part == part.strip() for part in parts)
    assert {*asked.only, *asked.without} <= FIELDS.keys()
    assert all(all(group) for group in (asked.phrases, asked.excluded, asked.only.values(), asked.without.values()))


@given(QUERIES)
@settings(max_examples=300)
def test_spaces_around_a_query_change_nothing(text: str) -> None:
    """Also not its normal."""
    assert read_query(f" {text} \n") == read_query(text)
    assert read_query(f" {text} \n").normal == read_query(text).normal
