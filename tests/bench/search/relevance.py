"""How good the order of hits is, by judged queries: ours beside other engines, on the same pages."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.figures import PROJECT, SAMPLE
from bench.search.common import heading, row

KEPT = 50
Runs = dict[str, list[list[str]]]


class Query(NamedTuple):
    """A judged query: its id, what is typed, and the language that the other engines are told."""

    number: str
    text: str
    language: str


def our_run(library: Path, queries: Iterable[Query]) -> list[list[str]]:
    """Index a library from nothing and return the paths found for each query, as a rep would find them."""
    from content.library import read_library
    from content.search import Search, Sight, read_query, update_index

    with tempfile.TemporaryDirectory(prefix="repertoire-") as folder:
        update_index(read_library(library), Path(folder))
        search = Search(Path(folder))
        found = [search.find(read_query(query.text), limit=KEPT, sight=Sight()) for query in queries]
        return [[hit.entry.path for hit in one.hits] for one in found]


def peer_runs(library: Path, queries: Sequence[Query], *, is_one_language: bool) -> Runs:
    """Do the same with every other engine, in the query's language and, where there are several, in its pages only."""
    from bench.search.engines import makers
    from bench.search.peers import plain, words_of

    from content.library import read_library

    runs: Runs = {}
    pages = read_library(library).pages
    with tempfile.TemporaryDirectory(prefix="repertoire-") as folder, makers(Path(folder)) as known:
        for language in dict.fromkeys(query.language for query in queries):
            own = [plain(page) for page in pages if is_one_language or page.fields.language == language]
            for name, make in known.items():
                (Path(folder) / language).mkdir(exist_ok=True)
                peer = make(Path(folder) / language, language)
                peer.add(own)
                found = runs.setdefault(name, [[] for _ in queries])
                for place, query in enumerate(queries):
                    if query.language == language:
                        found[place] = peer.find(words_of(query.text), KEPT)
    return runs


def _judged(name: str) -> list[dict[str, str]]:
    with (PROJECT / "tests" / "content" / "search" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def measure_sample() -> None:
    """Compare by the sample library's judged queries, each of which wants one page."""
    rows = _judged("judged.tsv")
    from content.library import read_library

    queries = [Query(str(number), one["query"], one["language"]) for number, one in enumerate(rows)]
    paths = {page.id: page.path for page in read_library(SAMPLE).pages}
    wanted = [paths[one["page"]] for one in rows]
    runs = {"ours": our_run(SAMPLE, queries), **peer_runs(SAMPLE, queries, is_one_language=False)}
    groups = [query.language for query in queries]
    for label, measure in (("success@3", _success), ("MRR@10", _reciprocal)):
        heading(f"{label} of the sample library's judged queries; the others are told the language and search it alone")
        values = {name: list(map(measure, run, wanted)) for name, run in runs.items()}
        _print_means(values, groups)


def measure_named() -> None:
    """Compare by queries that name types, stages, personas, industries, products: wanted are the pages that have them.

    Those aside were not looked at while the weights were chosen.
    """
    rows = _judged("named.tsv")
    queries = [Query(str(number), one["query"], one["language"]) for number, one in enumerate(rows)]
    wanted = [set(paths) for paths in our_run(SAMPLE, [Query("", one["pages"], "") for one in rows])]
    runs = {"ours": our_run(SAMPLE, queries), **peer_runs(SAMPLE, queries, is_one_language=True)}
    for label, measure in (("success@3", _success_of_any), ("precision@3", _precision)):
        heading(f"{label} of queries that name what pages are")
        values = {name: list(map(measure, run, wanted)) for name, run in runs.items()}
        _print_means(values, [query.language for query in queries])
        _print_means({"ours": values["ours"]}, [one["set"] for one in rows])


def _print_means(values: Mapping[str, Sequence[float]], groups: Sequence[str]) -> None:
    """Print for each engine the mean of its values in each group, and of all."""
    names = list(dict.fromkeys(groups))
    row("", [*(f"{name} {groups.count(name)}" for name in names), f"all {len(groups)}"])
    for engine, own in values.items():
        parts = [[value for value, group in zip(own, groups, strict=True) if group == name] for name in names]
        row(engine, [sum(part) / len(part) for part in (*parts, own)])


def _success_of_any(found: list[str], pages: set[str]) -> float:
    return float(not pages.isdisjoint(found[:3]))


def _precision(found: list[str], pages: set[str]) -> float:
    first = min(3, len(pages))
    return len(pages.intersection(found[:first])) / first


def _success(found: list[str], page: str) -> float:
    return float(page in found[:3])


def _reciprocal(found: list[str], page: str) -> float:
    return 1 / (found.index(page) + 1) if page in found[:10] else 0.0


def measure_judged(folder: Path, score: Path, synonyms: Path | None) -> None:
    """Compare by a judged set: print its scorer's table for each engine, and their last lines together."""
    queries = [Query(one[0], one[1], one[3]) for one in _rows(folder / "queries.tsv")]
    listed = [one[0] for one in _rows(folder / "corpus.txt")]
    with tempfile.TemporaryDirectory(prefix="repertoire-") as name:
        library = Path(name) / "as-it-is" / "library"
        _copy(folder / "corpus", listed, library)
        runs: dict[str, Callable[[], list[list[str]]]] = {"ours": lambda: our_run(library, queries)}
        if synonyms:
            helped = Path(name) / "with-synonyms" / "library"
            shutil.copytree(library, helped)
            shutil.copy(synonyms, helped / "taxonomy.yml")
            runs["ours with synonyms"] = lambda: our_run(helped, queries)
        found = {label: run() for label, run in runs.items()}
        found |= peer_runs(library, queries, is_one_language=True)
    tables = {label: _scored(folder, score, queries, run) for label, run in found.items()}
    for label, table in tables.items():
        heading(f"{folder.name}: {label}")
        print(table)
    heading(f"{folder.name}: all together")
    print(f"{'':<20} {next(iter(tables.values())).splitlines()[0]}")
    for label, table in tables.items():
        print(f"{label:<20} {next(line for line in table.splitlines() if line.startswith('OVERALL'))}")


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _copy(corpus: Path, listed: Iterable[str], folder: Path) -> None:
    for path in listed:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(corpus / path, folder / path)


def _scored(folder: Path, score: Path, queries: Iterable[Query], run: Iterable[Iterable[str]]) -> str:
    """Write a run file and return what the scorer prints of it."""
    with tempfile.TemporaryDirectory(prefix="repertoire-") as name:
        file = Path(name) / "run.tsv"
        found = zip(queries, run, strict=True)
        lines = [f"{query.number}\t{place}\t{path}" for query, paths in found for place, path in enumerate(paths, 1)]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [sys.executable, str(score), str(file), str(folder / "qrels.tsv"), str(folder / "queries.tsv")]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip()
