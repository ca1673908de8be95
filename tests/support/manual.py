"""Blocks of the manual's chapters, which tests run as they stand there."""

from __future__ import annotations

from markdown_it import MarkdownIt

from config import PROJECT

MANUAL = PROJECT / "site" / "manual"


def blocks(chapter: str, language: str) -> list[str]:
    """Return the text of a chapter's code blocks of a language, in their order."""
    tokens = MarkdownIt().parse((MANUAL / f"{chapter}.md").read_text(encoding="utf-8"))
    return [token.content for token in tokens if token.type == "fence" and token.info == language]


def filled(text: str, names: dict[str, str]) -> str:
    """Return a block with other names in it; each must stand there, or the test would run something else."""
    for name, other in names.items():
        assert name in text, f"the manual doesn't say {name} any more"
        text = text.replace(name, other)
    return text
