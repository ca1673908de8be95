"""Where the running server is reached."""

from __future__ import annotations

import errno
import fcntl
from contextlib import ExitStack
from pathlib import Path

import pytest

from api.work.address import note_address, running_address
from config import Config


def test_the_address_counts_while_who_noted_it_runs(tmp_path: Path) -> None:
    """What one that was killed left behind is nobody's; the next writes its own over it."""
    assert running_address(tmp_path) is None
    for address in ("http://127.0.0.1:8501", "http://127.0.0.1:9"):
        with ExitStack() as running:
            noted = note_address(tmp_path, address)
            assert noted is not None
            running.enter_context(noted)
            assert running_address(tmp_path) == address
        assert running_address(tmp_path) is None


def test_a_second_server_of_the_folder_leaves_the_note_of_the_first(tmp_path: Path) -> None:
    """It runs all the same."""
    first = note_address(tmp_path, "http://127.0.0.1:8501")
    assert first is not None
    with first:
        assert note_address(tmp_path, "http://127.0.0.1:8502") is None
        assert running_address(tmp_path) == "http://127.0.0.1:8501"


def test_a_note_that_can_not_be_written_stops_nothing(tmp_path: Path) -> None:
    """As in a folder that is away."""
    assert note_address(tmp_path / "nowhere", "http://127.0.0.1:8501") is None


def test_a_disk_without_locks_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody finds the server by its note then."""

    def refuse(*_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert note_address(tmp_path, "http://127.0.0.1:8501") is None
    assert running_address(tmp_path) is None


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8501"),
        ("0.0.0.0", "http://127.0.0.1:8501"),
        ("::", "http://[::1]:8501"),
        ("::1", "http://[::1]:8501"),
        ("playbook.example", "http://playbook.example:8501"),
    ],
)
def test_every_address_that_is_printed_can_be_opened(host: str, address: str) -> None:
    """Whatever HOST the server listens on."""
    assert Config(host=host, port=8501).public_url == address
    assert Config(host=host, port=8501, base_url="https://playbook.example/").public_url == "https://playbook.example"
