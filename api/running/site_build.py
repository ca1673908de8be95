"""Building the site with MkDocs: as a whole, beside the one that is served, and for the author who writes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from api.running.announcing import say
from api.running.packing import pack_site
from api.running.site_current import SOURCES, Site, read_current, switch
from api.running.watching import following
from config import PROJECT, Config
from content.places.rooms import BUILT

# Where a site is served, the whole is built behind it, and pages that are saved meanwhile go before.
BEHIND_PARTS = 9


class SiteBuildError(Exception):
    """MkDocs failed; the message is the end of what it said."""


def build_site(config: Config, *, progress: Callable[[int, int], None], day: date | None = None) -> None:
    """Build the site of a day into a new folder and make it the current one; raises SiteBuildError, changes nothing."""
    switch(config, build_whole(config, progress=progress, day=day))


def build_whole(config: Config, *, progress: Callable[[int, int], None], day: date | None) -> Site:
    """Build the site of a day into a new folder; raises SiteBuildError."""
    config.site_dir.mkdir(parents=True, exist_ok=True)
    number = time.time_ns()
    folder, packed = config.site_dir / f"site-{number}", config.site_dir / f"packed-{number}"
    try:
        _run_mkdocs(config, folder, progress, day)
        pack_site(folder, packed)
        return Site(folder, packed, json.loads((folder / BUILT).read_text(encoding="utf-8")))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(packed, ignore_errors=True)
        raise


def preview_site(config: Config) -> int:
    """Serve the site alone to its author, built anew whenever a page is saved; return the server's exit code.

    MkDocs watches a folder with one file, which is written when the library changes: the library itself it would
    watch through symbolic links.
    """
    environ = {**environ_of(config), "REPERTOIRE_PREVIEW": "true", "BASE_URL": ""}
    with tempfile.TemporaryDirectory(prefix="repertoire-") as folder:
        bell = Path(folder) / "changed"
        bell.touch()
        command = [*_mkdocs(), "serve", "-f", str(SOURCES / "mkdocs.yml")]
        command += ["-a", f"{config.host}:{config.port}", "-w", folder]
        with following(config.content_dir, lambda: bell.write_text(str(time.time_ns()), encoding="utf-8")):
            return subprocess.call(command, cwd=PROJECT, env=environ)  # noqa: S603 - our own interpreter and paths


def _mkdocs(*, behind: int = 0) -> list[str]:
    """Return the start of a command of MkDocs that ends with this process, and lets others go before it by so much."""
    return [sys.executable, "-m", "api.running.mkdocs", str(os.getpid()), str(behind)]


def environ_of(config: Config) -> dict[str, str]:
    """Return the environment of a process that builds with MkDocs."""
    settings = {"CONTENT_DIR": str(config.content_dir.resolve()), "TIME_ZONE": config.time_zone}
    settings |= {"SITE_NAME": config.site_name, "BRAND_COLOUR": config.brand_colour, "BASE_URL": config.base_url}
    settings |= {"LOGO": str(Path(config.logo).resolve()) if config.logo else ""}
    switches = {"EXTERNAL_IMAGES": str(config.external_images).lower(), "EDIT_URL": config.edit_url}
    return {**os.environ, **settings, **switches, "NO_MKDOCS_2_WARNING": "1"}


def _run_mkdocs(config: Config, folder: Path, progress: Callable[[int, int], None], day: date | None) -> None:
    former = read_current(config).get("folder")
    command = [
        *_mkdocs(behind=BEHIND_PARTS if former else 0),
        "build",
        "-f",
        str(SOURCES / "mkdocs.yml"),
        "-d",
        str(folder.resolve()),
    ]
    environ = environ_of(config) | ({"REPERTOIRE_DAY": day.isoformat()} if day else {})
    if former:
        environ["REPERTOIRE_FORMER"] = str((config.site_dir / former).resolve())
    with subprocess.Popen(  # noqa: S603 - our own interpreter and paths
        command,
        cwd=PROJECT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        said = list(unheard(process.stdout or (), progress))
    if process.returncode != 0:
        raise SiteBuildError("".join(said[-5:]).strip() or f"mkdocs ended with {process.returncode}")


def unheard(lines: Iterable[str], progress: Callable[[int, int], None]) -> Iterator[str]:
    """Pass on what lines of a build say to us, as far as it is, and which pages are in trouble; yield the others."""
    for line in lines:
        words = line.split()
        if len(words) == 3 and words[0] == "progress":
            progress(int(words[1]), int(words[2]))
        elif words[:1] == ["trouble"]:
            say(f"site      {line.removeprefix('trouble ').strip()}")
        else:
            yield line
