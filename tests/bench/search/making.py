"""A made library of any size, multiplied honestly from a real one: new pages of old sections, new words all the time.

Copies of pages would make a library whose every word stands in a fixed share of all pages and whose vocabulary never
grows. Here each page has sections from several source pages of one language, a title of words of two headings, a
number word of its own, front matter drawn at random, and about the length of some source page. One word in 25 is
followed by an invented one, whose rank follows a power law (Zipf's, exponent 1.3, without the commonest 50): so the
number of different words grows with the text to the power of 1 / 1.3 (Heaps' law), as in real libraries. What a page
is depends on the seed and on its number, not on how many there are.
"""

from __future__ import annotations

import math
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from content.document import Document
from content.library import Library, read_library

SEED = 7
IN_A_FOLDER = 100
ZIPF_EXPONENT = 1.3
ZIPF_LEFT_OUT = 50
WORDS_TO_AN_INVENTED_ONE = 25
MOST_SECTIONS = 40
TYPES = {"battlecard": "competitor", "case-study": "customer", "email-template": "subject"} | dict.fromkeys(
    ("deck", "e-book", "guide", "objection", "page", "persona", "product-sheet", "white-paper"), ""
)
STATUSES = ("approved",) * 18 + ("draft", "archived")
AUDIENCES = ("internal", "internal", "partner", "customer")
# Used where the source library has no taxonomy.
DIMENSIONS = {
    name: tuple(f"{name.removesuffix('s')}-{number}" for number in range(1, 7))
    for name in ("stages", "personas", "industries", "products")
}
OWNERS = tuple(f"owner{number}@made.example" for number in range(20))
SYLLABLES = [c + v for c in "bcdfghjklmnprstvz" for v in ("a", "e", "i", "o", "u")]
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:)[^)]*\)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


@dataclass(frozen=True)
class Source:
    """One section: the number of its page, its heading and its Markdown, heading line included."""

    page: int
    heading: str
    text: str


@dataclass(frozen=True)
class Made:
    """A made library: where it lies, and the word that only one page has, by the page's id."""

    folder: Path
    own_words: dict[str, str]


def make(source: Path, folder: Path, size: int, *, seed: int = SEED) -> Made:
    """Write `size` pages below folder, and the source library's taxonomy beside them."""
    library = read_library(source)
    maker = _Maker(library, random.Random(seed))
    words = {}
    for number in range(size):
        path = folder / path_of(number)
        if number % IN_A_FOLDER == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        words[f"made-{number}"] = own_word(number)
        path.write_text(maker.page(number), encoding="utf-8")
    for taxonomy in (source / "taxonomy.yml", source.resolve().parent / "taxonomy.yml"):
        if taxonomy.is_file():
            (folder / "taxonomy.yml").write_bytes(taxonomy.read_bytes())
            break
    return Made(folder, words)


def path_of(number: int) -> str:
    """Return where a page lies."""
    return f"part-{number // IN_A_FOLDER:04}/made-{number}.md"


def own_word(number: int) -> str:
    """Return the word that only one page has."""
    return f"no{number}q"


def invented(chance: random.Random) -> str:
    """Draw an invented word: the rarer, the longer."""
    rank = int(ZIPF_LEFT_OUT * (1 - chance.random()) ** (-1 / (ZIPF_EXPONENT - 1)))
    rank = min(rank, 10**12) + len(SYLLABLES)
    letters = []
    while rank:
        rank, place = divmod(rank, len(SYLLABLES))
        letters.append(SYLLABLES[place])
    return "".join(letters)


class _Maker:
    def __init__(self, library: Library, chance: random.Random) -> None:
        self._chance = chance
        self._pages = [page for page in library.pages if page.is_shown and page.body.strip()]
        self._sections: dict[str, list[Source]] = defaultdict(list)
        for number, page in enumerate(self._pages):
            self._sections[page.fields.language] += _sections(number, page)
        own = library.taxonomy.dimensions
        self._values = {name: tuple(own.get(name) or values) for name, values in DIMENSIONS.items()}
        self._competitors = tuple(own.get("competitors") or ("Some other company",))
        self._originals: list[int] = []

    def page(self, number: int) -> str:
        """Return the text of a page."""
        chance = self._chance
        like = chance.choice(self._pages)
        language = like.fields.language
        sections = self._sections[language]
        parts: list[Source] = []
        left = len(like.body)
        # Half of the last section more or less, so that lengths are on average those of the sources.
        while len(parts) < MOST_SECTIONS and (not parts or left > len(parts[-1].text) / 2):
            used = {part.page for part in parts[-3:]}
            drawn = [chance.choice(sections) for _ in range(4)]
            parts.append(next((part for part in drawn if part.page not in used), drawn[-1]))
            left -= len(parts[-1].text)
        body = "\n\n".join(self._changed(part.text, number) for part in parts)
        title = self._title(parts, number)
        own = f"The number of this page is {own_word(number)}."
        return f"---\n{self._front_matter(number, title, language, like)}---\n# {title}\n\n{own}\n\n{body}\n"

    def _title(self, parts: list[Source], number: int) -> str:
        words = []
        for heading in dict.fromkeys((self._chance.choice(parts).heading, self._chance.choice(parts).heading)):
            found = re.findall(r"\w+", heading)
            words += found[: math.ceil(len(found) * 0.6)]
        return " ".join(words[:8]) or f"Page {number}"

    def _front_matter(self, number: int, title: str, language: str, like: Document) -> str:
        chance = self._chance
        page_type = chance.choice(list(TYPES))
        reviewed = date(2025, 1, 1) + timedelta(days=chance.randrange(700))
        lines = [f"id: made-{number}", f'title: "{title}"', f"type: {page_type}", f"language: {language}"]
        named = chance.choice(self._competitors) if page_type == "battlecard" else title
        lines += [f'{TYPES[page_type]}: "{named}"'] if TYPES[page_type] else []
        lines += [f"{name}: [{', '.join(chance.sample(self._values[name], 2))}]" for name in DIMENSIONS]
        lines += [f"owner: {chance.choice(OWNERS)}", f"audience: {chance.choice(AUDIENCES)}"]
        lines += [f"status: {chance.choice(STATUSES)}", f"reviewed: {reviewed}", "review_every: 12 months"]
        if like.fields.translation_of is None:
            self._originals.append(number)
        elif self._originals:
            lines.append(f"translation_of: made-{chance.choice(self._originals[-1000:])}")
        return "\n".join(lines) + "\n"

    def _changed(self, text: str, number: int) -> str:
        """Let links lead to other made pages, and put invented words between others."""

        def link(match: re.Match[str]) -> str:
            return f"[{match[1]}](../{path_of(self._chance.randrange(number + 1))})"

        lines = _LINK.sub(link, text).split("\n")
        return "\n".join(self._with_invented(line) if line[:1].isalpha() else line for line in lines)

    def _with_invented(self, line: str) -> str:
        words = []
        for word in line.split(" "):
            words.append(word)
            # A run of characters without spaces counts as several words.
            if self._chance.random() < max(1, len(word) / 8) / WORDS_TO_AN_INVENTED_ONE:
                words.append(invented(self._chance))
        return " ".join(words)


def _sections(number: int, page: Document) -> list[Source]:
    """Cut a page at its headings, but for those in code."""
    found: list[tuple[str, list[str]]] = [(page.title, [])]
    in_code = False
    for line in _IMAGE.sub("", page.body).split("\n"):
        in_code ^= line.lstrip().startswith(("```", "~~~"))
        match = None if in_code else _HEADING.match(line)
        if match:
            found.append((match[1], [f"## {match[1]}"]))
        else:
            found[-1][1].append(line)
    parts = [(heading, "\n".join(lines).strip()) for heading, lines in found]
    return [Source(number, heading, text) for heading, text in parts if text and text != f"## {heading}"]
