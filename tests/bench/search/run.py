"""Measures the search and prints tables: `uv run python tests/bench/search/run.py --size 10000 --serve --kills 100`.

Without options it compares the sample library's judged queries. `--judged` names a folder with corpus/, corpus.txt,
queries.tsv and qrels.tsv, `--score` the program that scores a run file against them; `--synonyms` a taxonomy.yml that
is tried beside the library as it is. `--size` makes a library of so many pages out of those in `--pages`.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from pathlib import Path

# This folder's own files are known as `bench.search`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.search.common import cores, heading, in_fresh_process

PROJECT = Path(__file__).resolve().parents[3]
GROWTH = (1_000, 5_000, 10_000, 20_000, 50_000)


def main() -> None:
    """Measure what was asked for and print."""
    options = _options()
    print(f"Python {platform.python_version()}, {len(cores())} core(s), {platform.machine()}")
    from bench.search.relevance import measure_judged, measure_named, measure_sample

    measure_sample()
    measure_named()
    if options.judged:
        measure_judged(options.judged.resolve(), options.score.resolve(), options.synonyms)
    with tempfile.TemporaryDirectory(prefix="repertoire-bench-") as name:
        for size in options.size:
            measure_size(size, Path(name) / str(size), options)
        if options.growth:
            from bench.search.growth import measure_growth

            measure_growth(options.pages, Path(name) / "growth", GROWTH)
        if options.kills:
            from bench.search.kills import measure_kills

            measure_kills(Path(name) / "kills", options.kills)


def measure_size(size: int, folder: Path, options: argparse.Namespace) -> None:
    """Measure everything about a made library of one size."""
    from bench.search.building import measure_building
    from bench.search.fuzz import measure_fuzz
    from bench.search.making import make
    from bench.search.serving import measure_serving
    from bench.search.speed import measure_speed

    heading(f"a made library of {size} pages, out of {options.pages}")
    library, index = folder / "library", folder / "data" / "index"
    in_fresh_process(make, options.pages, library, size)
    measure_building(library, index)
    drawn, _ = measure_speed(library, index, with_peers=True)
    measure_fuzz(index, drawn.kinds)
    if options.serve:
        measure_serving(library, folder / "data", drawn.kinds)
    if options.beside:
        from bench.search.beside import measure_beside

        measure_beside(library, folder / "data", drawn.kinds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judged", type=Path, help="folder of a judged set")
    parser.add_argument("--score", type=Path, help="program that scores a run file: SCORE RUN QRELS QUERIES")
    parser.add_argument("--synonyms", type=Path, help="a taxonomy.yml with `synonyms:`")
    parser.add_argument(
        "--pages", type=Path, default=PROJECT / "content" / "pages", help="pages that made libraries are made of"
    )
    parser.add_argument(
        "--size", type=int, action="append", default=[], help="pages of a made library; repeat for more"
    )
    parser.add_argument("--growth", action="store_true", help=f"the speed at {', '.join(map(str, GROWTH))} pages")
    parser.add_argument("--serve", action="store_true", help="also over HTTP, at each size")
    parser.add_argument("--beside", action="store_true", help="also beside FTS5 and PostgreSQL behind one server")
    parser.add_argument("--kills", type=int, default=0, help="rounds of updates that are killed")
    options = parser.parse_args()
    if bool(options.judged) != bool(options.score):
        parser.error("--judged and --score belong together")
    return options


if __name__ == "__main__":
    main()
