"""The prose of a page's Markdown: what its author wrote for people, without code, comments, addresses and names."""

from __future__ import annotations

import re
from collections.abc import Iterator

# How much is looked at, a little first: most pages say enough in their first lines.
_READ_CHARACTERS = (800, 10_000, 60_000)
# Each alternative begins with a sign: `re` then looks at these signs alone, which takes a third of the time.
_NOT_PROSE = re.compile(
    r"""
    <!--.*?(?:-->|\Z)
  | <(?P<raw>(?i:script|style|pre|svg|textarea))\b.*?(?:</(?i:(?P=raw))\s*>|\Z)
  | <(?P<code>(?i:code|kbd|samp|var))\b[^\n]*?(?:</(?i:(?P=code))\s*>|(?=\n)|\Z)
  | </?[a-zA-Z][^<>]*>
  | `(?<!``)(?P<ticks>``++)[^`\n]*\n.*?(?:^[ \t>]*`(?P=ticks)`*[ \t]*$|\Z)
  | ~(?<!~~)(?P<waves>~~++)[^\n]*\n.*?(?:^[ \t>]*~(?P=waves)~*[ \t]*$|\Z)
  | `(?<!``)(?P<more>`*+)[^`\n][^\n]*?(?<!`)`(?P=more)(?!`)
  | \{\{(?:[^{}]|\}(?!\}))*\}\} | \{%[^{}]*%\} | \{[^{}\n]*\}
  | \$\$[^$]*\$\$
  | \*\|[^|\n]*\|\* | %[A-Z][A-Z0-9_]*%
  | \]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
# A link's definition, and what MDX reads of other files.
_NOT_SAID = re.compile(r"[ \t]*\[[^\]]+\]:|(?:import|export)\s.*(?:from\s|=)")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)")
_SIGNS = "*_~\"'“”„«»()[]{}.,;:!?…–—|>+`’‘、。！？「」『』（）：；，・-"
# What an address, a path, a file's name or a number has, and a word hasn't.
_NO_WORD = re.compile(r"[\d/\\=<>#&@_.|]")
# All but signs that are written without spaces, where figures stand among the words.
_SPACED = re.compile(r"[^\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_PARTICLES = "af av bin da das de del della den der des di do dos du el la las le los of the van von"
_SMALL_IN_NAMES = frozenset(_PARTICLES.split())
_CELL_WORDS, _CELL_LETTERS, _CAPITAL_WORDS = 4, 12, 5


def prose_of(body: str, *, enough: int) -> str:
    """Return the words of the first lines of prose in a page's Markdown, until they have `enough` characters."""
    for size in _READ_CHARACTERS:
        found: list[str] = []
        length = 0
        for line in _lines(_NOT_PROSE.sub(" ", body[:size])):
            found.append(line)
            length += len(line)
            if length >= enough:
                break
        if length >= enough or size >= len(body):
            break
    return "\n".join(found)[: 2 * enough]


def said_words(line: str) -> str:
    """Return the words of a line, or nothing for one of names alone: without a word that begins small."""
    words = [word for token in line.split() if (word := token if token.isalpha() else _word(token))]
    if len(words) >= _CAPITAL_WORDS and line.isupper():
        return " ".join(words).lower()
    return "" if all(map(_may_be_a_name, words)) else " ".join(words)


def _word(token: str) -> str:
    """Return what is a word in a token that has spaces around it, or nothing."""
    bare = token.strip(_SIGNS)
    if bare.isalpha():
        return bare
    if not bare or _NO_WORD.search(bare):
        return "" if bare.isascii() else _SPACED.sub("", bare)
    return bare if bare[0].isalpha() else ""


def _lines(text: str) -> Iterator[str]:
    """Yield the words of each line, and of long cells of tables, that says something in a language."""
    is_in_list = is_after_gap = is_code = False
    for line in text.split("\n"):
        if not line or line.isspace():
            is_after_gap = True
            continue
        is_indented = bool(_INDENTED.match(line))
        is_code = is_indented and not is_in_list and (is_after_gap or is_code)
        is_in_list = bool(_LIST_ITEM.match(line)) or (is_in_list and (is_indented or not is_after_gap))
        is_after_gap = False
        if not (is_code or _NOT_SAID.match(line)):
            cells = line.split("|")
            said = map(said_words, cells)
            yield from (words for words in said if words and (len(cells) == 1 or _is_long(words)))


def _may_be_a_name(word: str) -> bool:
    """Tell whether a word begins large or is a particle of names; of other scripts than Latin none is taken for one."""
    first = word[0]
    return (first < "\u0250" and first.isupper()) or word in _SMALL_IN_NAMES or (len(word) == 1 and word.isascii())


def _is_long(words: str) -> bool:
    """Tell whether a table's cell is a sentence."""
    return words.count(" ") + 1 >= _CELL_WORDS or (not words.isascii() and len(words) >= _CELL_LETTERS)
