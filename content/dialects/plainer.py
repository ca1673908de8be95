"""Markdown that cmark doesn't know, written so that it reads the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.dialects.github import ADMONITION, CONTAINER, FOLDED, kind_class

_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)*(`{3,}|~{3,})")
_HTML = re.compile(r"[ \t>]*</?[A-Za-z][\w-]*(?:[\s/>]|$)")
_ALERT = re.compile(r"([ \t]*(?:>[ \t]?)+)\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*", re.IGNORECASE)
_BOX = re.compile(r"([ \t]*):{3,}(.*)")
_DEFINITION = re.compile(r"[ \t]{0,3}:[ \t]+(?=\S)")
_TITLE = re.compile(r'"(.*)"')
_MATH = re.compile(r"(?<![\w$\\])\$(?=[^\s$])([^$\n`]{0,300}?[^\s$\\`])\$(?![\w$])")
_MATH_BLOCK = re.compile(r"[ \t]{0,3}\$\$[ \t]*")
_NEEDS = re.compile(r"[ \t>]*(?:\[!|!!!|\?\?\?|:)|.*\$")
_NEEDED = re.compile(r"^[ \t>]*(?:\[!|!!!|\?\?\?|:)|\$", re.MULTILINE)


def plainer(body: str, *, has_math: bool) -> str:
    """Return Markdown without alerts, admonitions, containers, definitions and math, their words in the same order."""
    return "\n".join(_lines(body.split("\n"), has_math=has_math)) if _NEEDED.search(body) else body


def _lines(lines: list[str], *, has_math: bool) -> Iterator[str]:
    fence, indent, is_html = "", -1, False
    for written in lines:
        line = written
        if indent >= 0:  # inside an admonition, whose text stands four signs further in
            depth = len(line) - len(line.lstrip(" "))
            if not line.strip() or depth >= indent + 4:
                line = line[min(depth, 4) :]
            else:
                indent = -1
                yield ""
        if found := _FENCE.match(line):
            if not fence:
                fence = found[1]
            elif found[1].startswith(fence) and not line[found.end() :].strip():
                fence = ""
        elif not line.strip():
            is_html = False
        elif is_html or (not fence and _HTML.match(line)):  # as far as the next empty line
            is_html = True
        elif not fence and _NEEDS.match(line):
            if ADMONITION.fullmatch(line.strip()) and not line.startswith("    "):
                indent = len(line) - len(line.lstrip(" "))
            line = _plain(line, has_math=has_math)
        yield line


def _plain(line: str, *, has_math: bool) -> str:
    """Return one line as cmark should see it; a break in it parts blocks."""
    if alert := _ALERT.fullmatch(line):
        return f"{alert[1]}{alert[2].capitalize()}\n{alert[1]}"
    if ADMONITION.fullmatch(line.strip()):
        title = _TITLE.search(line)
        return f"\n{title[1] if title else line.split()[1].title()}\n"
    if box := _BOX.fullmatch(line):
        return f"\n{_title_of(box[2])}\n"
    if has_math:
        line = "```" if _MATH_BLOCK.fullmatch(line) else _MATH.sub(r"`\1`", line)
    return _DEFINITION.sub("\n", line, count=1)


def _title_of(params: str) -> str:
    found = CONTAINER.fullmatch(params)
    if not found:
        return ""
    kind = found[1].lower()
    is_known = kind in FOLDED or bool(kind_class(kind))
    return found[2] or found[3] or (kind.capitalize() if is_known else "")
