"""Which earlier state of a text stays, by texts alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.coaching.texts.keeping import is_kept, is_within, taken_away

SECONDS = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [("", "", 0), ("", "a", 0), ("ab", "axb", 0), ("ab", "b", 1), ("aaa", "aa", 1), ("abc", "xyz", 3), ("aba", "a", 2)],
)
def test_signs_that_are_gone_are_counted(before: str, after: str, gone: int) -> None:
    """What is put in takes nothing away."""
    assert taken_away(before, after) == gone


@given(st.text("ab\n"), st.text("ab\n"), st.text("ab\n"))
def test_what_is_put_in_takes_nothing_away(start: str, put_in: str, end: str) -> None:
    """Wherever it is put, and as much is gone as was cut out, or less."""
    assert taken_away(start + end, start + put_in + end) == 0
    assert taken_away(start + put_in + end, start + end) <= len(put_in)
    assert is_within(start + end, f"{start}{end}\n{put_in}", apart=SECONDS)


@given(st.lists(st.text("ab", max_size=3)), st.lists(st.text("ab", max_size=3)))
def test_what_is_within_is_there_to_be_read(version: list[str], later: list[str]) -> None:
    """Each line of what needn't stay is in some line of the one that does."""
    if is_within("\n".join(version), "\n".join(later), apart=SECONDS):
        assert all(any(line in other for other in later or [""]) for line in version)


def test_one_person_keeps_a_state_now_and_then_and_others_each() -> None:
    """After ten minutes, or where two hundred signs go at once; an empty text never; one long after stays beside it."""
    own = {"is_other": False, "since_kept": 9 * timedelta(minutes=1)}
    assert not is_kept("a" * 199, "", **own)  # type: ignore[arg-type]
    assert is_kept("a" * 200, "", **own)  # type: ignore[arg-type]
    assert is_kept("a", "ab", is_other=False, since_kept=10 * timedelta(minutes=1))
    assert is_kept("a", "ab", is_other=False, since_kept=None)
    assert is_kept("a", "ab", is_other=True, since_kept=SECONDS)
    assert not is_kept("", "ab", is_other=True, since_kept=None)
    assert not is_within("a", "ab", apart=60 * SECONDS)
