"""Addresses of the web and of mailboxes that stand bare in the text, made links where GitHub does.

The plugin takes an address only after a space or one of a few signs. On GitHub that holds for `www.` alone: after a
quote or a letter of Japanese an address with its scheme is a link too, and so is a mailbox anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.common.utils import isLinkClose, isLinkOpen
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.gfm_autolink._match import match_any_email, match_http

_SCHEME = re.compile(r"(?<![A-Za-z])(https?|mailto|xmpp)$", re.IGNORECASE)
_LONGEST_SCHEME = len("mailto")
_MAILBOX = re.compile(r"(?<![A-Za-z0-9.+_-])[A-Za-z0-9.+_-]++@((?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9]))++)(?!@)")


def link_bare_addresses(parser: MarkdownIt) -> None:
    """Put our rules in the place of the plugin's, which must be in use; `www.` stays with it."""
    parser.inline.ruler.at("gfm_autolink_protocol", _address)
    parser.inline.ruler.disable("gfm_autolink_email")
    # Emphasis may end right after a mailbox, so that where one ends is known only when all text has been read.
    parser.core.ruler.after("text_join", "bare_mailboxes", _mailboxes)


def _address(state: StateInline, silent: bool) -> bool:
    """Make a link of what stands around a colon, where it is an address; its scheme was already read as text."""
    if silent or state.linkLevel:
        return False
    scheme = _SCHEME.search(state.pending[-_LONGEST_SCHEME - 1 :]) if state.src[state.pos] == ":" else None
    if scheme is None:
        return False
    name, after = scheme[1].lower(), state.src[state.pos : state.posMax]
    found = match_http(name + after) if "http" in name else match_any_email(name + after, len(name) + 1, name)
    if found is None or found[1] <= len(f"{name}://"):
        return False
    state.pending = state.pending[: -len(name)]
    length = found[1] - len(name)
    opening, text, closing = _link(state.md, found[0], scheme[1] + after[:length])
    for token in (opening, text, closing):
        made = state.push(token.type, token.tag, token.nesting)
        made.attrs, made.content = token.attrs, token.content
    state.pos += length
    return True


def _mailboxes(state: StateCore) -> None:
    """Make links of the mailboxes in the text of each block."""
    for block in state.tokens:
        if block.type == "inline" and block.children and "@" in block.content:
            block.children = list(_with_mailboxes(state.md, block.children))


def _with_mailboxes(parser: MarkdownIt, tokens: list[Token]) -> Iterator[Token]:
    links = 0
    for token in tokens:
        if token.type in {"link_open", "link_close"}:
            links += token.nesting
        elif token.type == "html_inline":
            links = max(0, links + bool(isLinkOpen(token.content)) - bool(isLinkClose(token.content)))
        if token.type == "text" and not links and "@" in token.content:
            yield from _parts(parser, token.content)
        else:
            yield token


def _parts(parser: MarkdownIt, text: str) -> Iterator[Token]:
    done = 0
    for found in _MAILBOX.finditer(text):
        if "." in found[1] and found[1][-1].isalpha():
            yield Token("text", "", 0, content=text[done : found.start()])
            yield from _link(parser, f"mailto:{found[0]}", found[0])
            done = found.end()
    yield Token("text", "", 0, content=text[done:])


def _link(parser: MarkdownIt, address: str, text: str) -> tuple[Token, Token, Token]:
    return (
        Token("link_open", "a", 1, attrs={"href": parser.normalizeLink(address)}),
        Token("text", "", 0, content=parser.normalizeLinkText(text)),
        Token("link_close", "a", -1),
    )
