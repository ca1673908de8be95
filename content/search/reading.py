"""The reading of a query: which of its pieces are known, and the filters that its words name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from content.search.analysis import MAX_TERM, TOKEN, fold
from content.search.generation import Generation
from content.search.matching import NamedPages
from content.search.query import MAX_WORDS, Asked, Piece, is_word, rewritten, with_words
from content.search.ranking import Ranked
from content.search.selection import Facet, values_meant
from content.search.stops import STOPS
from content.search.tally import Mask
from content.search.units import units_of

MOST_NAMED = 4
Characters = tuple[int, int]


@dataclass(frozen=True)
class ReadPiece:
    """A piece of the query. `is_known` is false for a word in no page, and for a value that no page has."""

    piece: Piece
    is_known: bool


@dataclass(frozen=True)
class NamedFilter:
    """A filter that characters [start, end) of the query name; `query` is the query without them."""

    name: str
    value: str
    label: str
    start: int
    end: int
    query: str


@dataclass(frozen=True)
class Reading:
    """The query's pieces, the filters that its words name, and the whole query with its words as they were meant."""

    pieces: tuple[ReadPiece, ...] = ()
    named: tuple[NamedFilter, ...] = ()
    meant: str | None = None


NOT_READ = Reading()


def trusted(asked: Asked) -> Reading:
    """Return the pieces alone, where there is no index to ask whether it knows them."""
    return Reading(tuple(ReadPiece(piece, is_known=True) for piece in asked.pieces))


def read_again(generation: Generation, asked: Asked, ranked: Ranked, seen: Mask, *, words_meant: str | None) -> Reading:
    """Read a query in the light of what was found; what is excluded always counts as known."""
    pieces = tuple(ReadPiece(piece, _is_known(generation, piece, ranked, seen)) for piece in asked.pieces)
    meant = None if words_meant is None else with_words(asked, words_meant)
    return Reading(pieces, _named_filters(generation, asked, ranked), meant)


def _is_known(generation: Generation, piece: Piece, ranked: Ranked, seen: Mask) -> bool:
    if piece.is_excluded or piece.kind == "phrase":
        return True
    if piece.kind == "filter":
        column = generation.columns[str(piece.name)]
        codes = values_meant(generation, str(piece.name), [piece.text])
        return any(seen[column.of(code)].any() for code in codes)
    return ranked.matched.unknown.isdisjoint(token[:MAX_TERM] for token in TOKEN.findall(piece.text))


def _named_filters(generation: Generation, asked: Asked, ranked: Ranked) -> tuple[NamedFilter, ...]:
    """Return what the query names and a filter would narrow its hits to, the surest first."""
    counts = _counts(ranked.facets)
    tokens = _tokens(asked)
    found: dict[tuple[str, str], NamedFilter] = {}
    for named in sorted(ranked.matched.named, key=lambda named: (-named.weight, named.start)):
        key = named.field, named.value
        if key not in found and 0 < counts.get(key, (0, ""))[0] < ranked.total:
            spans = list(_spans(asked, tokens, named))
            rest = _rest(generation, rewritten(asked, partial(_cut, spans=spans)), asked)
            found[key] = NamedFilter(*key, counts[key][1], spans[0][0], spans[-1][1], rest)
    return tuple(found.values())[:MOST_NAMED]


def _counts(facets: tuple[Facet, ...]) -> Mapping[tuple[str, str], tuple[int, str]]:
    """Return how many hits have each value, and its label."""
    return {(facet.name, value.value): (value.count, value.label) for facet in facets for value in facet.values}


def _tokens(asked: Asked) -> list[Characters]:
    """Return where the words that are looked for stand, in the order in which `units_of` meets them."""
    pieces = [piece for piece in asked.pieces if is_word(piece)][:MAX_WORDS]
    return [
        (piece.start + match.start(), piece.start + match.end())
        for piece in pieces
        for match in TOKEN.finditer(piece.text)
    ]


def _spans(asked: Asked, tokens: list[Characters], named: NamedPages) -> Iterator[Characters]:
    """Yield where the units of a name stand: whole words, and of text without spaces the characters."""
    for unit in units_of(asked.words)[named.start : named.end]:
        start, end = tokens[unit.token]
        yield (start + unit.place, min(start + unit.place + len(unit.text), end)) if unit.run else (start, end)


def _cut(piece: Piece, *, spans: list[Characters]) -> str | None:
    """Return a piece without the spans, nothing when no word is left of it; None when none is in it."""
    own = [(start, end) for start, end in spans if piece.start <= start < piece.end]
    if not own or not is_word(piece):
        return None
    text = "".join(
        " " if any(start <= piece.start + place < end for start, end in own) else letter
        for place, letter in enumerate(piece.text)
    )
    return text if TOKEN.search(text) else ""


def _rest(generation: Generation, text: str, asked: Asked) -> str:
    """Return what is left of a query; without its words where only small ones are left beside nothing else."""
    small = frozenset().union(*(STOPS.get(group, frozenset()) for group in generation.groups))
    is_small = all(fold(token) in small for token in TOKEN.findall(text))
    return "" if is_small and all(is_word(piece) for piece in asked.pieces) else text
