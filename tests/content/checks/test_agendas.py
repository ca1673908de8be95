"""Agendas: a block is a name that the product fills in, on a line of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, only, told, unusual
from support.factories import write_good_page


def write_agenda(folder: Path, body: str) -> None:
    """Write an agenda with this body."""
    write_good_page(folder, "a.md", f"# A page\n\n{body}", type="agenda")


def test_an_agenda_of_known_blocks_is_fine(tmp_path: Path) -> None:
    """With or without spaces, deeper in a list, and anything in code."""
    write_agenda(tmp_path, "{{points}}\n\n- Deals\n  {{ deals }}\n\n`{{ weather }}`\n\n```\n{{ x | y }}\n```\n")
    assert unusual(tmp_path) == []


def test_a_block_that_nothing_fills_in_is_named_with_what_was_meant(tmp_path: Path) -> None:
    """At its braces; for one like no other all names are given."""
    write_agenda(tmp_path, "{{ open_action }}\n")
    assert told(tmp_path, "unknown-block") == [("a.md", FRONT_LINES + 3, 1, "error")]
    assert "did you mean `open_actions`?" in only(tmp_path, "unknown-block").message
    write_agenda(tmp_path, "{{ weather }}\n")
    assert "overdue_training, points" in only(tmp_path, "unknown-block").message


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Say {{ points }} first\n", "give it a line of its own"),
        ("- {{ points }}\n", "give it a line of its own"),
        ("{{ points | first }}\n", "a block is a name alone"),
        ("{{ open actions }}\n", "a block is a name alone"),
        ("{{ points\n", "a block is a name alone"),
        ("{% if points %}\n", "a block is a name alone"),
        ("*|FNAME|*\n", "of another system"),
    ],
)
def test_what_cannot_be_filled_in_is_an_error(tmp_path: Path, body: str, said: str) -> None:
    """Whichever way it is written."""
    write_agenda(tmp_path, body)
    assert [problem.code for problem in unusual(tmp_path)] == ["merge-field"]
    assert said in only(tmp_path, "merge-field").message
