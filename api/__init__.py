"""HTTP and the command line: words of the web in, words of the domain out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Blueprint, Flask

    from config import Config

RESOURCES = (
    *("search", "content", "coverage", "demand", "page_use", "gaps", "reviews"),
    *("training", "mine", "attempts", "assignments", "matrix", "records", "rates", "decisions", "uploads"),
    *("coaching", "usage", "kpis", "people", "tokens", "health", "sign_in"),
)


def create_app(config: Config) -> Flask:
    """Wire the product together; the one place where rooms meet their settings.

    Imports stand inside, because the command line imports this package too and mustn't wait for Flask.
    """
    from flask import Flask

    from api import site
    from api.context import KEY, Parts
    from api.database import init_database
    from api.documentation import init_documentation
    from api.errors import init_errors
    from api.gate import init_gate
    from api.headers import init_headers
    from api.limits import limiter
    from api.searching import open_search
    from content.history import HistoryFile
    from content.rendering import Renderer
    from lms.usage.journal import Journal

    app = Flask(__name__, static_url_path="/plain")
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's default provider has it
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    journal = Journal(config.data_dir / "searches")
    app.extensions[KEY] = Parts(config, open_search(config), Renderer(workers=1), journal, HistoryFile(config.data_dir))
    init_database(app, config.sqlalchemy_url)
    limiter.init_app(app)
    init_errors(app)
    init_gate(app)
    init_headers(app)
    for blueprint in _resources():
        app.register_blueprint(blueprint)
    init_documentation(app)
    app.register_blueprint(site.blueprint)
    return app


def _resources() -> list[Blueprint]:
    """Return the blueprints of the API and of the pages around it."""
    return [import_module(f"api.{name}").blueprint for name in RESOURCES]
