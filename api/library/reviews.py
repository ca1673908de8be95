"""Reviews of pages: the exact change that marks one as reviewed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from shlex import join

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import allow
from api.web.context import clock, parts
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Day, Strict
from api.web.sight import visible_entry
from content.authoring.editing import EditError
from content.authoring.reviewing import review_change
from content.course import read_source
from lms.errors import Conflict

blueprint = Blueprint("reviews", __name__)


class ReviewQuery(Strict):
    """The day of the review."""

    on: Day | None = Field(None, description="today when missing")


class ReviewOut(BaseModel):
    """What to commit to mark a page as reviewed; `before` is null where a line is added.

    `patch` is what `git apply` takes at the top of the repository, once saved as `patch_name`; it is empty where the
    page says so already. `line` counts from 1. `verified_until_then` is until when the page then counts.
    """

    path: str
    patch: str
    patch_name: str
    line: int
    before: str | None
    after: str
    commit_message: str
    commands: list[str]
    review_every: str | None
    verified_until_then: date | None


@blueprint.get(f"{PREFIX}/content/<page_id>/review")
@allow("author", "admin")
@spec.validate(resp=answers(409, 503, HTTP_200=ReviewOut), tags=["content"])
def review(page_id: str, query: ReviewQuery) -> Answer:
    """Return the exact change that marks a page as reviewed; nothing is written."""
    entry, today = visible_entry(page_id), clock().day
    on = query.on or today
    if on > today:
        raise Conflict(f"{on} is still to come; a page is reviewed on the day somebody reads it", field="on")
    path = _path_in_repository(parts().config.content_dir, entry.path)
    try:
        change = review_change(read_source(parts().search.catalogue(), entry), path, on)
    except EditError as error:
        raise Conflict(f"{entry.path} can't be changed by a patch: {error}") from error
    name = f"review-{re.sub(r'[^A-Za-z0-9._-]+', '-', entry.id).strip('-.') or 'page'}.patch"
    return ReviewOut(
        path=entry.path,
        patch=change.patch,
        patch_name=name,
        line=change.line,
        before=change.before,
        after=change.after,
        commit_message=change.message,
        commands=[join(["git", "apply", name]), join(["git", "commit", "-m", change.message, "--", path])],
        review_every=change.review_every,
        verified_until_then=change.verified_until,
    )


def _path_in_repository(library: Path, path: str) -> str:
    """Return a page's path from the top of its git repository; without one, from the library."""
    root = library.resolve()
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    return (root / path).relative_to(top).as_posix()
