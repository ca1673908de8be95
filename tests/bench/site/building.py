"""Builds the site of a large library, and stock MkDocs' of the same pages, and prints seconds and memory of both.

`uv run python tests/bench/site/building.py [--pages N] [--library FOLDER]`. Stock is Material for MkDocs with the same
features of the menu. Processor seconds stand beside those of the clock: on a busy machine they say more.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.site.making import make_library
from bench.site.memory import memory_of

from config import PROJECT

STOCK = """
site_name: Stock
docs_dir: library
site_dir: stock
theme:
  name: material
  font: false
  features: [navigation.indexes, navigation.prune, navigation.top, toc.follow]
plugins: [search]
"""
OURS = """
import sys
from pathlib import Path
from api.running.site_build import build_site
from config import Config
build_site(Config(content_dir=Path(sys.argv[1]), data_dir=Path(sys.argv[2])), progress=lambda *_: None)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--library", type=Path, help="a folder of Markdown instead of a made-up library")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, library = Path(name), Path(name) / "library"
        if options.library:
            shutil.copytree(options.library, library)
        else:
            make_library(library, options.pages)
        (folder / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
        count = sum(1 for _ in library.rglob("*.md"))
        build("stock MkDocs", [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml")], count)
        build("ours, packed too", [sys.executable, "-c", OURS, str(library), str(folder / "data")], count)


def build(label: str, command: list[str], count: int) -> None:
    """Run a command and print what it took."""
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(PROJECT)}
    before, began, most = processor_seconds(), time.monotonic(), 0.0
    with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, memory_of(process.pid))
            time.sleep(0.2)
    seconds, busy = time.monotonic() - began, processor_seconds() - before
    if process.returncode:
        raise SystemExit(f"{label}: exit code {process.returncode}")
    each = f"{1000 * seconds / count:6.1f} ms a page ({1000 * busy / count:.1f} of a processor)"
    print(f"{label:<18} {count} pages {seconds:8.1f} s {each} {most:6.0f} MB", flush=True)


def processor_seconds() -> float:
    """Return the seconds of a processor that ended processes of this one took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
