"""Commands in a data folder that holds a demo: its own library is theirs, as it is the server's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from api.work.data_folder import with_own_library
from api.work.demo_library import make_demo_library
from config import Config
from support.factories import write_good_page

SAMPLE = Config().content_dir


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose demo's library has a page that the sample lacks."""
    folder = tmp_path_factory.mktemp("demo")
    pages = make_demo_library(SAMPLE, folder, day=date(2026, 11, 29))
    write_good_page(pages, "guides/zeppelins.md", "How to moor a zeppelin.", title="Zeppelins")
    return folder


def run(data: Path, *arguments: str, **environ: str) -> Result:
    """Run a command that is told of its data folder alone."""
    given = {"DATA_DIR": str(data), "XDG_CACHE_HOME": str(data.parent / "kept"), **environ}
    return CliRunner().invoke(main, arguments, env=given)


def test_the_demos_library_is_indexed_searched_and_checked(data: Path) -> None:
    """It holds what its authors wrote, and the link that broke."""
    number = len(list((data / "demo-library").rglob("*.md")))
    assert f"{number} pages in the index" in run(data, "index").stdout
    assert number > len(list(SAMPLE.rglob("*.md")))
    assert "Zeppelins" in run(data, "search", "zeppelin").stdout
    assert "broken-link" in run(data, "check").stdout


def test_a_new_page_is_written_into_it(data: Path) -> None:
    """And never into the sample that is shipped."""
    made = run(data, "new", "guide", "Anchors", "--owner", "a@x.example").stdout.strip()
    assert Path(made).is_relative_to(data / "demo-library" / "pages")
    assert Path(made).is_file()


def test_another_library_is_named_by_the_setting_or_by_the_command(data: Path, tmp_path: Path) -> None:
    """As the sample is, in which a check finds nothing but time."""
    write_good_page(tmp_path / "own", "index.md", title="Home")
    assert "1 page, 0 errors" in run(data, "check", CONTENT_DIR=str(tmp_path / "own")).stderr
    assert "broken-link" not in run(data, "check", str(SAMPLE)).stdout


def test_a_data_folder_without_a_demo_has_no_library(tmp_path: Path) -> None:
    """Then it is the sample."""
    assert with_own_library(Config(data_dir=tmp_path)).content_dir == SAMPLE
