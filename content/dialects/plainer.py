"""Markdown that cmark doesn't know, written so that it reads the same words."""

from __future__ import annotations

import re

from content.dialects.github import ADMONITION, CONTAINER, FOLDED, kind_class, part_marker
from content.parts.rules import PARTS

_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)*(`{3,}|~{3,})")
_HTML = re.compile(r"[ \t>]*</?[A-Za-z][\w-]*(?:[\s/>]|$)")
_ALERT = re.compile(r"([ \t]*(?:>[ \t]?)+)\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*", re.IGNORECASE)
_BOX = re.compile(r"([ \t]*):{3,}(.*)")
_DEFINITION = re.compile(r"[ \t]{0,3}:[ \t]+(?=\S)")
_TITLE = re.compile(r'"(.*)"')
_MATH = re.compile(r"(?<![\w$\\])\$(?=[^\s$])([^$\n`]{0,300}?[^\s$\\`])\$(?![\w$])")
_MATH_BLOCK = re.compile(r"[ \t]{0,3}\$\$[ \t]*")
# How alerts, admonitions, containers and definitions begin.
_OTHER = r"\[!|!!!|\?\?\?|:"
# How a line begins that opens or ends something, or isn't as it should be.
_TELLING = re.compile(rf"[ \t>]*(?:[-*+][ \t]+|\d{{1,9}}[.)][ \t]+)*(?:`{{3}}|~{{3}}|</?[A-Za-z]|{_OTHER}|$)")
_NEEDS = re.compile(rf"[ \t>]*(?:{_OTHER})|.*\$")
_NEEDED = re.compile(rf"\n[ \t>]*(?:{_OTHER})")


def plainer(body: str, *, has_math: bool) -> str:
    """Return Markdown without alerts, admonitions, containers, definitions and math, their words in the same order."""
    if not (has_math and "$" in body) and not _NEEDED.search(f"\n{body}"):
        return body
    lines = _Lines(has_math=has_math)
    return "\n".join(lines.plain(line) for line in body.split("\n"))


class _Lines:
    """Goes through the lines of a page, and knows in what each stands."""

    def __init__(self, *, has_math: bool) -> None:
        self._has_math = has_math
        self._fence = ""
        self._is_html = False
        self._indent = -1  # of the admonition that the lines belong to
        self._boxes: list[str] = []  # that are open, by their kinds

    def plain(self, line: str) -> str:
        """Return the next line as cmark should see it; a break in it parts blocks."""
        if self._indent < 0:
            return self._changed(line)
        depth = len(line) - len(line.lstrip(" "))
        if not line.strip() or depth >= self._indent + 4:
            return self._changed(line[min(depth, 4) :])
        self._indent = -1
        return "\n" + self._changed(line)

    def _changed(self, line: str) -> str:
        if not (self._is_html or "$" in line or _TELLING.match(line)):
            return line
        if found := _FENCE.match(line):
            is_end = bool(self._fence) and found[1].startswith(self._fence) and not line[found.end() :].strip()
            self._fence = "" if is_end else self._fence or found[1]
        elif not line.strip():
            self._is_html = False
        elif self._is_html or (not self._fence and _HTML.match(line)):  # as far as the next empty line
            self._is_html = True
        elif not self._fence and _NEEDS.match(line):
            if box := _BOX.fullmatch(line):
                return self._boxed(box[2])
            if ADMONITION.fullmatch(line.strip()) and not line.startswith("    "):
                self._indent = len(line) - len(line.lstrip(" "))
            return _plain(line, has_math=self._has_math)
        return line

    def _boxed(self, params: str) -> str:
        """Return what stands in the place of a line that opens a box or closes one: of a part, the comment for it."""
        found = CONTAINER.fullmatch(params)
        if found:
            self._boxes.append(found[1].lower())
            kind, is_end = self._boxes[-1], False
        else:
            kind, is_end = (self._boxes.pop() if self._boxes and not params.strip() else ""), True
        return f"\n{part_marker(kind, is_end=is_end) if kind in PARTS else _title_of(params)}\n"


def _plain(line: str, *, has_math: bool) -> str:
    if alert := _ALERT.fullmatch(line):
        return f"{alert[1]}{alert[2].capitalize()}\n{alert[1]}"
    if ADMONITION.fullmatch(line.strip()):
        title = _TITLE.search(line)
        return f"\n{title[1] if title else line.split()[1].title()}\n"
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
