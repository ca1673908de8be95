"""The index of the search of last resort: a line of JSON for each page, so that one is replaced without the others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

PLACE = "search/search_index.json"
_EDGE = re.compile(r'<(/?)h([1-6])(?: id="([^"]*)")?>')
_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_BEGIN, _BETWEEN, _END = '{"docs":[\n', ",\n", "\n]}\n"
# MkDocs' addresses hold no sign that JSON writes in another way.
_OWN = re.compile(r'\{"location":"([^"]*)"')


def entries_of(html: str, *, url: str, title: str) -> str:
    """Return a page's line: itself, then its parts; `html` is sanitised, `title` escaped."""
    # What stands before the first heading's edge; then whether an edge is its end, level, anchor, and what follows.
    pieces = _EDGE.split(html)
    entries = [_entry(url, title, pieces[0])]
    for end, level, anchor, text in zip(*[iter(pieces[1:])] * 4, strict=True):
        if anchor and level != "1":
            entries.append(_entry(f"{url}#{anchor}", _text(text), ""))
        elif end or level != "1":  # the first heading is the title
            entries[-1]["text"] = f"{entries[-1]['text']} {_text(text)}".strip()
    return ",".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries)


def read_index(site: Path) -> dict[str, str]:
    """Return the lines of a site's index by the addresses of their pages."""
    text = (site / PLACE).read_text(encoding="utf-8")
    lines = text.removeprefix(_BEGIN).removesuffix(_END).split(_BETWEEN)
    return {found[1]: line for line in lines if (found := _OWN.match(line))}


def write_index(site: Path, lines: Iterable[str]) -> None:
    """Write the index of pages, given by their lines."""
    target = site / PLACE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_BEGIN + _BETWEEN.join(lines) + _END, encoding="utf-8", newline="")


def _entry(location: str, title: str, html: str) -> dict[str, str]:
    return {"location": location, "title": title, "text": _text(html)}


def _text(html: str) -> str:
    """Return the words of some HTML, still escaped, on one line."""
    return " ".join(_TAG.sub(" ", html).split())
