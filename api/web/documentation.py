"""The API's document: OpenAPI 3.1 made from the routes, and the page that renders it."""

from __future__ import annotations

import re
import threading
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import flask_swagger_ui
from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ValidationError
from spectree import Response as Answers
from spectree import SpecTree
from spectree.model_adapter.protocol import SchemaMode
from spectree.models import InType, SecureType, SecurityScheme, SecuritySchemeData
from spectree.plugins.base import Context
from spectree.plugins.flask_plugin import FlaskPlugin
from spectree.utils import get_multidict_items

from api.web.auth import ANYONE, COOKIE, allow
from api.web.errors import Problem, UnacceptableError
from api.web.matching import ETAG_PATTERN
from api.web.ranges import send_part
from api.web.writes import HEADER, KEY_PATTERN
from api.work.version import VERSION

PREFIX = "/api/v1"
blueprint = Blueprint("documentation", __name__, url_prefix=PREFIX)
# The order in which the document names what there is; what isn't in it comes last.
TAGS = (
    *("search", "content", "demand", "people", "training", "coaching", "scoring", "questions"),
    *("sending", "sharing", "deals", "usage", "crm", "kpis", "effects", "admin", "health"),
)
if TYPE_CHECKING:
    # What a route gives: a model, with a status, with headers beside it; or whatever Flask makes an answer of.
    Answer = BaseModel | tuple[BaseModel, int] | tuple[BaseModel, int, dict[str, str]] | ResponseReturnValue
else:
    Answer = object  # spectree asks for the types of a route, and Flask's name what only type checkers know

_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_ALWAYS = (400, 401, 403, 404, 422, 429)
# What describes is one for all apps and threads, and a document takes out of it for a moment what the next one needs.
_making = threading.Lock()


def _refuse(request: Any, response: Any, error: Exception | None, *_: Any) -> None:
    if isinstance(error, ValidationError):
        raise UnacceptableError(error)


class _Plugin(FlaskPlugin):
    """Reads of a request what its route asks for: most want the query alone, and no headers and cookies."""

    def request_validation(self, request: Any, query: Any, json: Any, form: Any, headers: Any, cookies: Any) -> None:
        if json or form or headers or cookies:
            super().request_validation(request, query, json, form, headers, cookies)  # type: ignore[no-untyped-call]
            return
        found = self.model_adapter.validate_obj(query, get_multidict_items(request.args, query)) if query else None
        request.context = Context(found, None, None, None, None)

    def validate_response(self, resp: Any, resp_model: Any, *args: Any) -> Any:
        """Leave an answer that is made already, and that nobody is to read again, as it is."""
        if isinstance(resp, Response) and isinstance(resp_model, _Unread):
            return resp, None
        return super().validate_response(resp, resp_model, *args)


class _Described(SpecTree):
    """Works out the schemas of models when the document is asked for, which most processes never are."""

    def __init__(self, *options: Any, **named: Any) -> None:
        """Begin with no models."""
        super().__init__(*options, **named)
        self._waiting: dict[str, tuple[type[Any], SchemaMode]] = {}

    def _add_model(self, model: type[Any], mode: SchemaMode = "validation") -> str:
        name = self.naming_strategy(model)
        self._waiting[name] = model, mode
        return name

    def read_models(self) -> None:
        """Work out what has waited."""
        for model, mode in self._waiting.values():
            super()._add_model(model=model, mode=mode)
        self._waiting.clear()


spec = _Described(
    "flask",
    backend=_Plugin,
    title="Repertoire",
    version=VERSION,
    description="Sales content, training, coaching and KPIs. Errors are RFC 9457 problems.",
    path="api/v1/never-served",
    page_templates={},
    mode="strict",
    before=_refuse,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _, child: child,
    validation_error_model=Problem,
    security_schemes=[
        SecurityScheme(name="token", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer")),
        SecurityScheme(
            name="session", data=SecuritySchemeData(type=SecureType.API_KEY, name=COOKIE, field_in=InType.COOKIE)
        ),
    ],
)


def answers(*errors: int, **models: Any) -> Answers:
    """Return the answers of a route: those given, those every route may give, and these errors as problems."""
    problems = {f"HTTP_{status}": Problem for status in (*_ALWAYS, *errors)}
    return Answers(**models, **problems)


class _Unread(Answers):
    """Answers that the document describes, and that nobody reads again before they leave."""

    def find_model(self, code: int) -> None:
        """Return no model to compare an answer with."""


def large_answers(*errors: int, **models: Any) -> Answers:
    """Return the same as `answers` for a route whose answer is too large to be checked each time; tests check it."""
    return _Unread(**models, **{f"HTTP_{status}": Problem for status in (*_ALWAYS, *errors)})


def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document: problems as problem+json, who may call, and the retry header of writes."""
    with _making:
        if not hasattr(app, "openapi_document"):
            app.openapi_document = _made(app)  # type: ignore[attr-defined]  # kept for the life of the app
    found: dict[str, Any] = app.openapi_document  # type: ignore[attr-defined]  # set above
    return found


def _made(app: Flask) -> dict[str, Any]:
    """Make the document of an app, while nobody else makes one."""
    spec.app = app
    spec.read_models()
    models = deepcopy(spec.models)
    with app.app_context():
        made = spec._generate_spec()  # noqa: SLF001 - the public property keeps one app's document for all
    spec.models = models  # a document takes out of them what the next app's needs
    made["tags"].sort(key=lambda tag: TAGS.index(tag["name"]) if tag["name"] in TAGS else len(TAGS))
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        path = path_of(rule.rule)
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}:
            operation = made["paths"].get(path, {}).get(method.lower())
            if operation:
                _complete(operation, view)
    return made


@lru_cache(maxsize=4096)
def path_of(rule: str) -> str:
    """Turn `/a/<uuid:b>.csv` into `/a/{b}.csv`."""
    return _PART.sub(r"{\1}", rule)


def _complete(operation: dict[str, Any], view: Any) -> None:
    roles = getattr(view, "allowed_roles", ())
    who = "anyone" if ANYONE in roles else ", ".join(roles)
    operation["description"] = f"{operation.get('description', '')}\n\nWho may call: {who}.".strip()
    operation["security"] = [] if ANYONE in roles else [{"token": []}, {"session": []}]
    if getattr(view, "is_write", False):
        schema = {"type": "string", "pattern": f"^{KEY_PATTERN}$"}
        operation["responses"].setdefault("409", {**operation["responses"]["404"], "description": "Conflict"})
        operation.setdefault("parameters", []).append(
            {"name": HEADER, "in": "header", "required": False, "schema": schema}
        )
    if getattr(view, "needs_match", False):
        schema = {"type": "string", "pattern": ETAG_PATTERN, "example": '"3"'}
        match = {"name": "If-Match", "in": "header", "required": True, "schema": schema}
        operation.setdefault("parameters", []).append(match)
    media_types = getattr(view, "body_media_types", ())
    if media_types:
        content: dict[str, Any] = {media_type: {"schema": {}} for media_type in media_types}
        operation["requestBody"] = {"required": True, "content": content}
    for status, answer in operation["responses"].items():
        if int(status) >= 400 and "application/json" in answer.get("content", {}):
            answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        for media in getattr(view, "media_types", ()) if status == "200" else ():
            answer.setdefault("content", {})[media] = {"schema": {"type": "string"}}


def init_documentation(app: Flask) -> None:
    """Serve the document and its rendered page."""
    app.register_blueprint(blueprint)


@blueprint.get("/openapi.json")
@allow(ANYONE)
def openapi() -> Response:
    """Return this document."""
    root = request.script_root
    return jsonify(document(current_app) | ({"servers": [{"url": root}]} if root else {}))


SWAGGER_FILES = Path(flask_swagger_ui.__file__).parent / "dist"


@blueprint.get("/docs/")
@allow(ANYONE)
def rendered() -> str:
    """Show the document as a page."""
    return render_template("docs.html")


@blueprint.get("/docs/<path:name>")
@allow(ANYONE)
def swagger_file(name: str) -> Response:
    """Return a file of the page that renders the document."""
    return send_part(SWAGGER_FILES, name)
