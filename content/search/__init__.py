"""The search: its one door. Callers build an index, ask it, and get back what stands here; the rest is inside."""

from content.search.current import IndexMissingError
from content.search.engine.store import EngineError
from content.search.find import Found, Search
from content.search.generation import BUYER_SIGHT, EVERYTHING, PARTNER_SIGHT, STAFF_SIGHT, Sight
from content.search.head import written_at
from content.search.hits import Hit
from content.search.listing import Reviews, pages_after
from content.search.popular import write_popular
from content.search.preferences import Preferences, most_opened, write_usage
from content.search.query import FIELDS, MAX_VALUES, Asked, half_typed, read_query, with_words
from content.search.ranking import Sort
from content.search.reading import ReadPiece
from content.search.suggest import Suggestion
from content.search.update import Indexer, Update, indexer_of, update_index
from content.search.wording import key_of, known_words

__all__ = [
    "BUYER_SIGHT",
    "EVERYTHING",
    "FIELDS",
    "MAX_VALUES",
    "PARTNER_SIGHT",
    "STAFF_SIGHT",
    "Asked",
    "EngineError",
    "Found",
    "Hit",
    "IndexMissingError",
    "Indexer",
    "Preferences",
    "ReadPiece",
    "Reviews",
    "Search",
    "Sight",
    "Sort",
    "Suggestion",
    "Update",
    "half_typed",
    "indexer_of",
    "key_of",
    "known_words",
    "most_opened",
    "pages_after",
    "read_query",
    "update_index",
    "with_words",
    "write_popular",
    "write_usage",
    "written_at",
]
