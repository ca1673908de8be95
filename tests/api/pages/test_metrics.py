"""The metrics: who may read them, and what each request, search, job and queue adds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_text

from api.running.timetable import Job, Timetable
from api.running.watched import NOTE_POOL
from api.web.context import KEY
from api.work.decks.asked import DeckAsked
from api.work.decks.store import DeckStore
from api.work.status import ProcessState, write_processes, write_status
from support.acting import PAGE
from support.factories import Cast, apart, fill, sign_in

TOKEN = "0123456789abcdef0123"
OPENMETRICS = "application/openmetrics-text; version=1.0.0"


def _ask(app: Flask, headers: Mapping[str, str] | None = None, *, peer: str = "127.0.0.1") -> Any:
    return apart(app.test_client().get, "/metrics", headers=headers, environ_base={"REMOTE_ADDR": peer})


def read(app: Flask) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Return the samples by name and labels."""
    answer = _ask(app)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    samples = [sample for family in read_text(answer.get_data(as_text=True)) for sample in family.samples]
    found = {
        (sample.name.removeprefix("repertoire_"), frozenset(sample.labels.items())): sample.value for sample in samples
    }
    assert len(found) == len(samples)
    return found


def of(found: Mapping[Any, float], name: str, **labels: str) -> float:
    """Return one sample; 0 for one that isn't there."""
    return found.get((name, frozenset(labels.items())), 0.0)


def test_without_a_token_they_are_read_from_this_machine_alone(sqlite_app: Flask) -> None:
    """Not from elsewhere, and not through a proxy, which everybody reaches."""
    assert _ask(sqlite_app).status_code == _ask(sqlite_app, peer="::1").status_code == 200
    assert _ask(sqlite_app, peer="10.0.0.7").status_code == 401
    for header in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host"):
        assert _ask(sqlite_app, {header: "127.0.0.1"}).status_code == 401


@pytest.mark.parametrize("settings", [{"base_url": "https://x.example"}, {"trusted_proxies": "127.0.0.1"}])
def test_where_a_proxy_stands_in_front_it_takes_a_token(
    make_app: Callable[..., Flask], settings: dict[str, str]
) -> None:
    """A proxy that says nothing of whom it speaks for looks like this machine."""
    assert _ask(make_app(**settings)).status_code == 401


def test_with_a_token_it_is_asked_for_everywhere(make_app: Callable[..., Flask]) -> None:
    """A wrong one is refused, and counted as other secrets are."""
    app = make_app(metrics_token=TOKEN, base_url="https://x.example")
    assert _ask(app).status_code == 401
    assert _ask(app, {"Authorization": f"Bearer {TOKEN}"}, peer="10.0.0.7").status_code == 200
    tries = [_ask(app, {"Authorization": f"Bearer {TOKEN[:-1]}{number}"}).status_code for number in range(4, 26)]
    assert (tries[0], tries[-1]) == (401, 429)


def test_an_admin_may_read_them_and_nobody_else(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """From anywhere, by a token or in a browser."""
    for player, status in ((sqlite_cast.nadia, 200), (sqlite_cast.max, 401), (sqlite_cast.ada, 401)):
        proof = {"Authorization": f"Bearer {player.token}"}
        assert _ask(sqlite_app, proof, peer="10.0.0.7").status_code == status
    browser = sign_in(sqlite_app, sqlite_cast.nadia)
    assert apart(browser.get, "/metrics", environ_base={"REMOTE_ADDR": "10.0.0.7"}).status_code == 200


def test_requests_are_counted_by_route_and_never_by_address(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """Whatever is asked for makes no new name: neither an address, nor one that there isn't, nor a method."""
    before = read(sqlite_app)
    for page in ("a", "b", PAGE):
        sqlite_cast.ada.get(f"/content/{page}")
    for method in ("BREW", "SMASH"):
        apart(sqlite_app.test_client().open, "/api/v1/nowhere", method=method)
    after = read(sqlite_app)

    def more(name: str, **labels: str) -> float:
        return of(after, name, **labels) - of(before, name, **labels)

    assert more("requests_total", method="GET", route="/api/v1/content/{page_id}", status="404") == 2
    assert more("requests_total", method="GET", route="/api/v1/content/{page_id}", status="200") == 1
    assert more("request_seconds_count", method="GET", route="/api/v1/content/{page_id}") == 3
    assert sum(more("requests_total", method="OTHER", route="(none)", status=str(status)) for status in (404, 405)) == 2


def test_searches_and_what_waits_to_be_moved(app: Flask, cast: Cast) -> None:
    """Those that found nothing are counted apart; a search waits until its journal is moved."""
    before = read(app)
    cast.ada.get("/search?q=price")
    cast.ada.get("/search?q=qqqqzzzz")
    after = read(app)
    assert of(after, "search_seconds_count") - of(before, "search_seconds_count") == 2
    assert of(after, "empty_searches_total") - of(before, "empty_searches_total") == 1
    assert (
        of(before, "queue_oldest_seconds", queue="searches") == 0 < of(after, "queue_oldest_seconds", queue="searches")
    )
    with app.app_context():
        app.extensions[KEY].journal.move(_session(app))
    assert of(read(app), "queue_oldest_seconds", queue="searches") == 0


def _session(app: Flask) -> Any:
    return app.extensions["sqlalchemy"].session


def test_decks_and_invitations_that_wait_are_counted(make_app: Callable[..., Flask]) -> None:
    """A wish is as old as its file; invitations wait only where mail is sent."""
    app = make_app(smtp_host="mail.x.example", mail_from="sales@x.example")
    cast = fill(app)
    DeckStore(app.extensions[KEY].config.decks_dir).ask_for("key", DeckAsked(PAGE, "pdf", is_outside=True))
    body = {"rep_id": str(cast.ada.id), "topic": "x", "scheduled_at": "2035-01-01T09:00:00Z"}
    assert cast.max.post("/coaching/sessions", body).status_code == 201
    found = read(app)
    assert (of(found, "queue_waiting", queue="decks"), of(found, "queue_waiting", queue="invitations")) == (1, 1)
    assert of(found, "queue_oldest_seconds", queue="decks") > 0


def test_jobs_and_connections(sqlite_app: Flask) -> None:
    """A job that fails says so, and its tries are timed; the pool says what it holds."""

    def fail() -> None:
        raise LookupError("odd")

    table = Timetable(sqlite_app, "test", [Job("well", "x", 1, lambda: None), Job("badly", "x", 1, fail), NOTE_POOL])
    before = read(sqlite_app)
    for name in ("well", "badly", "note-pool"):
        table.do(name)
    found = read(sqlite_app)
    assert (
        of(found, "job_failing", job="well", process="test")
        == 0
        < of(found, "job_last_success_timestamp_seconds", job="well", process="test")
    )
    assert of(found, "job_failing", job="badly", process="test") == 1
    assert of(found, "job_failures_total", job="badly") - of(before, "job_failures_total", job="badly") == 1
    assert of(found, "job_seconds_count", job="well") - of(before, "job_seconds_count", job="well") == 1
    assert of(found, "pool_connections", process="serve", state="kept") >= 1
    assert of(found, "pool_connections", process="serve", state="overflow") == 0


def test_what_stands_now_is_told_in_both_formats(sqlite_app: Flask) -> None:
    """Index, database, work and processes; also as OpenMetrics, whose parser is strict."""
    data_dir = sqlite_app.extensions[KEY].config.data_dir
    write_status(data_dir, "index", "ready")
    moment = "2026-03-02T09:00:00+00:00"
    write_processes(
        data_dir, [ProcessState("worker", None, moment, 3, "x"), ProcessState("server-1", 1, moment, 0, None)]
    )
    found = read(sqlite_app)
    assert of(found, "database_up") == of(found, "index_up") == 1
    assert of(found, "index_pages") > 50
    assert of(found, "index_written_timestamp_seconds") > 1_600_000_000
    assert of(found, "work_state", part="index", state="ready") == 1
    assert of(found, "work_state", part="index", state="failed") == 0
    assert (of(found, "process_up", process="worker"), of(found, "process_up", process="server-1")) == (0, 1)
    assert of(found, "process_deaths_total", process="worker") == 3
    answer = _ask(sqlite_app, {"Accept": OPENMETRICS})
    assert answer.mimetype == "application/openmetrics-text"
    assert len(list(read_openmetrics(answer.get_data(as_text=True)))) > 15  # type: ignore[no-untyped-call]


def test_metrics_are_there_while_the_database_is_away(make_app: Callable[..., Flask]) -> None:
    """That is when somebody looks at them."""
    app = make_app(database_url="postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=2", metrics_token=TOKEN)
    answer = _ask(app, {"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert "repertoire_database_up 0.0" in answer.get_data(as_text=True)
