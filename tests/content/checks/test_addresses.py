"""Addresses that the sanitiser takes away from links and images."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, only, told
from support.factories import write_good_page


@pytest.mark.parametrize(
    "link",
    [
        "[x](javascript:alert(1))",
        "[x](file:///C:/deck.pptx)",
        "[x](C:/deck.pptx)",
        "[x](slack://channel)",
        "[x](http://[bad)",
        "![a chart](https://brightwharf.example/x.png)",
        "![a chart](//brightwharf.example/x.png)",
    ],
)
def test_an_address_that_the_site_drops_is_reported(tmp_path: Path, link: str) -> None:
    """Its author sees a link in the text, and readers none."""
    write_good_page(tmp_path, "a.md", f"# A\n\n{link}\n")
    assert told(tmp_path) == [("a.md", FRONT_LINES + 3, 1 + link.index("(") + 1, "warning")]
    assert only(tmp_path, "dropped-address").message.startswith("the site drops the address")


@pytest.mark.parametrize(
    "link", ["[x](https://a.example)", "[x](mailto:a@b.example)", "[x](tel:+1)", "[x](#a)", "<b@c.example>"]
)
def test_an_address_that_the_site_keeps_is_fine(tmp_path: Path, link: str) -> None:
    """The web, mailboxes, phones and the page itself."""
    write_good_page(tmp_path, "a.md", f"# A\n\n{link}\n")
    assert told(tmp_path) == []
