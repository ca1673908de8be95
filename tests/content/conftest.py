"""Fixtures of reading a library: a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.factories import write_good_page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a library of two good pages."""
    folder = tmp_path / "library"
    write_good_page(folder, "first.md")
    write_good_page(folder, "sub/second.md")
    return folder
