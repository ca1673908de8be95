"""The directory's interface: SCIM 2.0 at /scim/v2, for tokens that an admin made for it."""

from __future__ import annotations

from flask import Blueprint, Response, request

from api.web.auth import allow, scope
from api.web.context import actor, clock, parts, session
from api.work.scim import MOST_BYTES
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
    # The models of SCIM cost every start a third of its time, and most processes are never asked for them.
    from scim2_server.requests import ScimRequest

    from api.work.scim.acting import Acting
    from api.work.scim.answering import answer
    from api.work.scim.placing import Settings

    config = parts().config
    asked = ScimRequest(
        request.method,
        f"{config.public_url}{PREFIX}",
        f"/{path.removesuffix('.scim')}",
        request.args.to_dict(),
        list(request.headers.items()),
        request.get_data(),
    )
    acting = Acting(session(), Settings.of(config), clock(), config.zone, actor())
    return Response(*answer(asked, acting, is_writing=is_writing, is_dry_run=scope() == DRY_RUN))
