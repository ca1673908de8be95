"""Parts of the site built by a process that keeps what all pages share (see site_pages.py), which takes a moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from api.running.site_build import SiteBuildError, environ_of, unheard
from api.running.site_current import SitePart
from config import PROJECT, Config

ANSWER = "built "


class PartBuilder:
    """Has parts built; the process that does is started when it is needed, and again after it died.

    To be used in one thread, which lives as long as this process does: the other one ends with it.
    """

    def __init__(self, config: Config) -> None:
        """Start nothing yet."""
        self._config = config
        # As long as the names of sites, so that no path is too long in one of them alone.
        number = time.time_ns()
        self.folder, self.packed = config.site_dir / f"part-{number}", config.site_dir / f"packed-{number}"
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Begin to prepare for the first part, unless that is done."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        folders = [str(folder.resolve()) for folder in (self.folder, self.packed)]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and paths
            [sys.executable, "-m", "api.running.site_pages", str(os.getpid()), *folders],
            cwd=PROJECT,
            env=environ_of(self._config),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )

    def build_part(self, site: Path, *, day: date | None) -> SitePart:
        """Build what has changed since a site was, as it stands on a day; raises SiteBuildError."""
        self.start()
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise SiteBuildError("the process that builds parts of the site has no pipes")
        said: list[str] = []
        try:
            asked = {"site": str(site.resolve()), "day": day.isoformat() if day else None}
            process.stdin.write(f"{json.dumps(asked)}\n")
            process.stdin.flush()
            told = _answer(unheard(process.stdout, lambda *_: None), said)
        except OSError as error:
            raise SiteBuildError(f"the process that builds parts of the site is away: {error}") from error
        if told is None:
            self.close()
            raise SiteBuildError("".join(said[-5:]).strip() or "the process that builds parts of the site ended")
        return SitePart(self.folder, self.packed, told["built"], gone=told["gone"], is_whole=told["is_whole"])

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _answer(lines: Iterable[str], said: list[str]) -> Any:
    """Return what the process answers, None if it ends before; its other lines are added to what it said."""
    for line in lines:
        if line.startswith(ANSWER):
            return json.loads(line.removeprefix(ANSWER))
        said.append(line)
    return None
