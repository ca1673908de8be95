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


@pytest.mark.parametrize("address", ["https://brightwharf.example/x.png", "//brightwharf.example/x.png"])
def test_an_image_from_another_host_is_a_warning_that_says_what_readers_get(tmp_path: Path, address: str) -> None:
    """A link to it."""
    write_good_page(tmp_path, "a.md", f"# A\n\n![a chart]({address})\n")
    assert told(tmp_path) == [("a.md", FRONT_LINES + 3, 12, "warning")]
    assert f"a link to `{address}` in place of the image" in only(tmp_path, "shown-as-link").message


@pytest.mark.parametrize(
    ("target", "advice"),
    [
        ("htps://brightwharf.example", "begins with `https://`, not with `htps://`"),
        ("htttp://brightwharf.example", "begins with `https://`"),
        ("hhtps://brightwharf.example", "begins with `https://`"),
        ("hptts://brightwharf.example", "begins with `https://`"),
        ("ttps://brightwharf.example", "begins with `https://`"),
        ("http:/brightwharf.example", "write `http://brightwharf.example`"),
        ("http:///brightwharf.example", "write `http://brightwharf.example`"),
        ("https:brightwharf.example/a", "write `https://brightwharf.example/a`"),
        ("http//brightwharf.example", "write `http://brightwharf.example`"),
        ("https//:brightwharf.example", "write `https://brightwharf.example`"),
        ("HTTPS;//brightwharf.example", "write `https://brightwharf.example`"),
        ("https://https://brightwharf.example", "write `https://brightwharf.example`"),
        ("http://https:/brightwharf.example", "write `https://brightwharf.example`"),
        ("https://", "write the whole address"),
        ("mailto://mara@brightwharf.example", "a mailbox is"),
        ("mailto:mara", "a mailbox is"),
        ("malto:mara@brightwharf.example", "a mailbox is"),
        ("www.brightwharf.example/a", "write `https://www.brightwharf.example/a`"),
        ("mara@brightwharf.example", "write `mailto:mara@brightwharf.example`"),
    ],
)
def test_an_address_with_a_typing_error_is_one_error_that_says_how_it_begins(
    tmp_path: Path, target: str, advice: str
) -> None:
    """And neither a missing page nor a dropped address."""
    write_good_page(tmp_path, "a.md", f"# A\n\n[x]({target})\n")
    assert told(tmp_path) == [("a.md", FRONT_LINES + 3, 5, "error")]
    assert advice in only(tmp_path, "mistyped-address").message


@pytest.mark.parametrize(
    "target",
    [
        "https://brightwharf.example/http://other.example",
        "http://brightwharf.example:8080/?to=https://a.example",
        "HTTP://BRIGHTWHARF.EXAMPLE",
        "https://例え.example",
        "mailto:?subject=Hello",
        "mailto:mara@brightwharf.example?subject=Hello",
        "tel:+1",
        "http/page.md",
        "https.md",
        "www.old/page.md",
    ],
)
def test_an_address_without_typing_error_is_fine(tmp_path: Path, target: str) -> None:
    """Folders and pages may be called as a scheme is."""
    for path in ("http/page.md", "https.md", "www.old/page.md"):
        write_good_page(tmp_path, path, title=path)
    write_good_page(tmp_path, "a.md", f"# A\n\n[x]({target})\n")
    assert told(tmp_path, "mistyped-address", "broken-link", "dropped-address") == []


@pytest.mark.parametrize(
    ("body", "column"),
    [
        ("[the demo](http://localhost:3000/a)", 12),
        ("[the demo](https://127.0.0.1)", 12),
        ("[the demo](<http://0.0.0.0:80>)", 13),
        ("[the demo](http://LOCALHOST/)", 12),
    ],
)
def test_a_link_to_the_readers_own_machine_is_a_warning(tmp_path: Path, body: str, column: int) -> None:
    """It works for its author alone."""
    write_good_page(tmp_path, "a.md", f"{body}\n")
    assert told(tmp_path) == [("a.md", FRONT_LINES + 1, column, "warning")]
    assert "own machine" in only(tmp_path, "local-address").message


@pytest.mark.parametrize(
    "body",
    [
        "Open <http://localhost:3000>.",
        "Open http://localhost:3000 in a browser.",
        "Open [http://localhost:3000](http://localhost:3000).",
        "[x](http://localhost.brightwharf.example)",
        "`http://localhost:3000`",
    ],
)
def test_a_guide_that_shows_the_address_of_a_machine_is_fine(tmp_path: Path, body: str) -> None:
    """Who reads it knows whose machine that is."""
    write_good_page(tmp_path, "a.md", f"{body}\n")
    assert told(tmp_path) == []
