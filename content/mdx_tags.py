"""Tags of MDX: what their attributes say in words, where they lead, and the Markdown links that are made of that."""

from __future__ import annotations

import re

# Of a tag, the attributes whose values are no code, each with where it stands.
Attributes = dict[str, tuple[str, int]]
ADDRESSES = ("href", "to", "src")
_ATTRIBUTE = re.compile(
    r"(?<![\w:.-])(?P<name>[A-Za-z_][\w:-]*)\s*=\s*"
    r"(?:(?P<quote>[\"'])(?P<value>.*?)(?P=quote)"
    r"|\{\s*(?P<sign>[\"'`])(?P<inner>[^\"'`{}\n]*)(?P=sign)\s*\}|(?P<code>\{))",
    re.DOTALL,
)
_LEADING = re.compile(r"(?:Link|Button|Card|Redirect|Anchor)$")
_BRACE = re.compile(r"[{}]")
_BRACKET, _ESCAPED = re.compile(r"[\[\]]"), r"\\\g<0>"
# Text that no link can be made of as a whole: it holds one, or blocks.
_NO_LINK_TEXT = re.compile(
    r"\]\(|<a[\s>]|\n[ \t]*\n|^[ \t]*(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|[>|]|`{3}|~{3}|:{3}|!!!|===|---)", re.MULTILINE
)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*\)")


def attributes_of(tag: str, at: int) -> Attributes:
    """Return the attributes of a tag from a place in it on, without those whose values are code."""
    found: Attributes = {}
    while attribute := _ATTRIBUTE.search(tag, at):
        at = attribute.end()
        if attribute["code"]:
            at = brace_end(tag, attribute.start("code"), len(tag))
            continue
        value = attribute["value"] if attribute["quote"] else attribute["inner"]
        found.setdefault(attribute["name"], (" ".join(value.split()), attribute.start()))
    return found


def brace_end(text: str, at: int, farthest: int) -> int:
    """Return where the brace at a place is closed; the farthest place where it isn't."""
    depth = 0
    for brace in _BRACE.finditer(text, at, farthest):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return farthest


def address_of(name: str, attributes: Attributes) -> tuple[str, int]:
    """Return where a component leads, and where its tag says so; "" where it leads nowhere."""
    if "href" in attributes:
        return attributes["href"]
    to = attributes.get("to", ("", 0))
    # Steps and transitions lead from something to something else, which is no address.
    return to if re.search(r"[/#.:]", to[0]) or _LEADING.search(name) else ("", 0)


def link(text: str, address: str) -> str:
    """Return a link with a text, in which brackets are no part of another."""
    return f"[{_BRACKET.sub(_ESCAPED, text)}]({_destination(address)})"


def linked(text: str, address: str) -> str | None:
    """Return text as a link, without the space around it; None for a text of which none can be made."""
    words = text.strip()
    if not words or _NO_LINK_TEXT.search(_IMAGE.sub("", words)) or words.count("[") != words.count("]"):
        return None
    before, _, after = text.partition(words)
    return f"{before}[{words}]({_destination(address)}){after}"


def _destination(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address
