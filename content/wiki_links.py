"""Wiki links, `[[name]]`, `[[name|text]]` and `[[name#heading]]`, followed to the pages that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.dialects.anchors import anchor_of
from content.dialects.finishing import is_within
from content.page_names import PageNames

# Alone before a line such as `name = 1` or `[name]` they begin a table of TOML.
_TOML = r"[ \t]*(?:#[^\n]*)?\n[ \t]*(?:[\w.-]+[ \t]*=[ \t]*\S|\[[\w.-]+\][ \t]*(?:\n|$))"
WIKI_LINK = re.compile(rf"(?<![\\\w\[\]])!?\[\[([^\[\]\n]{{1,300}})\]\](?![(\[\]]|{_TOML})")
# Brackets that mean something else: a contents list, a test of a shell, lists of numbers.
_NO_NAME = re.compile(r"_?toc_?|[^\w#./]|[\d\s,.;-]+$", re.IGNORECASE)
_NEVER = re.compile(r"[=<>{}\"$`\\]")
_LITERAL = {"a", "code", "pre"}


class WikiName(NamedTuple):
    """What the brackets of a wiki link say: a page, "" for the one they stand in, a heading in it, and a text."""

    name: str
    heading: str
    text: str


def named_in(brackets: str) -> WikiName | None:
    """Read what stands in double brackets; None where that is no name of a page."""
    named, _, text = brackets.replace("\\|", "|").partition("|")
    name, _, heading = named.partition("#")
    if named[:1].isspace() or _NEVER.search(named) or _NO_NAME.match(named):
        return None
    return WikiName(name.strip(), heading.strip(), text.strip())


def with_names_followed(page: str, names: PageNames) -> str:
    """Return sanitised HTML in which wiki links that name one page lead there, with its title; others stay text."""
    if "[[" not in page:
        return page
    tree = LexborHTMLParser(f"<body>{page}")
    for node in list(tree.body.traverse(include_text=True)) if tree.body else ():
        text = node.text_content if node.is_text_node else None
        if text and "[[" in text and not is_within(node, _LITERAL):
            parts = list(_parts(tree, text, names))
            for part in parts[:-1]:
                node.insert_before(part)
            node.replace_with(parts[-1])
    return tree.body.inner_html or "" if tree.body else page


def _parts(tree: LexborHTMLParser, text: str, names: PageNames) -> Iterator[LexborNode | str]:
    """Yield a text in pieces, links among them."""
    done = 0
    for found in WIKI_LINK.finditer(text):
        named = named_in(found[1])
        target = named and _target(named, names)
        if not named or not target:
            continue
        link = tree.create_node("a")
        link.attrs["href"] = target
        link.insert_child(named.text or names.title_of(named.name) or named.heading)
        yield text[done : found.start()]
        yield link
        done = found.end()
    yield text[done:]


def _target(named: WikiName, names: PageNames) -> str | None:
    """Return the address, as an author would write it from anywhere, of what a wiki link names."""
    path = names.page_named(named.name) if named.name else None
    if named.name and path is None:
        return None
    heading = named.heading.rpartition("#")[2]
    return (f"/{quote(path)}" if path else "") + (f"#{quote(anchor_of(heading))}" if heading else "")
