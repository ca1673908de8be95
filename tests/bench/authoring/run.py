"""Measures authors' commands: `uv run python tests/bench/authoring/run.py [--pages 5000] [--source FOLDER]`.

`check` is timed on a library of so many pages, made of copies of those in `--source` (the sample library without one),
each with a line of its own: from nothing, with nothing changed, and with twenty pages changed. Then `check`, `adopt`
and `preview` run on the source itself, and what they found is counted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from content.library import read_library

PROJECT = Path(__file__).resolve().parents[3]
SAMPLE = PROJECT / "content" / "pages"
COMMAND = str(Path(sys.executable).parent / "repertoire")
CHANGED = 20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5_000, help="pages of the made library")
    parser.add_argument("--source", type=Path, default=SAMPLE, help="a folder of Markdown")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} core(s), {platform.machine()}")
    with tempfile.TemporaryDirectory(prefix="repertoire-bench-") as name:
        folder = Path(name)
        measure_check(options.source, folder / "made", folder / "cache", options.pages)
        copy = folder / "source"
        shutil.copytree(options.source, copy)
        count_problems("before adopting", copy, folder / "cache")
        count_adopted(copy, folder)
        count_problems("after adopting", copy, folder / "cache")
        count_previewed(copy)


def measure_check(source: Path, made: Path, cache: Path, pages: int) -> None:
    """Time `check` on a large library: nothing known, everything known, a little changed."""
    files = _multiply(source, made, pages)
    environ = {"CONTENT_DIR": str(made), "XDG_CACHE_HOME": str(cache)}
    for what in ("from nothing", "nothing changed", f"{CHANGED} pages changed"):
        if what.startswith(str(CHANGED)):
            for file in files[:: len(files) // CHANGED][:CHANGED]:
                file.write_text(file.read_text(encoding="utf-8") + "\nOne line more.\n", encoding="utf-8")
        started = time.perf_counter()
        said = _run("check", environ=environ).stderr.strip().splitlines()[-1]
        print(f"check, {what:<20} {time.perf_counter() - started:6.2f} s   ({said})")


def _multiply(source: Path, made: Path, pages: int) -> list[Path]:
    """Copy a library until there are enough pages; ids and references get the copy's number."""
    texts = {path.relative_to(source): path.read_text(encoding="utf-8") for path in sorted(source.rglob("*.md"))}
    ids = {page.id for page in read_library(source).pages}
    words = re.compile(r"(?<![\w.-])(" + "|".join(map(re.escape, sorted(ids, key=len, reverse=True))) + r")(?![\w.-])")
    taxonomy = next((f / "taxonomy.yml" for f in (source, source.parent) if (f / "taxonomy.yml").is_file()), None)
    made.mkdir(parents=True)
    if taxonomy:
        shutil.copy(taxonomy, made)
    written: list[Path] = []
    for copy in range(1 + pages // len(texts)):
        for path, text in list(texts.items())[: pages - len(written)]:
            front, mark, body = text.partition("\n---\n") if text.startswith("---\n") else ("", "", text)
            file = made / f"copy{copy}" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            own = re.sub(r"(?m)^title: (['\"]?)", rf"title: \g<1>{copy} ", words.sub(rf"copy{copy}-\1", front))
            file.write_text(f"{own}{mark}{body}\n\nCopy {copy}.\n", encoding="utf-8")
            written.append(file)
    return written


def count_problems(label: str, library: Path, cache: Path) -> None:
    """Count what `check` finds, by rule."""
    environ = {"CONTENT_DIR": str(library), "XDG_CACHE_HOME": str(cache)}
    done = _run("check", "--format", "json", environ=environ)
    codes = Counter(f"{problem['severity']} {problem['code']}" for problem in json.loads(done.stdout))
    print(f"check, {label}: {done.stderr.strip().splitlines()[-1]}")
    for code, count in codes.most_common():
        print(f"    {count:5} {code}")


def count_adopted(library: Path, folder: Path) -> None:
    """Commit a copy of the library, adopt it, apply the patch, and adopt again."""
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "as it was")):
        _git(library, *words)
    for time_of_day in ("first", "second"):
        patch = folder / f"{time_of_day}.patch"
        done = _run("adopt", str(library), "--output", str(patch))
        print(f"adopt, {time_of_day} time: a patch of {patch.stat().st_size} bytes")
        print("    " + "\n    ".join(line for line in done.stderr.splitlines() if not line.startswith("to apply")))
        if patch.stat().st_size:
            _git(library, "apply", "-p1", str(patch))


def count_previewed(library: Path) -> None:
    """Preview the library and ask for every page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    environ = {**os.environ, "CONTENT_DIR": str(library)}
    process = subprocess.Popen(
        [COMMAND, "preview", "--port", str(port)],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _ask(port, "")[0]:
            time.sleep(0.1)
        print(f"preview: first page after {time.perf_counter() - started:.1f} s")
        answers = [_ask(port, quote(page.url)) for page in read_library(library).pages if page.is_shown]
        marked = sum("Problems of this page" in text for _, text in answers)
        print(f"preview: {len(answers)} pages, answers {dict(Counter(code for code, _ in answers))}, {marked} marked")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def _ask(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


def _run(*words: str, environ: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *words], env={**os.environ, **(environ or {})}, capture_output=True, text=True, check=False
    )


def _git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Bench", "-c", "user.email=bench@brightwharf.example")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


if __name__ == "__main__":
    main()
