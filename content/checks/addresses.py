"""Addresses that lead no reader anywhere, whatever the library holds: mistyped, of one machine alone, or dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from content.checks.places import problem_at
from content.dialects.placing import Link
from content.document import Document
from content.html import is_kept
from content.places.links import target_path
from content.problem import LibraryProblem

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)([:;]/{0,3}|/{2,3})")
_WEB = re.compile(r"https?://(?!https?[:/])[^/?#\s]+", re.IGNORECASE)
_MEANT = re.compile(r"(?:https?[:;/.,]+)*(https?)[:;/.,]+(?=[^:;/.,\s])", re.IGNORECASE)
_MAIL = re.compile(r"mailto:(?!//)[^@\s]*(?:@|\?)", re.IGNORECASE)
_BARE_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LOCAL = re.compile(r"https?://(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])(?=[:/?#]|$)", re.IGNORECASE)
# Near to the web's in letters, and something else.
_OTHERS = {"ftp", "ftps", "sftp", "tftp", "htm", "html", "xhtml", "httpd", "hxxp", "hxxps"}


def address_problems(page: Document, links: Iterable[Link], *, external_images: bool) -> Iterator[LibraryProblem]:
    """Yield the links and images of a page whose address is wrong by itself; each is one problem.

    With `external_images`, those from other hosts are shown.
    """
    written = page.body.split("\n")
    for link in links:
        what = "the image" if link.is_image else "the link"
        if advice := mistyped(link.target):
            message = f"{what} `{link.target[:200]}` leads nowhere: {advice}"
            yield problem_at(page, (link.line, link.column), "mistyped-address", message)
        elif _LOCAL.match(link.target):
            if not _is_said(written[link.line - 1], link):
                message = (
                    f"{what} `{link.target[:200]}` leads to the reader's own machine; write the address for everybody"
                )
                yield problem_at(page, (link.line, link.column), "local-address", message, "warning")
        elif target_path(page.path, link.target) is None and not is_kept(
            link.target, is_image=link.is_image and not external_images
        ):
            yield _dropped(page, link)


@lru_cache(20_000)
def mistyped(target: str) -> str | None:
    """Say how an address of the web or of a mailbox should begin that begins otherwise; None when it is right."""
    found = _SCHEME.match(target)
    if found and found[1].lower() not in _OTHERS:
        scheme, sign = found[1].lower(), found[2]
        if scheme in {"http", "https"} and not _WEB.match(target):
            meant = _MEANT.sub(lambda found: f"{found[1].lower()}://", target, count=1)
            return (
                f"write `{meant[:200]}`"
                if _WEB.match(meant)
                else "write the whole address, `https://` and what follows"
            )
        farthest = 2 if scheme.startswith("h") and sign == "://" else 1
        if (
            scheme not in {"http", "https"}
            and min(OSA.distance(scheme, "http"), OSA.distance(scheme, "https")) <= farthest
        ):
            return f"an address of the web begins with `https://`, not with `{found[0]}`"
        if scheme == "mailto" and not _MAIL.match(target):
            return "a mailbox is `mailto:name@example.com`"
        if OSA.distance(scheme, "mailto") == 1 and sign == ":":
            return f"a mailbox is `mailto:name@example.com`, not `{found[0]}`"
    return None


def unfinished(target: str) -> str | None:
    """Say what is missing of an address that is taken for a file's path and isn't one; None for any other."""
    if target.lower().startswith("www."):
        return f"write `https://{target[:200]}`"
    if _BARE_MAIL.fullmatch(target):
        return f"write `mailto:{target[:200]}`"
    return None


def _is_said(line: str, link: Link) -> bool:
    """Tell whether readers see that a link leads to their own machine, as in a guide for developers."""
    before = line[: link.column - 1]
    text = re.search(r"\[([^\[\]]*)\]\(<?$", before)
    if text:
        return bool(re.search(r"localhost|127\.|0\.0\.0\.0|::1", text[1]))
    return not before.rstrip().endswith((":", "=", '"', "'"))


def _dropped(page: Document, link: Link) -> LibraryProblem:
    place = (link.line, link.column)
    if link.is_image and link.target.lower().startswith(("http://", "https://", "//")):
        message = (
            f"the site shows a link to `{link.target[:200]}` in place of the image, since it is on another host; "
            "put the image into the library"
        )
        return problem_at(page, place, "shown-as-link", message, "warning")
    what = "the image: it isn't in the library; put it there" if link.is_image else "the link: pages lead to the web"
    ends = "" if link.is_image else ", to a mailbox, a phone or a file in the library"
    message = f"the site drops the address `{link.target[:200]}` of {what}{ends}"
    return problem_at(page, place, "dropped-address", message, "warning")
