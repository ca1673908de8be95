"""Whether the product says truly how it is, and its API's document."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from api.web.documentation import document, path_of
from api.work.status import JobState, ProcessState, read_status, write_jobs, write_processes, write_status
from config import PROJECT
from support.factories import Cast, apart

FILE = PROJECT / "api" / "openapi.json"


def test_health_is_ready_and_open_to_everyone(app: Flask) -> None:
    """A load balancer has no token."""
    body = _get(app, "/health").get_json()
    assert (body["status"], body["database"]) == ("ready", "ready")
    assert body["pages"] > 50
    assert set(body["versions"]) == {"repertoire", "api", "python"}


def test_without_an_index_the_product_is_starting(make_app: Callable[..., Flask]) -> None:
    """The first index is still being built: not broken, not ready."""
    app = make_app(is_indexed=False)
    write_status(app.extensions["repertoire"].config.data_dir, "index", "working", done=3, total=9)
    body = _get(app, "/health").get_json()
    assert (body["status"], body["pages"]) == ("starting", 0)
    assert body["index"].pop("since") is not None
    assert body["index"] == {"state": "working", "done": 3, "total": 9, "detail": None}
    assert body["site"]["state"] == "waiting"


def test_without_its_database_the_product_is_broken(make_app: Callable[..., Flask]) -> None:
    """A server that doesn't answer shows as broken instead of as an error."""
    app = make_app(database_url="postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=2")
    body = _get(app, "/health").get_json()
    assert (body["status"], body["database"]) == ("broken", "broken")


def test_the_openapi_file_is_up_to_date(sqlite_app: Flask) -> None:
    """The committed document is what the routes say now."""
    wanted = json.dumps(document(sqlite_app), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    found = FILE.read_text(encoding="utf-8") if FILE.is_file() else ""
    assert found == wanted, "api/openapi.json is out of date: run `uv run repertoire openapi > api/openapi.json`"


def test_the_document_is_served_to_everyone(sqlite_app: Flask) -> None:
    """What is served is the same document."""
    assert _get(sqlite_app, "/openapi.json").get_json() == json.loads(json.dumps(document(sqlite_app)))


def test_the_document_names_every_route_of_the_api(sqlite_app: Flask) -> None:
    """No route below /api/v1 is undocumented, but for the document and its page."""
    paths: dict[str, Any] = document(sqlite_app)["paths"]
    rules = [rule for rule in sqlite_app.url_map.iter_rules() if rule.rule.startswith("/api/v1")]
    missing = {
        rule.endpoint
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if method.lower() not in paths.get(path_of(rule.rule), {})
    }
    assert missing == {"documentation.openapi", "documentation.rendered", "documentation.swagger_file"}


def test_the_document_says_who_may_call_and_how_errors_look(sqlite_app: Flask) -> None:
    """Roles, security, the retry header and problem+json stand at the operation."""
    paths = document(sqlite_app)["paths"]
    assign = paths["/api/v1/training/assignments"]["post"]
    assert "Who may call: manager, admin." in assign["description"]
    assert assign["security"] == [{"token": []}, {"session": []}]
    assert "Idempotency-Key" in {parameter["name"] for parameter in assign["parameters"]}
    assert set(assign["responses"]["409"]["content"]) == {"application/problem+json"}
    assert paths["/api/v1/health"]["get"]["security"] == []


def test_the_document_says_what_is_refused(sqlite_app: Flask) -> None:
    """Bounds in JSON Schema's own words, and 415 wherever a body is taken: what it leaves out, callers can't know."""
    written = json.dumps(document(sqlite_app))
    assert [word for word in ("ge", "gt", "le", "lt") if f'"{word}": ' in written] == []
    unsaid = [
        f"{method} {path}"
        for path, methods in document(sqlite_app)["paths"].items()
        for method, operation in methods.items()
        if "requestBody" in operation and "415" not in operation["responses"]
    ]
    assert unsaid == []


def test_the_document_can_be_read_as_a_page(sqlite_app: Flask) -> None:
    """The page asks nobody else for anything, and serves no file beside its own."""
    page = _get(sqlite_app, "/docs/")
    assert page.status_code == 200
    assert "https://" not in page.get_data(as_text=True)
    assert _get(sqlite_app, "/docs/../../../config.py").status_code == 404


@pytest.mark.parametrize("name", ["swagger-ui.css", "swagger-ui-bundle.js"])
def test_the_page_finds_the_files_that_render_the_document(sqlite_app: Flask, name: str) -> None:
    """Without its script the page stays empty."""
    assert _get(sqlite_app, f"/docs/{name}").status_code == 200


def _get(app: Flask, path: str) -> Any:
    return apart(app.test_client().get, f"/api/v1{path}")


def test_health_names_what_is_not_being_done_and_since_when(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """A dead process, a job that fails and a site that can't be built; why is told to admins alone."""
    data_dir = sqlite_app.extensions["repertoire"].config.data_dir
    since = "2026-11-28T09:00:00Z"
    write_status(data_dir, "site", "failed", detail="in /srv/library")
    write_processes(data_dir, [ProcessState("worker", None, since, 3, "killed by SIGKILL")])
    write_jobs(data_dir, "worker", [JobState("forget", "It forgets", "worker", 5, None, since, "at /srv", since)])
    shown = sqlite_cast.max.get("/health").get_json()
    assert shown["status"] == "degraded"
    assert [(each["what"], each["since"]) for each in shown["troubles"][1:]] == [("worker", since), ("forget", since)]
    assert shown["troubles"][0]["what"] == "site"
    for who in (sqlite_cast.max, sqlite_cast.mara):
        assert not any(word in who.get("/health").text for word in ("/srv", "SIGKILL"))
    assert "/srv" not in _get(sqlite_app, "/health").text
    seen = sqlite_cast.nadia.get("/health").get_json()
    assert (seen["site"]["detail"], seen["jobs"][0]["last_error"]) == ("in /srv/library", "at /srv")
    assert seen["processes"][0]["ended"] == "killed by SIGKILL"


def test_a_note_that_can_not_be_written_stops_nothing(tmp_path: Path) -> None:
    """As on a full disk: whoever has something to say of itself goes on."""
    write_status(tmp_path / "nowhere", "site", "ready")
    write_jobs(tmp_path / "nowhere", "worker", [])
    assert read_status(tmp_path / "nowhere")["site"]["state"] == "waiting"
