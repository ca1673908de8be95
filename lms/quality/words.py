"""Words of deals that look like another one misspelt: stages, products, owners, industries, regions and the like."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from lms.crm.outcomes import outcome_of
from lms.quality.known import COUNTRIES, INDUSTRIES
from lms.quality.looking import Breaks, Looked
from lms.quality.nearness import near_pairs, nearest, plain

# A word is taken for another one misspelt where it is so many times rarer.
TIMES_RARER = 10
# A stage is taken for none where it is so many times rarer than the most frequent one.
TIMES_SELDOMER = 100
# The columns of deals that are compared, and the words that are known for each.
_COLUMNS: dict[str, Collection[str]] = {
    "industry": INDUSTRIES,
    "segment": (),
    "region": COUNTRIES,
    "type": (),
    "lead_source": (),
}
_NAMES = {"lead_source": "lead source"}


def unknown_stages(looked: Looked) -> Breaks:
    """Find the deals in a stage that means neither won nor lost, and that hardly any deal was ever in.

    That is one TIMES_SELDOMER less frequent than the most frequent one, or TIMES_RARER than one whose name is near.
    """
    stages = looked.words("stage")
    stays = looked.figures.frames["stay"]["stage"]
    counts = np.bincount(stays, minlength=len(stages))
    other = meant_by(stages, counts, ())
    hints = [f"`{one}` for `{stage}`" if one else "" for stage, one in zip(stages, other, strict=True)]
    is_odd = np.array([one is not None for one in other], dtype=bool)
    is_odd |= counts * TIMES_SELDOMER <= counts.max(initial=0)
    is_odd &= np.array([outcome_of(stage) == "open" for stage in stages], dtype=bool)
    return looked.hinted("stage_word", np.where(is_odd, np.arange(len(stages)), -1), hints)


def unknown_products(looked: Looked) -> Breaks:
    """Find the deals whose product no record explains, where there are records of products."""
    product, texts = looked.figures.frames["product"], looked.words("product_text")
    explained = np.union1d(product["key_text"], product["name_text"])
    is_known = np.isin(np.arange(len(texts)), explained)
    odd = np.flatnonzero(~is_known) if len(explained) else np.zeros(0, dtype=np.int64)
    names = [looked.words("product")[number] for number in np.unique(product["name"]).tolist() if number >= 0]
    return looked.hinted("product_word", *_hints([texts[number] for number in odd.tolist()], names, odd, len(texts)))


def unknown_owners(looked: Looked) -> Breaks:
    """Find the deals whose owner isn't in the directory."""
    who = looked.figures.notes["who"]
    odd = np.array([number for number, person_id in enumerate(who["ids"]) if person_id is None], dtype=np.int64)
    names = [name for name, person_id in zip(who["names"], who["ids"], strict=True) if person_id]
    return looked.hinted("who", *_hints([who["names"][number] for number in odd], names, odd, len(who["ids"])))


def misspelt(looked: Looked) -> Breaks:
    """Find the deals with a word that is near a much more frequent one, or near a common name."""
    hint, hints = np.full(len(looked.at), -1, dtype=np.int64), list[str]()
    for column, known in _COLUMNS.items():
        words = looked.words(column)
        other = meant_by(words, looked.counts(column, column), known)
        said = _NAMES.get(column, column)
        own = [f"{said} `{one}` for `{word}`" if one else "" for word, one in zip(words, other, strict=True)]
        found = looked.hinted(column, _numbers(own), own)
        if found.hint is not None:
            is_new = hint[found.places] < 0
            hint[found.places[is_new]] = found.hint[is_new] + len(hints)
        hints += own
    places = np.flatnonzero(hint >= 0)
    return Breaks(places, hint[places], hints)


def meant_by(words: Sequence[str], counts: NDArray[np.int64], known: Collection[str]) -> list[str | None]:
    """Return for each word the one that it probably stands for, None for most.

    That is one near it that is TIMES_RARER times as frequent, or one more frequent that differs by signs and case
    alone; else a known one near it.
    """
    used = [number for number in np.argsort(-counts, kind="stable").tolist() if counts[number]]
    usual = {plain(one) for one in known}
    found: list[str | None] = [None] * len(words)
    for rarer, usualer in near_pairs([words[number] for number in used]):
        number, other = used[rarer], used[usualer]
        is_same = plain(words[number]) == plain(words[other])
        is_slip = counts[number] * TIMES_RARER <= counts[other] and plain(words[number]) not in usual
        if found[number] is None and (is_same or is_slip):
            found[number] = words[other]
    odd = [number for number in used if found[number] is None and plain(words[number]) not in usual]
    names = list(known)
    for number, place in zip(odd, nearest([words[number] for number in odd], names), strict=True):
        if place >= 0:
            found[number] = names[place]
    return found


def _hints(
    texts: Sequence[str], names: Sequence[str], numbers: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], list[str]]:
    """Return by number, of so many, which of these texts it has; and what each of them probably stands for."""
    hint = np.full(count, -1, dtype=np.int64)
    hint[numbers] = np.arange(len(numbers))
    near = nearest(texts, names)
    return hint, [
        f"`{names[place]}` for `{text}`" if place >= 0 else "" for text, place in zip(texts, near, strict=True)
    ]


def _numbers(hints: Sequence[str]) -> NDArray[np.int64]:
    """Return the number of each hint, -1 where it is empty."""
    return np.array([number if text else -1 for number, text in enumerate(hints)], dtype=np.int64)
