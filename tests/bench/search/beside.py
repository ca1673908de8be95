"""The search beside SQLite's FTS5 with `snippet` and PostgreSQL with `ts_headline`, behind the same server in one run.

The same for all three: the processes, the front desk, Flask, the gate, who asks (one select for each request), the rate
limit, headers, how JSON is made, the pages, the queries and the clients. The peers get their pages' paths, titles and
marked passages, ten of them, best first, and are spared what a search of ours does besides: facets, the total, hints,
translations, sight, and the record of the search on disk. Each thread keeps a connection to its engine open.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.figures import run, wait_until
from bench.search.clients import all_at_once, one_by_one, path_of
from bench.search.common import heading, in_fresh_process, percentiles, row, stat_of
from bench.search.fts5 import Fts5
from bench.search.peers import Marked, plain, words_of
from bench.search.postgres import Postgres, connected, postgres_server
from bench.search.queries import PLAIN, Kinds

CLIENTS, HITS, WORKERS = 8, 10, (1, 2)
ALONE, AT_ONCE = 300, 1200
EMAIL = "beside@made.example"
OURS = "ours"
Peer = Fts5 | Postgres


def measure_beside(library: Path, data: Path, kinds: Kinds) -> None:
    """Measure all three over a library whose index is in `data` already, and print them beside each other."""
    environ = {"DATA_DIR": str(data), "CONTENT_DIR": str(library), "RATE_LIMIT": "100000000 per minute"}
    run("person", "add", EMAIL, "--name", "Bench", "--role", "rep", environ=environ)
    token = run("token", EMAIL, environ=environ).split()[-1]
    asked = [(wanted.text, path_of(wanted)) for kind in PLAIN for wanted in kinds.get(kind, ())]
    # From everywhere, no query twice.
    paths = list({text: path for number in range(7) for text, path in asked[number::7]}.values())
    folder = data.parent / "beside"
    folder.mkdir()
    with postgres_server(folder) as connection:
        address = connection.info.dsn
        in_fresh_process(_fill, library, folder, address)
        connection.execute("VACUUM ANALYZE d")
        heading(f"behind one server: {len(paths)} queries, load of the machine {os.getloadavg()[0]:.1f}")
        row("", ["ms p50", "p95", "1: a s", "p50", "p95", "cpu ms", "2: a s", "p50", "p95", "cpu ms", "clients"])
        for engine in (OURS, Fts5.__name__, Postgres.__name__):
            prefix = "/api/v1/search" if engine == OURS else f"/bench/{engine}"
            own = [path.replace("/api/v1/search", prefix) for path in paths]
            cells: list[float | str] = []
            for workers in WORKERS:
                with _served(environ, engine, folder, address, workers) as (port, pids):
                    if not cells:
                        times = one_by_one(port, token, own[:ALONE])
                        cells += percentiles([one.milliseconds for one in times])[:2]
                    before = _cpu(pids)
                    load = all_at_once(port, token, own[ALONE : ALONE + AT_ONCE], CLIENTS)
                    cpu = 1000 * (_cpu(pids) - before) / len(load.times)
                    cells += [load.rate, *percentiles(load.times)[:2], cpu]
            row(engine, [*cells, load.own_cores], width=12)


def _fill(library: Path, folder: Path, address: str) -> None:
    """Give both peers the approved pages."""
    from content.library import read_library

    pages = [plain(page) for page in read_library(library).pages if page.fields.status == "approved"]
    Fts5(folder, "en").add(pages)
    with connected(address) as connection:
        Postgres(connection, "en").add(pages)


@contextmanager
def _served(
    environ: dict[str, str], engine: str, folder: Path, address: str, workers: int
) -> Iterator[tuple[int, list[int]]]:
    """Answer with so many processes; yield the port and the processes' numbers."""
    from api.running.server import listen_for_each

    listeners = listen_for_each("127.0.0.1", 0, workers)
    context = multiprocessing.get_context("fork")
    processes = [
        context.Process(target=_serve, args=(environ, engine, folder, address, listener, number, workers), daemon=True)
        for number, listener in enumerate(listeners)
    ]
    for process in processes:
        process.start()
    try:
        port = listeners[0].getsockname()[1]
        wait_until(port, lambda _: True)
        yield port, [process.pid for process in processes if process.pid]
    finally:
        for process in processes:
            process.kill()
            process.join()
        for listener in listeners:
            listener.close()


def _serve(
    environ: dict[str, str], engine: str, folder: Path, address: str, listener: Any, number: int, workers: int
) -> None:
    os.environ |= environ
    from api import create_app
    from api.running.processes import keep_out_of_collections, keep_to_a_core, share_memory_between_threads
    from api.running.server import make_server
    from api.web.context import KEY
    from config import read_config

    share_memory_between_threads()
    keep_to_a_core(number, workers)
    app = create_app(read_config())
    if engine == OURS:
        app.extensions[KEY].search.generation()
    else:
        makers: dict[str, Callable[[], Peer]] = {
            Fts5.__name__: lambda: Fts5(folder, "en"),
            Postgres.__name__: lambda: Postgres(connected(address), "en"),
        }
        _add_route(app, engine, makers[engine])
    keep_out_of_collections()

    async def serve() -> None:
        await make_server(app, listener).serve()

    asyncio.run(serve())


def _add_route(app: Any, engine: str, make: Callable[[], Peer]) -> None:
    """Add a route that answers as `/api/v1/search` does, as far as the engine can."""
    from flask import Response, request
    from pydantic_core import to_json

    from api.web.auth import READERS, allow

    local = threading.local()

    @allow(*READERS, is_limited=True)
    def search() -> Response:
        if not hasattr(local, "peer"):
            local.peer = make()
        return Response(to_json({"items": _found(local.peer, request.args)}), mimetype="application/json")

    app.add_url_rule(f"/bench/{engine}", engine, search)


def _found(peer: Peer, asked: Any) -> list[Marked]:
    text = asked["q"]
    if "typing" in asked:
        return peer.marked_beginning(text, HITS)
    if text.startswith('"'):
        return peer.marked_phrase(words_of(text), HITS)
    return peer.marked(words_of(text), HITS)


def _cpu(pids: list[int]) -> float:
    """Return the seconds of processor time that processes took so far."""
    ticks = [int(tick) for pid in pids for tick in stat_of(pid)[11:13]]
    return sum(ticks) / os.sysconf("SC_CLK_TCK")
