"""A small library of its own for links: pages of every audience and state, with pictures, files and notes."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from content.library import read_library
from content.search import update_index
from support.factories import write_good_page

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
SHEET = """# Dockside

Read [the terms](terms.md), [the guide](guide.md#prices), [ours](https://buyer.example/x) and [the kit](kit.zip).

![The dock](dock.png) ![Gone](gone.png)

## When to use it

If they flinch, say WHISPERED.

[[guide]] and <a href="/app/shared/">tools</a>
"""
DECK = "# First\n\n## Why\n\nBecause.\n\n> Notes: WHISPERED to nobody.\n\n## How\n\n- [x] so\n"


def write_shop(folder: Path) -> Path:
    """Write the library into a folder, and return it."""
    (folder / "in").mkdir(parents=True)
    for name in ("dock.png", "own.png"):
        (folder / name).write_bytes(PNG)
    (folder / "kit.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    (folder / "secret.pdf").write_bytes(b"%PDF-1.4")
    write_good_page(folder, "sheet.md", SHEET, audience="customer", title="Dockside")
    write_good_page(folder, "deck.md", DECK, audience="customer", type="deck", title="First")
    write_good_page(folder, "terms.md", "# Terms\n\nOurs.\n", audience="customer")
    write_good_page(folder, "guide.md", "# Guide\n\n[plans](secret.pdf) ![own](own.png)\n")
    write_good_page(folder, "sketch.md", "# Sketch\n", audience="customer", status="draft")
    write_good_page(folder, "old.md", "# Old\n", audience="customer", status="archived")
    write_good_page(folder, "late.md", "# Late\n", audience="customer", expires="2020-01-01", reviewed="2019-12-01")
    write_good_page(folder, "allies.md", "# Allies\n", audience="partner")
    return folder


def keep_up(app: Flask) -> None:
    """Bring the index in step with the folder."""
    config = app.extensions["repertoire"].config
    update_index(read_library(config.content_dir), config.index_dir)
