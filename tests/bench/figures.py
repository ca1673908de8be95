"""Measures what users wait for and prints a table: `uv run python tests/bench/figures.py [--also FOLDER] [--many N]`.

Everything runs as a user would run it: the command `repertoire`, a real server, real HTTP. `--also` names another
folder of Markdown to check, index and build; `--many` makes a library of N pages by copying the sample pages with a
number in each title and id, and says how long the API keeps one waiting while it is indexed and published.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import multiprocessing
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
SAMPLE = PROJECT / "content" / "pages"
COMMAND = [str(Path(sys.executable).parent / "repertoire")]
QUERIES = (
    "too expensive", "carriers will not use it", "frostvale", "security", "pilot", "pricing", "detention fees",
    "follow up no reply", "slotharbor", "discovery questions", "renewal", '"turn time"', "type:deck first meeting",
    "zbyt drogo", "очередь", "承运商",
)  # fmt: skip
REQUESTS = 400


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--also", type=Path, help="another folder of Markdown")
    parser.add_argument("--many", type=int, default=0, help="pages of a large made-up library")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_commands("sample library", SAMPLE, folder / "sample")
        if options.also:
            measure_commands(options.also.name, options.also.resolve(), folder / "also")
        measure_serving(folder / "serve")
        if options.many:
            measure_many(options.many, folder / "many")


def measure_commands(label: str, library: Path, data: Path) -> None:
    """Time `check`, `index` from nothing, `index` with nothing changed, and the site's build."""
    environ = {"CONTENT_DIR": str(library), "DATA_DIR": str(data)}
    pages = sum(1 for _ in library.rglob("*.md"))
    show(f"{label}: check, {pages} pages", timed("check", environ=environ), "s")
    show(f"{label}: index from nothing", timed("index", environ=environ), "s")
    show(f"{label}: index, nothing changed", timed("index", environ=environ), "s")
    build = [sys.executable, "-m", "mkdocs", "build", "-f", "site/mkdocs.yml", "-d", str(data / "built")]
    started = time.perf_counter()
    subprocess.run(build, cwd=PROJECT, env={**os.environ, **environ}, check=True, capture_output=True)
    show(f"{label}: site built", time.perf_counter() - started, "s")


def measure_serving(data: Path) -> None:
    """Time the first and the second start, a save until it is found, and searches with one client and with eight."""
    library = data / "library"
    shutil.copytree(SAMPLE, library)
    shutil.copy(SAMPLE.parent / "taxonomy.yml", library)
    environ = {"DATA_DIR": str(data / "instance"), "CONTENT_DIR": str(library), "RATE_LIMIT": "10000000 per minute"}
    with served(environ, "--demo") as (port, seconds):
        show("first start until the API answers", seconds, "s")
        wait_until(port, lambda health: health["site"]["state"] == "ready")
    with served(environ, "--demo") as (port, seconds):
        show("second start until the API answers", seconds, "s")
        wait_until(port, lambda health: health["site"]["state"] == "ready")
        token = run("token", "ada.lindqvist@brightwharf.example", environ=environ).split()[-1]
        show(
            "a saved page is found after, p95 of 20",
            quantile([saved(port, token, library, n) for n in range(20)], 95),
            "s",
        )
        time.sleep(8)  # the site is being built once more after the saves
        for clients in (1, 8):
            with multiprocessing.get_context("spawn").Pool(clients) as pool:
                began = time.perf_counter()
                runs = pool.starmap(search_times, [(port, token, REQUESTS // clients)] * clients)
                rate = REQUESTS / (time.perf_counter() - began)
            times = [value for run_times in runs for value in run_times]
            for percent in (50, 95, 99):
                show(f"search over HTTP, {clients} client(s), p{percent}", 1000 * quantile(times, percent), "ms")
            show(f"search over HTTP, {clients} client(s), searches a second", rate, "")


def measure_many(count: int, data: Path) -> None:
    """Serve a large library and see how soon the API answers, searches find all, and the site is built."""
    library = data / "library"
    make_library(library, count)
    environ = {"DATA_DIR": str(data / "instance"), "CONTENT_DIR": str(library)}
    began = time.perf_counter()
    with served(environ) as (port, seconds):
        show(f"{count} pages: API answers after", seconds, "s")
        wait_until(port, lambda health: health["pages"] > 0)
        show(f"{count} pages: first pages can be found after", time.perf_counter() - began, "s")
        wait_until(port, lambda health: health["index"]["state"] == "ready")
        show(f"{count} pages: all can be found after", time.perf_counter() - began, "s")
        wait_until(port, lambda health: health["site"]["state"] == "ready")
        show(f"{count} pages: site built after", time.perf_counter() - began, "s")
    with served(environ) as (port, seconds):
        show(f"{count} pages: second start until the API answers", seconds, "s")


def make_library(folder: Path, count: int) -> None:
    """Copy the sample pages under new ids and titles until there are `count`."""
    sources = [path for path in sorted(SAMPLE.rglob("*.md")) if "courses" not in path.parts]
    for number in range(count):
        source = sources[number % len(sources)]
        text = source.read_text(encoding="utf-8")
        text = re.sub(r"^(id: .*)$", rf"\1-{number}", text, count=1, flags=re.MULTILINE)
        text = re.sub(r"^(title: )(.*)$", rf"\g<1>{number} \2", text, count=1, flags=re.MULTILINE)
        target = folder / f"part-{number // len(sources)}" / source.relative_to(SAMPLE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def saved(port: int, token: str, library: Path, number: int) -> float:
    """Save a page with a new word and return the seconds until a search finds it."""
    word = f"zanzibar{number}{os.getpid()}"
    (library / "guides" / "saved.md").write_text(f"# Saved page\n\nThe word is {word}.\n", encoding="utf-8")
    began = time.perf_counter()
    while not ask(port, f"/api/v1/search?q={word}", token)["total"]:
        time.sleep(0.02)
    return time.perf_counter() - began


def search_times(port: int, token: str, count: int) -> list[float]:
    """Search `count` times over one connection and return the seconds of each."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for number in range(count):
        path = f"/api/v1/search?q={urllib.parse.quote(QUERIES[number % len(QUERIES)])}"
        began = time.perf_counter()
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
    return times


@contextlib.contextmanager
def served(environ: dict[str, str], *options: str) -> Iterator[tuple[int, float]]:
    """Serve on a free port and yield it with the seconds until the API answered."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    command = [*COMMAND, "serve", "--port", str(port), *options]
    with subprocess.Popen(command, env={**os.environ, **environ}, stdout=subprocess.DEVNULL) as server:
        try:
            wait_until(port, lambda _: True)
            yield port, time.perf_counter() - began
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)


def wait_until(port: int, is_so: Any) -> None:
    """Wait until the health of the server is as wanted, ten minutes at the most."""
    give_up = time.monotonic() + 600
    while time.monotonic() < give_up:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if is_so(ask(port, "/api/v1/health")):
                return
        time.sleep(0.02)
    raise SystemExit("the server didn't get there within ten minutes")


def ask(port: int, path: str, token: str = "") -> Any:
    """GET and return the JSON."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
    answer: Any = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def timed(*arguments: str, environ: dict[str, str]) -> float:
    """Run the command and return its seconds."""
    began = time.perf_counter()
    run(*arguments, environ=environ)
    return time.perf_counter() - began


def run(*arguments: str, environ: dict[str, str]) -> str:
    """Run the command; exit code 1 of `check` is a result, not a failure."""
    done = subprocess.run(
        [*COMMAND, *arguments], env={**os.environ, **environ}, capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1}:
        raise SystemExit(done.stderr)
    return done.stdout


def quantile(values: list[float], percent: int) -> float:
    """Return a percentile; of one value that value."""
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def show(label: str, value: float, unit: str) -> None:
    """Print one line of the table."""
    print(f"{label:<62} {value:9.2f} {unit}", flush=True)


if __name__ == "__main__":
    main()
