"""Nothing that names somebody, or opens a door, is in the log: all routes are asked with secrets in every place."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

from api.web.context import KEY
from api.work.metrics.shared import CountsCollector
from support.factories import Cast, apart
from support.logged import lines_of, logging_as

SECRET, MARKED = "s3cretmark", UUID("5ec4e7a1-5ec4-7ec4-8ec4-5ec45ec45ec4")
EMAIL, NAME = "marked.person@brightwharf.example", "Markedname Person"
_PART = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _path(rule: Rule) -> str:
    """Return an address of a route in which each part is marked."""
    return _PART.sub(lambda part: str(MARKED) if part[1] == "uuid" else f"{SECRET}-{EMAIL}", rule.rule)


def test_no_secret_and_no_name_is_in_the_log_of_any_route(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """In paths, queries, bodies, cookies and headers; by an admin, and by a stranger whose errors are others."""
    marks = (SECRET, str(MARKED), EMAIL, "markedname", "203.0.113.7", sqlite_cast.nadia.token, "Marked-Browser")
    headers = {
        "User-Agent": f"Marked-Browser {NAME}",
        "X-Forwarded-For": "203.0.113.7",
        "Referer": f"http://x/{SECRET}",
    }
    body = {"name": NAME, "email": EMAIL, "text": SECRET, "query": SECRET, "person_id": str(MARKED)}
    cookies = {"Cookie": f"repertoire_session={SECRET}; repertoire_buyer={SECRET}"}
    stranger = sqlite_app.test_client(use_cookies=False)
    asked = 0
    with logging_as("json") as written:
        for rule in sqlite_app.url_map.iter_rules():
            for method in (rule.methods or set()) & {*METHODS}:
                options: dict[str, Any] = {"query_string": {"q": SECRET, "email": EMAIL}}
                options |= {} if method == "GET" else {"json": body}
                for who in ({"Authorization": f"Bearer {sqlite_cast.nadia.token}"}, cookies):
                    answer = apart(stranger.open, _path(rule), method=method, headers=headers | who, **options)
                    answer.get_data()
                    asked += 1
    lines = lines_of(written(), "request")
    assert len(lines) == asked > 600
    assert len({line["route"] for line in lines}) > 200
    text = written().casefold()
    assert [mark for mark in marks if mark.casefold() in text] == []
    counted = repr(
        [*CountsCollector(sqlite_app.extensions[KEY].metrics, sqlite_app.extensions[KEY].config.data_dir).collect()]
    )
    assert [mark for mark in marks if mark in counted] == []
