"""`repertoire serve` as a process: what it prints, how it ends, and what survives when it is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from config import PROJECT
from support.factories import write_page
from support.served import COMMAND, Served
from support.waiting import PATIENCE_SECONDS


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Served]:
    """Serve the demo company."""
    server = Served(tmp_path / "data", "--demo")
    yield server
    if server.process.poll() is None:
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait(PATIENCE_SECONDS)


def test_what_was_acknowledged_is_there_after_kill_9(demo: Served, tmp_path: Path) -> None:
    """The server is killed in the middle of writes: every answer it gave still holds, searches among them.

    It had printed a link for each of four people. The second time only the parent is killed, and its children end by
    themselves.
    """
    demo.wait_until(lambda: "Stop with Ctrl-C." in demo.printed())
    for role in ("rep", "author", "manager", "admin"):
        assert any(line.split()[:1] == [role] and "/sign-in/" in line for line in demo.printed().splitlines())
    token = demo.run("token", "nadia.brandt@brightwharf.example").splitlines()[-1]
    known = [demo.ask("/opens", token=token, body={"page_id": "home"}, key=f"k{number}")["id"] for number in range(40)]
    searches = [demo.ask("/search?q=pilot", token=token)["search_id"] for _ in range(5)]
    os.killpg(demo.process.pid, signal.SIGKILL)
    demo.process.wait(PATIENCE_SECONDS)
    again = Served(tmp_path / "data", "--demo")
    repeated = [again.ask("/opens", token=token, body={"page_id": "home"}, key=f"k{n}")["id"] for n in range(40)]
    assert repeated == known
    assert again.ask("/search?q=pilot", token=token)["total"] > 0
    for search_id in searches:
        opened = again.ask("/opens", token=token, body={"page_id": "home", "search_id": search_id})
        assert opened["search_id"] == search_id
    assert "company is there already" in again.printed()
    again.process.kill()
    again.process.wait(PATIENCE_SECONDS)
    again.wait_until(lambda: not again.descendants())


def test_the_demo_never_touches_a_database_that_holds_anything_else(tmp_path: Path) -> None:
    """It says to use another folder, and adds nobody."""
    environ = {"DATA_DIR": str(tmp_path)}
    runner = CliRunner()
    runner.invoke(main, ["person", "add", "me@x.example", "--name", "Me", "--role", "admin"], env=environ)
    refused = runner.invoke(main, ["serve", "--demo"], env=environ)
    assert refused.exit_code == 2
    assert "use another DATA_DIR for --demo" in refused.stderr
    assert not (tmp_path / "demo-library").exists()
    assert runner.invoke(main, ["sign-in", "max.oduya@brightwharf.example"], env=environ).exit_code == 2


def test_a_library_whose_name_can_not_be_watched_is_refused_in_one_line(tmp_path: Path) -> None:
    """A folder may have a name that isn't UTF-8; it is named readably."""
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/f\xfcr"))
    odd.mkdir()
    refused = CliRunner().invoke(main, ["serve"], env={"DATA_DIR": str(tmp_path), "CONTENT_DIR": str(odd)})
    assert refused.exit_code == 2
    assert refused.stderr.strip().endswith("f\\xfcr can't be watched by this name; rename it")


def test_without_the_demo_it_starts_empty_and_ctrl_c_ends_everything(tmp_path: Path) -> None:
    """It prints two commands to copy; a second on its port is refused in one line, and nothing outlives the first.

    While it runs, links that commands print lead to its port, whatever PORT is set to beside it.
    """
    server = Served(tmp_path / "data")
    try:
        server.wait_until(lambda: "Stop with Ctrl-C." in server.printed())
        assert "repertoire person add you@company.example" in server.printed()
        assert "/sign-in/" not in server.printed()
        server.add_admin()
        assert f"http://127.0.0.1:{server.port}/sign-in/" in server.run("sign-in", "nadia@brightwharf.example")
        environ = {**server.environ, "DATA_DIR": str(tmp_path / "other")}
        command = [COMMAND, "serve", "--port", str(server.port)]
        refused = subprocess.run(
            command, env=environ, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
        )
        taken = f"127.0.0.1:{server.port} (Address already in use)"
        assert refused.returncode == 2
        assert refused.stderr.strip() == f"repertoire: can't listen on {taken}; choose another with --port or --host"
        assert len(server.descendants()) > 1
    finally:
        server.stop()
    server.wait_until(lambda: not server.descendants())
    assert "Traceback" not in server.printed()
    assert "http://127.0.0.1:8000/sign-in/" in server.run("sign-in", "nadia@brightwharf.example")


def test_a_page_that_is_saved_while_the_library_is_first_indexed_is_found(tmp_path: Path) -> None:
    """The folder was read already, and isn't watched yet."""
    data, library = tmp_path / "data", tmp_path / "library"
    shutil.copytree(PROJECT / "content" / "pages", library)
    is_started = threading.Event()

    def save() -> None:
        while not any((data / "index").glob("index-*/*")) and not is_started.wait(0.001):
            pass
        write_page(library, "late.md", "# Late\n\nAbout the gangplank.\n", id="late", title="Late")

    saver = threading.Thread(target=save)
    saver.start()
    server = Served(data)
    is_started.set()
    saver.join()
    try:
        server.wait_until(lambda: "index     1 page written" in server.printed())
        assert "Late" in server.run("search", "gangplank")
    finally:
        server.stop(signal.SIGTERM)
