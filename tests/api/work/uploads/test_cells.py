"""Cells of a row: read all at once as each would be alone."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from api.work.uploads.grid import plain_cell, plain_cells


@given(st.lists(st.text(max_size=6) | st.sampled_from(["-", " - ", "–", " a ", "\u00a0", "\ufeffx", "\x1c", ""])))
@example(["-", "a"])
@example(["a ", "ä\u200b"])
def test_cells_are_read_together_as_alone(cells: list[str]) -> None:
    """Spaces, dashes and signs that nobody sees count alike."""
    assert plain_cells(cells) == [plain_cell(cell) for cell in cells]
