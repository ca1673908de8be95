"""How long searches take inside a process, of ours and of the engines we compare ourselves with, and in what memory.

Every query is different and asked once, so that no answer comes from one that was given before; the kinds are mixed, so
that an engine remembers of other queries' words what it would in real use.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.search.common import heading, in_fresh_process, megabytes, milliseconds, percentiles, row
from bench.search.queries import PHRASE, PLAIN, PREFIX, SUGGEST, Drawn, Kinds, Wanted, draw

HITS = 10
SEED = 13
Times = dict[str, list[float]]


class Opened(NamedTuple):
    """What an open index costs: seconds until it can answer, megabytes before, after, and after all searches."""

    seconds: float
    megabytes: tuple[float, float, float]
    ranking: Times
    finding: Times


def mixed(kinds: Kinds, call: Callable[[str, Wanted], object]) -> Times:
    """Time a call of every query, in a random order; return milliseconds by kind."""
    order = [(kind, wanted) for kind, own in kinds.items() for wanted in own]
    random.Random(SEED).shuffle(order)
    found: Times = {kind: [] for kind in kinds}
    for kind, wanted in order:
        found[kind].append(milliseconds(partial(call, kind, wanted)))
    return found


def ours(index: Path, kinds: Kinds) -> Opened:
    """Ask the index in a folder everything, in this process: first whole searches, then rankings alone."""
    from datetime import UTC, datetime

    from content.search import Preferences, Search, Sight, read_query
    from content.search.preferences import NO_USAGE, like
    from content.search.ranking import rank

    before = megabytes(os.getpid())
    began = time.perf_counter()
    search = Search(index)
    search.generation()
    seconds = time.perf_counter() - began
    after = megabytes(os.getpid())
    sight, today = Sight(), datetime.now(UTC).date()

    def find(kind: str, wanted: Wanted) -> object:
        if kind == SUGGEST:
            return search.suggest(wanted.text, sight=sight)
        asked = read_query(wanted.text, is_typing=wanted.is_typing)
        return search.find(asked, limit=HITS, sight=sight, today=today)

    find("", Wanted("warm", ("warm",)))
    finding = mixed(kinds, find)
    at_last = megabytes(os.getpid())
    generation = Search(index).generation()  # another one, that remembers nothing yet
    liking = like(generation, Preferences(), NO_USAGE, today=today)

    def order(_: str, wanted: Wanted) -> object:
        asked = read_query(wanted.text, is_typing=wanted.is_typing)
        return rank(generation, asked, sight=sight, liking=liking)

    order("", Wanted("warm", ("warm",)))
    ranking = mixed({kind: own for kind, own in kinds.items() if kind != SUGGEST}, order)
    return Opened(seconds, (before, after, at_last), ranking, finding)


class PeerTimes(NamedTuple):
    """Seconds to index, and milliseconds of each query by kind."""

    indexing: float
    times: Times


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
            found[name] = PeerTimes(seconds, mixed(asked, partial(ask, peer)))
    return found


def queries_of(library: Path) -> Drawn:
    """Draw the queries of a library."""
    from content.library import read_library

    return draw(read_library(library).pages)


def measure_speed(library: Path, index: Path, *, with_peers: bool) -> tuple[Drawn, Opened]:
    """Measure an index in a fresh process and print the tables."""
    drawn = in_fresh_process(queries_of, library)
    kinds = drawn.kinds
    opened = in_fresh_process(ours, index, kinds)
    heading("searches in a process: ms, no query twice; ranking and facets alone, and all with 10 marked hits")
    row("", ["queries", "rank p50", "p95", "p99", "find p50", "p95", "p99"])
    for kind, wanted in kinds.items():
        ranking = percentiles(opened.ranking[kind]) if kind in opened.ranking else ["", "", ""]
        row(kind, [str(len(wanted)), *ranking, *percentiles(opened.finding[kind])])
    before, after, at_last = opened.megabytes
    row("opened in s", [opened.seconds])
    row("MB of the process: before, opened, at the end", [before, after, at_last])
    row("different words of four letters and more", [str(drawn.words)])
    if with_peers:
        show_peers(in_fresh_process(peers, library, kinds), opened)
    return drawn, opened


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
