"""Signs in the place of what a file or a letter can't show, once a part of a page leaves the site."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

_BOXES = {True: "☑ ", False: "☐ "}


def sign_boxes(holder: LexborNode) -> None:
    """Put signs in the place of boxes to tick."""
    for box in holder.css("input"):
        box.replace_with(_BOXES["checked" in box.attributes])
