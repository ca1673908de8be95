"""The small library of the tests of links, and an app over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from support.factories import Cast, fill
from support.sharing_shop import keep_up, write_shop


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """The folder of the library."""
    return write_shop(tmp_path / "library")


@pytest.fixture
def shop(pages: Path, make_app: Callable[..., Flask]) -> Flask:
    """An app over that library, with its index."""
    app = make_app(is_indexed=False, content_dir=pages)
    keep_up(app)
    return app


@pytest.fixture
def shop_cast(shop: Flask) -> Cast:
    """Everybody, in that app."""
    return fill(shop)
