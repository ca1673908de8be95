"""Titles of pages that name none: the first heading, or what their file is called."""

from __future__ import annotations

import pytest

from support.factories import read_text


@pytest.mark.parametrize(
    ("body", "path", "title"),
    [
        ("# One #\n", "a.md", "One"),
        ("## Two\n", "a.md", "Two"),
        ("text\n\n# Later\n", "a.md", "Later"),
        ("```\n# code\n```\n# Real\n", "a.md", "Real"),
        ("~~~\n# code\n~~~\n", "some_file-name.md", "Some file name"),
        ("### Three is too deep\n", "a/b.md", "B"),
        ("", "courses/discovery-calls/index.md", "Discovery calls"),
        ("", "Бриф/README.md", "Бриф"),
        ("", "index.md", "Index"),
        ("", "---.md", "Untitled"),
        ("# \u200b\u200d\n", "a.md", "A"),
        ("", "\ufeff.md", "Untitled"),
        ("# " + "x" * 600, "a.md", "x" * 498),
        ("# F#", "a.md", "F#"),
        ("## Objections in F# ##  ", "a.md", "Objections in F#"),
        ("# Why C\\# \\*now\\*", "a.md", "Why C# *now*"),
        ("# C++ and .NET #", "a.md", "C++ and .NET"),
        ("text\n\n## Second part\n", "some-file.md", "Some file"),
        ("```\ncode\n```\n\n## Second part\n", "some-file.md", "Some file"),
        ("text\n\n## Second part\n\n# First\n", "a.md", "First"),
        ("<!-- x -->\n<p align=center>\n\n![logo](a.png)\n[![badge](b.svg)](c)\n---\n\n## Two\n", "a.md", "Two"),
        ("# Launch :rocket: at 10:30:00\n", "a.md", "Launch 🚀 at 10:30:00"),
        ("---\ntitle: Launch :rocket:\n---\n", "a.md", "Launch 🚀"),
    ],
)
def test_the_title_is_guessed_from_the_first_heading_and_else_from_the_file(body: str, path: str, title: str) -> None:
    """A heading inside code is none."""
    assert read_text(body, path=path).title == title
