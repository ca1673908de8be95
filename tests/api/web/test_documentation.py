"""The API's document when several ask for it first."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from api.web.documentation import document
from support.acting import at_once


def test_who_asks_first_at_the_same_time_gets_the_same(make_app: Callable[..., Flask]) -> None:
    """Of two apps, each asked by three: with all schemas, as who asks alone later."""
    apps = [make_app(is_indexed=False) for _ in range(2)]
    found = at_once(*[lambda app=app: document(app) for app in apps for _ in range(3)])
    alone = document(make_app(is_indexed=False))
    assert len(alone["components"]["schemas"]) > 100
    assert found == [alone] * 6
