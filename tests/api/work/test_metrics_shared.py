"""Counts of several processes, whatever becomes of these."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.work.metrics.shared import begin_counting, count_together, note_deaths
from support.tallying import counted_by

REQUESTS, WAITS, FOUND = "repertoire_requests_total", "repertoire_pool_waits_total", "repertoire_search_seconds_count"
POOL = "repertoire_pool_connections"


def test_who_replaces_a_killed_process_goes_on_counting(tmp_path: Path) -> None:
    """All counts are sums, and of what was so in a process the last word counts, until it is known to be dead."""
    assert counted_by("server-1", tmp_path, 3)[REQUESTS] == 3
    assert counted_by("server-2", tmp_path, 4)[REQUESTS] == 7
    again = counted_by("server-1", tmp_path, 5)
    assert (again[REQUESTS], again[WAITS], again[FOUND]) == (12, 12, 12)
    assert (again[f"{POOL} server-1"], again[f"{POOL} server-2"]) == (5, 4)
    note_deaths(tmp_path, ["server-1", "server-2"])
    left = counted_by("worker", tmp_path, 0)
    assert left[REQUESTS] == 12
    assert not [name for name in left if name.startswith(POOL)]


def test_a_process_begins_without_what_was_so_in_the_one_before(tmp_path: Path) -> None:
    """Also where nobody noted its death."""
    counted_by("server-1", tmp_path, 3)
    assert f"{POOL} server-1" not in counted_by("server-1", tmp_path, 0)


def test_a_new_run_counts_from_nothing(tmp_path: Path) -> None:
    """What an earlier one left is of processes that there aren't any more."""
    counted_by("server-9", tmp_path, 3)
    begin_counting(tmp_path)
    assert counted_by("server-1", tmp_path, 1)[REQUESTS] == 1


def test_where_there_is_no_room_nothing_is_begun(tmp_path: Path) -> None:
    """The process is told, and counts by itself; no file is left that would end it later."""
    (tmp_path / "metrics").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(OSError, match="metrics"):
        count_together(tmp_path)
