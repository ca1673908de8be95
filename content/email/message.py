"""The message of a template: its nodes cut out of the page, and its fields filled in where text stands."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from unicodedata import east_asian_width
from urllib.parse import quote, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.email.merge_fields import FIELD, LINK_SCHEMES, put_in
from content.parts.leaving import sign_boxes
from content.parts.marking import CLASS, MESSAGE

# Mail programs show these, and nothing else is needed for what Markdown says.
_KEPT_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_UNWRAPPED = ("details", "summary", "section", "span", "div", "ruby", "abbr", "mark", "figure", "figcaption", "dfn")
_BLOCKS = {"p", "li", "td", "th", "dd", "ul", "ol", "table", "blockquote", "pre", "body"}
# A line shorter than this ends where its author ended it.
SHORT_LINE = 60
_PERCENT_FIELD = re.compile(r"%7B%7B(?:%20|\s)*(\w+)(?:%20|\s)*%7D%7D", re.IGNORECASE)


def message_of(page_html: str) -> LexborHTMLParser:
    """Return the tree of a template's message: of the page's sanitised HTML what is sent, with nothing of the page.

    Links that lead into the library become their text, and pictures what they show: a buyer could open neither.
    """
    page = LexborHTMLParser(f"<body>{page_html}")
    for node in page.css(f".{CLASS}, sup.footnote-ref, a.footnote-backref"):
        node.decompose()
    inner = "\n".join(str(box.inner_html or "") for box in page.css(f"div.{MESSAGE}"))
    tree = LexborHTMLParser(f"<body>{inner}")
    _put_in_words(tree)
    for block in tree.css("p, li, td, th, dd"):
        _keep_short_lines(tree, block)
    _make_plain(tree)
    return tree


def _put_in_words(tree: LexborHTMLParser) -> None:
    """Put words in the place of what a buyer can't open or see: pictures, boxes to tick, links into the library."""
    for node in tree.css("img"):
        node.replace_with(node.attributes.get("alt") or "")
    if tree.body is not None:
        sign_boxes(tree.body)
    for link in tree.css("a"):
        if not _leads_out(unquote(link.attributes.get("href") or "")):
            link.unwrap(delete_empty=True)


def _make_plain(tree: LexborHTMLParser) -> None:
    """Take away tags that mail programs needn't know, and what only a page needs of the others."""
    for tag in _UNWRAPPED:
        for node in tree.css(tag):
            node.unwrap(delete_empty=True)
    for node in list(tree.body.traverse()) if tree.body else ():
        kept = _KEPT_ATTRIBUTES.get(str(node.tag), set())
        for name in [name for name in node.attributes if name not in kept]:
            del node.attrs[name]


def _keep_short_lines(tree: LexborHTMLParser, block: LexborNode) -> None:
    """Break a line where its author did, as after a greeting; lines that a text is wrapped at are longer."""
    width = 0
    for node in list(block.traverse(include_text=True)):
        if node.tag == "br":
            width = -1  # what follows it in the text is the end of the same line
        text = node.text_content if node.is_text_node else None
        if not text or not _is_of(node, block):
            continue
        first, *others = text.split("\n")
        pieces: list[LexborNode | str] = [first]
        width = max(width, 0) + _width(first) if first.strip() or width >= 0 else width
        for line in others:
            pieces += [tree.create_node("br")] if 0 < width < SHORT_LINE else [" "] if width > 0 else []
            pieces.append(line)
            width = _width(line)
        if others:
            for piece in pieces:
                node.insert_before(piece)
            node.decompose()


def _is_of(node: LexborNode, block: LexborNode) -> bool:
    """Tell whether a text stands in a block itself, and in none below it."""
    above = node.parent
    while above is not None and above.tag not in _BLOCKS:
        above = above.parent
    return above is not None and above.mem_id == block.mem_id


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def fields_in(tree: LexborHTMLParser) -> str:
    """Return all that a message says, its links too, for the names of its fields."""
    links = [unquote(link.attributes.get("href") or "") for link in tree.css("a[href]")]
    return "\n".join([tree.body.text() if tree.body else "", *links])


def fill_message(
    tree: LexborHTMLParser,
    values: Mapping[str, str],
    *,
    marked: Container[str] = (),
    dressed: Mapping[str, str] | None = None,
) -> None:
    """Fill in the fields of a message; values are text and never read as HTML or Markdown.

    Those of `marked` fields are marked, for who looks at the message before it is sent. `dressed` has sanitised HTML
    for some fields, as `dressed_line` makes it.
    """
    for link in tree.css("a[href]"):
        address = _fill_address(link.attributes.get("href") or "", values)
        if address is None:
            link.unwrap(delete_empty=True)
        else:
            link.attrs["href"] = address
    for node in list(tree.body.traverse(include_text=True)) if tree.body else ():
        text = node.text_content if node.is_text_node else None
        if text and FIELD.search(text):
            for piece in _pieces(tree, text, values, marked, dressed or {}):
                node.insert_before(piece)
            node.decompose()


def _pieces(
    tree: LexborHTMLParser,
    text: str,
    values: Mapping[str, str],
    marked: Container[str],
    dressed: Mapping[str, str],
) -> Iterator[LexborNode | str]:
    """Yield what stands in the place of a text: its words, its fields filled in, and breaks of their lines."""
    last = 0
    for found in FIELD.finditer(text):
        yield text[last : found.start()]
        value = values.get(found[1], found[0])
        if found[1] in marked:
            mark = tree.create_node("mark")
            mark.insert_child(value)
            yield mark
        elif found[1] in dressed:
            body = LexborHTMLParser(f"<body>{dressed[found[1]]}").body
            yield from (list(body.iter(include_text=True)) if body else [value])
        else:
            first, *others = value.split("\n")
            yield first
            for line in others:
                yield from (tree.create_node("br"), line)
        last = found.end()
    yield text[last:]


def dressed_line(page_html: str) -> str:
    """Return the sanitised HTML of a text of one's own, such as a signature, as what may stand inside a paragraph."""
    tree = message_of(f'<div class="{MESSAGE}">{page_html}</div>')
    lines = [str(node.inner_html or "").strip() for node in tree.css("p, li")]
    return "<br>".join(line for line in lines if line)


def _leads_out(address: str) -> bool:
    """Tell whether a link leads out of the library; one that a field says will be looked at when it is filled in."""
    if FIELD.match(address.strip()):
        return True
    try:
        return urlsplit(address).scheme in LINK_SCHEMES
    except ValueError:
        return False


def _fill_address(address: str, values: Mapping[str, str]) -> str | None:
    """Return a link's address with its fields filled in; None where it leads nowhere safe then."""
    plain = _PERCENT_FIELD.sub(r"{{ \1 }}", address)
    whole = FIELD.fullmatch(plain.strip())
    if whole is not None:
        found = values.get(whole[1], "")
        return found if _is_safe(found) else None
    safe = {name: quote(value, safe="") for name, value in values.items()}
    filled = put_in(plain, safe)
    return filled if _is_safe(filled) else None


def _is_safe(address: str) -> bool:
    try:
        return urlsplit(address).scheme in LINK_SCHEMES and not re.search(r"[\s\x00-\x1f]", address)
    except ValueError:
        return False
