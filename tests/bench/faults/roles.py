"""Every route of the API as each role and as a stranger, through whatever stands before the product."""

from __future__ import annotations

import re
from pathlib import Path

import requests
from bench.search.common import row

from support.acting import COURSE, PAGE
from support.browsers import EMAILS
from support.live import Server
from support.live import run as run_command
from support.restricted import RESTRICTED
from support.states import NOBODY

ROLES = {"ada": "a rep", "max": "a manager", "mara": "an author", "nadia": "an admin"}
# In the table of restricted routes an admin is one alone; the demo's manages a team, too.
ALSO = {"nadia": "max"}
REFUSED = (401, 403)


def ask_as_each_role(server: Server, certificate: Path) -> int:
    """Ask for every operation of the API's document as each of four roles and as a stranger; return what was wrong.

    A request says as little as it can, so that what is let in changes nothing: it is told what it lacks.
    """
    with requests.Session() as asker:
        asker.trust_env, asker.verify = False, str(certificate)
        document = asker.get(f"{server.url}/api/v1/openapi.json", timeout=60).json()
        routes = [
            (method.upper(), path, operation.get("security", document.get("security")))
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
            if method in {"get", "post", "put", "patch", "delete"}
        ]
        tokens = {name: run_command("token", EMAILS[name], environ=server.environ).splitlines()[-1] for name in ROLES}
        wrong = []
        for method, path, security in routes:
            for name in ("", *ROLES):
                status = _status(asker, server, method, path, tokens.get(name, ""))
                if not _is_right(status, name, method, path, is_open=not security):
                    wrong.append(f"{method} {path} as {ROLES.get(name, 'a stranger')}: {status}")
    row(
        "routes asked",
        [f"{len(routes)} as each of {len(ROLES)} roles and as a stranger, {len(wrong)} answered wrongly"],
    )
    for one in wrong:
        row("WRONG", [one])
    return len(wrong)


def _status(asker: requests.Session, server: Server, method: str, path: str, token: str) -> int:
    filled = path.replace("{page_id}", PAGE).replace("{course_id}", COURSE)
    address = server.url + re.sub(r"\{\w+\}", NOBODY, filled)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body: dict[str, str] | None = {} if method in {"POST", "PATCH", "PUT"} else None
    return asker.request(method, address, json=body, headers=headers, timeout=60).status_code


def _is_right(status: int, name: str, method: str, path: str, *, is_open: bool) -> bool:
    """Tell whether an answer is what the table of restricted routes says."""
    if status >= 500 and status not in {503, 507}:
        return False
    if not name:
        return status == 401 or is_open
    allowed = _ALLOWED.get((method, _plain(path)))
    is_let_in = allowed is None or not {name, ALSO.get(name)}.isdisjoint(allowed)
    return status not in REFUSED if is_let_in else status == 403


def _plain(path: str) -> str:
    return re.sub(r"[{<][^}>]*[}>]", "*", path.removeprefix("/api/v1"))


_ALLOWED = {(method, _plain(path)): allowed.split() for method, path, allowed in RESTRICTED}
