"""The product as the manual installs it: its package in a virtual environment that has what it needs already."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from config import PROJECT
from support.manual import blocks, filled
from support.waiting import PATIENCE_SECONDS

# The places that the chapter names, which are others in a test.
PLACES = ("/opt/repertoire", "/var/lib/repertoire", "/etc/repertoire.env", "/srv/playbook", "/tmp/dist", "/mnt/backups")
# All that is mounted becomes read only, as systemd does it: but for /dev, /proc, /sys, and the folders that are given.
_SEAL = """
for own in "$1" "$2"; do mount --bind "$own" "$own"; done
while read -r _ place _; do
  case "$place" in "$1"|"$2"|/proc*|/sys*|/dev|/dev/*) continue ;; esac
  mount -o remount,bind,ro "$place" 2> /dev/null || true
done < /proc/self/mounts
shift 2
exec "$@"
"""


@cache
def can_seal() -> bool:
    """Tell whether the system lets this user show a program files as read only."""
    probe = ["unshare", "--mount", "sh", "-c", "mount --bind / /mnt"]
    return (
        shutil.which("unshare") is not None and subprocess.run(probe, capture_output=True, check=False).returncode == 0
    )


@dataclass
class Machine:
    """A folder that stands for a machine; `environ` is what its shells and services have."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    def place(self, path: str) -> Path:
        """Return where a place of the chapter lies here."""
        return self.folder / path.removeprefix("/")

    def put(self, text: str) -> str:
        """Return a text of the chapter with this machine's places."""
        for place in PLACES:
            text = text.replace(place, str(self.place(place)))
        return text

    def start(self, command: list[str], *, output: Path) -> subprocess.Popen[bytes]:
        """Start a service, whose places are this machine's; where the system lets us, it may write to its own alone."""
        own = [self.put(part) for part in command]
        with output.open("wb") as file:
            return subprocess.Popen(
                [*self.sealed(), *own], cwd=self.place("/var/lib/repertoire"), env=self.all(), stdout=file, stderr=file
            )

    def sealed(self) -> list[str]:
        """Return what a command begins with to see all but its own folders as ProtectSystem=strict shows them."""
        if not can_seal():
            return []
        state, own_tmp = self.place("/var/lib/repertoire"), self.place("/tmp/own")
        own_tmp.mkdir(parents=True, exist_ok=True)
        self.environ["TMPDIR"] = str(own_tmp)
        return ["unshare", "--mount", "sh", "-euc", _SEAL, "sh", str(state), str(own_tmp)]

    def all(self) -> dict[str, str]:
        """Return the environment of what runs here."""
        return {**_plain_environ(), **self.environ}

    def run(self, command: str) -> str:
        """Run what the chapter has people type in a shell, and return what it prints."""
        done = subprocess.run(
            ["sh", "-euc", self.put(command)],
            cwd=self.folder,
            env=self.all(),
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def bring(self) -> None:
        """Make the package and the list of versions, as the chapter says, from a copy of what goes into it."""
        source = self.folder / "source"
        shutil.copytree(PROJECT, source, ignore=_left_out)
        (build, *_) = blocks("deploying", "sh")
        commands = filled(build, {"uv build": "uv build --offline", "uv export": "uv export --offline"})
        subprocess.run(["sh", "-euc", commands], cwd=source, env=_plain_environ(), check=True, timeout=PATIENCE_SECONDS)
        shutil.move(source / "dist", self.folder / "dist")

    def lend_packages(self) -> None:
        """Let the new environment see this project's packages, but not the project: pip then has nothing to fetch."""
        (site,) = self.place("/opt/repertoire").glob("lib/python*/site-packages")
        (site / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        self.environ |= {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def _left_out(folder: str, names: list[str]) -> set[str]:
    kept = {"api", "content", "lms", "site", "config.py", "pyproject.toml", "uv.lock", "README.md", "LICENSE"}
    return set(names) - kept if Path(folder) == PROJECT else {name for name in names if name == "__pycache__"}


def _plain_environ() -> dict[str, str]:
    """Return the environment of a shell that knows nothing of this project."""
    ours = {"VIRTUAL_ENV", "PYTHONPATH", "DATABASE_URL", "BASE_URL", "CONTENT_DIR", "DATA_DIR"}
    return {name: value for name, value in os.environ.items() if name not in ours}
