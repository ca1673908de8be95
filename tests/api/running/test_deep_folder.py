"""Folders for temporary files whose names are too long for sockets: refused in one line before anything starts."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from api.running.serve import MOST_BYTES, serve
from api.running.server import ServeError
from config import Config


def _deep(folder: str, size: int) -> str:
    """Make a folder below another whose path has so many bytes."""
    deep = f"{folder}/{'x' * (size - len(os.fsencode(folder)) - 1)}"
    Path(deep).mkdir()
    return deep


def test_a_folder_that_is_too_deep_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With how long it may be; nothing is written."""
    with TemporaryDirectory() as folder:
        deep = _deep(folder, MOST_BYTES + 1)
        monkeypatch.setattr(tempfile, "tempdir", deep)
        with pytest.raises(ServeError, match=f"TMPDIR {deep} has a name of more than {MOST_BYTES} bytes"):
            serve(Config(data_dir=tmp_path / "data", port=0), announcement=())
    assert not (tmp_path / "data").exists()


def test_the_longest_that_is_taken_holds_a_socket() -> None:
    """With names as the standard library gives them."""
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        inner = tempfile.mkdtemp(prefix="pymp-", dir=_deep(folder, MOST_BYTES))
        listener.bind(f"{inner}/listener-{Path(inner).name.removeprefix('pymp-')}")
        assert len(os.fsencode(listener.getsockname())) == 107
