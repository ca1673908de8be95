"""Words of others, as our log may hold them."""

from __future__ import annotations

import pytest

from api.work.heard import for_log


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("user ada@x.example isn't here", "user (an address) isn't here"),
        ("<ada@x.example>, (max@x.example)", "(an address) (an address)"),
        ("one\r\ntwo\x00\x1b[31m three\u2028", "one two [31m three"),
        (f"{'x' * 196} ada@x.example", f"{'x' * 196} (an"),
        ("", ""),
    ],
)
def test_a_text_of_somebody_else_is_one_short_line_without_addresses(text: str, kept: str) -> None:
    """Cut after addresses are gone, so that none is left in half."""
    assert for_log(text) == kept
