"""A page's last change: who made it and when, and what changed, as far as the asker may see both sides of it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from flask import Blueprint, Response
from pydantic import BaseModel

from api.web.auth import SIGNED_IN, allow
from api.web.below import SiteAddress
from api.web.context import actor, parts
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.sight import sight_of, visible_entry
from content.catalogue import Entry
from content.changes import UnknownChangeError, readable_change, sides_of_change
from content.history import last_change_patch
from content.search import EVERYTHING
from lms.errors import NotFound

blueprint = Blueprint("changes", __name__, url_prefix=PREFIX)


class LastChangeOut(BaseModel):
    """The page's last commit; `diff_url` shows what it changed.

    The subject speaks of all that the commit changed and is null but for authors and admins. So is `diff_url` where the
    asker may not see the page as it stood before.
    """

    at: datetime
    author: str
    subject: str | None
    commit: str
    diff_url: SiteAddress | None


class ChangeOut(BaseModel):
    """A page's name, place and last change; the change is null where git knows none."""

    id: str
    path: str
    title: str
    last_change: LastChangeOut | None


@blueprint.get("/content/<page_id>/last-change")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=ChangeOut), tags=["content"])
def show_change(page_id: str) -> Answer:
    """Return the page's last change, without the page."""
    entry = visible_entry(page_id)
    return ChangeOut(id=entry.id, path=entry.path, title=entry.title, last_change=last_change(entry))


@blueprint.get("/content/<page_id>/last-change.patch")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=None), tags=["content"])
def show_patch(page_id: str) -> Answer:
    """Return what the page's last commit changed in it: to authors and admins as a patch, to others as they read it.

    There is none for who may not see the page as it stood before, or after: a draft, an archived page, a quiz.
    """
    entry = visible_entry(page_id)
    known = parts().history.of(entry.path)
    patch = _patch(entry, known.last.commit) if known else None
    if patch is None:
        raise NotFound(f"git knows no change of `{entry.path}` that you may see")
    return Response(patch, mimetype="text/plain")


def last_change(entry: Entry) -> LastChangeOut | None:
    """Return the page's last change as the actor may see it; none for partners."""
    history = parts().history.read()
    known = history.of(entry.path)
    if known is None or not actor().roles & set(SIGNED_IN):
        return None
    last = known.last
    ours = f"{PREFIX}/content/{quote(entry.id)}/last-change.patch"
    if _sees_everything():
        return LastChangeOut(diff_url=history.link(last) or ours, **vars(last))
    diff_url = ours if _may_compare(entry, last.commit) else None
    return LastChangeOut(at=last.at, author=last.author, subject=None, commit=last.commit, diff_url=diff_url)


def _patch(entry: Entry, commit: str) -> str | None:
    root = parts().config.content_dir
    if _sees_everything():
        return last_change_patch(root, entry.path, commit)
    return readable_change(root, entry.path, commit) if _may_compare(entry, commit) else None


def _may_compare(entry: Entry, commit: str) -> bool:
    """Tell whether the actor may see both sides of a commit's change of a page."""
    try:
        sides = sides_of_change(parts().config.content_dir, entry.path, commit)
    except UnknownChangeError:
        return False
    return all(sight_of(actor()).shows(**vars(side)) for side in sides)


def _sees_everything() -> bool:
    return sight_of(actor()) == EVERYTHING
