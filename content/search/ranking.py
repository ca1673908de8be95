"""Every page that answers a query, in order: by its text first, then moved by review, status and use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from content.search.generation import Generation, Scores, Sight
from content.search.indexed import Numbers
from content.search.matching import Matched, match
from content.search.page_text import PageText
from content.search.preferences import Liking
from content.search.query import Asked, normal_text
from content.search.scoring import TextScores, score_text
from content.search.selection import Facet, Selection
from content.search.small_words import without_small_words
from content.search.tally import Mask

Sort = Literal["relevance", "newest", "used"]
# A page that is found because its translation answers, beside one that answers itself.
TRANSLATION_WEIGHT = 0.9
MOST_RANKED = 2500
# What a ranking holds beside its arrays.
SOME_BYTES = 4_000


@dataclass(frozen=True)
class ScoreParts:
    """What made the scores of all pages: their text, and the factors for review, status and use."""

    text: TextScores
    factors: Mapping[str, Scores]


@dataclass(frozen=True)
class Ranked:
    """Numbers of pages, best first, with their scores; `via` names the translation that answered for a page.

    The parts of the scores are kept only when they are asked for: they are large. Who asked a server has only those
    pages that are shown, from `first` on, with their texts.
    """

    numbers: Numbers
    scores: Scores
    total: int
    facets: tuple[Facet, ...]
    matched: Matched
    via: Mapping[int, int]
    parts: ScoreParts | None
    first: int = 0
    texts: Mapping[int, PageText] = field(default_factory=dict)

    def shown(self, page: int, limit: int) -> range:
        """Return the places in `numbers` of those that stand on a page."""
        start = (page - 1) * limit - self.first
        return range(start, min(start + limit, len(self.numbers)))

    @property
    def nbytes(self) -> int:
        """About what it holds in memory."""
        lists = sum(way.term.pages.nbytes + way.term.counts.nbytes for way in self.matched.ways)
        texts = sum(text.nbytes for text in self.texts.values())
        return SOME_BYTES + self.numbers.nbytes + self.scores.nbytes + lists + texts


def rank(
    generation: Generation,
    asked: Asked,
    *,
    sight: Sight,
    liking: Liking,
    sort: Sort = "relevance",
    with_parts: bool = False,
) -> Ranked:
    """Rank every page that the asker may see; without any word, all pages that pass the filters."""
    seen = generation.seen(sight)
    selection = Selection(generation, asked)
    matched = without_small_words(match(generation, asked, seen), generation, seen)
    parts = score_text(generation, asked, matched, seen)
    text = parts.total
    if not matched.units and not asked.phrases and (asked.only or asked.without):
        text = seen.astype(np.float32) * (parts.allowed if asked.excluded else 1)
    via: dict[int, int] = {}
    if asked.only.get("language"):
        via = _through_translations(generation, text, selection.holding("language"), seen & ~parts.excluded)
    scores = text * liking.product
    matching = scores > 0
    passing = np.flatnonzero(matching & selection.allowed()).astype(np.int32)
    titled = generation.columns.titled(normal_text(asked.text)) if asked.text else []
    order = _ordered(generation, passing, scores, titled, sort, liking.opens)
    return Ranked(
        order,
        scores[order],
        len(passing),
        selection.facets(matching, seen),
        matched,
        via,
        ScoreParts(parts, liking.factors) if with_parts else None,
    )


def _ordered(
    generation: Generation, passing: Numbers, scores: Scores, titled: Sequence[int], sort: Sort, opens: Scores
) -> Numbers:
    """Return the best pages in order, those with the very title first; equals stand in the order of their paths."""
    paths = generation.path_order[passing]
    if sort == "newest":
        order = np.lexsort((-paths, generation.columns.newest[passing]))[::-1]
    elif sort == "used":
        order = np.lexsort((paths, -scores[passing], -opens[passing]))
    else:
        is_titled = np.isin(passing, titled) if titled else np.zeros(len(passing), bool)
        if len(passing) > MOST_RANKED:
            least = np.partition(scores[passing], -MOST_RANKED)[-MOST_RANKED]
            kept = (scores[passing] >= least) | is_titled
            passing, paths, is_titled = passing[kept], paths[kept], is_titled[kept]
        order = np.lexsort((paths, -scores[passing], ~is_titled))
    return passing[order[:MOST_RANKED]]


def _through_translations(generation: Generation, text: Scores, wanted: Mask, seen: Mask) -> dict[int, int]:
    """Give pages in the wanted languages the score of the best page they are a translation of, or that is one of them.

    Changes `text`; returns for each such page the one that answered.
    """
    families = generation.columns.family
    answering = np.flatnonzero((families >= 0) & seen & (text > 0))
    answering = answering[np.argsort(-text[answering], kind="stable")]
    found, first = np.unique(families[answering], return_index=True)
    best = np.full(families.max(initial=-1) + 1, -1)
    best[found] = answering[first]
    lacking = np.flatnonzero((families >= 0) & wanted & seen & (text == 0))
    via = {int(number): int(best[families[number]]) for number in lacking if best[families[number]] >= 0}
    for number, answer in via.items():
        text[number] = TRANSLATION_WEIGHT * text[answer]
    return via
