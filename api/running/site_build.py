"""Building the site beside the one that is served, and switching when it is whole."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from api.running.announcing import say
from api.running.packing import pack_site
from api.running.watching import following
from api.work.status import CURRENT
from config import PROJECT, Config
from content.replacing import write_atomically
from content.rooms import BUILT

SOURCES = PROJECT / "site"


class SiteBuildError(Exception):
    """MkDocs failed; the message is the end of what it said."""


def stamp_of(library: str) -> str:
    """Return what a site is made of as one hash: of the library's own stamp, and of the site's sources."""
    digest = hashlib.sha256(library.encode())
    for source in sorted((*SOURCES.rglob("*"), *(PROJECT / "content").glob("*.py"))):
        if source.is_file() and source.suffix != ".pyc":
            digest.update(f"{source.name}\0".encode() + source.read_bytes())
    return digest.hexdigest()


def is_built(config: Config, stamp: str) -> bool:
    """Tell whether the site that is served is this one."""
    current = _current(config)
    is_same = {name: current.get(name) for name in _settings(config)} == _settings(config)
    return is_same and current.get("stamp") == stamp and (config.site_dir / current["folder"]).is_dir()


def _settings(config: Config) -> dict[str, Any]:
    """Return the settings that a site is built with."""
    return {"time_zone": config.time_zone, "external_images": config.external_images}


def _current(config: Config) -> dict[str, Any]:
    """Return what is noted of the site that is served; nothing where there is none."""
    try:
        current: dict[str, Any] = json.loads((config.site_dir / CURRENT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return current


def troubles_of(config: Config) -> list[dict[str, str]]:
    """Return the pages, and why, that the site which is served doesn't show as they are."""
    return list(_current(config).get("troubles", []))


def build_site(config: Config, *, progress: Callable[[int, int], None], day: date | None = None) -> None:
    """Build the site of a day into a new folder and make it the current one; raises SiteBuildError, changes nothing.

    Its stamp is of the library as the build read it: pages may have changed since the caller did.
    """
    config.site_dir.mkdir(parents=True, exist_ok=True)
    number = time.time_ns()
    folder, packed = config.site_dir / f"site-{number}", config.site_dir / f"packed-{number}"
    try:
        _run_mkdocs(config, folder, progress, day)
        built = json.loads((folder / BUILT).read_text(encoding="utf-8"))
        pack_site(folder, packed)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(packed, ignore_errors=True)
        raise
    stamp = stamp_of(built["library"])
    kept = {name: built[name] for name in ("script_hashes", "open", "troubles")}
    current = {"folder": folder.name, "packed": packed.name, "stamp": stamp, **_settings(config), **kept}
    write_atomically(config.site_dir / CURRENT, json.dumps(current))
    for other in (*config.site_dir.glob("site-*"), *config.site_dir.glob("packed-*")):
        if other not in {folder, packed}:
            shutil.rmtree(other, ignore_errors=True)


def preview_site(config: Config) -> int:
    """Serve the site alone to its author, built anew whenever a page is saved; return the server's exit code.

    MkDocs watches a folder with one file, which is written when the library changes: the library itself it would
    watch through symbolic links.
    """
    environ = {**_environ(config), "REPERTOIRE_PREVIEW": "true"}
    with tempfile.TemporaryDirectory(prefix="repertoire-") as folder:
        bell = Path(folder) / "changed"
        bell.touch()
        command = [*_mkdocs(), "serve", "-f", str(SOURCES / "mkdocs.yml")]
        command += ["-a", f"{config.host}:{config.port}", "-w", folder]
        with following(config.content_dir, lambda: bell.write_text(str(time.time_ns()), encoding="utf-8")):
            return subprocess.call(command, cwd=PROJECT, env=environ)  # noqa: S603 - our own interpreter and paths


def _mkdocs() -> list[str]:
    """Return the start of a command of MkDocs that ends with this process."""
    return [sys.executable, "-m", "api.running.mkdocs", str(os.getpid())]


def _environ(config: Config) -> dict[str, str]:
    settings = {"CONTENT_DIR": str(config.content_dir.resolve()), "TIME_ZONE": config.time_zone}
    switches = {"EXTERNAL_IMAGES": str(config.external_images).lower()}
    return {**os.environ, **settings, **switches, "NO_MKDOCS_2_WARNING": "1"}


def _run_mkdocs(config: Config, folder: Path, progress: Callable[[int, int], None], day: date | None) -> None:
    command = [*_mkdocs(), "build", "-f", str(SOURCES / "mkdocs.yml"), "-d", str(folder.resolve())]
    former = _current(config).get("folder")
    environ = _environ(config) | ({"REPERTOIRE_DAY": day.isoformat()} if day else {})
    environ["REPERTOIRE_FORMER"] = str((config.site_dir / former).resolve()) if former else ""
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603 - our own interpreter and paths
        command,
        cwd=PROJECT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            words = line.split()
            if len(words) == 3 and words[0] == "progress":
                progress(int(words[1]), int(words[2]))
            elif words[:1] == ["trouble"]:
                say(f"site      {line.removeprefix('trouble ').strip()}")
            else:
                said.append(line)
    if process.returncode != 0:
        raise SiteBuildError("".join(said[-5:]).strip() or f"mkdocs ended with {process.returncode}")
