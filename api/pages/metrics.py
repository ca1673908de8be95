"""Metrics of all processes for Prometheus, for whoever may read them: with a token, as an admin, or from this machine.

Where neither BASE_URL nor TRUSTED_PROXIES is set nothing stands in front, and whoever comes from this machine is on it.
With a proxy in front everybody comes from there, so that it takes a token.
"""

from __future__ import annotations

import hmac
import platform
from ipaddress import ip_address

from flask import Blueprint, Response, request
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from api.web.auth import ANYONE, allow, caller
from api.web.context import now, parts, session
from api.web.database import database_state
from api.web.limits import count_wrong_secret
from api.web.searching import known_catalogue
from api.work.decks.store import DeckStore
from api.work.metrics.observed import Observed, ObservedCollector, Queue
from api.work.metrics.shared import CountsCollector
from api.work.version import VERSION
from content.search import written_at
from lms.notices.invitations import count_untold

blueprint = Blueprint("metrics", __name__)
# What a proxy adds; whoever sends one isn't from this machine, or says so.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")


@blueprint.get("/metrics")
@allow(ANYONE)
def metrics() -> Response:
    """Show the metrics, in the format that is asked for; who may not read them learns what to send."""
    if not _may_read():
        count_wrong_secret()
        message = "send `Authorization: Bearer TOKEN` with METRICS_TOKEN, or with the token of an admin"
        raise Unauthorized(message, www_authenticate=WWWAuthenticate("bearer", {"realm": "repertoire"}))
    data_dir = parts().config.data_dir
    registry = CollectorRegistry()
    registry.register(CountsCollector(parts().metrics, data_dir))
    registry.register(ObservedCollector(data_dir, _observed()))
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(registry), content_type=content_type)


def _may_read() -> bool:
    """Tell whether whoever asks may read the metrics."""
    token = parts().config.metrics_token
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if token and hmac.compare_digest(sent.encode(), token.encode()):
        return True
    if not token and not sent and _is_from_here():
        return True
    who = caller()
    return who is not None and "admin" in who.roles


def _is_from_here() -> bool:
    """Tell whether a request comes from this machine, and through nothing that others reach."""
    config = parts().config
    if config.base_url or config.trusted_proxies or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _observed() -> Observed:
    catalogue, config, is_connected = known_catalogue(), parts().config, database_state() != "broken"
    return Observed(
        at=now(),
        versions={"version": VERSION, "python": platform.python_version()},
        is_connected=is_connected,
        pages=None if catalogue is None else len(catalogue.entries),
        indexed_at=written_at(config.index_dir),
        queues=tuple(_queues(is_connected=is_connected)),
    )


def _queues(*, is_connected: bool) -> list[Queue]:
    known, config = parts(), parts().config
    decks, oldest = DeckStore(config.decks_dir).waiting()
    found = [
        Queue("searches", oldest=known.journal.waiting_since()),
        Queue("visits", oldest=known.visits.waiting_since()),
        Queue("decks", decks, oldest),
    ]
    if is_connected and config.smtp_host:
        found.append(Queue("invitations", count_untold(session(), at=now())))
    return found
