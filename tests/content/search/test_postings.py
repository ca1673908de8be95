"""Terms, counts and positions as they are read back, over several segments and with pages that are gone."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from content.library import read_library
from content.search.analysis import group_of, terms
from content.search.find import Search
from content.search.generation import Generation
from content.search.query import read_query
from content.search.update import update_index
from support.factories import write_good_page


class Page(NamedTuple):
    """A random page in its pieces."""

    language: str
    title: str
    sections: tuple[tuple[str, str], ...]

    def regions(self, name: str) -> list[list[str]]:
        """Return the pieces of its title, its headings, what it says about itself, and its text."""
        headings = [heading for heading, _ in self.sections if heading != self.title]
        return [[self.title], headings, [name], [text for _, text in self.sections]]

    def terms(self, name: str) -> list[list[list[str]]]:
        """Return the terms of each piece of each region."""
        group = group_of(self.language)
        return [[[term.text for term in terms(piece, group)] for piece in region] for region in self.regions(name)]


WORDS = st.sampled_from(["alpha", "beta", "alphas", "Gamma", "太贵了", "价", "2.5", "don't", "ciężarówki", "co-op"])
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
SECTIONS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=3).map(tuple)
PAGES = st.builds(Page, st.sampled_from(["en", "pl", "zh", "xx"]), TEXTS, SECTIONS)
# What each update writes, by name; None deletes the page.
DAYS = st.lists(st.dictionaries(st.sampled_from("pqrs"), st.none() | PAGES), min_size=1, max_size=4)


def apply(folder: Path, days: list[dict[str, Page | None]]) -> tuple[Generation, dict[str, Page]]:
    """Write the pages day by day, each in a segment of its own, and return what is there in the end."""
    living: dict[str, Page] = {}
    (folder / "library").mkdir()
    for day in days:
        for name, page in day.items():
            (folder / "library" / f"{name}.md").unlink(missing_ok=True)
            living.pop(name, None)
            if page:
                body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in page.sections)
                fields = {"title": f'"{page.title}"', "language": page.language}
                write_good_page(folder / "library", f"{name}.md", body, **fields)
                living[name] = page
        update_index(read_library(folder / "library"), folder / "index")
    return Search(folder / "index").generation(), living


@given(DAYS)
@settings(max_examples=60)
def test_postings_are_read_as_the_pages_were_written(days: list[dict[str, Page | None]]) -> None:
    """Which pages, how often in each region, and where: laid together again they are the pages' pieces in order."""
    with TemporaryDirectory() as folder:
        generation, living = apply(Path(folder), days)
        pieces = {name: page.terms(name) for name, page in living.items()}
        words = {
            (group_of(page.language), term)
            for name, page in living.items()
            for region in pieces[name]
            for piece in region
            for term in piece
        }
        placed: dict[str, list[tuple[int, str]]] = {name: [] for name in living}
        for group, term in words:
            pages, counts = generation.term(group, term)
            expected = {
                name: [sum(piece.count(term) for piece in region) for region in pieces[name]]
                for name, page in living.items()
                if group_of(page.language) == group
                and any(term in piece for region in pieces[name] for piece in region)
            }
            assert {
                generation.entries[page].id: row.tolist() for page, row in zip(pages, counts, strict=True)
            } == expected
            numbers, ends, positions = generation.places(group, term)
            for number, own in zip(numbers, np.split(positions, ends[:-1]), strict=True):
                if generation.living[number]:
                    placed[generation.entries[number].id] += [(int(place), term) for place in own]
        for name in living:
            assert _runs(sorted(placed[name])) == [piece for region in pieces[name] for piece in region]


def _runs(placed: list[tuple[int, str]]) -> list[list[str]]:
    """Cut terms where their positions leave a gap."""
    runs: list[list[str]] = []
    for index, (place, term) in enumerate(placed):
        if index and placed[index - 1][0] == place - 1:
            runs[-1].append(term)
        else:
            runs.append([term])
    return runs


@given(DAYS, TEXTS)
@settings(max_examples=100)
def test_a_phrase_is_found_where_a_look_at_every_page_finds_it(days: list[dict[str, Page | None]], text: str) -> None:
    """In one piece of a page, in its language, over all segments; excluded it is in no hit."""
    with TemporaryDirectory() as folder:
        _, living = apply(Path(folder), days)
        search = Search(Path(folder) / "index")
        hits = [search.find(read_query(query), limit=100).hits for query in (f'"{text}"', f'type:page -"{text}"')]
    found, others = ({hit.entry.id for hit in page} for page in hits)
    expected = {name for name, page in living.items() if _holds(page, name, text)}
    assert found == expected
    assert others == set(living) - expected


def _holds(page: Page, name: str, text: str) -> bool:
    wanted = [term.text for term in terms(text, group_of(page.language))]
    pieces = [piece for region in page.terms(name) for piece in region]
    return any(piece[start : start + len(wanted)] == wanted for piece in pieces for start in range(len(piece)))
