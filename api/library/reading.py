"""Reading of a query, as the answer to a search shows it: its pieces, filters that it names, what to leave out."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


class RelaxedOut(BaseModel):
    """How many pages the search would find without one of its conditions; `query` is the query without it.

    Of a filter, `name` and `values` say which one, for it may have been given beside the query.
    """

    without: str
    total: int
    query: str
    name: str | None
    values: list[str]


class PieceOut(BaseModel):
    """Characters of the query from `start` to before `end`, and what they ask for; `name` is a filter's field word.

    `is_known` is false for a word in no page, and for a value that no page has.
    """

    kind: Literal["word", "phrase", "filter"]
    start: int = Field(description="in Unicode characters")
    end: int
    text: str
    name: str | None
    is_excluded: bool
    is_known: bool


class NamedFilterOut(BaseModel):
    """A filter that words of the query name; `query` is the query without these words, to be asked with the filter."""

    name: str
    value: str
    label: str
    start: int
    end: int
    query: str
