"""A small library for questions, with its app on SQLite and the cast."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from support.asking import Rack


@pytest.fixture
def rack(make_app: Callable[..., Flask], tmp_path: Path) -> Rack:
    """The library, the app and the cast."""
    folder = tmp_path / "library"
    folder.mkdir()
    return Rack(make_app(is_indexed=False, content_dir=folder), folder)
