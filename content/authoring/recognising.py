"""Types of pages, recognised by what such pages are called and by what such pages have; neither is enough alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from content.authoring.telling import HEADINGS, NAMES
from content.document import Document
from content.fields.models import FOLDERS, TYPES, PageFields
from content.outline import read_outline
from content.places.addresses import is_index, stem_of

# `persona` is an everyday word there.
_PERSON_IS_PERSONA = {"es", "it", "ca", "gl"}
# These types are made by where a page lies: the first page, the pages and the quiz of a folder below `courses`.
_MADE_BY_PLACE = {"course", "lesson", "quiz"}
_SPACED = re.compile(r"[\s_\-‐‑–—]+")
# Written without spaces, or glued together: a word may begin anywhere.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_ITEM = re.compile(r"^[ \t]{0,3}(?:[-*+]|(?P<number>\d{1,9})[.)])[ \t]", re.MULTILINE)
_RULE = re.compile(r"\n[ \t]*\n(?:-{3,}|\*{3,}|_{3,})[ \t]*(?=\n)")
# A quotation, or a line that begins with what somebody says.
_QUOTED = re.compile(r"^[ \t]{0,3}(?:>|(?:#{1,6}[ \t]+|[-*][ \t]+)?\**[“„«「\"]\w)", re.MULTILINE)
_STEP = re.compile(r"(?:step|schritt|étape|paso|passo|stap|krok|шаг|крок)? ?\d{1,2}\b|第.步|ステップ")
_LETTER = re.compile(
    r"\{\{ ?\w+ ?\}\}|^\W{0,4}(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|тема|件名|主题)\W{0,4}:",
    re.MULTILINE | re.IGNORECASE,
)
# Types that are told by their fields alone.
_TOLD_BY_FIELDS = {"job", "path", "playbook", "rubric", "sequence"}
_LEAST_SLIDES, _LEAST_STEPS, _LEAST_SECTIONS, _LEAST_LESSONS = 3, 3, 2, 2
# What is called a book or a paper has so many sections and characters.
_SECTIONS_OF_A_PAPER, _CHARACTERS_OF_A_PAPER = 4, 4_000


def likely_types(page: Document, *, language: str) -> Iterator[str]:
    """Yield the types that a page may be, most likely first; some may need fields that it lacks.

    A page is called by its title, its file and the folder it lies in, and must look like what it is called; of some
    types the headings alone tell.
    """
    if page.type in _MADE_BY_PLACE:
        yield page.type
    *folders, name = PurePosixPath(stem_of(page.path)).parts
    is_first = is_index(page.path)
    shape = _shape_of(page)
    own = {FOLDERS[_key(folder)] for folder in folders[-1:] if _key(folder) in FOLDERS}
    if is_first:
        # The first page of a folder is about the others.
        called = {kind for kind in _called(page.title, language=language) if kind in {"course", "guide"}}
    else:
        # `guide` has so many words that a file's name says little.
        called = set(_called(name, language=language)) - {"guide"} | set(_called(page.title, language=language))
        called = (called - {"course"} | own) - (own and {"guide"} - own)
    yield from (kind for kind in NAMES if kind in called and shape.fits(kind, is_in_folder=kind in own))
    if not is_first:
        yield from (kind for kind in NAMES if shape.tells(kind))


@dataclass(frozen=True)
class _Shape:
    """What a page has: headings of each type and different ones among them, sections, items, steps, links, rules."""

    headings: dict[str, int]
    words: dict[str, int]
    sections: int
    items: int
    steps: int
    links: int
    rules: int
    characters: int
    is_quoting: bool
    is_letter: bool
    has_fields_of: frozenset[str]

    def fits(self, kind: str, *, is_in_folder: bool) -> bool:
        """Tell whether the page looks like what it is called; less is asked in the folder named for the type."""
        if kind in self.has_fields_of or (kind in HEADINGS and self.headings[kind] >= HEADINGS[kind][0]):
            return True
        if kind == "guide":
            return max(self.steps, self.items) >= _LEAST_STEPS or self.sections >= _LEAST_SECTIONS
        if kind in {"e-book", "white-paper"}:
            return self.sections >= _SECTIONS_OF_A_PAPER and self.characters >= _CHARACTERS_OF_A_PAPER
        if kind == "agenda":
            return is_in_folder and self.sections >= _LEAST_SECTIONS
        if kind == "deck":
            return max(self.sections if is_in_folder else 0, self.rules + 1) >= _LEAST_SLIDES
        if kind in {"course", "path"}:
            return max(self.links, self.items) >= _LEAST_LESSONS
        if kind == "sequence":
            return self.steps >= _LEAST_STEPS
        if kind == "objection":
            return self.is_quoting
        # A quiz must read as one, which is tried.
        return kind == "quiz" or (kind == "email-template" and self.is_letter)

    def tells(self, kind: str) -> bool:
        """Tell whether the page's headings or fields say what it is, whatever it is called."""
        if kind in self.has_fields_of:
            return (
                kind in _TOLD_BY_FIELDS or self.words.get(kind, 0) > 0 or (kind == "email-template" and self.is_letter)
            )
        least = HEADINGS[kind][1] if kind in HEADINGS else None
        return least is not None and self.words[kind] >= least


def _shape_of(page: Document) -> _Shape:
    outline = read_outline(page.body, page.dialect)
    headings = [_plain(section.heading) for section in outline.sections if section.heading]
    # The first heading is mostly the title, which is what the page is called.
    own = [heading for heading in headings if heading != _plain(page.title)]
    matches = {kind: [match for one in own if (match := way.match(one))] for kind, way in _BY_HEADING.items()}
    numbers = [match["number"] for match in _ITEM.finditer(page.body)]
    return _Shape(
        headings={kind: len(found) for kind, found in matches.items()},
        words={kind: len({match[0] for match in found}) for kind, found in matches.items()},
        sections=len(own),
        items=len(numbers),
        steps=sum(number is not None for number in numbers) + sum(bool(_STEP.match(heading)) for heading in own),
        links=len(outline.links),
        rules=len(_RULE.findall(page.body)),
        characters=len(page.body),
        is_quoting=bool(_QUOTED.search(page.body)),
        is_letter=bool(_LETTER.search(page.body)),
        has_fields_of=frozenset(kind for kind in TYPES if _has_fields_of(page, kind)),
    )


def _has_fields_of(page: Document, kind: str) -> bool:
    """Tell whether a page has the fields that only this type has: those that it needs, or one where it needs none."""
    fields = {name: field for name, field in TYPES[kind].model_fields.items() if name not in PageFields.model_fields}
    needed = {name for name, field in fields.items() if field.is_required()}
    there = page.front.fields.keys()
    return needed <= there if needed else not fields.keys().isdisjoint(there)


def _called(text: str, *, language: str) -> Iterator[str]:
    plain = _plain(text)
    for kind, pattern in _BY_NAME.items():
        if pattern.search(plain) and not (kind == "persona" and language in _PERSON_IS_PERSONA):
            yield kind


def _key(folder: str) -> str:
    return _SPACED.sub("-", folder.lower())


def _patterns(words: str) -> re.Pattern[str]:
    """Make one pattern of a list of words."""
    ways = []
    for word in (_plain(word) for word in words.split(",")):
        text = re.escape(word.removeprefix("=")).replace(r"\ ", " ")
        ends = r"(?!\w)" if word.startswith("=") else ""
        begins = "" if _UNSPACED.search(text) else r"(?<!\w)"
        ways.append(f"{begins}{text}{ends}")
    return re.compile("|".join(ways))


def _plain(text: str) -> str:
    return _SPACED.sub(" ", text.strip()).lower().replace("’", "'")


_BY_NAME = {kind: _patterns(words) for kind, words in NAMES.items()}
_BY_HEADING = {kind: _patterns(words) for kind, (_, _, words) in HEADINGS.items()}
