"""The languages of a library's pages: as a page says, by its place, by its text, or else the library's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from content.document import Document, LanguageSource
from content.languages.codes import CLEAR, DOUBTFUL, base_of, read_code
from content.languages.reading import DEFAULT, SAYS_NOTHING, TOLD, Said, Unread
from content.places.addresses import stem_of
from content.taxonomy import Taxonomy

# A file's name and the language it ends in: `pricing.ja`, or `pricing_ja` and `pricing-ja` beside a `pricing`.
_NAMED = re.compile(r"(.+?)([._-])([a-z]{2}(?:[-_](?:[a-z]{4}|[a-z]{2}|\d{3})){0,2})", re.IGNORECASE)
_FOLDERS_OF_LANGUAGES = {"i18n", "intl", "l10n", "lang", "language", "languages", "locale", "locales", "translations"}
_WITHOUT_SPACES = {"ja", "zh"}
# Texts tell Norwegian, not which of its two ways of writing.
_TOLD_AS = {"nb": "no", "nn": "no"}
# So many pages whose language is sure tell that of a line or two.
_MANY = 20
_Read = Mapping[str, tuple[Document, Said]]


@dataclass(frozen=True)
class _Place:
    """A part of a page's path that looks like a language, and what stands around it.

    `name` tells all pages of the place; `is_marked` whether there is more to it than two letters.
    """

    name: str
    parent: str
    language: str
    is_marked: bool

    @property
    def base(self) -> str:
        """The language without its script and region."""
        return base_of(self.language)

    def agrees_with(self, language: str) -> bool:
        """Tell whether what is written in a language is in this one."""
        return _TOLD_AS.get(self.base, self.base) == _TOLD_AS.get(language, language)

    def is_contradicted_by(self, language: str) -> bool:
        """Tell whether it can't be; what is in a language that texts don't tell looks like others, but for English."""
        is_told = _TOLD_AS.get(self.base, self.base) in TOLD
        return not self.agrees_with(language) and (is_told or language == DEFAULT)


def settle(read: Mapping[str, tuple[Document, Said | Unread | None]], taxonomy: Taxonomy) -> Iterator[Document]:
    """Yield pages, given by path with what their texts say, each with its language and where that is known from."""
    said = _said(read)
    places = {path: tuple(_places(path, said)) for path in said}
    supported = _supported(places, said, taxonomy)
    settled: dict[str, tuple[str, LanguageSource]] = {}
    unsure = []
    for path, (page, says) in said.items():
        found = _language_of(page, says, [place for place in places[path] if place in supported])
        if found:
            settled[path] = found
        else:
            unsure.append(path)
    own = _own_language((language for language, _ in settled.values()), taxonomy)
    for path in unsure:
        settled[path] = _guess(said[path][1], own), "guess"
    allowed = taxonomy.dimensions.get("languages") or {}
    for path, (page, _) in said.items():
        language, source = settled[path]
        if source != "page":
            language = _as_written(language, allowed)
        yield _with_language(page, language, source)


def _said(read: Mapping[str, tuple[Document, Said | Unread | None]]) -> _Read:
    """Return what texts say, also by their spelling; a line or two among many English pages say nothing."""
    soon = {
        path: (page, said.read if isinstance(said, Unread) and not said.may_be_english else said or SAYS_NOTHING)
        for path, (page, said) in read.items()
    }
    told = Counter(base_of(_declared(page) or _surely(said) or "") for page, said in soon.values())
    del told[""]
    is_english = told.keys() == {DEFAULT} and told[DEFAULT] >= _MANY
    return {
        path: (page, (SAYS_NOTHING if is_english else said.read) if isinstance(said, Unread) else said)
        for path, (page, said) in soon.items()
    }


def _surely(said: Said | Unread | None) -> str | None:
    return said.language if isinstance(said, Said) and said.is_sure else None


def _declared(page: Document) -> str | None:
    """Return the language that a page names."""
    is_named = page.language_from == "page" and page.front.fields.get("language") is not None
    return page.fields.language if is_named else None


def _language_of(page: Document, said: Said, places: Sequence[_Place]) -> tuple[str, LanguageSource] | None:
    declared = _declared(page)
    if declared:
        return declared, "page"
    for place in places:
        sure = said.language if said.is_sure and said.is_long else None
        if not (sure and place.is_contradicted_by(sure)):
            return place.language, "path"
    return (said.language, "text") if said.language and said.is_sure else None


def _guess(said: Said, own: str) -> str:
    """Return the library's own language, but for signs that it doesn't have."""
    is_alien = said.language in _WITHOUT_SPACES and base_of(own) not in _WITHOUT_SPACES
    return said.language if said.language and is_alien else own


def _own_language(settled: Iterable[str], taxonomy: Taxonomy) -> str:
    """Return the one language that the taxonomy allows, or else the one of most pages."""
    allowed = list(taxonomy.dimensions.get("languages") or ())
    counts = Counter(settled)
    most = max(counts, key=lambda language: (counts[language], language == DEFAULT, language), default=DEFAULT)
    return allowed[0] if len(allowed) == 1 else most


def _as_written(language: str, allowed: Collection[str]) -> str:
    """Return a language as the taxonomy writes it, with its region or without."""
    same = [own for own in allowed if own.lower().replace("_", "-") == language.lower()]
    alike = [own for own in allowed if own.lower() == base_of(language)]
    return next(iter((*same, *alike)), language)


def _with_language(page: Document, language: str, source: LanguageSource) -> Document:
    if (page.fields.language, page.language_from) == (language, source):
        return page
    return replace(page, fields=page.fields.model_copy(update={"language": language}), language_from=source)


def _places(path: str, paths: Collection[str]) -> Iterator[_Place]:
    """Yield what may be a language in a path, the nearest first."""
    folder, _, file = path.rpartition("/")
    named = _NAMED.fullmatch(stem_of(file))
    language = read_code(named[3]) if named else None
    if named and language:
        original = f"{folder}/{named[1]}{file[len(stem_of(file)) :]}".removeprefix("/")
        is_beside = original in paths
        if is_beside or named[2] == ".":
            yield _Place(f"*.{language}", "*", language, is_marked=is_beside)
    parts = folder.split("/")
    for index in range(len(parts) - 1, -1, -1):
        language = read_code(parts[index])
        if language:
            parent = "/".join(parts[:index])
            is_marked = index > 0 and parts[index - 1].lower() in _FOLDERS_OF_LANGUAGES
            yield _Place("/".join(parts[: index + 1]), parent, language, is_marked=is_marked)


def _supported(places: Mapping[str, Sequence[_Place]], read: _Read, taxonomy: Taxonomy) -> set[_Place]:
    """Return the places that are of a language: by the code itself, by what pages say there, or by their neighbours."""
    agreeing, against = _votes(places, read)
    every = {place for found in places.values() for place in found}
    clear = {place for place in every if place.base in CLEAR and agreeing[place] >= against[place]}
    parents = {place.parent for place in clear}
    allowed = {base_of(language) for language in taxonomy.dimensions.get("languages") or ()}
    doubtful = set()
    for place in every:
        is_backed = place.is_marked or place.base in allowed or place.parent in parents
        if place.base in DOUBTFUL and (agreeing[place] > against[place] or (is_backed and not against[place])):
            doubtful.add(place)
    return clear | doubtful


def _votes(places: Mapping[str, Sequence[_Place]], read: _Read) -> tuple[Counter[_Place], Counter[_Place]]:
    """Return how many pages of each place are in its language, and how many can't be."""
    agreeing: Counter[_Place] = Counter()
    against: Counter[_Place] = Counter()
    for path, found in places.items():
        page, said = read[path]
        declared = _declared(page)
        language = base_of(declared or _surely(said) or "")
        # A line or two are soon taken for English; where the code is clear they don't count against it.
        weighs = bool(declared or said.is_long)
        for place in found:
            if language and place.agrees_with(language):
                agreeing[place] += 1
            elif language and place.is_contradicted_by(language) and (weighs or place.base in DOUBTFUL):
                against[place] += 1
    return agreeing, against
