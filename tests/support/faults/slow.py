"""Markdown that takes a renderer seconds, or for ever."""

from __future__ import annotations

from support.faults.fault import page, written


def _body(text: str) -> str:
    return page(body=f"# Title {{n}}\n\n{text}\n")


SLOW = (
    written("25,000 brackets", "too-slow", _body("[a" * 25_000)),
    written("lists 400 deep", "too-slow", _body("\n".join("    " * depth + "- item" for depth in range(400)))),
    written("2,000 headings of one name", "too-slow", page(body="## Same\n\ntext\n\n" * 2000)),
    written("code marks of 300 lengths", "too-slow", _body("".join("`" * (n % 300 + 1) + "a" for n in range(6000)))),
)
