"""The directory's interface: SCIM 2.0 at /scim/v2, for tokens that an admin made for it."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, request
from scim2_models import SCIMException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest

from api.web.auth import allow, scope
from api.web.context import actor, clock, parts, session
from api.work.scim.acting import Acting
from api.work.scim.placing import Settings
from api.work.scim.preview import PreviewStorage
from api.work.scim.schemas import MOST_BYTES, provider
from api.work.scim.service import Service
from api.work.scim.storage import Storage
from lms.errors import Refusal
from lms.people.models import DIRECTORY, DRY_RUN

PREFIX = "/scim/v2"
blueprint = Blueprint("directory", __name__, url_prefix=PREFIX)


@blueprint.get("/", defaults={"path": ""})
@blueprint.get("/<path:path>")
@allow("admin", scopes=(DIRECTORY, DRY_RUN))
def read(path: str) -> Response:
    """Return users, groups, or what the interface can do."""
    return _answer(path, is_writing=False)


@blueprint.route("/<path:path>", methods=["POST", "PUT", "PATCH", "DELETE"])
@allow("admin", scopes=(DIRECTORY, DRY_RUN))
def write(path: str) -> Response:
    """Change users and groups; each change is committed by itself, as those of a bulk request must be."""
    return _answer(path, is_writing=not path.endswith(".search"))


write.most_bytes = MOST_BYTES  # type: ignore[attr-defined]  # read by the gate


def _answer(path: str, *, is_writing: bool) -> Response:
    config = parts().config
    acting = Acting(session(), Settings.of(config), clock(), config.zone, actor())
    stored = Storage(acting, is_writing=is_writing)
    service = Service(provider())
    storage = PreviewStorage(acting, stored) if scope() == DRY_RUN else stored
    asked = ScimRequest(
        request.method,
        f"{config.public_url}{PREFIX}",
        f"/{path.removesuffix('.scim')}",
        request.args.to_dict(),
        list(request.headers.items()),
        request.get_data(),
    )
    with provider():
        try:
            answer = ScimHandler(service, storage).handle(asked)
        except (SCIMException, Refusal, RecursionError) as error:
            answer = service.error_response(error)
    return Response(_written(answer.body), answer.status.value, answer.headers)


def _written(body: dict[str, Any] | None) -> bytes:
    return b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
