"""The product's own rooms in the site: where they stand, and which pages and files of a library stand in their way."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from content.document import Document
from content.fields.models import WITHHELD
from content.library import Library
from content.places.addresses import FIRST_PAGE, address_of
from content.problem import LibraryProblem

SITE = Path(__file__).resolve().parents[2] / "site"
APP = SITE / "pages"
MANUAL = SITE / "manual"
# What the manual shows; written by tests/bench/site/screenshots.py.
PICTURES = MANUAL / "pictures"
THEME = SITE / "theme"
# Everybody's home, which stands at the site's root.
APP_HOME = "app/home.md"
# Written from the models when the site is built; see authoring/reference.py.
REFERENCE = "app/front-matter.md"
# The addresses of the rooms that ask what nobody reads as a page, because the answers stand in its file.
ASKING = {"quiz": "app/quiz/", "timed-tasks": "app/find-this/"}
# Where somebody records what a course asks them to show, and hands it in.
PRACTICE = "app/practice/"
# A library's own first page of the folder isn't taken away: then the manual begins at the other.
FIRST, OTHER_FIRST = "docs/index.md", "docs/manual.md"
# Our modules and styles as the site has them; the folder is the product's alone. See site/hooks/joining.py.
MADE = "app/made"
# What of Material nobody asks for: our pages need none of its scripts, and its styles stand in our sheet.
_UNNEEDED = ("assets/javascripts/", "assets/stylesheets/")
# Names of files that hold a hash of what is in them: another content has another name.
HASHED = re.compile(r"\.[0-9a-f]{8,}\.(?:min\.)?(?:js|css)$")
# What a phone asks before it puts the site on its first screen.
MANIFEST = "manifest.webmanifest"
# What a build writes beside pages and the theme's files.
BUILT = "built.json"
WRITTEN = (
    "index.html",
    MANIFEST,
    "404.html",
    "sitemap.xml",
    "sitemap.xml.gz",
    "search/search_index.json",
    BUILT,
)
_TEMPLATES = (".html", ".py", ".pyc", ".md", ".yml")


def app_pages() -> dict[str, Path]:
    """Return the files of the tools by the path that each has in the site."""
    return {f"app/{source.name}": source for source in sorted(APP.glob("*.md"))}


def manual_pages(library: Iterable[Document]) -> dict[str, Path]:
    """Return the manual's chapters by the path that each has in the site beside these pages."""
    has_first = any(page.url == address_of(FIRST) for page in library)
    chapters = {f"docs/{source.name}": source for source in sorted(MANUAL.glob("*.md"))}
    return {OTHER_FIRST if has_first and path == FIRST else path: source for path, source in chapters.items()}


def manual_pictures() -> dict[str, Path]:
    """Return the pictures that the manual shows by the path that each has in the site."""
    return {f"docs/pictures/{source.name}": source for source in sorted(PICTURES.glob("*.png"))}


@cache
def theme_files() -> frozenset[str]:
    """Return the addresses of the files that the theme brings as they are: all but our modules and styles."""
    material = find_spec("material")
    places = material.submodule_search_locations if material else None
    folders = [THEME, *(Path(place) / "templates" for place in places or ())]
    return frozenset(path for folder in folders for path in _files_of(folder) if _is_served(path))


def _is_served(path: str) -> bool:
    return not path.endswith((*_TEMPLATES, ".map")) and not path.startswith(("app/", *_UNNEEDED))


def _files_of(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from ((Path(folder) / name).relative_to(root).as_posix() for name in names if not name.startswith("."))


def in_the_way(pages: Iterable[Document], files: Iterable[str]) -> dict[str, str]:
    """Return the pages and files that the site can't show beside the product and each other, and the address taken.

    The product comes first, then pages, then files; of these, what stands less deep.
    """
    shown = sorted(pages, key=lambda page: (page.path.count("/"), page.path))
    own = (*app_pages(), REFERENCE, *manual_pages(shown))
    ground = _Ground()
    first = () if any(page.url == FIRST_PAGE for page in shown) else (f"{FIRST_PAGE}index.html",)
    made = (MADE, *theme_files(), *WRITTEN, *manual_pictures())
    for address in (*made, *(f"{address_of(path)}index.html" for path in own), *first):
        ground.take(address)
    wanted = [(page.path, f"{page.url}index.html") for page in shown]
    wanted += [(path, path) for path in sorted(files, key=lambda path: (path.count("/"), path))]
    return {path: taken for path, address in wanted if (taken := ground.take(address))}


class _Ground:
    """Addresses of files, of which none can be a folder for another."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def take(self, address: str) -> str | None:
        """Take an address; what is in the way of it is returned, and then it isn't taken."""
        steps = [at for at, sign in enumerate(address) if sign == "/"]
        above = [address[:at] for at in steps]
        if address in self._folders:
            return address
        clash = next((one for one in (address, *above) if one in self._files), None)
        if clash is None:
            self._files.add(address)
            self._folders.update(above)
        return clash


def room_problems(library: Library) -> Iterator[LibraryProblem]:
    """Yield pages and files that the site can't show, because something else stands at their address."""
    pages = [page for page in library.pages if page.type not in WITHHELD]
    for path, address in in_the_way(pages, library.files).items():
        place = address.removesuffix("index.html")
        message = f"the site shows something else at `/{place}`; give this file another name"
        yield LibraryProblem(path, 1, "taken-address", message, "warning")
