"""The search as the settings want it, for the API and the command line alike, and what it knows of the library."""

from __future__ import annotations

from api.web.context import parts
from api.work.status import ask_for_rebuild
from config import Config
from content.catalogue import Catalogue
from content.search import IndexMissingError, Preferences, Search
from lms.days import today_in


def open_search(config: Config) -> Search:
    """Return the search over the index of an installation; an index that can't be read is reported to the worker."""
    preferences = Preferences(
        overdue_factor=config.search_overdue_factor,
        draft_factor=config.search_draft_factor,
        archived_factor=config.search_archived_factor,
        use_share=config.search_use_share,
        use_smoothing=config.search_use_smoothing,
    )

    def report(folder: str) -> None:
        ask_for_rebuild(config.data_dir, folder)

    return Search(
        config.index_dir,
        preferences=preferences,
        report=report,
        today=lambda: today_in(config.zone),
        server=config.opensearch_url,
    )


def known_catalogue() -> Catalogue | None:
    """Return what is known of the library's pages; None while there is no index."""
    try:
        return parts().search.catalogue()
    except IndexMissingError:
        return None
