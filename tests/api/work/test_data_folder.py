"""The data folder: closed to other users of the machine from the start, and when an older version left it open."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import urllib.request
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from api.work.data_folder import NAMES, make_data_folder
from config import ConfigError
from support.factories import write_good_page
from support.live import run, serving


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """Let this process, and those that it starts, write for everybody if they don't care."""
    before = os.umask(0)
    yield
    assert os.umask(before) == 0


def open_to_others(folder: Path) -> list[str]:
    """Return what others may read or change of a folder, itself and all below it."""
    return [str(path.relative_to(folder)) for path in [folder, *folder.rglob("*")] if is_open(path)]


def is_open(path: Path) -> bool:
    """Tell whether others may read or change something; what a server took away since it was listed isn't there."""
    try:
        found = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return bool(found & 0o077) and not stat.S_ISLNK(found)


def mode(path: Path) -> int:
    """Return the permissions of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def leave_open(data: Path, kept: Path) -> None:
    """Make a data folder as an older version with the usual umask left it, with its database in use."""
    for folder in (data, data / "index", data / "searches"):
        folder.mkdir(mode=0o755)
    shutil.copy(kept / "empty.db", data / "repertoire.db")
    with sqlite3.connect(data / "repertoire.db") as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE other (id)")
        for ending in ("", "-wal", "-shm"):
            (data / f"repertoire.db{ending}").chmod(0o644)


def test_nothing_that_serve_writes_can_be_read_by_others(tmp_path: Path) -> None:
    """The database with its log, journals, status, index and site; every process of the product writes some."""
    library, data = tmp_path / "library", tmp_path / "data"
    write_good_page(library, "index.md", "# Home\n\nAbout the pilot.\n", title="Home")
    with serving(tmp_path, CONTENT_DIR=str(library)) as server:
        server.wait_until(lambda: server.is_published() and (data / "problems.json").exists())
        run("person", "add", "ada@x.example", "--name", "Ada", "--role", "rep", environ=server.environ)
        token = run("token", "ada@x.example", environ=server.environ).splitlines()[-1]
        asked = urllib.request.Request(
            f"{server.url}/api/v1/search?q=pilot", headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:
            assert json.load(answer)["search_id"] is not None
        assert open_to_others(data) == []
        found = {path.name for path in data.iterdir()}
        assert {"repertoire.db", "repertoire.db-wal", "index", "site", "searches", "status.json"} <= found
        assert [name for name in found if not any(fnmatch(name, ours) for ours in NAMES)] == []
        assert "open to other users" not in server.output.read_text()
    assert open_to_others(data) == []
    assert mode(library / "index.md") == 0o666


def test_an_installation_that_was_open_is_closed_by_the_next_command(tmp_path: Path, kept: Path) -> None:
    """With a line that says so, once."""
    data = tmp_path / "data"
    leave_open(data, kept)
    words = ["person", "add", "ada@x.example", "--name", "Ada", "--role", "rep"]
    done = CliRunner().invoke(main, words, env={"DATA_DIR": str(data)})
    assert (done.exit_code, open_to_others(data)) == (0, [])
    done = CliRunner().invoke(main, ["token", "ada@x.example"], env={"DATA_DIR": str(data)})
    assert (done.exit_code, open_to_others(data)) == (0, [])


def test_what_was_done_and_what_could_not_be_done_is_said(
    tmp_path: Path, kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A folder that belongs to somebody else, or that holds more than the product, is named with what to change."""
    data = tmp_path / "data"
    leave_open(data, kept)
    make_data_folder(data)
    make_data_folder(data)
    assert [record.getMessage() for record in caplog.records] == [
        f"DATA_DIR {data} was open to other users of this machine; it is closed to them now"
    ]
    caplog.clear()
    data.chmod(0o755)
    (data / "letters").mkdir(mode=0o755)
    make_data_folder(data)
    assert "it holds `letters`, which isn't the product's" in caplog.text
    assert (mode(data), mode(data / "letters"), mode(data / "repertoire.db")) == (0o755, 0o755, 0o600)


def test_a_folder_of_somebody_else_stays_as_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """There is a line about it."""
    theirs = tmp_path / "theirs"
    theirs.mkdir(mode=0o777)
    if os.geteuid() == 0:
        os.chown(theirs, 65534, 65534)
    else:  # nobody else's folder is here that this user could write to, but for the one for everybody
        theirs = Path("/tmp")
    before = mode(theirs)
    make_data_folder(theirs)
    assert mode(theirs) == before
    assert f"DATA_DIR {theirs} stays open to other users of this machine" in caplog.text


def test_links_lead_to_no_change_elsewhere(tmp_path: Path) -> None:
    """What a link points to isn't the product's, whatever its name; a folder that is a link itself is closed."""
    elsewhere, data = tmp_path / "elsewhere.json", tmp_path / "data"
    elsewhere.write_text("{}")
    (tmp_path / "disk").mkdir(mode=0o755)
    data.symlink_to(tmp_path / "disk")
    (data / "status.json").symlink_to(elsewhere)
    make_data_folder(data)
    assert (mode(elsewhere), mode(tmp_path / "disk")) == (0o666, 0o700)


def test_a_folder_that_can_not_be_made_is_refused(tmp_path: Path) -> None:
    """In one line."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="can't be made"):
        make_data_folder(tmp_path / "file")


def test_what_commands_write_for_people_is_theirs_to_share(tmp_path: Path) -> None:
    """New pages, patches and reviewed pages keep the mode that the person's umask gives."""
    os.umask(0o022)
    library = tmp_path / "library"
    library.mkdir()
    environ = {"CONTENT_DIR": str(library), "DATA_DIR": str(tmp_path / "data")}
    runner = CliRunner()
    assert runner.invoke(main, ["index"], env=environ).exit_code == 0
    assert runner.invoke(main, ["new", "guide", "Pilots"], env=environ).exit_code == 0
    (page,) = library.rglob("*.md")
    assert mode(page) == 0o644
    assert runner.invoke(main, ["reviewed", str(page)], env=environ).exit_code == 0
    (library / "plain.md").write_text("# Plain\n")
    patch = tmp_path / "adopted.patch"
    assert runner.invoke(main, ["adopt", str(library), "--output", str(patch)], env=environ).exit_code == 0
    assert [mode(path) for path in (page, patch, library)] == [0o644, 0o644, 0o755]
    assert open_to_others(tmp_path / "data") == []
    os.umask(0)
