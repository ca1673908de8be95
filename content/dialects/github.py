"""GitHub's Markdown to HTML by markdown-it, with what libraries add to it: definitions, admonitions, containers, math.

The HTML isn't sanitised, and each block says in `data-lines` which lines of the text it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.admon.index import admonition
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.gfm import gfm_plugin

from content.dialects.bare_addresses import link_bare_addresses
from content.parts.rules import PARTS

# So deep may blocks be nested; what is deeper isn't read.
DEEPEST = 150
# The theme's names for GitHub's five, and for what other tools call theirs.
ALSO = {"important": "info", "caution": "danger", "error": "danger", "hint": "tip", "attention": "warning"}
KINDS = {
    "note",
    "abstract",
    "info",
    "tip",
    "success",
    "question",
    "warning",
    "failure",
    "danger",
    "bug",
    "example",
    "quote",
}
# An admonition says what it is in one word, and after it nothing but a title in quotes: "!!! Until Friday !!!" is text.
ADMONITION = re.compile(r'(?:!!!|\?\?\?\+?)[ \t]+[A-Za-z][\w-]*(?:[ \t]+[\w-]+)*(?:[ \t]+"[^\n]*")?[ \t]*')
CONTAINER = re.compile(r"[ \t]*\{?\.?([A-Za-z][\w-]*)\}?(?:\[([^\]]*)\])?[ \t]*(.*?)[ \t]*")
FOLDED = {"details", "spoiler", "collapse", "dropdown"}
BOXES = {"alert", "admonition", "container_box"}
TITLES = {"alert_title", "admonition_title"}


def to_html(body: str, *, has_math: bool) -> str:
    """Render Markdown; any text is accepted."""
    parser = _parser(has_math=has_math)
    env: dict[str, Any] = {}
    tokens = _prepared(parser.parse(body.replace("\0", ""), env))
    return str(parser.renderer.render(tokens, parser.options, env))


def blocks_of(body: str) -> list[Token]:
    """Return the blocks of plain Markdown, without boxes and ticks, with the text in them as it is written."""
    return _plain_parser().parse(body.replace("\0", ""))


@lru_cache(1)
def block_parser() -> MarkdownIt:
    """Return a parser that finds the blocks of a page, and leaves the text in them as it is written."""
    return _of_blocks(_plugged())


@lru_cache(1)
def _plain_parser() -> MarkdownIt:
    return _of_blocks(MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table"))


def _of_blocks(parser: MarkdownIt) -> MarkdownIt:
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


@lru_cache(2)
def _parser(*, has_math: bool) -> MarkdownIt:
    parser = _plugged()
    if has_math:
        parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, allow_labels=False, renderer=_math)
        parser.add_render_rule("fence", _fence)
    # As GitHub: what leads nowhere safe is a link all the same, and the sanitiser takes its address away.
    parser.validateLink = lambda _: True  # type: ignore[method-assign, assignment]
    parser.add_render_rule("html_block", _html_block)
    parser.add_render_rule("part_marker", _part_marker)
    parser.add_render_rule("footnote_caption", _number_of_note)
    parser.add_render_rule("s_open", lambda *_: "<del>")
    parser.add_render_rule("s_close", lambda *_: "</del>")
    return parser


def _plugged() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST})
    parser.use(gfm_plugin).use(deflist_plugin).use(admon_plugin)
    link_bare_addresses(parser)
    parser.block.ruler.at("admonition", _admonition, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.use(container_plugin, "box", validate=_begins_container, render=_as_any_other)
    return parser


def _admonition(state: Any, first: int, last: int, silent: bool) -> bool:
    line = state.src[state.bMarks[first] + state.tShift[first] : state.eMarks[first]]
    return bool(ADMONITION.fullmatch(line)) and admonition(state, first, last, silent)


def _begins_container(params: str, _markup: str) -> bool:
    return bool(CONTAINER.fullmatch(params))


def _prepared(tokens: list[Token]) -> list[Token]:
    """Return the tokens with the lines of blocks, and with what the theme calls boxes, folded or with a title."""
    found: list[Token] = []
    boxes: list[str] = []
    for token in tokens:
        found.append(token)
        if token.map and token.nesting == 1:
            token.attrSet("data-lines", f"{token.map[0] + 1}-{token.map[1]}")
        part = token.type.removesuffix("_open").removesuffix("_close")
        if part in BOXES and token.nesting == 1:
            kind, title = _kind_and_title(token)
            is_folded = kind in FOLDED or token.markup.startswith("?")
            boxes.append(kind if kind in PARTS else "details" if is_folded else "div")
            known = kind_class(kind)
            is_box = not is_folded and bool(known or token.meta)
            if is_box or known:
                token.attrSet("class", f"admonition {known}".strip() if is_box else known)
            if token.markup == "???+":
                token.attrSet("open", "open")
            if part == "container_box" and (title or is_folded or known):
                found += _title(title or kind.capitalize(), "summary" if is_folded else "p")
        if part in BOXES:
            token.tag = boxes[-1] if token.nesting == 1 else boxes.pop()
        elif part in TITLES:
            token.tag = "summary" if boxes[-1] == "details" else "p"
            if token.nesting == 1:
                token.attrSet("class", "admonition-title")
    # `::: notes`, as decks elsewhere have it.
    return [Token("part_marker", one.tag, one.nesting) if one.tag in PARTS else one for one in found]


def kind_class(kind: str) -> str:
    """Return the class by which the theme knows a kind of box; nothing for a kind that it doesn't know."""
    name = ALSO.get(kind, kind)
    return name if name in KINDS else ""


def _title(text: str, tag: str) -> list[Token]:
    content = Token("text", "", 0, content=text)
    opening = Token("box_title_open", tag, 1, block=True)
    opening.attrSet("class", "admonition-title")
    inline = Token("inline", "", 0, content=text, children=[content])
    return [opening, inline, Token("box_title_close", tag, -1, block=True)]


def _kind_and_title(token: Token) -> tuple[str, str]:
    """Return what kind of box a token opens, and the title that a container names."""
    if token.meta:
        return str(token.meta.get("kind") or token.meta.get("tag")).lower(), ""
    found = CONTAINER.fullmatch(token.info)
    return (found[1].lower(), found[2] or found[3]) if found else ("", "")


def _math(content: str, _options: dict[str, Any]) -> str:
    """Show what is written between dollar signs as it is written."""
    return escape(content.strip())


def _fence(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """Show a block of code whose language is math as what stands between lines of two dollar signs."""
    token = tokens[at]
    if token.info.split()[:1] != ["math"]:
        return str(RendererHTML.fence(renderer, tokens, at, options, env))
    lines = escape(str(token.attrGet("data-lines") or ""))
    return f'<div class="math block" data-lines="{lines}">\n{_math(token.content, {})}\n</div>\n'


def _number_of_note(_renderer: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    """Show the number of a note, each time that the text names it."""
    return f"[{tokens[at].meta['id'] + 1}]"


def _part_marker(_renderer: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    return part_marker(tokens[at].tag, is_end=tokens[at].nesting < 0)


def part_marker(part: str, *, is_end: bool) -> str:
    """Return the comment by which a part of a page begins or ends."""
    return f"<!-- {'/' * is_end}{part} -->\n"


def _as_any_other(renderer: Any, tokens: Sequence[Token], at: int, options: Any, _env: Any) -> str:
    return str(renderer.renderToken(tokens, at, options, _env))


def _html_block(_renderer: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    """Put the block's lines before it: what may begin or end inside it can't carry them."""
    first, last = tokens[at].map or (0, 1)
    return f'<template data-lines="{first + 1}-{last}"></template>{tokens[at].content}'
