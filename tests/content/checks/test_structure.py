"""Fences that are never closed, and tables whose cells don't fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, only, told, unusual
from support.factories import write_good_page


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Run this:\n\n```sh\nmake\n\nThen call us.\n", 3),
        ("~~~\nmake\n```\n", 1),
        ("````md\n```\nx\n```\n", 1),
        ("```\none\n```\n\n```\ntwo\n", 5),
        ("- step\n\n  ```sh\n  run\n\nText without code.\n", 3),
        ("> ```\n> quoted\n\nText\n", 1),
        ("1. step\n\n   ```sh\n   run\n```\n\nText\n", 3),
        ("```", 1),
    ],
)
def test_a_fence_that_is_never_closed_is_reported_where_it_begins(tmp_path: Path, body: str, line: int) -> None:
    """Once: what comes after it is read the other way round."""
    write_good_page(tmp_path, "a.md", body)
    assert told(tmp_path) == [("a.md", FRONT_LINES + line, 1, "error")]
    assert "never closed" in only(tmp_path, "unclosed-fence").message


@pytest.mark.parametrize(
    "body",
    [
        "```sh\nmake\n```\n",
        "````md\n```\nx\n```\n````\n",
        "- step\n\n  ```sh\n  run\n  ```\n",
        "> ```\n> quoted\n> ```\n",
        "!!! note\n    ```\n    code\n    ```\n",
        "    ```\n    shown\n",
        "``` in `a` sentence\n",
        "Text with ``` in it\n",
        "```\nlast\n  ```   ",
        "<!--\n```\n-->\n",
    ],
)
def test_a_fence_that_is_closed_or_is_none_is_fine(tmp_path: Path, body: str) -> None:
    """In lists, quotes and boxes, and with other fences inside."""
    write_good_page(tmp_path, "a.md", body)
    assert unusual(tmp_path) == []


@pytest.mark.parametrize(
    ("row", "column", "cut"),
    [
        ("| 10 | 20 | 30 |", 13, "30"),
        ("10 | 20 | 30", 11, "30"),
        ("| `a|b` | 20 |", 11, "20"),
        ("| 10 | 20 |  | 40 |", 16, "40"),
        ("| 10 | 20 | цена", 13, "цена"),
    ],
)
def test_a_cell_that_no_reader_sees_is_a_warning_at_its_place(tmp_path: Path, row: str, column: int, cut: str) -> None:
    """A row with more cells than the head loses the last ones."""
    write_good_page(tmp_path, "a.md", f"| a | b |\n|---|---|\n| 1 | 2 |\n{row}\n")
    assert told(tmp_path) == [("a.md", FRONT_LINES + 4, column, "warning")]
    assert f"`{cut}`" in only(tmp_path, "ragged-table").message


@pytest.mark.parametrize(("head", "dashes"), [("| a | b |", "|---|"), ("a | b", "--|--|--"), ("> | a |", "> |-|-|")])
def test_a_table_that_is_none_is_an_error_at_its_dashes(tmp_path: Path, head: str, dashes: str) -> None:
    """Readers get bars and dashes as text."""
    write_good_page(tmp_path, "a.md", f"{head}\n{dashes}\n| 1 | 2 |\n")
    assert told(tmp_path) == [("a.md", FRONT_LINES + 2, 1, "error")]
    assert "is no table" in only(tmp_path, "ragged-table").message


@pytest.mark.parametrize(
    "body",
    [
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "| a | b |\n|:--|--:|\n| 1 |\n",
        "| a | b |\n|---|---|\n| 1 | 2 | |\n",
        "a | b\n--|--\n1 \\| 2 | 3\n",
        "> | a | b |\n> |---|---|\n> | 1 | 2 |\n",
        "- | a | b |\n  |---|---|\n  | 1 | 2 |\n",
        "```\n| a |\n|---|---|\n```\n",
        "Either a | b\n\n- c\n",
        "a | b\n- | -\n",
    ],
)
def test_a_table_that_fits_and_bars_in_a_text_are_fine(tmp_path: Path, body: str) -> None:
    """Missing cells are empty ones; a bar can be written as what it is."""
    write_good_page(tmp_path, "a.md", body)
    assert unusual(tmp_path) == []
