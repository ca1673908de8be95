"""One request of a directory answered, in words that need no web: whatever is wrong with it is an answer too."""

from __future__ import annotations

import json
from typing import Any

from scim2_models import SCIMException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest

from api.work.scim.acting import Acting
from api.work.scim.preview import PreviewStorage
from api.work.scim.schemas import provider
from api.work.scim.service import Service
from api.work.scim.storage import Storage
from lms.errors import Refusal


def answer(
    asked: ScimRequest, acting: Acting, *, is_writing: bool, is_dry_run: bool
) -> tuple[bytes, int, dict[str, str]]:
    """Return body, status and headers; a dry run notes what would change, and changes nobody."""
    stored = Storage(acting, is_writing=is_writing, is_shown=_is_shown(asked))
    service = Service(provider())
    with provider():
        try:
            made = ScimHandler(service, PreviewStorage(acting, stored) if is_dry_run else stored).handle(asked)
        except (SCIMException, Refusal, RecursionError) as error:
            made = service.error_response(error)
    return _written(made.body), made.status.value, made.headers


def _is_shown(asked: ScimRequest) -> bool:
    """Tell whether what was changed is in the answer: a PATCH is answered without, unless it names attributes."""
    return asked.method != "PATCH" or not {name.lower() for name in asked.query}.isdisjoint(
        {"attributes", "excludedattributes"}
    )


def _written(body: dict[str, Any] | None) -> bytes:
    return b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
