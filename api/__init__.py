"""HTTP and the command line: words of the web in, words of the domain out."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from config import Config

# The rooms of the nouns: every module in them that has a `blueprint` is part of the app, and `cards` stand on home.
NOUNS = (
    "pages",
    "library",
    "demand",
    "training",
    "coaching",
    "scoring",
    "skills",
    "questions",
    "sending",
    "sharing",
    "crm",
    "deals",
    "kpis",
    "effects",
    "people",
    "admin",
)


def create_app(config: Config) -> Flask:
    """Wire the product together; the one place where rooms meet their settings.

    Imports stand inside, because the command line imports this package too and mustn't wait for Flask.
    """
    from flask import Flask

    from api.web.below import init_below
    from api.web.cards import init_cards
    from api.web.compressing import init_compressing
    from api.web.context import KEY, open_parts
    from api.web.database import init_database
    from api.web.documentation import init_documentation
    from api.web.errors import init_errors
    from api.web.gate import init_gate
    from api.web.headers import init_headers
    from api.web.limits import init_limits
    from api.web.measuring import init_measuring
    from api.web.rules import LazyRule

    app = Flask(__name__, static_url_path="/plain")
    app.url_rule_class = LazyRule
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's default provider has it
    app.extensions[KEY] = open_parts(config)
    init_database(app, config)
    # First of all, because what is registered first is the last to see an answer, and the first to see a request.
    init_measuring(app)
    init_compressing(app)
    init_below(app)
    init_errors(app)
    init_limits(app)
    init_gate(app)
    init_headers(app)
    for blueprint in _found("blueprint"):
        app.register_blueprint(blueprint)
    init_cards(app, (card for cards in _found("cards") for card in cards))
    init_documentation(app)
    return app


def _found(name: str) -> Iterator[Any]:
    """Yield what modules of the nouns have by a name, in the order of their rooms and names."""
    for noun in NOUNS:
        room = import_module(f"api.{noun}")
        for module in iter_modules(room.__path__, f"{room.__name__}."):
            found = getattr(import_module(module.name), name, None)
            if found is not None:
                yield found
