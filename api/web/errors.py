"""Every error as RFC 9457 problem+json; the one table from the domain's refusals to HTTP statuses."""

from __future__ import annotations

import errno
import json
import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, render_template, request
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from api.web.context import parts
from api.web.database import state_of
from api.web.request_ids import current_request
from api.work.practice.store import StoreAwayError
from api.work.seldom import Seldom
from api.work.status import ask_for_rebuild
from content.course import NoSuchPageError
from content.library import LibraryAwayError
from content.rendering import RenderingError
from content.search import IndexMissingError
from lms.errors import Conflict, Elsewhere, Invalid, NotAllowed, NotFound, Refusal, Unreadable
from lms.figures.frames import FiguresMissingError
from lms.folders import FULL

STATUS: dict[type[Refusal], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    Invalid: 422,
    Unreadable: 503,
    Elsewhere: 503,
}
RETRY_SECONDS = 2
# What a page says that isn't shown, and after which of these it helps to ask again.
_TITLES = {
    403: "This isn't for you",
    404: "This page isn't here",
    405: "This page isn't here",
    429: "That was too often",
    503: "Not just now",
    507: "There is no room left",
}
_CAN_PASS = {429, 500, 503}
_SCIM_ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
# A disk that was mounted anew to be read, or a folder that was given to somebody else.
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
seldom = Seldom(logging.getLogger("repertoire.web"))


class BadField(BaseModel):
    """One field at fault."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """An error after RFC 9457; `errors` names every bad field with a JSON pointer, `#` being the whole.

    `request_id` is what the log calls the request, and the header X-Request-ID of the answer.
    """

    type: str
    title: str
    status: int
    detail: str
    request_id: str = Field(default_factory=current_request)
    errors: list[BadField] = []


class UnacceptableError(Exception):
    """A request that doesn't fit its schema."""

    def __init__(self, error: ValidationError) -> None:
        """Keep every field that is at fault."""
        super().__init__("the request doesn't fit the schema")
        self.fields = [
            BadField(pointer="#" + "".join(f"/{_escape(part)}" for part in detail["loc"]), detail=detail["msg"])
            for detail in error.errors(include_url=False)
        ]


class UnfillableError(Exception):
    """A message can't be filled in with what was given; every field at fault is named."""

    def __init__(self, fields: list[BadField]) -> None:
        """Keep the fields."""
        super().__init__("the message can't be filled in")
        self.fields = fields


def _escape(part: int | str) -> str:
    """Escape a step of a JSON pointer (RFC 6901)."""
    return str(part).replace("~", "~0").replace("/", "~1")


def init_errors(app: Flask) -> None:
    """Answer every error below /api with problem+json, and others as plain pages."""
    app.after_request(_ask_to_come_again)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(UnacceptableError, _of_schema)
    app.register_error_handler(UnfillableError, _of_message)
    app.register_error_handler(IndexMissingError, _of_index)
    app.register_error_handler(FiguresMissingError, lambda error: problem(503, f"{error}; ask again"))
    app.register_error_handler(StoreAwayError, lambda error: problem(503, f"{error}; ask again"))
    app.register_error_handler(LibraryAwayError, lambda error: problem(503, f"{error}; ask again"))
    app.register_error_handler(NoSuchPageError, lambda error: problem(404, str(error)))
    app.register_error_handler(RenderingError, lambda error: problem(422, f"the page can't be shown: {error}"))
    app.register_error_handler(Refusal, _of_refusal)
    app.register_error_handler(SQLAlchemyError, _of_database)
    app.register_error_handler(OSError, _of_system)
    app.register_error_handler(Exception, _of_bug)


def problem(
    status: int, detail: str, *, errors: list[BadField] | None = None, headers: dict[str, str] | None = None
) -> Response:
    """Make an error response."""
    title = HTTPStatus(status).phrase
    body = Problem(type="about:blank", title=title, status=status, detail=detail, errors=errors or [])
    return Response(body.model_dump_json(), status, headers, mimetype="application/problem+json")


def _for_directory(status: int, detail: str, *, headers: dict[str, str] | None = None) -> Response:
    """Make an error response as SCIM has it (RFC 7644, 3.12)."""
    body = {"schemas": [_SCIM_ERROR], "status": str(status), "detail": detail}
    return Response(json.dumps(body), status, headers, mimetype="application/scim+json")


def _ask_to_come_again(response: Response) -> Response:
    """Say when to ask again what couldn't be answered now."""
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _of_refusal(error: Refusal) -> Response:
    fields = [BadField(pointer=f"#/{error.field}", detail=str(error))] if error.field else []
    return problem(STATUS[type(error)], str(error), errors=fields)


def _of_schema(error: UnacceptableError) -> Response:
    names = ", ".join(field.pointer[2:] or "the whole" for field in error.fields)
    return problem(422, f"the request doesn't fit the schema: {names}", errors=error.fields)


def _of_message(error: UnfillableError) -> Response:
    names = ", ".join(field.pointer.rpartition("/")[2] for field in error.fields)
    return problem(422, f"fill in, or write otherwise: {names}", errors=error.fields)


def _of_index(error: IndexMissingError) -> Response:
    """Ask for patience, and the worker for a new index where the present one is broken."""
    if error.folder is not None:
        ask_for_rebuild(parts().config.data_dir, error.folder)
    return problem(503, f"search isn't ready: {error}; ask again")


def _of_database(error: SQLAlchemyError) -> Response:
    """Ask for patience while the database is busy, away or read-only, say when its disk is full; all else is a bug."""
    state = state_of(error)
    if state is None:
        return _of_bug(error)
    seldom.warn(state, f"the database is {state}: {str(error).splitlines()[0]}")
    if state == "read-only":
        return _plain_or_problem(503, "the database is read-only just now: nothing can be recorded; ask again")
    return _of_full_disk() if state == "full" else _plain_or_problem(503, f"the database is {state}; ask again")


def _of_system(error: OSError) -> Response:
    if error.errno in _CLOSED:
        seldom.warn("closed", f"the disk takes no writes: {error}")
        return _plain_or_problem(503, "our disk can't be written to; nothing was changed. An admin must mend it")
    if error.errno not in FULL:
        return _of_bug(error)
    seldom.warn("full", f"the disk is full: {error}")
    return _of_full_disk()


def _of_full_disk() -> Response:
    return _plain_or_problem(507, "there is no room left on our disk; nothing was changed. An admin must make room")


def _plain_or_problem(status: int, text: str) -> Response:
    return _in_its_form(status, text)


def _in_its_form(status: int, text: str, *, headers: dict[str, str] | None = None) -> Response:
    """Answer as whoever asks understands it: a program of ours, a directory, or a person."""
    for start, answer in (("/api/", problem), ("/scim/", _for_directory)):
        if request.path.startswith(start):
            return answer(status, text, headers=headers)
    return _page(status, text, headers=headers)


def _of_http(error: HTTPException) -> Any:
    if error.response is not None and error.code is None:
        return error.response
    code = error.code or 500
    kept = {"Allow", "Content-Range", "Retry-After", "WWW-Authenticate"}
    headers = {name: value for name, value in error.get_headers() if name in kept}
    return _in_its_form(code, error.description or HTTPStatus(code).phrase, headers=headers)


def _page(status: int, text: str, *, headers: dict[str, str] | None = None) -> Response:
    """Return a page for people, or a line for whoever doesn't ask for pages."""
    said = f"{text[0].upper()}{text[1:]}".rstrip(".")
    if request.accept_mimetypes and not request.accept_mimetypes.accept_html:
        return Response(f"{said}.\nRequest {current_request()}\n", status, headers, mimetype="text/plain")
    title = _TITLES.get(status, "Something went wrong")
    known = {"title": title, "detail": said, "request_id": current_request()}
    html = render_template("problem.html", **known, can_pass=status in _CAN_PASS)
    return Response(html, status, headers, mimetype="text/html")


def _of_bug(error: Exception) -> Response:
    current_app.logger.error("unexpected error", exc_info=error)
    return _plain_or_problem(500, "something went wrong on our side; it has been logged")
