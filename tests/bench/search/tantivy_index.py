"""tantivy, the Rust library, through its Python package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy
from bench.search.peers import CJK, STEMMED, Plain, grams

TEXT_FIELDS = ["title", "headings", "body"]


class Tantivy:
    """tantivy: the title counts three times, headings one and a half; pairs of characters for zh and ja."""

    def __init__(self, folder: Path, language: str) -> None:
        """Make the index."""
        self._is_cut = language in CJK
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("path", stored=True, tokenizer_name="raw")
        for name in TEXT_FIELDS:
            builder.add_text_field(name, tokenizer_name="words")
        self._schema = builder.build()
        (folder / "tantivy").mkdir()
        self._index = tantivy.Index(self._schema, path=str(folder / "tantivy"))
        cutter = tantivy.Tokenizer.ngram(2, 2) if self._is_cut else tantivy.Tokenizer.simple()
        words = tantivy.TextAnalyzerBuilder(cutter).filter(tantivy.Filter.lowercase())
        if language in STEMMED:
            words = words.filter(tantivy.Filter.stemmer(STEMMED[language]))
        self._index.register_tokenizer("words", words.build())

    def add(self, pages: Iterable[Plain]) -> None:
        """Index pages with one thread."""
        writer = self._index.writer(128_000_000, 1)
        for page in pages:
            writer.add_document(tantivy.Document(**page._asdict()))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def find(self, words: Sequence[str], limit: int) -> list[str]:
        """Join with OR."""
        terms = [gram for word in words for gram in grams(word, 2)] if self._is_cut else words
        return self._match(" ".join(f'"{term}"' for term in terms), limit)

    def phrase(self, words: Sequence[str], limit: int) -> list[str]:
        """Use the engine's own phrases."""
        return self._match(f'"{" ".join(words)}"', limit)

    def beginning(self, start: str, limit: int) -> list[str]:
        """Use the engine's own prefixes, which are those of fuzzy words without a typo."""
        query = tantivy.Query
        fields = [query.fuzzy_term_query(self._schema, name, start, 0, prefix=True) for name in TEXT_FIELDS]
        return self._top(query.boolean_query([(tantivy.Occur.Should, field) for field in fields]), limit)

    def _match(self, text: str, limit: int) -> list[str]:
        query = self._index.parse_query_lenient(text, TEXT_FIELDS, field_boosts={"title": 3.0, "headings": 1.5})[0]
        return self._top(query, limit)

    def _top(self, query: tantivy.Query, limit: int) -> list[str]:
        searcher = self._index.searcher()
        hits = searcher.search(query, limit).hits
        return [str(searcher.doc(address)["path"][0]) for _, address in hits]
