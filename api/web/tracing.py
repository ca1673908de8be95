"""Traces by OpenTelemetry: a span for each request and for each question to the database, without what names somebody.

The instrumentation notes paths, queries, addresses and what browsers call themselves. What leaves is a list of our
own; the rest of the SDK, where to and how much, is read by itself from its own OTEL_* variables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Flask
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.flask import FlaskInstrumentor
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from opentelemetry.sdk.resources import SERVICE_INSTANCE_ID, SERVICE_NAME, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Span, SpanKind, Status

from api.web.database import db
from api.web.documentation import path_of
from api.web.gate import FIRST_LOOK
from api.web.measuring import METHODS, NO_ROUTE, OTHER
from api.web.request_ids import current_request
from api.work.metrics.counted import PREFIX, process_name

REQUEST_ID, IS_FIRST_LOOK = f"{PREFIX}.request_id", f"{PREFIX}.first_look"
_METHOD = ("http.method", "http.request.method")
# Statements have signs for their parameters, and the parameters are nowhere.
KEPT = {
    *(*_METHOD, "http.status_code", "http.response.status_code", "http.route"),
    *("db.system", "db.system.name", "db.statement", "db.query.text", REQUEST_ID, IS_FIRST_LOOK),
}


def init_tracing(app: Flask) -> TracerProvider:
    """Trace the requests of an app and its database from now on, and return what sends the spans, in a thread."""
    provider = TracerProvider(resource=_resource())
    provider.add_span_processor(BatchSpanProcessor(PlainExporter(OTLPSpanExporter())))
    FlaskInstrumentor.instrument_app(  # type: ignore[no-untyped-call]
        app, request_hook=_name_request, tracer_provider=provider, excluded_urls="", enable_commenter=False
    )
    # It begins once the request has its id, and before the gate asks the database who it is.
    before = app.before_request_funcs[None]
    before.insert(1, before.pop())
    with app.app_context():
        # Its authors name the versions that they tried, the last of them 2.0; a test tries it on the one that we use.
        SQLAlchemyInstrumentor().instrument(engine=db.engine, tracer_provider=provider, skip_dep_check=True)
    return provider


class PlainExporter(SpanExporter):
    """Hands spans on with the attributes of KEPT alone, and named by the templates of routes."""

    def __init__(self, inner: SpanExporter) -> None:
        """Take who sends them."""
        self._inner = inner

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send spans."""
        return self._inner.export([_plain(span) for span in spans])

    def shutdown(self) -> None:
        """End."""
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Send what waits."""
        return self._inner.force_flush(timeout_millis)


def _resource() -> Resource:
    """Return what is traced: named by OTEL_SERVICE_NAME, or as the product is, and by the process."""
    found = Resource.create({SERVICE_INSTANCE_ID: process_name()})
    is_named = not str(found.attributes.get(SERVICE_NAME, "")).startswith("unknown_service")
    return found if is_named else found.merge(Resource({SERVICE_NAME: PREFIX}))


def _name_request(span: Span, environ: dict[str, Any]) -> None:
    span.set_attribute(REQUEST_ID, current_request())
    if FIRST_LOOK in environ:  # it comes again, with its body
        span.set_attribute(IS_FIRST_LOOK, value=True)


def _plain(span: ReadableSpan) -> ReadableSpan:
    """Return the same span without words of anybody: an error has its code alone, the database no name."""
    kept = {name: value for name, value in (span.attributes or {}).items() if name in KEPT}
    for name in kept.keys() & set(_METHOD):
        kept[name] = kept[name] if kept[name] in METHODS else OTHER
    if "http.route" in kept:
        kept["http.route"] = path_of(str(kept["http.route"]))
    return ReadableSpan(
        name=_name_of(span, kept),
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=kept,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _name_of(span: ReadableSpan, kept: dict[str, Any]) -> str:
    """Name a span by its method and route; where none was found its own name is the path, which may be a secret."""
    if span.kind is not SpanKind.SERVER:
        return span.name.partition(" ")[0]
    return f"{next((kept[name] for name in _METHOD if name in kept), OTHER)} {kept.get('http.route', NO_ROUTE)}"
