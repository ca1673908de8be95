"""How a page is built: the tree of its tags, as the product renders it and as cmark-gfm, which GitHub runs, does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import cmarkgfm
import nh3
from cmarkgfm.cmark import Options
from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.dialects.unwrapping import TAGS
from content.html import ATTRIBUTES

# Drawn by the product in another way than by cmark alone, or not structure at all.
PASSED_OVER = {"div", "section", "span", "br", "hr", "input", "template"}
_ALERT = re.compile(r"<blockquote>\n<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\](?:\n|(</p>))", re.IGNORECASE)
SAME = {"s": "del", "strike": "del", "b": "strong", "i": "em"}


def structure(html: str) -> list[str]:
    """Return the tags of a page one below the other, each with its depth."""
    body = LexborHTMLParser(f"<body>{html}").body
    return list(_tags(body, 0)) if body else []


def _tags(node: LexborNode, depth: int) -> Iterator[str]:
    for child in node.iter():
        if "media" in (child.attributes.get("class") or ""):
            continue
        tag = SAME.get(str(child.tag), str(child.tag))
        is_kept = tag not in PASSED_OVER and not (tag == "strong" and _is_in_strong(child))
        if is_kept:
            yield f"{'  ' * depth}{tag}"
        yield from _tags(child, depth + is_kept)


def _is_in_strong(node: LexborNode) -> bool:
    """Tell whether text is bold already, where GitHub leaves a second tag out."""
    return node.parent is not None and SAME.get(str(node.parent.tag), node.parent.tag) == "strong"


def of_github(body: str) -> str:
    """Return what cmark-gfm makes of a page, cleaned as ours is, and alerts as boxes, which GitHub adds afterwards."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_GITHUB_PRE_LANG
    raw = cmarkgfm.github_flavored_markdown_to_html(body, options=options)
    raw = _ALERT.sub(lambda alert: f"<div><p>{alert[1]}</p>{'' if alert[2] else '<p>'}", raw)
    return nh3.clean(raw, tags=TAGS, attributes=ATTRIBUTES)
