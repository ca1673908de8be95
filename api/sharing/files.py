"""Files of links: pictures of shared pages, shared files, and decks as files, with a watermark where one is asked."""

from __future__ import annotations

from pathlib import Path

from flask import Response, make_response, render_template

from api.web.context import parts
from api.web.decks import require_tools, send_built
from api.web.headers import file_policy
from api.web.ranges import send_part
from api.work.decks.asked import DeckAsked, key_of
from api.work.decks.buyer import buyer_key, file_name_of
from api.work.decks.store import BuildState, DeckStore
from api.work.sharing.items import DeckFound, FileFound, ItemFound, PageFound
from api.work.sharing.watermarks import MOST_BYTES, can_mark, marked
from content.deck.files import DeckForm
from content.places.file_kinds import kind_of
from content.places.files import is_inside
from lms.errors import Conflict, NotFound
from lms.sharing.models import BuyerLink


def send_picture(library: str, path: str) -> Response:
    """Return a picture of the library under the policy of such files."""
    kind, root = kind_of(path), Path(library)
    if kind is None or not kind.is_picture or not is_inside(root / path, root):
        raise NotFound("no such picture")
    response = send_part(root, path, mimetype=kind.media_type, as_attachment=not kind.is_shown, max_age=None)
    response.headers["Content-Security-Policy"] = file_policy(kind)
    return response


def send_shared(found: FileFound, link: BuyerLink) -> Response:
    """Return a shared file; raises Conflict for a watermark that can't be written."""
    kind, name = found.kind, found.path.rpartition("/")[2]
    if link.has_watermark and kind.media_type == "application/pdf":
        response = _marked(found.root / found.path, link, name=name)
    else:
        options = {"mimetype": kind.media_type, "as_attachment": not kind.is_shown, "download_name": name}
        response = send_part(found.root, found.path, max_age=None, **options)
    response.headers["Content-Security-Policy"] = file_policy(kind)
    return response


def send_deck(found: ItemFound, form: DeckForm, link: BuyerLink) -> Response:
    """Return a deck as a file; 202 with a page that asks again while it is being built."""
    require_tools(form)
    asked, key, name = _asked(found, form)
    store = DeckStore(parts().config.decks_dir)
    if (file := store.find(key, asked)) is None:
        return _waiting(store.ask_for(key, asked))
    if link.has_watermark and form == "pdf":
        return _marked(file, link, name=name)
    return send_built(file, form, name=name)


def _asked(found: ItemFound, form: DeckForm) -> tuple[DeckAsked, str, str]:
    """Return what is asked for, its key in the store, and what the file is called."""
    catalogue, config = parts().search.catalogue(), parts().config
    if isinstance(found.found, DeckFound):
        row = found.found.row
        asked = DeckAsked("", form, is_outside=True, buyer_deck_id=str(row.id))
        return asked, buyer_key(asked, row, catalogue, config), file_name_of(row, form)
    if not isinstance(found.found, PageFound):
        raise NotFound("no such deck")
    entry = found.found.entry
    asked = DeckAsked(entry.id, form, is_outside=True)
    return asked, key_of(asked, parts().search.entry(entry.id) or entry, catalogue, config), asked.file_name


def _waiting(state: BuildState) -> Response:
    response = make_response(render_template("share_waiting.html", state=state), 202)
    response.headers["Refresh"] = "1"
    return response


def _marked(file: Path, link: BuyerLink, *, name: str) -> Response:
    if not can_mark():
        raise Conflict("a watermark needs more packages: `pip install repertoire[pdf]`")
    if file.stat().st_size > MOST_BYTES:
        raise Conflict(f"a PDF of more than {MOST_BYTES // 1_000_000} MB gets no watermark; share it without one")
    response = make_response(marked(file.read_bytes(), f"For {link.contact_name}"))
    response.mimetype = "application/pdf"
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response
