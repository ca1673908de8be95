"""Explanation of a hit's place: what each word, the phrases and each factor gave it."""

from __future__ import annotations

from dataclasses import dataclass

from content.search.indexed import IndexedTerm
from content.search.inverting import REGIONS
from content.search.matching import Matched
from content.search.ranking import TRANSLATION_WEIGHT, Ranked
from content.search.scoring import TextScores

REGION_NAMES = ("title", "headings", "about the page", "text")


@dataclass(frozen=True)
class ScoreShare:
    """One part of a score: an amount that was added, or a factor that multiplied."""

    what: str
    amount: float
    is_factor: bool = False


def explain(ranked: Ranked, number: int) -> tuple[ScoreShare, ...]:
    """Return the parts of one page's score in the order they were applied; the ranking must have kept them."""
    if ranked.parts is None:
        raise ValueError("rank with parts to explain")
    original = ranked.via.get(number)
    shares = _of_text(ranked.parts.text, ranked.matched, number if original is None else original)
    if original is not None:
        shares.append(ScoreShare("found through a translation", TRANSLATION_WEIGHT, is_factor=True))
    shares += [ScoreShare(what, float(factor[number]), is_factor=True) for what, factor in ranked.parts.factors.items()]
    return tuple(shares)


def _of_text(parts: TextScores, matched: Matched, number: int) -> list[ScoreShare]:
    shares = []
    if not matched.units and not parts.phrases[number]:
        shares.append(ScoreShare("no word was asked for", 1.0))
    for unit, text in enumerate(matched.units):
        amount = float(parts.units[unit, number])
        if amount:
            ways = [way for way in matched.ways if (way.start, way.end) == (unit, unit + 1) and way.is_in(number)]
            how = "; ".join(f"{way.reason}: {' '.join(way.terms)} in {_regions(way.term, number)}" for way in ways)
            shares.append(ScoreShare(f"{text} ({how})", amount))
    shares += _spans(parts, matched, number)
    named = [f"{one.field} {one.value}" for one in matched.named if number in one.pages]
    if parts.names[number]:
        what = ", ".join(named) or "by its title"
        shares.append(ScoreShare(f"is what the query names: {what}", float(parts.names[number])))
    if matched.units and shares:
        shares.append(ScoreShare("how much of the query is answered", float(parts.coverage[number]), is_factor=True))
    for what, amounts in (("phrases", parts.phrases), ("words near each other", parts.nearness)):
        if amounts[number]:
            shares.append(ScoreShare(what, float(amounts[number])))
    return shares


def _spans(parts: TextScores, matched: Matched, number: int) -> list[ScoreShare]:
    amount = float(parts.spans[number])
    ways = [way for way in matched.ways if way.end - way.start > 1 and way.is_in(number)]
    how = "; ".join(f"{way.reason}: {' '.join(way.terms)}" for way in ways)
    return [ScoreShare(how, amount)] if amount else []


def _regions(term: IndexedTerm, number: int) -> str:
    row = term.counts[term.pages == number]
    return ", ".join(REGION_NAMES[region] for region in range(REGIONS) if row[0][region])
