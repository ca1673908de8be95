"""Mending of front matter that YAML refuses: field by field, so that one costs no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from content.fields import front_matter
from content.fields.front_matter import FrontMatter, FrontMatterError

# What no text holds.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TABS = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
_ITEM = re.compile(r"^(\s*-[ \t]+)(\S.*?)[ \t]*$")
# A list or mapping, or a quoted text, that ends where its line does.
_CLOSED = re.compile(r"""\[.*\]|\{(?!\{).*\}|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
# Who writes a number or a word right behind the sign means no comment.
_CUT_BY_COMMENT = re.compile(r"""(title|summary|description):[ \t]+(?!["'|>#])\S.*?[ \t]#(?=\w)""")
# Among fields a name may have several words; where nobody knows yet whether there are fields, it has one.
_KEY = re.compile(r"""(["']?)(?P<name>[^\W\d][\w.\-]*(?: [\w.\-()/&]+){0,4})\1[ \t]*:(?:[ \t]|$)""")
_OPENED = re.compile(r"\[[^\]]*|\{(?!\{)[^}]*")


@dataclass(frozen=True)
class Remark:
    """What was wrong with a field, on which line of the file; `is_lost` when its value couldn't be read at all.

    `names` are its own name and those of the fields that its lines seem to hold, such as one with an indent too many.
    """

    names: tuple[str, ...]
    line: int
    message: str
    is_lost: bool


@dataclass
class Mended:
    """What could be read, and a remark for each field that isn't written as YAML is."""

    front: FrontMatter
    remarks: list[Remark] = field(default_factory=list)


def read_or_mend(source: str) -> Mended:
    """Read front matter, field by field where YAML refuses it as a whole; raises FrontMatterError."""
    try:
        found = Mended(front_matter.read(source))
    except FrontMatterError as error:
        if len(source) > front_matter.MAX_CHARACTERS:
            raise
        found = Mended(FrontMatter({}, {}))
        for first, lines in _entries(source.split("\n"), error):
            _add(found, first, lines)
    for number, line in enumerate(source.split("\n"), start=2):
        cut = _CUT_BY_COMMENT.match(line)
        if cut and all(cut[1] not in remark.names for remark in found.remarks):
            message = f"`{cut[1]}` ends before ` #`, where a comment begins in YAML; put the text in quotes"
            found.remarks.append(Remark((cut[1],), number, message, is_lost=False))
    return found


def _entries(lines: list[str], error: FrontMatterError) -> Iterator[tuple[int, list[str]]]:
    """Yield each field's first line, counted from 0, and its lines without the indent that all share."""
    written = [line for line in lines if line.strip()]
    indent = min((len(line) - len(line.lstrip(" ")) for line in written), default=0)
    entry: list[str] = []
    start = 0
    for number, full in enumerate(lines):
        line = full[indent:]
        if _KEY.match(line):
            if entry:
                yield start, entry
            start, entry = number, [line]
        elif (
            not line.strip() or line.startswith("#") or (entry and (line[0].isspace() or re.match(r"-(?:\s|$)", line)))
        ):
            entry += [line] * bool(entry)
        else:
            raise error
    if not entry:
        raise error
    yield start, entry


def _add(found: Mended, first: int, lines: list[str]) -> None:
    """Add one field to those that were read."""
    found_key = _KEY.match(lines[0])
    name = found_key["name"] if found_key else ""
    shift = "\n" * first
    try:
        front = front_matter.read(shift + "\n".join(lines))
        name = next(iter(front.fields))
        remark = None
    except FrontMatterError as error:
        front, remark = _mended_entry(name, first, lines, error)
    if name in found.front.fields:
        line = first + 2
        message = f"`{name}` stands twice; keep one"
        found.remarks.append(Remark((name,), line, message, is_lost=True))
        return
    found.front.fields.update(front.fields)
    found.front.places.update(front.places)
    if remark:
        found.remarks.append(remark)


def _mended_entry(
    name: str, first: int, lines: list[str], error: FrontMatterError
) -> tuple[FrontMatter, Remark | None]:
    names = (name, *(key["name"] for line in lines[1:] if (key := _KEY.match(line.lstrip(" \t-")))))
    for attempt, advice in _attempts(name, lines):
        try:
            front = front_matter.read("\n" * first + attempt)
        except FrontMatterError:
            continue
        message = f"`{name}` is no YAML as it stands, and was read as it seems to be meant; {advice}"
        return front, Remark(names, max(error.line, first + 2), message, is_lost=False)
    message = f"`{name}` is left out: {error}"
    return FrontMatter({}, {}), Remark(names, max(error.line, first + 2), message, is_lost=True)


def _attempts(name: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield other ways to write a field, each with what to tell its author."""
    whole = "\n".join(lines)
    if _CONTROL.search(whole):
        return
    if _TABS.search(whole):
        spaced = _TABS.sub(lambda found: found[0].replace("\t", "  "), whole)
        yield spaced, "indent by spaces, not by tabs"
        whole = spaced
    head, *rest = whole.split("\n")
    key, value = head[: head.index(":")], head[head.index(":") + 1 :].strip()
    if value and not any(line.strip() and not line.startswith("#") for line in rest) and not _is_cut_off(value):
        quoted = _quoted(value)
        yield f"{key}: {quoted}", f"write `{name}: {quoted}`"
    elif not value:
        items = [_ITEM.sub(_quoted_item, line) for line in rest]
        if items != rest:
            yield "\n".join([head, *items]), "write each item that holds signs of YAML's in quotes"


def _is_cut_off(value: str) -> bool:
    """Tell whether a value is a list or mapping gone wrong, in whose place a text would mislead."""
    return bool(_CLOSED.fullmatch(value) or _OPENED.fullmatch(value))


def _quoted_item(found: re.Match[str]) -> str:
    start, value = found[1], found[2]
    try:
        front_matter.read(f"a:\n- {value}")
    except FrontMatterError:
        return start + (value if _is_cut_off(value) else _quoted(value))
    return found[0]


def _quoted(value: str) -> str:
    """Write a text in quotes, on one line."""
    written: str = yaml.dump(value, Dumper=yaml.SafeDumper, default_style='"', allow_unicode=True, width=float("inf"))
    return written.rstrip("\n")
