"""Locks of files: who has one, and until when."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lms.locks import try_lock


def test_a_lock_is_had_by_one_until_the_file_is_closed(tmp_path: Path) -> None:
    """By each who opens the file by itself."""
    path = tmp_path / "file"
    with path.open("w") as first, path.open() as other:
        assert try_lock(first.fileno())
        assert not try_lock(other.fileno())
        assert not try_lock(other.fileno(), is_shared=True)
        first.close()
        assert try_lock(other.fileno())


def test_a_shared_lock_keeps_out_those_alone_who_want_it_for_themselves(tmp_path: Path) -> None:
    """Any number may look at once."""
    path = tmp_path / "file"
    path.touch()
    with path.open() as first, path.open() as second, path.open() as third:
        assert try_lock(first.fileno(), is_shared=True)
        assert try_lock(second.fileno(), is_shared=True)
        assert not try_lock(third.fileno())


def test_what_can_not_be_locked_at_all_is_no_lock_of_somebody_else(tmp_path: Path) -> None:
    """As on a disk without locks; whoever waited for it would wait for ever."""
    (tmp_path / "file").touch()
    named = os.open(tmp_path / "file", os.O_PATH)
    try:
        with pytest.raises(OSError, match="Bad file descriptor"):
            try_lock(named)
    finally:
        os.close(named)
