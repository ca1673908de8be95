"""Links: where one in a page leads, to another page, to a folder, to a file, out of the library, or nowhere."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from content.dialects.anchors import anchor_name
from content.dialects.dialect import GITHUB, Dialect
from content.places.addresses import FIRST_PAGE, folder_address, is_index, stem_of

UrlOf = Callable[[str], str]


class Destinations:
    """Pages and folders that links may lead to, whatever of the many ways to write such a link was taken."""

    def __init__(
        self, urls: Mapping[str, str], *, folders: Iterable[str] = (), former: Mapping[str, str] | None = None
    ) -> None:
        """Take addresses relative to the site, by the paths of pages, and the folders that the site has a list of.

        `former` has the paths of pages by the addresses that they had before, without slashes at their ends.
        """
        self._urls = urls
        self._folders = frozenset(folders)
        self._forms = {_form(folder): folder for folder in self._folders}
        self._by_address: dict[str, str] = {}
        self._by_stem: dict[str, str] = {}
        self._by_form = {_form(path): path for path in urls}
        for path, url in urls.items():
            self._by_address.setdefault(_form(url.rstrip("/")), path)
            if url == FIRST_PAGE:  # whose folder is the library's own
                self._by_address.setdefault("", path)
            self._by_stem.setdefault(_form(stem_of(path)), path)
        self._former = {_form(address): path for address, path in (former or {}).items()}

    def page_at(self, path: str) -> str | None:
        """Return the path of the page that a library path leads to, itself or a folder's own; None for no page."""
        if path in self._urls:
            return path
        name = _form(path)
        for pages in (self._by_form, self._by_address, self._by_stem, self._former):
            if name in pages:
                return pages[name]
        # A folder's own page has many names: that of a page in its place, and those of all tools.
        first = self._by_address.get(posixpath.dirname(name) if is_index(name) else stem_of(name))
        return first if first and is_index(first) else None

    def url_at(self, path: str) -> str | None:
        """Return the address of the page or folder that a library path leads to; None for neither."""
        page = self.page_at(path)
        if page is not None:
            return self._urls[page]
        folder = path if path in self._folders else self._forms.get(_form(path))
        if folder is None:
            return None if _form(path) else FIRST_PAGE
        return folder_address(folder)


def target_path(page_path: str, target: str) -> str | None:
    """Return the library path a link points at; None for a web address, a mail address or a place in the page."""
    parts = _split(target)
    if parts is None or parts[0] or not parts[1]:
        return None
    path = unquote(parts[1])
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(page_path), path))


def paths_of(page_path: str, target: str, dialect: Dialect) -> tuple[str, ...]:
    """Return the library paths that a link may point at, to be tried in this order; none for what is elsewhere.

    MkDocs leaves addresses in raw HTML alone, so that they lead on from the page's address: `a/b/` of `a/b.md`.
    """
    path = target_path(page_path, target)
    if path is None:
        return ()
    if dialect.name != "mkdocs":
        return (path,)
    folder = posixpath.dirname(page_path) if is_index(page_path) else stem_of(page_path)
    also = target_path(posixpath.join(folder, "page"), target)
    return (path,) if also in {None, path} else (path, str(also))


def first_of(paths: Sequence[str], destinations: Destinations, files: Container[str]) -> str | None:
    """Return the first of some paths that leads to a page, a folder or a file; where none does, the first of all."""
    if len(paths) < 2:
        return paths[0] if paths else None
    leading = (path for path in paths if path in files or destinations.url_at(path) is not None)
    return next(leading, paths[0])


def fragment_of(target: str) -> str:
    """Return the place in a page that a link points at, "" for the page itself."""
    parts = _split(target)
    return unquote(parts[2]) if parts and not parts[0] else ""


def resolver(
    page_path: str,
    destinations: Destinations,
    url_of: UrlOf,
    *,
    dialect: Dialect = GITHUB,
    files: Container[str] = (),
) -> Callable[[str], str]:
    """Return a function that turns a link of the page into an address.

    `url_of` makes an address that is relative to the site usable; `files` are those that the page may lead to.
    """

    def resolve(target: str) -> str:
        path = first_of(paths_of(page_path, target, dialect), destinations, files)
        if path is None:
            return target
        url = destinations.url_at(path)
        parts = _split(target)
        return url_of(path if url is None else url) + (f"#{_place(parts[2])}" if parts and parts[2] else "")

    return resolve


def _place(fragment: str) -> str:
    """Return a fragment, percent-encoded as it was, with the name that the page has for it."""
    return quote(anchor_name(unquote(fragment)))


def site_url(url: str) -> str:
    """Return the address of a page or file of the site on this origin."""
    return "/" + quote(url)


def relative_to(address: str) -> UrlOf:
    """Return a function that makes an address of the site relative to another, which ends with a slash or is ""."""

    def url_of(url: str) -> str:
        relative = posixpath.relpath(posixpath.join("/", url), posixpath.join("/", address))
        return quote(relative + "/" * (url == "" or (url.endswith("/") and relative != ".")))

    return url_of


def _form(path: str) -> str:
    """Return a path as file systems write it alike, "" for the library's own folder."""
    return "" if path == "." else unicodedata.normalize("NFC", path)


@lru_cache(50_000)
def _split(target: str) -> tuple[str, str, str] | None:
    """Return (scheme or host, path, fragment); None when it is no address at all."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return parts.scheme or parts.netloc, parts.path, parts.fragment
