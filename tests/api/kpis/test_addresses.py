"""Addresses of KPIs: what stands beside their names is no name that a company's own KPI can have."""

from __future__ import annotations

from flask import Flask

from api.web.documentation import PREFIX
from lms.kpis.registry import BESIDE


def test_words_beside_names_are_those_of_the_routes(sqlite_app: Flask) -> None:
    """Those that stand where a KPI's name does; with more below them, or alone."""
    paths = [rule.rule.removeprefix(f"{PREFIX}/kpis/") for rule in sqlite_app.url_map.iter_rules()]
    own = {path.partition("/")[0] for path in paths if not path.startswith("/")}
    assert {word for word in own if not word.startswith("<")} == BESIDE
