"""The list of screens that audits and pictures walk leaves nothing of the site out."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from content.library import Library
from content.places.addresses import address_of
from content.places.rooms import APP_HOME, MANUAL, PICTURES, REFERENCE, app_pages, manual_pages
from support.screens import MANUAL_PICTURES, every_screen

PICTURE = re.compile(r'<img src="pictures/([^"]+)" alt="[^"]+" width="1280" height="800">')


def test_no_two_screens_share_a_name() -> None:
    """Their pictures are files of their names."""
    names = [str(screen) for screen in every_screen()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_tool_and_chapter_is_a_screen() -> None:
    """A new page of the product is looked at from its first day."""
    wanted = {f"/{address_of(path)}" for path in (*app_pages(), *manual_pages([]), REFERENCE) if path != APP_HOME}
    assert wanted <= _paths()


def test_every_type_and_language_is_a_screen(library: Library) -> None:
    """Of what holds answers the page that asks stands for it."""
    shown = [page for page in library.pages if f"/{page.url}" in _paths()]
    pages = [page for page in library.pages if page.is_shown]
    assert {page.type for page in shown} == {page.type for page in pages}
    assert {page.fields.language for page in shown} == {page.fields.language for page in pages}


def _paths() -> set[str]:
    return {urlsplit(screen.path).path for screen in every_screen()}


def test_the_manual_shows_each_of_its_pictures() -> None:
    """Those that chapters name are there, those that are there are named, and the list says from where each is."""
    named = {name for chapter in MANUAL.glob("*.md") for name in PICTURE.findall(chapter.read_text(encoding="utf-8"))}
    assert named == {path.name for path in PICTURES.iterdir()} == MANUAL_PICTURES.keys()
    assert len(named) <= 8
    assert set(MANUAL_PICTURES.values()) <= {str(screen) for screen in every_screen()}
