"""Parts of the running app for a route: the actor, the clock, the database session, the library's readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast

from flask import current_app, g, has_request_context, request
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from api.web.addresses import caller_of
from api.web.database import db
from config import Config
from lms.audit.origin import Origin, set_origin
from lms.days import Now, now_in, present
from lms.people.access import Actor
from lms.people.models import ALL, DIRECTORY

if TYPE_CHECKING:  # commands that need the database alone don't wait for the library's readers
    from limits.strategies import RateLimiter

    from api.work.metrics.counted import Metrics
    from api.work.sso.providers import Providers
    from content.history import HistoryFile
    from content.rendering import Renderer
    from content.search import Search
    from lms.figures.current import Figures
    from lms.journals.journal import Journal
    from lms.people.last_uses import LastUses

KEY = "repertoire"
T = TypeVar("T")


@dataclass(frozen=True)
class Parts:
    """What `create_app` wired together."""

    config: Config
    search: Search
    renderer: Renderer
    journal: Journal
    visits: Journal
    history: HistoryFile
    token_uses: LastUses
    session_uses: LastUses
    figures: Figures
    limiter: RateLimiter
    metrics: Metrics
    providers: Providers


def open_parts(config: Config) -> Parts:
    """Open what an installation has, for an app."""
    from api.web.limits import open_limiter
    from api.web.searching import open_search
    from api.work.metrics.counted import Metrics
    from api.work.sso.providers import Providers
    from api.work.sso.settings import read_providers
    from content.history import HistoryFile
    from content.rendering import Renderer
    from lms.figures.current import Figures
    from lms.people.last_uses import LastUses
    from lms.people.models import ApiToken, BrowserSession
    from lms.sharing.visits import open_visits
    from lms.usage.searched import open_searches

    journal = open_searches(config.data_dir / "searches", zone=config.zone)
    visits = open_visits(config.data_dir / "visits", zone=config.zone)
    history = HistoryFile(config.data_dir)
    renderer = Renderer(workers=1, external_images=config.external_images)
    figures = Figures(config.figures_dir)
    search, limiter = open_search(config), open_limiter(config)
    providers = Providers(read_providers(config))
    uses = LastUses(ApiToken.last_used_at), LastUses(BrowserSession.last_seen_at)
    return Parts(config, search, renderer, journal, visits, history, *uses, figures, limiter, Metrics(), providers)


def parts() -> Parts:
    """Return the parts of the running app."""
    return cast(Parts, current_app.extensions[KEY])


def session() -> Session:
    """Return the database session of this request, or of this job."""
    found = db.session()
    set_origin(found, _origin)
    return cast(Session, db.session)


def connected() -> Connection:
    """Return a connection of its own, to be closed: most requests ask once who it is, and need no session for that."""
    return db.engine.connect()


def actor() -> Actor:
    """Return who is asking; only in routes that `allow` someone."""
    return cast(Actor, g.actor)


def once(name: str, make: Callable[[], T]) -> T:
    """Return what `make` made the first time that this request asked for it by this name."""
    if name not in g:
        setattr(g, name, make())
    return cast(T, getattr(g, name))


def now() -> datetime:
    """Return the present moment in UTC."""
    return present()


def caller_address() -> str:
    """Return the network address that this request comes from, behind the proxies that are trusted."""
    return caller_of(request.remote_addr or "", request.headers.get("X-Forwarded-For", ""), parts().config.proxies)


def _origin() -> Origin:
    """Tell the audit where a change comes from."""
    who: Actor | None = g.get("actor")
    if not has_request_context():
        return Origin(via=g.get("via", "worker"), actor_id=who.id if who else None)
    from api.web.request_ids import current_request  # which commands don't wait for

    via = "api" if "Authorization" in request.headers else "site"
    if g.get("scope", ALL) != ALL:
        via = DIRECTORY
    return Origin(via, who.id if who else None, caller_address(), current_request())


def clock() -> Now:
    """Return the present moment with the company's day."""
    return now_in(parts().config.zone, now())
