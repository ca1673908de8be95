"""The protocol with bounds of ours, and refusals of the domain in its words."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

from scim2_models import (
    ConflictException,
    Context,
    Error,
    InvalidFilterException,
    InvalidPathException,
    InvalidValueException,
    NotFoundException,
    SCIMException,
)
from scim2_server.service import ScimService

from api.work.scim.filters import MOST_CHARACTERS
from lms.errors import Conflict, Invalid, NotFound, Refusal

_LOG = logging.getLogger("repertoire.scim")
_AS: dict[type[Refusal], type[SCIMException]] = {
    Conflict: ConflictException,
    Invalid: InvalidValueException,
    NotFound: NotFoundException,
}
_MOST_DEPTH = 40


class Service(ScimService):
    """The protocol as the library has it, for requests that may come from anybody with a token."""

    def read_body(self, model: Any, body: bytes, content_type: str | None, scim_ctx: Context) -> Any:
        """Read a body, unless it holds what costs too much to read, or what no database keeps."""
        if b"\\u0000" in body:
            raise InvalidValueException(detail="a text holds a character with the number 0")
        given = self.decode_body(body, content_type)
        for operation in _operations(given):
            _check_expression(operation.get("path"), InvalidPathException)
            _forget_nothing(operation)
        return super().read_body(model, json.dumps(given).encode(), content_type, scim_ctx)

    def read_search(self, resource_types: Any, payload: Any) -> Any:
        """Read a search whose filter and order aren't too long to be read."""
        if isinstance(payload, dict):
            for name, value in payload.items():
                if name.casefold() in {"filter", "sortby"}:
                    _check_expression(value, InvalidFilterException)
        return super().read_search(resource_types, payload)

    @staticmethod
    def error_of(exception: Exception) -> Error:
        """Return an error for what was refused; what nobody expected is logged."""
        if isinstance(exception, Refusal):
            return _AS.get(type(exception), InvalidValueException)(detail=str(exception)).to_error()
        if isinstance(exception, RecursionError):
            return InvalidValueException(detail="this is nested too deep").to_error()
        if not isinstance(exception, SCIMException):
            _LOG.error("unexpected error in a bulk request", exc_info=exception)
        return ScimService.error_of(exception)


def _operations(body: Any) -> Iterator[dict[str, Any]]:
    """Yield the operations of a PATCH, or of a bulk request with those within them."""
    operations = body.get("Operations") if isinstance(body, dict) else None
    for operation in operations if isinstance(operations, list) else ():
        if isinstance(operation, dict):
            yield operation
            yield from _operations(operation.get("data"))


def _forget_nothing(operation: dict[str, Any]) -> None:
    """Leave `"$ref": null` out of members to remove, as Microsoft Entra names them: it is nothing to compare with."""
    value = operation.get("value")
    if str(operation.get("op")).lower() == "remove" and isinstance(value, list):
        for entry in value:
            if isinstance(entry, dict) and entry.get("$ref", "") is None:
                del entry["$ref"]


def _check_expression(text: Any, error: type[SCIMException]) -> None:
    if not isinstance(text, str):
        return
    if len(text) > MOST_CHARACTERS:
        raise error(detail=f"a filter or path has at most {MOST_CHARACTERS} characters")
    if text.count("(") + text.count("[") > _MOST_DEPTH:
        raise error(detail="a filter or path is nested too deep")
