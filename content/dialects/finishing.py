"""Steps on the tree of a page whatever its dialect: anchors, signs for `:names:`, and media as links."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.dialects.anchors import MkDocsNumbering, Numbering, anchor_name
from content.dialects.dialect import Dialect
from content.dialects.signs import has_short_codes, with_signs
from content.parts.marking import ALL_HEADINGS, CLASS, MESSAGE
from content.parts.rules import OWN_NAME
from content.places.file_kinds import FileKind, kind_of

_NAMED = ", ".join(f"{tag}[{name}]" for tag in ("a", "span", "li", "sup") for name in ("id", "name"))
# Browsers write `%` and `\` otherwise in an address, and the theme's script stops at such a name.
_PLACE = re.compile(r"[^\s\"'<>&`%\\]{1,200}")
_LITERAL = {"code", "pre", "script", "style", "textarea"}
_ALIGNED = re.compile(r"(?:^|;)\s*text-align:\s*(left|center|right)\s*(?:;|$)")
BOXES = {True: "done", False: "to do"}
_MEDIA = "video, audio, iframe, embed, object"
_PLAYERS = {"video", "audio"}
_PLAYER_HOST = re.compile(
    r"(?:^|\.)(?:youtube|youtube-nocookie|youtu|vimeo|wistia|loom|vidyard|dailymotion|twitch|ted|soundcloud|spotify)"
    r"\.(?:com|be|net|tv)$"
)


def finish(tree: LexborHTMLParser, dialect: Dialect) -> set[str]:
    """Give every place of the tree its anchor, put signs in the place of their names, and return the anchors."""
    anchors, numbering = name_headings(tree, dialect)
    for node in tree.css(_NAMED):
        name = anchor_name(node.attributes.get("id") or node.attributes.get("name") or "")
        name = name if _PLACE.fullmatch(name) else ""
        node.attrs["id"] = name if numbering.take(name) else ""
        anchors.add(name)
    if tree.body is not None and has_short_codes(tree.body.text()):
        put_signs(tree)
    return anchors - {""}


def name_headings(tree: LexborHTMLParser, dialect: Dialect) -> tuple[set[str], Numbering]:
    """Give every heading of the tree its anchor; return these, and what numbers the names that are left."""
    numbering = MkDocsNumbering(dialect.slugs) if dialect.name == "mkdocs" else Numbering()
    return {_name_heading(node, numbering) for node in tree.css(ALL_HEADINGS)}, numbering


def dress(tree: LexborHTMLParser) -> None:
    """Say what only people see in a way that is kept of a page: tabs, how columns stand, diagrams, and ticks."""
    _label_tabs(tree)
    _align_cells(tree)
    for node in tree.css("span.arithmatex, div.arithmatex"):
        node.attrs["class"] = "math" if node.tag == "span" else "math block"
    for node in tree.css(f"pre.diagram, div.{CLASS}, div.{MESSAGE}, li.{CLASS}"):  # of an author's own HTML
        node.attrs["class"] = ""
    for node in tree.css("pre > code.language-mermaid, pre.mermaid > code"):
        if node.parent is not None:
            node.parent.attrs["class"] = "diagram"
    for box in tree.css("input"):
        if box.attributes.get("type") == "checkbox":
            box.attrs["aria-label"] = BOXES["checked" in box.attributes]
        else:
            box.decompose()


def _name_heading(node: LexborNode, numbering: Numbering) -> str:
    """Set the anchor of a heading: the one that it names, or one made of its words."""
    own = anchor_name(node.id or "")
    words = node.text().strip()
    last = node.last_child if words.endswith("}") else None
    while last is not None and last.is_text_node and not (last.text_content or "").strip():
        last = last.prev
    if last is not None and last.is_text_node and (found := OWN_NAME.search(last.text_content or "")):
        own = anchor_name(found[1])
        last.replace_with((last.text_content or "")[: found.start()])
        words = node.text().strip()
    own = own if _PLACE.fullmatch(own) else ""
    anchor = numbering.number(own) if own else numbering.give(words) if words else ""
    node.attrs["id"] = anchor
    return anchor


def _label_tabs(tree: LexborHTMLParser) -> None:
    """Show tabs one below the other, each with its name above it: what switches them is no part of a page."""
    for node in tree.css(".tabbed-set > input, .tabbed-set > label"):
        if node.tag == "input":
            node.decompose()
            continue
        name = tree.create_node("strong")
        name.insert_child(" ".join(node.text().split()))
        above = tree.create_node("p")
        above.insert_child(name)
        node.replace_with(above)


def _align_cells(tree: LexborHTMLParser) -> None:
    """Say how a column stands by what is kept of a page: its style isn't."""
    for cell in tree.css("th[style], td[style]"):
        if found := _ALIGNED.search(cell.attributes.get("style") or ""):
            cell.attrs["align"] = found[1]


def put_signs(tree: LexborHTMLParser) -> None:
    """Put the signs in the place of names such as `:rocket:`, but not in code."""
    for node, text in texts_with(":", tree, outside=_LITERAL):
        changed = with_signs(text)
        if changed != text:
            node.replace_with(changed)


def texts_with(sign: str, tree: LexborHTMLParser, *, outside: Container[str]) -> Iterator[tuple[LexborNode, str]]:
    """Yield the nodes of text that hold a sign, with their texts, but for those in some elements.

    A node that was yielded may be replaced.
    """
    for node in list(tree.body.traverse(include_text=True)) if tree.body else ():
        text = node.text_content if node.is_text_node else None
        if text and sign in text and not is_within(node, outside):
            yield node, text


def is_within(node: LexborNode, tags: Container[str]) -> bool:
    """Tell whether a node stands in an element of some tags."""
    parent = node.parent
    while parent is not None:
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False


def link_media(tree: LexborHTMLParser, *, external_images: bool) -> None:
    """Put links in the place of what is played, embedded or on other hosts, also where a page calls it an image."""
    link_players(tree)
    for node in tree.css("img[src]"):
        address = node.attributes.get("src") or ""
        kind = _kind_of(address)
        # Another host may call a picture as it likes.
        is_elsewhere = leads_elsewhere(address)
        is_picture = kind is None or kind.is_picture or (is_elsewhere and not kind.is_played)
        if not is_picture or (is_elsewhere and not external_images):
            name = node.attributes.get("alt") or node.attributes.get("title") or ""
            _replace(tree, node, address, name, _sign_of(node, address) if not is_picture else "picture")


def link_players(tree: LexborHTMLParser) -> None:
    """Put links in the place of what is played or embedded."""
    for node in tree.css(_MEDIA):
        source = node.css_first("source[src]")
        address = next(
            (
                value
                for one in (node, source)
                if one is not None
                for name in ("src", "data")
                if (value := one.attributes.get(name))
            ),
            "",
        )
        _replace(tree, node, address, node.attributes.get("title") or "", _sign_of(node, address))


def _sign_of(node: LexborNode, address: str) -> str:
    """Return the class of the link to what a node shows: what is played, a picture, or a page or file."""
    kind = _kind_of(address)
    if node.tag in _PLAYERS or (kind and kind.is_played) or _is_of_player(address):
        return "video"
    return "picture" if kind and kind.is_picture else "page"


def _is_of_player(address: str) -> bool:
    """Tell whether a host is one whose pages are films or sounds."""
    try:
        return bool(_PLAYER_HOST.search(urlsplit(address).hostname or ""))
    except ValueError:
        return False


def _kind_of(address: str) -> FileKind | None:
    return kind_of(address.partition("#")[0].partition("?")[0])


def _replace(tree: LexborHTMLParser, node: LexborNode, address: str, name: str, kind: str) -> None:
    """Put a link with a name in the place of a node, or the name alone inside another link."""
    is_in_link = is_within(node, {"a"})
    made = tree.create_node("span" if is_in_link or not address else "a")
    made.attrs["class"] = f"media {kind}"
    if not is_in_link and address:
        made.attrs["href"] = address
    made.insert_child(" ".join(name.split()) or _name_of(address) or kind.capitalize())
    node.replace_with(made)


def _name_of(address: str) -> str:
    """Return what is shown of an address without a name: its file, or its host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.netloc or parts.path.rpartition("/")[2]


def leads_elsewhere(address: str) -> bool:
    """Tell whether an address is one of another host, or none at all."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)
