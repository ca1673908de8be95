"""Serves a large library and prints how long a saved page takes until a reader gets it.

`uv run python tests/bench/site/saved_page.py [--pages N] [--saves N] [--pause SECONDS]`: the whole site from nothing;
the first save after a second start, and others, with a pause after each; a page that becomes a draft; a save while the
whole is built behind that; a new title, on the page itself and in the menus of the others.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import statistics
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.site.making import make_library
from bench.site.memory import memory_of

from content.places.addresses import address_of
from support.live import Server, run, serving

PATIENCE_SECONDS = 900.0
LOOK_SECONDS, MEMORY_SECONDS = 0.01, 1.0
READER = "nadia@brightwharf.example"


class Reader:
    """Somebody who is signed in and looks at pages."""

    def __init__(self, server: Server) -> None:
        """Sign in."""
        self._host = urllib.parse.urlsplit(server.url).netloc
        path = urllib.parse.urlsplit(server.fresh_link(READER)).path
        connection = http.client.HTTPConnection(self._host, timeout=60)
        connection.request("POST", path, headers={"Origin": server.url})
        self._cookie = (connection.getresponse().getheader("Set-Cookie") or "").split(";")[0]
        connection.close()

    def read(self, path: str) -> str:
        """Return what stands at a page's path, "" where nothing does."""
        connection = http.client.HTTPConnection(self._host, timeout=60)
        connection.request("GET", f"/{urllib.parse.quote(address_of(path))}", headers={"Cookie": self._cookie})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if answer.status not in {200, 404, 503}:
            raise SystemExit(f"{path}: {answer.status}")
        return text if answer.status == 200 else ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--saves", type=int, default=20)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds; 0 for a save as soon as one is shown")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, library = Path(name), Path(name) / "library"
        make_library(library, options.pages)
        pages = sorted(path.relative_to(library).as_posix() for path in library.rglob("*.md"))
        random.Random(options.pages).shuffle(pages)
        settings = {"CONTENT_DIR": str(library), "RATE_LIMIT": "10000000 per minute"}
        began = time.monotonic()
        with serving(folder, **settings) as server:
            run("person", "add", READER, "--name", "Nadia", "--role", "admin", environ=server.environ)
            most = most_memory_until(server.is_published, server.process.pid)
            show(f"{options.pages} pages built, from the start of an empty installation", time.monotonic() - began)
            print(f"{'memory of all processes at most, meanwhile':<62} {most:9.0f} MB", flush=True)
        with serving(folder, **settings) as server:
            reader = Reader(server)
            wait(lambda: server.health()["index"]["state"] == "ready")
            measure(library, reader, pages, options.saves, options.pause)
            wait(server.is_published)
            time.sleep(options.pause)
            measure_title(library, reader, pages)
            wait(server.is_published)
            print(f"{'memory of all processes afterwards':<62} {memory_of(server.process.pid):9.0f} MB", flush=True)
            builders = memory_of(server.process.pid, command="site_pages")
            print(f"{'  of these: what builds changed pages':<62} {builders:9.0f} MB", flush=True)


def measure(library: Path, reader: Reader, pages: list[str], saves: int, pause: float) -> None:
    """Save pages and wait until each is shown."""
    show("the first save after a start is shown after", shown_after(library, reader, pages.pop()))
    times = []
    for _ in range(saves):
        time.sleep(pause)
        times.append(shown_after(library, reader, pages.pop()))
    times.sort()
    show(f"a saved page is shown after, median of {saves}", statistics.median(times))
    show(f"a saved page is shown after, longest of {saves}", times[-1])
    time.sleep(pause)
    page, other = pages.pop(), pages.pop()
    change(library / page, "status: approved", "status: draft")
    show("a page that becomes a draft is gone after", waited(lambda: not reader.read(page)))
    show("a page saved during the whole build is shown after", shown_after(library, reader, other))


def measure_title(library: Path, reader: Reader, pages: list[str]) -> None:
    """Give a page a new title."""
    page = next(path for path in pages if not path.endswith("index.md"))
    neighbour = f"{Path(page).parent.as_posix()}/index.md"
    change(library / page, "title: ", "title: Marvellous ")
    began = time.monotonic()
    show("a new title is on its page after", waited(lambda: "Marvellous" in reader.read(page)))
    wait(lambda: "Marvellous" in reader.read(neighbour))
    show("a new title is in the menus after", time.monotonic() - began)


def shown_after(library: Path, reader: Reader, page: str) -> float:
    """Add a new word to a page and return the seconds until a reader gets it."""
    word = f"zanzibar{time.time_ns()}"
    with (library / page).open("a", encoding="utf-8") as file:
        file.write(f"\nThe word is {word}.\n")
    return waited(lambda: word in reader.read(page))


def change(path: Path, before: str, after: str) -> None:
    """Replace words of a page, which must be there."""
    text = path.read_text(encoding="utf-8")
    if before not in text:
        raise SystemExit(f"{path} has no `{before}`")
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def waited(is_so: Callable[[], object]) -> float:
    """Return the seconds until something is so."""
    began = time.monotonic()
    wait(is_so)
    return time.monotonic() - began


def wait(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > give_up:
            raise SystemExit("it never came")
        time.sleep(LOOK_SECONDS)


def most_memory_until(is_so: Callable[[], object], process: int) -> float:
    """Wait until something is so, and return the most memory in MB that a process and its own had meanwhile."""
    most = [0.0]

    def look() -> object:
        most.append(memory_of(process))
        time.sleep(MEMORY_SECONDS)
        return is_so()

    wait(look)
    return max(most)


def show(label: str, seconds: float) -> None:
    """Print one line of the table."""
    print(f"{label:<62} {seconds:9.2f} s", flush=True)


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    main()
