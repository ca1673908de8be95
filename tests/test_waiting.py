"""Tests wait for facts: on a busy machine a test that counts seconds fails for nothing."""

from __future__ import annotations

import re

from config import PROJECT

COUNTS = re.compile(r"\b(monotonic|perf_counter|process_time)\b")
# Who may count, and why.
EXCEPTIONS = {
    "tests/support/waiting.py": "gives up on a hang",
    "tests/content/search/killed_update.py": "chooses moments at which to kill, none of which is asserted",
    "tests/test_waiting.py": "names what it looks for",
}


def test_no_test_counts_seconds() -> None:
    """What is waited for is waited for by `support.waiting`; what is measured is measured in `bench`."""
    tests = PROJECT / "tests"
    sources = (path for path in tests.rglob("*.py") if "bench" not in path.relative_to(tests).parts)
    counting = {
        path.relative_to(PROJECT).as_posix() for path in sources if COUNTS.search(path.read_text(encoding="utf-8"))
    }
    assert counting == EXCEPTIONS.keys()
