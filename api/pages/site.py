"""Serving the built site from the same origin: to people who are signed in, and under its own policy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, send_from_directory
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter

from api.web.auth import ANYONE, SIGNED_IN, allow, cookie_actor
from api.web.context import parts
from api.work.status import CURRENT, read_status

blueprint = Blueprint("site", __name__)

# The theme's own files say nothing about anybody; everything else is the company's content. Below app/ stand pages too,
# so there only scripts and styles are open: a library publishes neither.
OPEN_FOLDER = "assets/"
APP_FOLDER = "app/"
OPEN_KINDS = (".js", ".css")
MAX_NAME = 200


class OutsideApi(BaseConverter):
    """Any path but the API's: there a wrong address must be a 404 of the API, whatever the method."""

    regex = "(?!api/).*?"
    part_isolating = False


@blueprint.record_once
def _register(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["outside_api"] = OutsideApi


@blueprint.get("/", defaults={"path": ""})
@blueprint.get("/<outside_api:path>")
@allow(ANYONE)
def page(path: str) -> Any:
    """Return a page or file of the site; someone who isn't signed in is asked to."""
    if not _is_plain(path):
        abort(404)
    is_open = _is_open(path)
    actor = None if is_open else cookie_actor()
    if not is_open and actor is None:
        return redirect("/sign-in", 303)
    if actor is not None and actor.roles.isdisjoint(SIGNED_IN):
        abort(403, "the site shows what is written for the company itself; partners read the library by the API")
    built = _built()
    if built is None:
        return _being_built()
    folder, g.script_hashes = built
    if path == "" or path.endswith("/"):
        return _send(folder, f"{path}index.html", is_open=False)
    if not is_open and (folder / path).is_dir():
        return redirect(f"/{path}/", 301)
    return _send(folder, path, is_open=is_open)


def _is_open(path: str) -> bool:
    """Tell whether a path is of the theme's own files, which need no sign-in."""
    return path.startswith(OPEN_FOLDER) or (path.startswith(APP_FOLDER) and path.endswith(OPEN_KINDS))


def _is_plain(path: str) -> bool:
    """Tell whether a path says where it leads: no step up, no empty step, nothing longer than a file's name can be."""
    steps = path.removesuffix("/").split("/")
    return all(0 < len(step.encode()) < MAX_NAME and step not in {".", ".."} for step in steps) or path == ""


def _built() -> tuple[Path, list[str]] | None:
    """Return the folder of the site's newest generation and the hashes of its inline scripts."""
    site_dir = parts().config.site_dir.resolve()
    try:
        current: dict[str, Any] = json.loads((site_dir / CURRENT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    folder = site_dir / current["folder"]
    return (folder, current["script_hashes"]) if folder.is_dir() else None


def _send(folder: Path, name: str, *, is_open: bool) -> Response:
    try:
        response = send_from_directory(str(folder), name, conditional=True, max_age=None)
    except NotFound:
        if (folder / "404.html").is_file():
            response = send_from_directory(str(folder), "404.html")
            response.status_code = 404
            return response
        abort(404)
    # Pages are asked for again each time (304 when unchanged): a sign-out or an edit must show at once.
    response.headers["Cache-Control"] = "public, max-age=300" if is_open else "private, no-cache"
    return response


def _being_built() -> tuple[str, int, dict[str, str]]:
    work = read_status(parts().config.data_dir)
    return render_template("building.html", work=work), 503, {"Retry-After": "2", "Refresh": "2"}
