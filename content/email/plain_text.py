"""A message as plain text: what its tree says, laid out with signs that everybody reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.parts.marking import HEADINGS

_BREAK = "\n"
# Not those that hold a number and its unit together.
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def plain_text(tree: LexborHTMLParser) -> str:
    """Return a message's text; lists keep their signs, tables their cells, links their addresses behind them."""
    blocks = _blocks(tree.body) if tree.body else []
    return "\n\n".join(block for block in blocks if block.strip()).strip() + "\n"


def _blocks(holder: LexborNode) -> list[str]:
    """Return the text of what stands one below the other."""
    found: list[str] = []
    line = ""
    for node in holder.iter(include_text=True):
        if node.is_text_node or node.tag not in _WRITERS:
            line += _inline(node)
        else:
            found += [_tidy(line), _WRITERS[str(node.tag)](node)]
            line = ""
    return [*found, _tidy(line)]


def _joined(holder: LexborNode, between: str = "\n\n") -> str:
    return between.join(block for block in _blocks(holder) if block.strip())


def _inline(node: LexborNode) -> str:
    if node.is_text_node:
        return _BLANKS.sub(" ", node.text_content or "")
    if node.tag == "br":
        return _BREAK
    text = "".join(_inline(child) for child in node.iter(include_text=True))
    address = (node.attributes.get("href") or "").removeprefix("mailto:").removeprefix("tel:")
    return f"{text} ({address})" if node.tag == "a" and address and address not in text else text


def _tidy(text: str) -> str:
    return "\n".join(line.strip(" ") for line in text.split("\n")).strip(" \n")


def _list(node: LexborNode) -> str:
    items = [item for item in node.iter() if item.tag == "li"]
    start = node.attributes.get("start") or "1"
    first = int(start) if start.isdigit() and len(start) < 9 else 1
    signs = [f"{first + at}. " if node.tag == "ol" else "- " for at in range(len(items))]
    return "\n".join(_indented(_joined(item, "\n"), sign) for item, sign in zip(items, signs, strict=True))


def _indented(text: str, sign: str) -> str:
    first, *others = text.split("\n")
    return "\n".join([f"{sign}{first}", *(f"{' ' * len(sign)}{line}" if line else line for line in others)])


def _table(node: LexborNode) -> str:
    rows = [[_tidy(_joined(cell, " ")) for cell in row.css("th, td")] for row in node.css("tr")]
    return "\n".join("  |  ".join(cell.replace("\n", " ") for cell in row) for row in rows)


def _quote(node: LexborNode) -> str:
    return "\n".join(f"> {line}".rstrip() for line in _joined(node).split("\n"))


def _code(node: LexborNode) -> str:
    return node.text().strip("\n")


def _rule(_node: LexborNode) -> str:
    return "--"


_WRITERS: Mapping[str, Callable[[LexborNode], str]] = {
    **dict.fromkeys(("p", "dl", "dt", "dd", "li", "caption", *HEADINGS), _joined),
    **dict.fromkeys(("ul", "ol"), _list),
    "table": _table,
    "blockquote": _quote,
    "pre": _code,
    "hr": _rule,
}
