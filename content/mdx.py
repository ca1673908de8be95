"""MDX as plain Markdown: the code and the components of a page taken away, their text and its lines kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from content.mdx_tags import ADDRESSES, Attributes, address_of, attributes_of, link, linked

# A statement is a few lines; in one that never ends no more is looked at.
LONGEST_STATEMENT = 100
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_MODULE_BEGINS = re.compile(
    r"import\s*['\"{*]|import\s+[\w$]+\s*(?:,\s*[{*].*)?\s+?from\s"
    r"|export\s+(?:default|const|let|var|async|function|class|type|interface)\b|export\s*[{*]"
)
# By these names Astro, Next and others keep what stands in front matter elsewhere.
_FIELDS = re.compile(r"export\s+const\s+(?:front[mM]atter|meta(?:data)?)\s*(?::\s*\w+\s*)?=\s*(?=\{)")
_TICKED = re.compile(r"`([^`\"\\$\n]*)`")
_STATEMENT_ENDS = (";", "'", '"', "}", ")", "]")
_NAME = re.compile(r"</?([A-Za-z][\w.:-]*)?")
_COMMENT_END = "*/}"
_WORDS = re.compile(r"\{\s*(['\"`])([^'\"`{}\n]*)\1\s*\}")
_BACKTICKS = re.compile("`+")
_MARKS = re.compile(r"[\\`<{]")
# How many components are around a line, and the column at which the outermost of them begins.
_Place = tuple[int, int]


def without_components(body: str) -> str:
    """Return the Markdown of an MDX page, line for line: imports, exports, comments and tags of components are gone.

    What stands between the tags stays, and so do their titles and labels; code that readers see stays as it is.
    """
    lines: list[tuple[str, _Place]] = []
    open_at: list[_Open] = []
    for is_code, part in groupby(_without_modules(body.split("\n")), key=lambda row: row[1]):
        texts = [text for text, _ in part]
        if is_code:
            lines += [(text, _place(open_at)) for text in texts]
        else:
            lines += _Prose("\n".join(texts), open_at).lines()
    return "\n".join(_moved_out(lines))


def exported_fields(body: str) -> tuple[str, int] | None:
    """Return the object that a page exports as its fields, and the line it begins on; None where it exports none."""
    lines = body.split("\n")
    for number, (line, is_code) in enumerate(_without_modules(lines)):
        found = None if is_code or line else _FIELDS.match(lines[number])
        if found:
            statement = "\n".join(lines[number : _module_end(lines, number)])
            return _TICKED.sub(r'"\1"', statement[found.end() :].rstrip().rstrip(";")), number + 1
    return None


class _Open(NamedTuple):
    """A component that isn't closed yet: its column, where a link around its text leads, and where that text begins."""

    column: int
    address: str
    text_in: _Prose
    text_at: int


def _place(open_at: list[_Open]) -> _Place:
    return len(open_at), open_at[0].column if open_at else 0


def _without_modules(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield each line and whether it is code that readers see; lines of imports and exports are empty."""
    fence, module_end = "", 0
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            yield line, True
            if found and found[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        if number >= module_end and _MODULE_BEGINS.match(line):
            module_end = _module_end(lines, number)
        if number < module_end:
            yield "", False
            continue
        fence = found[1] if found else ""
        yield line, bool(found)


def _module_end(lines: list[str], start: int) -> int:
    """Return the line after a statement; a bracket that is never closed takes no more along than up to a blank line."""
    depth, first_blank = 0, None
    for number in range(start, min(len(lines), start + LONGEST_STATEMENT)):
        line = lines[number].strip()
        depth += sum(map(line.count, "{([")) - sum(map(line.count, "})]"))
        if not line and first_blank is None:
            first_blank = number
        if depth <= 0 and (not line or line.endswith(_STATEMENT_ENDS)):
            return number + 1
    return len(lines) if first_blank is None else first_blank


class _Prose:
    """Text between blocks of code; `open_at` holds the components around it."""

    def __init__(self, text: str, open_at: list[_Open]) -> None:
        self._text = text
        self._open_at = open_at
        self._places = [_place(open_at)]
        self._made: list[str] = []
        self._link_at = -1  # the last link that was made of a component
        self._runs: dict[int, list[int]] = {}
        for run in _BACKTICKS.finditer(text):
            self._runs.setdefault(len(run[0]), []).append(run.start())
        self._last_comment_end = text.rfind(_COMMENT_END)
        # Tags that never end are each read to the end of the text, but no page has many of those.
        self._patience = 8 * len(text) + 1000

    def lines(self) -> list[tuple[str, _Place]]:
        """Return each line without tags, and where its begin stands."""
        at = 0
        while mark := _MARKS.search(self._text, at):
            self._take(self._text[at : mark.start()])
            at = self._read(mark.start())
        self._take(self._text[at:])
        return list(zip("".join(self._made).split("\n"), self._places, strict=True))

    def _take(self, kept: str) -> None:
        self._made.append(kept)
        self._places += [_place(self._open_at)] * kept.count("\n")

    def _take_lines(self, start: int, end: int) -> None:
        self._take("\n" * self._text.count("\n", start, end))

    def _read(self, start: int) -> int:
        """Take what begins at a mark, or what is left of it, and return where it ends."""
        text = self._text
        if text[start] == "`":
            end = self._code_end(start)
        elif text.startswith("{/*", start) and start < self._last_comment_end:
            end = text.index(_COMMENT_END, start) + len(_COMMENT_END)
            self._take_lines(start, end)
            return end
        elif words := _WORDS.match(text, start):
            self._take_lines(start, words.start(2))
            self._take(words[2])
            self._take_lines(words.end(2), words.end())
            return words.end()
        elif text[start] == "<" and (tag_end := self._tag_end(start)):
            self._take_tag(start, tag_end)
            return tag_end
        else:
            end = start + (2 if text[start] == "\\" else 1)
        self._take(text[start:end])
        return min(end, len(text))

    def _code_end(self, start: int) -> int:
        """Return where code in the text ends, or the backticks themselves where nothing closes them."""
        found = _BACKTICKS.match(self._text, start)
        length = len(found[0]) if found else 1
        places = self._runs.get(length, [])
        following = bisect_right(places, start)
        return (places[following] if following < len(places) else start) + length

    def _tag_end(self, start: int) -> int | None:
        """Return where a tag ends; None for what is none, or is none of ours."""
        name = _NAME.match(self._text, start)
        is_address = self._text[max(0, start - 2) : start] == "]("
        if name is None or is_address or self._patience < 0:
            return None
        quote, depth, at = "", 0, name.end()
        is_plain = name[1] is not None and name[1][0].islower()
        has_braces = False
        while at < len(self._text):
            sign = self._text[at]
            if quote:
                quote = "" if sign == quote else quote
            elif sign in "'\"":
                quote = sign
            elif sign in "{}":
                depth += 1 if sign == "{" else -1
                has_braces = True
            elif depth <= 0 and sign in "<>":
                self._patience -= at - start if sign == "<" else 0
                is_component = not is_plain or has_braces
                return at + 1 if sign == ">" and is_component and self._begins_well(name) else None
            elif name[1] is None:
                return None
            at += 1
        self._patience -= at - start
        return None

    def _begins_well(self, name: re.Match[str]) -> bool:
        """Tell whether after a tag's name stands what belongs there; `<https://...>` is an address."""
        return self._text[name.end()] in " \t\n/>" and not (name[1] or "").endswith(":")

    def _take_tag(self, start: int, end: int) -> None:
        tag = self._text[start:end]
        name = _NAME.match(tag)
        called = (name[1] if name else "") or ""
        attributes = attributes_of(tag, name.end() if name else 1)
        if called[:1].islower():
            self._take_element(tag, called, attributes)
        elif tag.startswith("</"):
            self._close()
        else:
            column = start - (self._text.rfind("\n", 0, start) + 1)
            self._take_component(tag, called, attributes, column)

    def _take_element(self, tag: str, name: str, attributes: Attributes) -> None:
        """Take a tag of HTML with those of its attributes that aren't code."""
        written = "".join(f' {key}="{_quoted(value)}"' for key, (value, _) in attributes.items())
        sign, end = ("</" if tag.startswith("</") else "<"), ("/" if tag.endswith("/>") else "")
        line = min((tag.count("\n", 0, at) for key, (_, at) in attributes.items() if key in ADDRESSES), default=0)
        self._take("\n" * line + f"{sign}{name}{written}{end}>" + "\n" * (tag.count("\n") - line))

    def _take_component(self, tag: str, name: str, attributes: Attributes, column: int) -> None:
        """Take the title of a component, as a link where it leads somewhere."""
        label = next((text for key in ("title", "label") if (text := attributes.get(key, ("",))[0].strip())), "")
        label = label and f"**{label}**"
        address, at = address_of(name, attributes)
        is_closed = tag.endswith("/>")
        lines = [0, tag.count("\n")]
        if address and (label or is_closed):
            lines = [tag.count("\n", 0, at), tag.count("\n", at)]
            label, address = link(label or address, address), ""
        self._take("\n" * lines[0] + (f"{label} " if label else "") + "\n" * lines[1])
        if not is_closed:
            self._open_at.append(_Open(column, address, self, len(self._made)))

    def _close(self) -> None:
        """Close a component, and make a link of its text, or a link beside it."""
        closed = self._open_at.pop() if self._open_at else None
        if closed is None or not closed.address:
            return
        is_whole = closed.text_in is self and closed.text_at > self._link_at
        text = "".join(self._made[closed.text_at :]) if is_whole else ""
        if made := linked(text, closed.address):
            self._made[closed.text_at :] = [made]
        else:
            is_apart = next((part for part in reversed(self._made) if part), " ")[-1].isspace()
            self._made.append(("" if is_apart else " ") + link(closed.address, closed.address))
        self._link_at = len(self._made)


def _quoted(value: str) -> str:
    return value.replace('"', "&quot;")


def _moved_out(lines: list[tuple[str, _Place]]) -> Iterator[str]:
    """Yield lines; those inside components begin where these do, for in Markdown far to the right stands code."""
    for (depth, column), part in groupby(lines, key=lambda row: row[1]):
        texts = [text for text, _ in part]
        columns = [len(text) - len(text.lstrip(" ")) for text in texts if text.strip()]
        surplus = max(0, min(columns, default=0) - column) if depth else 0
        yield from (text[surplus:] for text in texts)
