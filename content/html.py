"""A page's Markdown as sanitised HTML: the same words, tags and addresses in the API and in the site."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import nh3
from markdown.extensions.toc import nest_toc_tokens
from selectolax.lexbor import LexborHTMLParser

from content.dialects import github, mkdocs
from content.dialects.diagrams import drawn
from content.dialects.dialect import GITHUB, Dialect
from content.dialects.finishing import dress, finish, leads_elsewhere, link_media
from content.dialects.placing import Link, links_of
from content.dialects.unwrapping import TAGS, unwrap, with_open_tags
from content.parts.marking import ALL_HEADINGS, CLASS, HEADINGS, MESSAGE, mark, only_sent, wrap
from content.parts.rules import INNER, PartRules
from content.places.page_names import PageNames
from content.places.wiki_links import with_names_followed
from content.typed import Page

ATTRIBUTES = {
    **{tag: {"id", "align"} for tag in HEADINGS},
    **{tag: {"id"} for tag in ("span", "sup")},
    **{tag: {"align"} for tag in ("div", "p")},
    "a": {"href", "title", "id"},
    "details": {"open"},
    "img": {"src", "alt", "title", "width", "height", "align"},
    "input": {"checked", "aria-label"},
    "li": {"id"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
}
# Whatever an author writes, a box can be looked at and not be used.
FORCED = {"input": {"type": "checkbox", "disabled": ""}}
CLASSES = {
    "a": {"media", "video", "picture", "page", "footnote-backref"},
    "details": github.KINDS,
    "div": {"admonition", "math", "block", *github.KINDS, CLASS, MESSAGE, *INNER},
    "li": {"task-list-item", CLASS},
    "p": {"admonition-title"},
    "pre": {"diagram"},
    "section": {"footnotes"},
    "span": {"math", "media", "video", "picture", "page"},
    "sup": {"footnote-ref"},
}
# The head of a column that says nothing is no head to a screen reader.
_NO_HEAD = re.compile(r"<th((?: [^>]*)?)>\s*</th>")
_DIAGRAM = '<pre class="diagram">'


@dataclass(frozen=True)
class Rendered:
    """Sanitised HTML; its headings as MkDocs' nested tokens with escaped names; its links as written; its anchors.

    `diagrams` are the drawings of its blocks of that kind, in their order, as addresses of images; "" for none.
    """

    html: str
    toc: list[dict[str, Any]]
    links: tuple[Link, ...]
    anchors: frozenset[str]
    diagrams: tuple[str, ...] = ()


def to_html(
    body: str, dialect: Dialect = GITHUB, *, external_images: bool = False, rules: PartRules | None = None
) -> Rendered:
    """Convert Markdown and sanitise it; links stay as written. Not bounded in time: see rendering.

    By `rules` what stays inside the company is put into boxes, which `shown` can leave out.
    """
    raw = github.to_html(body, has_math=dialect.has_math) if dialect.name == "github" else mkdocs.to_html(body, dialect)
    raw = with_open_tags(raw)
    tree = LexborHTMLParser(f"<body>{raw}")
    links = links_of(tree, body.split("\n"))
    dress(tree)
    anchors = finish(tree, dialect)
    if rules is not None:
        wrap(tree, mark(tree, rules))
    link_media(tree, external_images=external_images)
    unwrap(tree, raw)
    toc = _contents(tree)
    diagrams = tuple(drawn(node.text()) for node in tree.css("pre.diagram > code")) if dialect.has_diagrams else ()
    clean = _sanitise(tree.body.html or "" if tree.body else "", anchors, external_images=external_images)
    return Rendered(clean.strip(), toc, tuple(links), frozenset(anchors), diagrams)


def _contents(tree: LexborHTMLParser) -> list[dict[str, Any]]:
    """Return the headings as python-markdown nests them; the first one of level 1 is the page's, and holds the rest."""
    tokens: list[Any] = []
    for node in tree.css(ALL_HEADINGS):
        name = html.escape(" ".join(node.text().split()), quote=False)
        if anchor := node.attributes.get("id"):
            level = HEADINGS.index(str(node.tag)) + 1
            tokens.append({"level": level, "id": anchor, "name": name, "html": name, "data-toc-label": ""})
    nested: list[Any] = nest_toc_tokens(tokens)
    first, *rest = nested or [None]
    if first and rest and first["level"] == 1:  # the theme lists what it holds, and would leave out the rest
        first["children"] += rest
        rest = []
    return [first, *rest] if first else []


def shown(
    rendered: Rendered, page: Page, *, names: PageNames, resolve: Callable[[str], str], is_outside: bool = False
) -> str:
    """Return a page's HTML as readers get it: names and links followed by `resolve(target)`, diagrams drawn.

    Outside the company that is what is sent of it.
    """
    linked = with_links(with_names_followed(rendered.html, names, path=page.path, dialect=page.dialect), resolve)
    page_html = with_diagrams(_NO_HEAD.sub(r"<td\1></td>", linked), rendered.diagrams)
    return only_sent(page_html) if is_outside else page_html


def with_links(page: str, resolve: Callable[[str], str]) -> str:
    """Return sanitised HTML with every relative link and image source replaced by `resolve(target)`."""

    def rewrite(tag: str, name: str, value: str) -> str | None:
        is_address = (tag, name) in {("a", "href"), ("img", "src")}
        return resolve(value) if is_address else value

    return _clean(page, rewrite)


def with_diagrams(page: str, diagrams: Sequence[str]) -> str:
    """Return sanitised HTML with each block of a diagram folded below its drawing, where there is one."""
    first, *blocks = page.split(_DIAGRAM)
    if len(blocks) != len(diagrams):
        return page
    return first + "".join(map(_drawing, blocks, diagrams))


def _drawing(block: str, image: str) -> str:
    text, end, rest = block.partition("</pre>")
    if not image:
        return _DIAGRAM + block
    folded = f"<details><summary>The diagram as text</summary>{_DIAGRAM}{text}{end}</details>"
    return f'<p class="diagram"><img src="{image}" alt="Diagram, which stands below as text"></p>{folded}{rest}'


@lru_cache(20_000)
def is_kept(address: str, *, is_image: bool) -> bool:
    """Tell whether the address of a link or an image is still there when its page was sanitised."""
    name, start = ("src", "<img") if is_image else ("href", "<a")
    return f" {name}=" in _sanitise(f'{start} {name}="{html.escape(address)}">', set(), external_images=False)


def _sanitise(raw: str, anchors: set[str], *, external_images: bool) -> str:
    """Keep only ids that were given out, each once, and images from other hosts only where they are wanted."""
    unused = set(anchors)

    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            is_ours = value in unused
            unused.discard(value)
            return value if is_ours else None
        if (tag, name) == ("img", "src") and leads_elsewhere(value) and not external_images:
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
        set_tag_attribute_values=FORCED,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
