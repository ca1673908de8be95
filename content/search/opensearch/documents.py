"""Documents of the server's index: what it knows of each page, as terms, values and the text that is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from content.catalogue import Entry
from content.search.analysis import TOKEN, Analysis, analysis_of, fold, is_cjk, term_texts
from content.search.columns import NO_END
from content.search.inverting import ReadEdition, SectionText
from content.search.opensearch.layout import REGIONS, field
from content.search.query import FIELDS, normal_text

EDITIONS = ("whole", "inside", "outside")
# Between a folded word and its term, in the list of words; no word holds one.
TAB = "\t"
# The server takes no longer value to look up, in bytes; words and titles as long are no words to type.
MAX_VALUE = 1_000


def document_id(page_id: str, edition: str) -> str:
    """Return the id of an edition's document: short, however long the page's own is."""
    return hashlib.sha256(f"{edition}\n{page_id}".encode("utf-8", "surrogatepass")).hexdigest()[:40]


def document_of(edition: ReadEdition, *, content: str) -> dict[str, Any]:
    """Return an edition's document; `content` stands for what the page was indexed from."""
    entry, group = edition.entry, edition.group
    analysis = analysis_of(group)
    regions = edition.regions()
    tokens = [token for pieces in regions for piece in pieces for token in TOKEN.findall(piece)]
    words = {token for token in tokens if not is_cjk(token[0])}
    keys = {(analysis.folded(word), analysis[word]) for word in words}
    text = {field(name, group): _terms(pieces, analysis) for name, pieces in zip(REGIONS, regions, strict=True)}
    return {
        **_values(entry),
        **text,
        field("words", group): sorted(f"{folded}{TAB}{term}" for folded, term in keys if folded and term),
        field("spelled", group): " ".join(sorted({folded for folded, _ in keys if folded})),
        "title_words": _folded(regions[0]),
        "heading_words": _folded(regions[1]),
        "content": content,
        "sections": [dict(zip(("heading", "anchor", "text"), section, strict=True)) for section in edition.sections],
    }


def sections_of(source: dict[str, Any]) -> tuple[SectionText, ...]:
    """Return the sections that a document holds."""
    return tuple((one["heading"], one["anchor"], one["text"]) for one in source.get("sections", ()))


def _values(entry: Entry) -> dict[str, Any]:
    """Return what filters, facets and orders ask for."""
    fields = {name: getattr(entry, attribute) for name, attribute in FIELDS.items()}
    return {
        **{name: value for name, value in fields.items() if value},
        "id": entry.id,
        "edition": entry.edition,
        "family": entry.translation_of or entry.id,
        "path": entry.path,
        "newest": entry.reviewed or entry.changed,
        "until": entry.verified_until or NO_END,
        "title_normal": normal_text(entry.title)[:MAX_VALUE],
    }


def _terms(pieces: Iterable[str], analysis: Analysis) -> list[str]:
    """Return the terms of pieces of text, each with spaces between."""
    return [" ".join(filter(None, term_texts(TOKEN.findall(piece), analysis))) for piece in pieces]


def _folded(pieces: Iterable[str]) -> list[str]:
    return sorted({fold(token)[:MAX_VALUE] for piece in pieces for token in TOKEN.findall(piece)} - {""})
