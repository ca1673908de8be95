"""Wiki links, `[[name]]`, `[[name|text]]` and `[[name#heading]]`, followed to the pages that they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.dialects.anchors import anchor_in
from content.dialects.dialect import Dialect
from content.dialects.finishing import texts_with
from content.places.page_names import PageNames

# Alone before a line such as `name = 1` or `[name]` they begin a table of TOML.
_TOML = r"[ \t]*(?:#[^\n]*)?\n[ \t]*(?:[\w.-]+[ \t]*=[ \t]*\S|\[[\w.-]+\][ \t]*(?:\n|$))"
WIKI_LINK = re.compile(rf"(?<![\\\w\[\]])!?\[\[([^\[\]\n]{{1,300}})\]\](?![(\[\]]|{_TOML})")
# Brackets that mean something else: a contents list, a test of a shell, lists of numbers.
_NO_NAME = re.compile(r"_?toc_?|[^\w#./]|[\d\s,.;-]+$", re.IGNORECASE)
_NEVER = re.compile(r"[=<>{}\"$`\\]")
LITERAL = {"a", "code", "pre"}


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


def text_of_link(brackets: str) -> str:
    """Return what a reader sees of a wiki link whose page isn't known; nothing where it is none."""
    named = named_in(brackets)
    return (named.text or named.name or named.heading) if named else ""


def with_names_followed(html: str, names: PageNames, *, path: str, dialect: Dialect) -> str:
    """Return the sanitised HTML of a page in which wiki links that name one page lead there, with its title.

    Others stay text.
    """
    if "[[" not in html:
        return html
    tree = LexborHTMLParser(f"<body>{html}")
    follow = partial(_followed, names=names, path=path, dialect=dialect)
    for node, text in texts_with("[[", tree, outside=LITERAL):
        parts = list(_parts(tree, text, follow))
        for part in parts[:-1]:
            node.insert_before(part)
        node.replace_with(parts[-1])
    return tree.body.inner_html or "" if tree.body else html


def _parts(
    tree: LexborHTMLParser, text: str, follow: Callable[[WikiName], tuple[str, str] | None]
) -> Iterator[LexborNode | str]:
    """Yield a text in pieces, links among them."""
    done = 0
    for found in WIKI_LINK.finditer(text):
        named = named_in(found[1])
        way = named and follow(named)
        if not way:
            continue
        link = tree.create_node("a")
        link.attrs["href"], shown = way
        link.insert_child(shown)
        yield text[done : found.start()]
        yield link
        done = found.end()
    yield text[done:]


def _followed(named: WikiName, *, names: PageNames, path: str, dialect: Dialect) -> tuple[str, str] | None:
    """Return the address, as an author would write it from anywhere, of what a wiki link names, and its text."""
    page = names.page_named(named.name, seen_from=path) if named.name else None
    if named.name and page is None:
        return None
    heading = named.heading.rpartition("#")[2]
    target = (f"/{quote(page)}" if page else "") + (f"#{quote(anchor_in(dialect, heading))}" if heading else "")
    return target, named.text or (names.title_at(page) if page else named.heading)
