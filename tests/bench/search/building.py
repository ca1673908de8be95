"""How long an index takes from nothing, with one core and with two, and how much memory the builder needs."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import NamedTuple

from bench.search.common import cores, heading, in_fresh_process, megabytes, peak_of_all, row


class Built(NamedTuple):
    """Seconds to read the library and to write its index, and megabytes at most: of the builder, and of all."""

    pages: int
    reading: float
    writing: float
    own_peak: float
    whole_peak: float
    on_disk: float


def build(library: Path, index: Path, jobs: int) -> Built:
    """Index a library in this process, which keeps to as many cores as it has jobs."""
    os.sched_setaffinity(0, cores()[:jobs])
    from content.library import read_library
    from content.search import update_index

    with peak_of_all() as peak:
        began = time.perf_counter()
        pages = read_library(library)
        read = time.perf_counter()
        update_index(pages, index, jobs=jobs)
        written = time.perf_counter()
        on_disk = sum(file.stat().st_size for file in index.rglob("*") if file.is_file()) / 1e6
        own = megabytes(os.getpid(), "VmHWM")
        return Built(len(pages.pages), read - began, written - read, own, peak(), on_disk)


def measure_building(library: Path, index: Path, *, jobs: tuple[int, ...] = (1, 2)) -> list[Built]:
    """Index a library from nothing with each number of jobs, print a table, and leave the last index, joined."""
    heading("index from nothing; pages a second from reading to the end, and of writing alone")
    row("", ["pages", "seconds", "pages/s", "writing/s", "MB own", "MB all", "MB disk"])
    found = []
    for number in jobs:
        shutil.rmtree(index, ignore_errors=True)
        built = in_fresh_process(build, library, index, number)
        seconds = built.reading + built.writing
        rates = [seconds, built.pages / seconds, built.pages / built.writing]
        row(f"{number} job(s) on {len(cores()[:number])} core(s)", [str(built.pages), *rates, *built[3:]])
        found.append(built)
    seconds, parts = in_fresh_process(tidied, library, index)
    row(f"s to join its {parts} segments, when nothing else is to do", [seconds])
    return found


def tidied(library: Path, index: Path) -> tuple[float, int]:
    """Join the segments of an index as a quiet server does; return the seconds, and how many they were."""
    from content.library import read_library
    from content.search import Indexer
    from content.search.engine.store import open_store
    from content.search.head import read_head

    parts = len(open_store(index / read_head(index).folder).parts)
    pages = read_library(library)
    began = time.perf_counter()
    Indexer(index).tidy(pages)
    return time.perf_counter() - began, parts
