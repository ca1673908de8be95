"""The home card of running the product: what isn't being done."""

from __future__ import annotations

from api.pages.health import find_troubles
from api.web.cards import Card, ItemOut, Showing
from api.web.context import parts
from api.work.status import read_jobs, read_processes, read_status

HEALTH = "/app/health/"


def _troubles() -> Showing:
    """Return what isn't being done, and since when."""
    data_dir = parts().config.data_dir
    items = [
        ItemOut(
            title=trouble.what,
            url=HEALTH,
            detail="since" if trouble.since else "",
            at=trouble.since,
        )
        for trouble in find_troubles(read_status(data_dir), read_processes(data_dir), read_jobs(data_dir))
    ]
    return Showing(items=items, is_urgent=bool(items))


cards = (Card("troubles", "What isn't running", ("admin",), 9, _troubles, "Everything works.", HEALTH),)
