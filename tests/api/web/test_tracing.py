"""Traces as a receiver gets them: spans named by routes, statements without values, nobody named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor

from api.web.tracing import init_tracing
from config import ConfigError, read_config
from support.factories import apart, fill
from support.otlp import receiving

SECRET = "s3cretmark"


def test_requests_and_statements_arrive_without_what_names_somebody(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of an error, whose words stay here; the request's id is what joins a span and the log."""
    app = make_app()
    cast = fill(app)
    headers = {"User-Agent": SECRET, "Referer": f"http://x/{SECRET}", "X-Request-ID": "r1"}
    with receiving() as receiver:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url)
        provider = init_tracing(app)
        try:
            found = cast.ada.get(f"/content/{SECRET}?q={SECRET}", headers=headers)
            cast.ada.post("/tokens", {"name": SECRET})
            apart(app.test_client().get, f"/sign-in/{SECRET}", headers={"Accept": "text/html"})
            strays = [("GET", f"/nowhere/{SECRET}"), ("GET", f"/api/v1/nowhere/{SECRET}"), (SECRET, "/api/v1/me")]
            strays += [("DELETE", f"/sign-in/{SECRET}"), ("PUT", f"/s/{SECRET}"), ("POST", f"/sign-in/{SECRET}/more")]
            for method, path in strays:
                apart(app.test_client().open, path, method=method)
            assert provider.force_flush(10_000)
        finally:
            SQLAlchemyInstrumentor().uninstrument()
            provider.shutdown()
    assert found.status_code == 404
    named = {span.name for span in receiver.spans}
    assert {"GET /api/v1/content/{page_id}", "POST /api/v1/tokens", "GET /sign-in/{secret}", "SELECT"} <= named
    assert {"GET (none)", "DELETE (none)", "PUT (none)", "POST (none)", "OTHER (none)"} <= named
    (read,) = [span for span in receiver.spans if span.name == "GET /api/v1/content/{page_id}"]
    assert _attributes(read)["repertoire.request_id"] == "r1"
    assert _attributes(read)["http.route"] == "/api/v1/content/{page_id}"
    inside = [span for span in receiver.spans if span.parent_span_id == read.span_id]
    assert any("api_token" in _attributes(span).get("db.statement", "") for span in inside)
    assert receiver.resources[0]["service.name"] == "repertoire"
    for mark in (SECRET, cast.ada.token, str(cast.ada.id), "ada@", "127.0.0.1", "localhost"):
        assert mark.encode() not in receiver.raw, mark


def _attributes(span: Any) -> dict[str, Any]:
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


@pytest.mark.parametrize("address", ["127.0.0.1:4318", "ftp://x.example", "http://x.example/?a=b"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    """In a line that says what one looks like."""
    with pytest.raises(ConfigError, match=r"http://127\.0\.0\.1:4318"):
        read_config({"OTEL_EXPORTER_OTLP_ENDPOINT": address})


def test_without_the_extra_a_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the packages aren't installed nothing starts half."""
    monkeypatch.setattr("api.work.settings.find_spec", lambda _: None)
    with pytest.raises(ConfigError, match="needs the extra `otel`"):
        read_config({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"})


@pytest.mark.parametrize("token", ["short", "with spaces in it all", "ünïcödeünïcödeünïcöde"])
def test_a_token_for_metrics_that_could_be_guessed_is_refused(token: str) -> None:
    """Without it being said."""
    with pytest.raises(ConfigError, match="METRICS_TOKEN") as refused:
        read_config({"METRICS_TOKEN": token})
    assert token not in str(refused.value)
