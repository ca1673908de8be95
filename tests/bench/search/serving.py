"""What people wait for over HTTP: the real server over a made library, with one client and with eight."""

from __future__ import annotations

import os
import time
from pathlib import Path

from bench.figures import ask, quantile, run, served
from bench.search.clients import Client, all_at_once, one_by_one, path_of
from bench.search.common import command_of, descendants, heading, megabytes, percentiles, row, stat_of
from bench.search.queries import SUGGEST, Kinds

CLIENTS = 8
AT_ONCE = 1600
SAVES = 20
WORKERS = (1, 2)
EMAIL = "bench@made.example"
SECONDS_FOR_SITE = 3600
REST = 2.0


def measure_serving(library: Path, data: Path, kinds: Kinds) -> None:
    """Serve a library whose index is in `data` already, with one process that answers and with two."""
    environ = {"DATA_DIR": str(data), "CONTENT_DIR": str(library), "RATE_LIMIT": "100000000 per minute"}
    run("person", "add", EMAIL, "--name", "Bench", "--role", "rep", environ=environ)
    token = run("token", EMAIL, environ=environ).split()[-1]
    asked = [path_of(one) for kind, wanted in kinds.items() if kind != SUGGEST for one in wanted]
    for workers in WORKERS:
        with served(environ | {"WORKERS": str(workers)}) as (port, seconds):
            heading(f"over HTTP, WORKERS={workers}")
            row("s until the API answers", [seconds])
            row("s more until the site is built and all is at rest", [_at_rest(port)])
            show_memory("MB of the server before any search")
            if workers == WORKERS[0]:
                measure_one_by_one(port, token, kinds)
            load = all_at_once(port, token, _mixed(asked, AT_ONCE), CLIENTS)
            row(f"searches a second, {CLIENTS} clients", [load.rate])
            row(f"ms of a search, {CLIENTS} clients: p50, p95, p99", percentiles(load.times))
            row("cores that the clients took themselves", [load.own_cores])
            show_memory("MB of the server after them")
            if workers == WORKERS[-1]:
                measure_saves(port, token, library)


def measure_one_by_one(port: int, token: str, kinds: Kinds) -> None:
    """Time queries of each kind, one after the other; no query was asked before."""
    row("one client: ms, and what is not the search itself", ["queries", "p50", "p95", "p99", "more p50", "p95"])
    for kind, wanted in kinds.items():
        paths = [path_of(one, is_suggested=kind == SUGGEST) for one in wanted]
        times = one_by_one(port, token, paths)
        more = [one.milliseconds - one.took for one in times if one.took is not None]
        over = percentiles(more)[:2] if more else ["", ""]
        row(kind, [str(len(wanted)), *percentiles([one.milliseconds for one in times]), *over])


def _mixed(paths: list[str], count: int) -> list[str]:
    """Take paths from everywhere in the list, each once as long as there are enough."""
    step = max(1, len(paths) * 7 // 11 | 1)
    while len(paths) % step == 0 and step > 1:
        step += 2
    return [paths[number * step % len(paths)] for number in range(count)]


def show_memory(label: str) -> None:
    """Print what the server and the processes below it hold together, and each of them."""
    found = [(megabytes(pid), pid) for pid in _servers()]
    row(f"{label}: all, largest first", [sum(size for size, _ in found), *sorted((s for s, _ in found), reverse=True)])


def _servers() -> list[int]:
    started = [pid for pid in descendants(os.getpid()) if "repertoire serve" in command_of(pid)]
    return sorted({pid for one in started for pid in (one, *descendants(one))})


def measure_saves(port: int, token: str, library: Path) -> None:
    """Save pages, and ask until each is found."""
    client = Client(port, token)
    times = []
    for number in range(SAVES):
        word = f"zanzibar{number}saved"
        (library / "part-0000" / f"saved-{number % 5}.md").write_text(f"# Saved\n\nThe word is {word}.\n", "utf-8")
        began = time.perf_counter()
        while not client.ask(f"/api/v1/search?q={word}")["total"]:
            time.sleep(0.01)
        times.append(time.perf_counter() - began)
    row(f"s until a saved page is found, {SAVES} saves: p50, p95", [quantile(times, 50), quantile(times, 95)])


def _at_rest(port: int) -> float:
    """Wait until the site is built and checked, so that nothing runs beside the measurements; return the seconds."""
    began = time.perf_counter()
    used, is_busy = _seconds_used(), True
    while is_busy or ask(port, "/api/v1/health")["site"]["state"] != "ready":
        if time.perf_counter() - began > SECONDS_FOR_SITE:
            raise SystemExit("the server wasn't at rest within an hour")
        time.sleep(REST)
        before, used = used, _seconds_used()
        # A process that ended takes its seconds along.
        is_busy = abs(used - before) > REST / 10
    return time.perf_counter() - began


def _seconds_used() -> float:
    """Return the seconds of processor time that the server took so far."""
    ticks = [int(tick) for pid in _servers() for tick in stat_of(pid)[11:13]]
    return sum(ticks) / os.sysconf("SC_CLK_TCK")
