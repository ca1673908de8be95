"""How the search grows with the library: the same measurements at several sizes, and one table of them all."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from bench.search.building import Built, measure_building
from bench.search.common import heading, in_fresh_process, percentiles, row
from bench.search.making import make
from bench.search.queries import Drawn
from bench.search.speed import Opened, measure_speed


def measure_growth(source: Path, folder: Path, sizes: Sequence[int]) -> None:
    """Make, index and search a library of each size, and print a column of each."""
    found: list[tuple[Built, Drawn, Opened]] = []
    for size in sizes:
        heading(f"growth: a made library of {size} pages, out of {source}")
        library, index = folder / "library", folder / "index"
        in_fresh_process(make, source, library, size)
        built = measure_building(library, index, jobs=(2,))[0]
        found.append((built, *measure_speed(library, index, with_peers=False)))
        shutil.rmtree(folder)
    heading("growth: ms of rankings and of whole searches, p50 and p95")
    row("pages", [str(size) for size in sizes])
    row("indexed, pages/s, 2 jobs", [built.pages / (built.reading + built.writing) for built, _, _ in found])
    row("MB of all that index, at most", [built.whole_peak for built, _, _ in found])
    row("MB of the process that searches", [opened.megabytes[2] for *_, opened in found])
    row("different words of four letters and more", [str(drawn.words) for _, drawn, _ in found])
    row("opened in s", [opened.seconds for *_, opened in found])
    for kind in found[0][2].finding:
        for place, percent in enumerate((50, 95)):
            for name, times in (
                ("rank", [one.ranking for *_, one in found]),
                ("find", [one.finding for *_, one in found]),
            ):
                if kind in times[0]:
                    label = f"{kind}: {name} p{percent}"
                    row(label, [percentiles(one[kind])[place] if kind in one else "" for one in times])
