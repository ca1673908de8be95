"""Fixtures of the command `check`: a library with problems."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from support.command import TODAY, Check, Checked
from support.factories import write_good_page


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Run the command in the temporary folder, with the library in its folder `library` and data of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path, **environ: str) -> Checked:
        known = {"CONTENT_DIR": "library", "DATA_DIR": str(tmp_path / "data"), "XDG_CACHE_HOME": str(tmp_path / "kept")}
        done = CliRunner().invoke(main, ["check", *map(str, arguments)], env={**known, **environ})
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Checked(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Write a library with an error in two folders and a warning in a third page."""
    folder = tmp_path / "library"
    write_good_page(folder, "index.md", "[a](guides/a.md) [b](sub/b.md) [c](guides/c.md)", title="Home", reviewed=TODAY)
    write_good_page(folder, "guides/a.md", "[x](no.md)", title="A", reviewed=TODAY)
    write_good_page(folder, "guides/c.md", "![](pic.png)", title="C", reviewed=TODAY)
    write_good_page(folder, "sub/b.md", "[x](no.md)", title="B", reviewed=TODAY)
    (folder / "guides" / "pic.png").write_bytes(b"x")
    return folder
