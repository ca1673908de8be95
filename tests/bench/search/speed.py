"""How long searches take inside a process, of ours and of the engines we compare ourselves with, and in what memory.

Every query is different and asked once, so that nothing answers from what was asked before; what our engine remembers
of terms is forgotten between the kinds.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.search.common import heading, in_fresh_process, megabytes, milliseconds, percentiles, row
from bench.search.queries import PHRASE, PLAIN, PREFIX, SUGGEST, Kinds, Wanted, draw

HITS = 10


class Opened(NamedTuple):
    """What an open index costs: seconds until it can answer, megabytes before, after, and after all queries."""

    seconds: float
    megabytes: tuple[float, float, float]
    words: int
    ranking: dict[str, list[float]]
    finding: dict[str, list[float]]


def ours(index: Path, kinds: Kinds) -> Opened:
    """Ask the index in a folder everything, in this process: first whole searches, then rankings alone."""
    from datetime import UTC, datetime

    from content.search.find import Search
    from content.search.generation import Sight
    from content.search.preferences import NO_USAGE, Preferences
    from content.search.query import read_query
    from content.search.ranking import rank

    before = megabytes(os.getpid())
    began = time.perf_counter()
    search = Search(index)
    generation = search.generation()
    seconds = time.perf_counter() - began
    after = megabytes(os.getpid())
    sight, today = Sight(), datetime.now(UTC).date()

    def find(wanted: Wanted) -> object:
        asked = read_query(wanted.text, is_typing=wanted.is_typing)
        return search.find(asked, page_size=HITS, sight=sight, today=today)

    def order(wanted: Wanted) -> object:
        asked = read_query(wanted.text, is_typing=wanted.is_typing)
        return rank(generation, asked, sight=sight, preferences=Preferences(), usage=NO_USAGE, today=today)

    def forget() -> None:
        search._kept.clear()
        for name in ("term", "word", "positions"):
            getattr(generation, name).cache_clear()

    def measured(call: Callable[[Wanted], object]) -> dict[str, list[float]]:
        found = {}
        for kind, wanted in kinds.items():
            forget()
            asked = (lambda one: search.suggest(one.text, sight=sight)) if kind == SUGGEST else call
            found[kind] = [milliseconds(partial(asked, one)) for one in wanted]
        return found

    order(Wanted("warm", ("warm",)))
    finding = measured(find)
    at_last = megabytes(os.getpid())
    ranking = {kind: times for kind, times in measured(order).items() if kind != SUGGEST}
    words = sum(
        len(part.segment.all_terms(f"w_{group}")[0]) for part in generation.store.parts for group in generation.groups
    )
    return Opened(seconds, (before, after, at_last), words, ranking, finding)


class PeerTimes(NamedTuple):
    """Seconds to index, and milliseconds of each query by kind."""

    indexing: float
    times: dict[str, list[float]]


def peers(library: Path, kinds: Kinds) -> dict[str, PeerTimes]:
    """Index the approved pages with every other engine in this process, in English, and ask what they can answer."""
    from bench.search.engines import makers
    from bench.search.peers import Peer, plain

    from content.library import read_library

    def ask(peer: Peer, kind: str, wanted: Wanted) -> object:
        if kind == PHRASE:
            return peer.phrase(wanted.words, HITS)
        return peer.beginning(wanted.text, HITS) if kind == PREFIX else peer.find(wanted.words, HITS)

    pages = [plain(page) for page in read_library(library).pages if page.fields.status == "approved"]
    found = {}
    with tempfile.TemporaryDirectory(prefix="repertoire-") as folder, makers(Path(folder)) as known:
        for name, make in known.items():
            began = time.perf_counter()
            peer = make(Path(folder), "en")
            peer.add(pages)
            seconds = time.perf_counter() - began
            peer.find(["warm"], HITS)
            asked = {kind: kinds[kind] for kind in PLAIN if kind in kinds}
            times = {
                kind: [milliseconds(partial(ask, peer, kind, one)) for one in wanted] for kind, wanted in asked.items()
            }
            found[name] = PeerTimes(seconds, times)
    return found


def queries_of(library: Path) -> Kinds:
    """Draw the queries of a library."""
    from content.library import read_library

    return draw(read_library(library).pages)


def measure_speed(library: Path, index: Path, *, with_peers: bool) -> tuple[Kinds, Opened]:
    """Measure an index in a fresh process and print the tables."""
    kinds = in_fresh_process(queries_of, library)
    opened = in_fresh_process(ours, index, kinds)
    heading("searches in a process: ms with nothing remembered; ranking alone, and all with 10 marked hits and facets")
    row("", ["queries", "rank p50", "p95", "p99", "find p50", "p95", "p99"])
    for kind, wanted in kinds.items():
        ranking = percentiles(opened.ranking[kind]) if kind in opened.ranking else ["", "", ""]
        row(kind, [str(len(wanted)), *ranking, *percentiles(opened.finding[kind])])
    before, after, at_last = opened.megabytes
    row("opened in s", [opened.seconds])
    row("MB of the process: before, opened, at the end", [before, after, at_last])
    row("different words with their stems", [str(opened.words)])
    if with_peers:
        show_peers(in_fresh_process(peers, library, kinds), opened)
    return kinds, opened


def show_peers(found: dict[str, PeerTimes], opened: Opened) -> None:
    """Print the other engines beside ourselves: the ten best paths, without passages and facets."""
    heading("the same queries to other engines, ten paths: ms p50, p95 (ours: ranking alone, with facets)")
    row("", ["ours", "p95", *(part for name in found for part in (name.removeprefix("SQLite ")[:9], "p95"))])
    for kind in PLAIN:
        if kind in opened.ranking:
            times = [opened.ranking[kind], *(peer.times[kind] for peer in found.values())]
            row(kind, [value for one in times for value in percentiles(one)[:2]])
    for name, peer in found.items():
        row(f"{name}: indexed in s, markup stripped before", [peer.indexing])
