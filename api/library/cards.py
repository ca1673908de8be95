"""Home cards of the library: what I use, what is new, what colleagues use; reviews and problems for authors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from api.web.auth import SIGNED_IN
from api.web.cards import MOST_ITEMS, Card, FigureOut, ItemOut, Showing, WayOut
from api.web.context import actor, clock, parts, session
from api.web.shapes import public_url
from api.work.problems import count_problems
from content.catalogue import Entry
from content.fields.models import WITHHELD
from content.labels import label_of
from content.search import STAFF_SIGHT, Reviews, most_opened, pages_after
from lms.days import day_of
from lms.usage.favourites import list_favourites
from lms.usage.recent import recent_pages

FRESHNESS, CHECK = "/app/freshness/", "/app/library-check/"
MINE = f"{FRESHNESS}?whose=mine"
# Opened less often, by whoever it was, a page isn't yet what colleagues use.
LEAST_OPENS = 3.0
AUTHORS = ("author", "admin")


def _recent() -> Showing | None:
    """Return the pages that the actor opened last."""
    shown = islice(_published(recent_pages(session(), person_id=actor().id)), MOST_ITEMS)
    items = [_page(entry) for entry in shown]
    return Showing(items=items) if items else None


def _favourites() -> Showing | None:
    """Return the pages that the actor marked, the newest mark first."""
    marked = list_favourites(session(), person_id=actor().id, limit=4 * MOST_ITEMS)
    items = [_page(entry) for entry in islice(_published(each.page_id for each in marked), 2 * MOST_ITEMS)]
    return Showing(items=items) if items else None


def _new() -> Showing:
    """Return the pages that came or changed last, as git knows, or as their files say."""
    catalogue = parts().search.catalogue()
    paths = parts().history.read().newest
    known = [entry for path in paths if (entry := catalogue.by_path.get(path))] or catalogue.newest
    # A page and its translations are one thing that is new.
    shown = islice(_published(entry.id for entry in known if entry.translation_of is None), MOST_ITEMS)
    return Showing(items=[_page(entry, detail=f"{_type(entry)},", on=_changed_on(entry)) for entry in shown])


def _changed_on(entry: Entry) -> date | None:
    known = parts().history.of(entry.path)
    day = day_of(parts().config.zone, known.last.at) if known else None
    return day or (date.fromisoformat(entry.changed) if entry.changed else None)


def _popular() -> Showing | None:
    """Return the pages that are opened most after a search."""
    search = parts().search
    found = most_opened(
        search.generation(), search.usage.read(), sight=STAFF_SIGHT, limit=2 * MOST_ITEMS, least=LEAST_OPENS
    )
    items = [_page(entry) for entry in islice(_published(entry.id for entry in found), MOST_ITEMS)]
    return Showing(items=items) if items else None


def _reviews() -> Showing:
    """Return the actor's own pages whose review is overdue, the longest first, and how many of all there are."""
    generation, due_days = parts().search.generation(), parts().config.review_due_days
    overdue = Reviews("overdue", clock().day, due_days)
    having = {"owner": actor().email.lower()}
    mine = pages_after(generation, sight=STAFF_SIGHT, having=having, reviews=overdue, after=None, limit=1000)
    shown = sorted(mine, key=lambda entry: (entry.verified_until or "", entry.path))[:MOST_ITEMS]
    items = [
        _page(entry, detail="review overdue since", on=date.fromisoformat(entry.verified_until or ""))
        for entry in shown
    ]
    more = WayOut(label=f"All {len(mine)} of yours", url=MINE)
    return Showing(items=items, more=more if len(mine) > len(items) else WayOut(label="Everybody's", url=FRESHNESS))


def _problems() -> Showing:
    """Return how many problems the library has, as last checked."""
    counts = count_problems(parts().config.data_dir)
    if counts is None or not any(counts):
        return Showing()
    errors, warnings = counts
    return Showing(
        figures=[
            FigureOut(
                label="error" if errors == 1 else "errors",
                value=errors,
                url=f"{CHECK}?severity=error",
                state="overdue" if errors else None,
            ),
            FigureOut(
                label="warning" if warnings == 1 else "warnings",
                value=warnings,
                url=f"{CHECK}?severity=warning",
                state="expiring" if warnings else None,
            ),
        ],
        is_urgent=errors > 0,
    )


def _standing() -> Showing:
    """Return how the library stands: its pages, and those whose review is overdue."""
    generation = parts().search.generation()
    today, due_days = clock().day, parts().config.review_due_days
    overdue = pages_after(
        generation, sight=STAFF_SIGHT, having={}, reviews=Reviews("overdue", today, due_days), after=None, limit=10_000
    )
    published = len(generation.catalogue.entries)
    counts = count_problems(parts().config.data_dir) or (0, 0)
    return Showing(
        figures=[
            FigureOut(label="page" if published == 1 else "pages", value=published, url="/app/library/"),
            FigureOut(
                label="review overdue" if len(overdue) == 1 else "reviews overdue",
                value=len(overdue),
                url=FRESHNESS,
                state="expiring" if overdue else None,
            ),
            FigureOut(
                label="problem" if sum(counts) == 1 else "problems",
                value=sum(counts),
                url=CHECK,
                state="overdue" if counts[0] else None,
            ),
        ]
    )


def _published(page_ids: Iterable[str]) -> Iterator[Entry]:
    """Yield the pages of these ids that the site shows; a lesson belongs to its course."""
    for page_id in page_ids:
        entry = parts().search.entry(page_id, sight=STAFF_SIGHT)
        if entry is not None and entry.status == "approved" and entry.type not in {"lesson", *WITHHELD}:
            yield entry


def _page(entry: Entry, *, detail: str = "", on: date | None = None) -> ItemOut:
    words = detail or _type(entry)
    return ItemOut(title=entry.title, url=public_url(entry), language=entry.language, detail=words, on=on)


def _type(entry: Entry) -> str:
    return label_of(parts().search.generation().head.taxonomy, "type", entry.type)


cards = (
    Card("reviews", "Your overdue reviews", AUTHORS, 11, _reviews, "None of your pages is overdue.", MINE),
    Card("problems", "Problems in the library", ("author",), 12, _problems, "The check found nothing.", CHECK),
    Card("library", "The library", ("admin",), 14, _standing, "There is no page yet.", CHECK),
    Card("recent", "Recently used", SIGNED_IN, 50, _recent, ""),
    Card("favourites", "Favourites", SIGNED_IN, 55, _favourites, ""),
    Card("new", "What is new", SIGNED_IN, 60, _new, "Nothing is in the library yet."),
    Card("popular", "What colleagues use", SIGNED_IN, 65, _popular, "", "/app/search/"),
)
