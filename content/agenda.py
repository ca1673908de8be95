"""Agendas of coaching sessions: templates in Markdown, and the blocks in them that are filled in for two people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from content.catalogue import Catalogue, Entry
from content.course import NoSuchPageError, read_each, read_page
from content.fields.models import AgendaFields

# The names that a template may have in double braces, and what comes in their place.
BLOCKS: Mapping[str, str] = {
    "open_actions": "what the two agreed and isn't done",
    "points": "what the rep wants to talk about",
    "last_scorecard": "the last scorecard of the rep",
    "skill_gaps": "skills in which the rep is below what their job asks for",
    "overdue_training": "courses that the rep should have done by now",
    "deals": "open deals of the rep to look at",
}
# A block on a line of its own, with what stands before it where it lies deeper in a list.
_BLOCK = re.compile(r"^([ \t]*)\{\{[ \t]*(\w+)[ \t]*\}\}[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_FIRST_HEADING = re.compile(r"\A\s*#[ \t][^\n]*\n+")


@dataclass(frozen=True)
class AgendaTemplate:
    """An agenda of the library: the kinds of sessions that it is for, none for all, and its Markdown."""

    entry: Entry
    kinds: tuple[str, ...]
    text: str


def read_agendas(catalogue: Catalogue) -> list[AgendaTemplate]:
    """Read all published agendas in the order of their paths, but for those that change on disk at this moment."""
    return read_each(catalogue, "agenda", read_agenda)


def read_agenda(catalogue: Catalogue, page_id: str) -> AgendaTemplate:
    """Read a published agenda by its id; raises NoSuchPageError. Its own title is no part of its text."""
    entry = catalogue.by_id.get(page_id)
    if entry is None or entry.type != "agenda" or entry.status != "approved":
        raise NoSuchPageError(f"no agenda `{page_id[:200]}`")
    page = read_page(catalogue, entry)
    if not isinstance(page.fields, AgendaFields):
        raise NoSuchPageError(f"`{entry.id}` is no agenda any more")
    return AgendaTemplate(entry, tuple(page.fields.kinds), _FIRST_HEADING.sub("", page.body, count=1).strip() + "\n")


def blocks_in(text: str) -> list[str]:
    """Return the names of the blocks of a template, in their order, each once."""
    return list(dict.fromkeys(found[2] for found in _BLOCK.finditer(_without_code(text))))


def fill_agenda(text: str, blocks: Mapping[str, str]) -> str:
    """Put Markdown in the place of a template's blocks, once; those without any stay as they are, and so does code."""
    filled: list[str] = []
    last = 0
    for found in _BLOCK.finditer(_without_code(text)):
        if found[2] in blocks:
            lines = blocks[found[2]].rstrip("\n").split("\n")
            filled += [text[last : found.start()], "\n".join(f"{found[1]}{line}".rstrip() for line in lines)]
            last = found.end()
    return "".join([*filled, text[last:]])


def _without_code(text: str) -> str:
    """Return a text with blanks in the place of its fenced code."""
    return _FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), text)
