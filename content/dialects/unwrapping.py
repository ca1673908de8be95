"""The tags that are kept of a page, and what happens to all others: their text stays, as on GitHub.

The sanitiser takes for pictures or formulas what is called like a part of them (`<Card>`, `<Text>`, `<Set>`), and drops
it with its text. So it is given a tree without such names; what it does to a page is the same as before.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "div", "dl"),
    *("dt", "em", "figcaption", "figure", "hr", "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "pre"),
    *("q", "s", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th"),
    *("thead", "tr", "u", "ul", "ruby", "rt", "rp", "h1", "h2", "h3", "h4", "h5", "h6"),
}
_DROPPED = {"script", "style"}
_TAG = re.compile(r"<([A-Za-z][^\s/>]*)")
# What stands in these is none of a page's tree, or its tags and Markdown's are shown as they are. Ours, which says on
# which lines HTML stands, is empty.
_OPAQUE = ("template", "title", "textarea", "xmp", "noembed", "noframes", "plaintext")
_SIGNS = re.compile(rf"</?(?:{'|'.join(_OPAQUE)})\b", re.IGNORECASE)
_OPAQUE_TAG = re.compile(
    rf'(<template data-lines="[\d-]+"></template>)|<(/?)({"|".join(_OPAQUE)})(?=[\s/>])', re.IGNORECASE
)


def with_open_tags(raw: str) -> str:
    """Return HTML in which an author's `<template>`, `<title>` and the like are tags as any other that nobody knows."""
    if not _SIGNS.search(raw):
        return raw
    return _OPAQUE_TAG.sub(lambda found: found[1] or f"<{found[2]}any-{found[3]}", raw)


def unwrap(tree: LexborHTMLParser, raw: str) -> None:
    """Take what isn't kept out of the tree of some HTML: scripts and styles as a whole, of all else the tags."""
    if tree.body is None or {name.lower() for name in _TAG.findall(raw)} <= TAGS:
        return
    # From the outermost inwards, so that each node is moved once.
    for node in list(tree.body.traverse()):
        if node.tag in _DROPPED:
            node.decompose()
    for node in list(tree.body.traverse()):
        if node.tag not in TAGS and node.tag != "body":
            node.unwrap(delete_empty=True)
