"""Serving the built site from the same origin: to people who are signed in, and under its own policy."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as BaseResponse

from api.web.asked import ask_to_sign_in
from api.web.auth import ANYONE, SIGNED_IN, allow, caller, cookie_actor
from api.web.below import site_below
from api.web.compressing import encoding_asked
from api.web.context import parts
from api.web.headers import file_policy
from api.web.ranges import send_part
from api.web.sight import sight_of
from api.work.status import CURRENT, read_status
from content.places.file_kinds import FileKind, kind_of
from content.places.rooms import HASHED, WRITTEN
from content.search import STAFF_SIGHT, IndexMissingError
from lms.people.access import Actor

blueprint = Blueprint("site", __name__)

# Of one step of an address, in bytes: no file has a longer name.
MAX_NAME = 255
# Signs of a file's name that no header may hold.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
KEPT_SHORTLY, KEPT_FOR_EVER = "public, max-age=300", "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class _Site:
    """A built site: its folder, the hashes of its inline scripts, and the files that anybody may have.

    Those are the theme's own, which say nothing about anybody. Everything else is the company's content, wherever it
    lies: a library may have folders of any name. In `packed` stand the same files compressed, where it pays, below the
    name of each encoding; it is no part of the site, so nothing in it has an address of its own.
    """

    folder: Path
    packed: Path
    script_hashes: list[str]
    open: frozenset[str]


class OutsideApi(BaseConverter):
    """Any path but the API's: there a wrong address must be a 404 of the API, whatever the method."""

    regex = r"(?!api/)[\s\S]*?"
    part_isolating = False


@blueprint.record_once
def _register(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["outside_api"] = OutsideApi


@blueprint.get("/", defaults={"path": ""})
@blueprint.get("/<outside_api:path>")
@allow(ANYONE)
def page(path: str) -> ResponseReturnValue:
    """Return a page or file of the site; someone who isn't signed in is asked to."""
    built = _built()
    is_open = built is not None and path in built.open
    if not is_open:
        # What nobody and partners are told is the same for what is there and what isn't, so it is told before looking.
        actor = cookie_actor() or caller()
        if actor is None:
            return ask_to_sign_in()
        if actor.roles.isdisjoint(SIGNED_IN) and not _is_file_for(actor, path, built):
            abort(403, "the site shows what is written for the company itself; partners read the library by the API")
    if not _is_plain(path):
        abort(404)
    if built is None:
        return _being_built()
    if path == "" or path.endswith("/"):
        return _send(built, f"{path}index.html", is_open=False)
    if not is_open and os.path.isdir(built.folder / path):  # noqa: PTH112 - Path.is_dir raises for a path too long
        return redirect(site_below(f"{path}/"), 301)
    return _send(built, path, is_open=is_open)


def _meant(path: str) -> str | None:
    """Return the address of the page that another way to write it means, such as its file's name; None for no page."""
    try:
        destinations = parts().search.catalogue().destinations_for(STAFF_SIGHT.audiences)
    except IndexMissingError:
        return None
    url = destinations.url_at(path.removesuffix("/"))
    return None if url is None or url == path else site_below(url)


def _is_file_for(actor: Actor, path: str, built: _Site | None) -> bool:
    """Tell whether a path is a file that some page leads to or shows which a partner may read."""
    if built is None or path in WRITTEN or not _is_plain(path):
        return False
    try:
        files = parts().search.catalogue().files_for(sight_of(actor).audiences)
    except IndexMissingError:
        return False
    return path in files and os.path.isfile(built.folder / path)  # noqa: PTH113 - Path.is_file raises, as above


def _is_plain(path: str) -> bool:
    """Tell whether a path says where it leads: no step up, no empty step, nothing longer than a file's name can be."""
    steps = path.removesuffix("/").split("/")
    return all(0 < len(step.encode()) <= MAX_NAME and step not in {".", ".."} for step in steps) or path == ""


def _built() -> _Site | None:
    """Return the newest generation of the site; None while there is none."""
    current = parts().config.site_dir.resolve() / CURRENT
    try:
        status = current.stat()
        built = _read(current, (status.st_mtime_ns, status.st_ino, status.st_size))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return built if built.folder.is_dir() else None


@lru_cache(8)
def _read(current: Path, stamp: tuple[int, int, int]) -> _Site:
    """Read which site is served; `stamp` is of the file's last change, so that it is read once after each."""
    data: dict[str, Any] = json.loads(current.read_text(encoding="utf-8"))
    folder, packed = current.parent / data["folder"], current.parent / data.get("packed", "never-packed")
    return _Site(folder, packed, data["script_hashes"], frozenset(data["open"]))


def _send(built: _Site, name: str, *, is_open: bool) -> Response | BaseResponse:
    """Send a file, compressed where the build did that and it is asked for; each form has an ETag of its own."""
    kind = None if is_open or name in WRITTEN else kind_of(name)
    response = _sent(built, name, kind=kind)
    if response is None and (place := _meant(name.removesuffix("index.html"))):
        return redirect(place)
    if response is None:
        response = _sent(built, "404.html", is_conditional=False)
        if response is None:
            abort(404)
        response.status_code = 404
        return response
    # Pages are asked for again each time (304 when unchanged): a sign-out or an edit must show at once.
    kept = KEPT_FOR_EVER if HASHED.search(name) else KEPT_SHORTLY
    response.headers["Cache-Control"] = kept if is_open else "private, no-cache"
    if kind is not None:
        response.headers["Content-Security-Policy"] = file_policy(kind)
    return response


def _sent(built: _Site, name: str, *, kind: FileKind | None = None, is_conditional: bool = True) -> Response | None:
    """Return a file in the form that is asked for, or as it is; None for one that isn't there.

    A file of the library, which has a kind, is what that says and not what its bytes look like, and is downloaded
    under its name where showing it isn't safe.
    """
    options: dict[str, Any] = {"conditional": is_conditional, "max_age": None}
    if kind is not None:
        options |= {"mimetype": kind.media_type, "as_attachment": not kind.is_shown}
        options["etag"] = _etag_of(built.folder / name)
        options["download_name"] = _CONTROLS.sub("_", name.rpartition("/")[2])
    asked = encoding_asked()
    forms = [(built.packed / asked, asked)] if asked else []
    for folder, encoding in [*forms, (built.folder, None)]:
        try:
            response = send_part(str(folder), name, **options | ({"etag": True} if encoding else {}))
        except NotFound:
            continue
        if response.mimetype == "text/html":
            g.script_hashes = built.script_hashes
        response.vary.add("Accept-Encoding")
        if encoding is not None:
            response.headers["Content-Encoding"] = encoding
        return response
    return None


def _etag_of(file: Path) -> str | bool:
    """Return a mark of a library's file that outlives builds, in the middle of which somebody may watch a film."""
    try:
        status = file.stat()
    except OSError:
        return True
    return f"{status.st_mtime_ns}-{status.st_size}"


def _being_built() -> tuple[str, int, dict[str, str]]:
    work = read_status(parts().config.data_dir)
    return render_template("building.html", work=work), 503, {"Refresh": "2"}
