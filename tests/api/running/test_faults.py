"""Faults of all kinds while `repertoire serve` runs: nothing stops for good, and health says what isn't being done."""

from __future__ import annotations

import functools
import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.factories import write_page
from support.served import Served
from support.waiting import PATIENCE_SECONDS


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """Serve a small library, and give an admin's token."""
    server = Served(tmp_path_factory.mktemp("faults") / "data")
    yield server, server.add_admin()
    server.stop(signal.SIGTERM)
    server.wait_until(lambda: not server.descendants())


def _save(library: Path, word: str) -> None:
    write_page(library, f"{word}.md", f"# {word.title()}\n\nAbout the {word}.\n", id=word, title=word.title())


def _has_died(server: Served, times: int) -> bool:
    return bool(server.health()["processes"][0]["deaths"] == times)


def test_a_worker_that_is_killed_is_replaced(served: tuple[Served, str]) -> None:
    """A page saved after its death is found, and health counts the death."""
    server, token = served
    before = server.pid_of("worker")
    os.kill(before, signal.SIGKILL)
    server.wait_until(lambda: server.health()["processes"][1]["deaths"] == 1)
    _save(server.library, "gangplank")
    server.wait_until(lambda: server.finds("gangplank", token=token))
    server.wait_until(lambda: server.health()["status"] == "ready")
    assert "worker    ended (killed by SIGKILL); it is started again" in server.printed()


def test_a_server_that_is_killed_again_and_again_is_replaced(served: tuple[Served, str]) -> None:
    """Three times within seconds; who asks meanwhile waits and isn't refused."""
    server, token = served
    for deaths in (1, 2, 3):
        pid = server.pid_of("server-1")
        os.kill(pid, signal.SIGKILL)
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_SECONDS) as line:
            line.sendall(b"GET /api/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert line.recv(15) == b"HTTP/1.1 200 OK"
        server.wait_until(functools.partial(_has_died, server, deaths))
    assert server.finds("pilot", token=token)


def test_a_file_whose_name_is_not_utf_8_stops_nothing(served: tuple[Served, str]) -> None:
    """As an archive unpacked on Windows leaves them: what is saved later is found."""
    server, token = served
    odd = os.fsencode(server.library) + b"/Preise_f\xfcr.md"
    for word in ("capstan", "bollard"):
        Path(os.fsdecode(odd)).write_text("# Prices\n", encoding="utf-8")
        _save(server.library, word)
        server.wait_until(functools.partial(server.finds, word, token=token))
    os.unlink(odd)  # noqa: PTH108 - the name is bytes
    server.wait_until(lambda: server.health()["status"] == "ready")


def test_a_link_through_the_whole_machine_is_not_followed(served: tuple[Served, str]) -> None:
    """Pages saved in folders made later, one in the other, are found beside it."""
    server, token = served
    (server.library / "machine").symlink_to("/")
    for folder, word in (("deck", "winch"), ("deck/stern", "rudder")):
        write_page(server.library, f"{folder}/{word}.md", f"# {word}\n\nAbout the {word}.\n", id=word, title=word)
        server.wait_until(functools.partial(server.finds, word, token=token))
    (server.library / "machine").unlink()


def test_a_library_that_is_replaced_is_watched_on(served: tuple[Served, str]) -> None:
    """Removed and cloned again, or a link that leads elsewhere: also what is saved later is found."""
    server, token = served
    copy = server.library.with_name("copy")
    shutil.copytree(server.library, copy)
    shutil.rmtree(server.library)
    copy.rename(server.library)
    for word in ("halyard", "mizzen"):
        _save(server.library, word)
        server.wait_until(functools.partial(server.finds, word, token=token))
    elsewhere = server.library.with_name("elsewhere")
    server.library.rename(elsewhere)
    server.library.symlink_to(elsewhere)
    for word in ("spinnaker", "keelson"):
        _save(elsewhere, word)
        server.wait_until(functools.partial(server.finds, word, token=token))


@pytest.mark.parametrize("is_left", [False, True])
def test_a_library_that_is_away_is_shown_as_it_was(served: tuple[Served, str], is_left: bool) -> None:
    """Without its folder, or with an empty one as of a volume that isn't mounted; nothing says that a page is gone."""
    server, token = served
    aside = server.library.resolve().with_name("aside")
    place = server.library.resolve()
    place.rename(aside)
    if is_left:
        place.mkdir()
    assert server.status_of("/content/home", token=token) == 503
    server.wait_until(lambda: [each["what"] for each in server.health()["troubles"]] == ["index"])
    assert server.health()["status"] == "degraded"
    assert server.finds("pilot", token=token)
    assert server.status_of("/content/nowhere", token=token) == 404
    if is_left:
        place.rmdir()
    aside.rename(place)
    server.wait_until(lambda: server.health()["status"] == "ready")
    assert server.status_of("/content/home", token=token) == 200
