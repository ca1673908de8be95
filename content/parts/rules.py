"""Rules by which one page is told apart: what its headings are called, and what it says itself under `parts`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import yaml

PartName = Literal["sent", "guidance", "notes"]
PARTS: tuple[PartName, ...] = get_args(PartName)
# What stays inside the company.
INNER: tuple[PartName, ...] = ("guidance", "notes")
_WORD = re.compile(r"[^\W_]+")
_FIRST_WORDS = re.compile(r"\s*([^:：\n]{1,40}?)\s*[:：]")
# `## Prices {#prices}`, as Hugo, Docusaurus, kramdown and pandoc write it.
OWN_NAME = re.compile(r"[ \t]*\{:?[ \t]*#([^\s{}#]{1,200})[^{}\n]*\}[ \t]*$")


@dataclass(frozen=True)
class PartRules:
    """How a page's parts are known; `named` are the headings that it names itself, as `plain_name` writes them."""

    is_template: bool = False
    is_deck: bool = False
    named: tuple[tuple[str, PartName], ...] = ()

    def of_heading(self, text: str) -> PartName | None:
        """Return the part that begins under a heading; None where the heading begins none."""
        name = plain_name(OWN_NAME.sub("", text))
        own = dict(self.named).get(name)
        if own or not name:
            return own
        known = _headings().get(name)
        return None if known == "sent" and not self.is_template else known

    def begins_notes(self, text: str) -> bool:
        """Tell whether a quote's text is a note to who presents."""
        found = _FIRST_WORDS.match(text[:200])
        name = plain_name(found[1]) if found else ""
        return name in _openings("quotes") or (self.is_deck and name in _openings("deck_quotes"))


def plain_name(text: str) -> str:
    """Return a heading as it is compared: its letters and digits alone, in lower case."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


@cache
def _names() -> Mapping[str, list[str]]:
    found: Mapping[str, list[str]] = yaml.safe_load((files("content.parts") / "names.yml").read_text(encoding="utf-8"))
    return found


@cache
def _headings() -> dict[str, PartName]:
    return {plain_name(name): part for part in PARTS for name in _names()[part]}


@cache
def _openings(kind: str) -> frozenset[str]:
    return frozenset(map(plain_name, _names()[kind]))
