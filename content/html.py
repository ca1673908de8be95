"""A page's Markdown as sanitised HTML: the same words, tags and addresses in the API and in the site."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import markdown
import nh3

from content.outline import HEADINGS, anchor_of

TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "div", "dl", "dt", "em"),
    *("figcaption", "figure", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small"),
    *("span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", *HEADINGS),
}
ATTRIBUTES = {
    **{heading: {"id"} for heading in HEADINGS},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
CLASSES = {"div": {"admonition", "note", "tip", "info", "warning", "danger"}, "p": {"admonition-title"}}
EXTENSIONS = ["admonition", "def_list", "fenced_code", "sane_lists", "tables", "toc", "pymdownx.tilde"]


@dataclass(frozen=True)
class Rendered:
    """Sanitised HTML, and its headings as python-markdown's nested tokens with escaped names."""

    html: str
    toc: list[dict[str, Any]]


def to_html(body: str) -> Rendered:
    """Convert Markdown and sanitise it; links stay as written. Not bounded in time: see rendering."""
    converter = markdown.Markdown(
        extensions=EXTENSIONS, extension_configs={"toc": {"slugify": lambda text, _: anchor_of(text)}}, tab_length=4
    )
    raw = converter.convert(body)
    tokens: list[dict[str, Any]] = getattr(converter, "toc_tokens", [])
    anchors = _tidy(tokens)
    return Rendered(_sanitise(raw, anchors), tokens)


def with_links(page: str, resolve: Callable[[str], str]) -> str:
    """Return sanitised HTML with every relative link and image source replaced by `resolve(target)`."""

    def rewrite(tag: str, name: str, value: str) -> str | None:
        is_address = (tag, name) in {("a", "href"), ("img", "src")}
        return resolve(value) if is_address else value

    return _clean(page, rewrite)


@lru_cache(20_000)
def is_kept(address: str, *, is_image: bool) -> bool:
    """Tell whether the address of a link or an image is still there when its page was sanitised."""
    name, start = ("src", "<img") if is_image else ("href", "<a")
    return f" {name}=" in _sanitise(f'{start} {name}="{html.escape(address)}">', set())


def _tidy(tokens: list[dict[str, Any]]) -> set[str]:
    """Escape the names in the table of contents, and return the anchors it knows."""
    anchors = set()
    for token in tokens:
        anchors.add(token["id"])
        token["name"] = html.escape(html.unescape(token["name"]), quote=False)
        token["html"] = token["name"]
        anchors |= _tidy(token["children"])
    return anchors


def _sanitise(raw: str, anchors: set[str]) -> str:
    """Keep only ids that our own table of contents made, each once, and no image from another host."""
    unused = set(anchors)

    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            is_ours = value in unused
            unused.discard(value)
            return value if is_ours else None
        if (tag, name) == ("img", "src") and _leads_elsewhere(value):
            return None
        return value

    return _clean(raw, keep)


def _clean(page: str, attribute_filter: Callable[[str, str, str], str | None]) -> str:
    return nh3.clean(
        page,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        attribute_filter=attribute_filter,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def _leads_elsewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)
