"""Changed pages of a site, built by MkDocs one by one: `python -m api.running.site_pages PARENT FOLDER PACKED`.

What all pages share (configuration, menu, templates, and the library as it was read last) is kept in memory. A line on
stdin names, as JSON, the folder of a site and a day; what has changed since that was built is written to FOLDER and,
compressed, to PACKED, and a line on stdout answers with what is to be known of it. It ends with its PARENT.
"""

from __future__ import annotations

import json
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any, cast

from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config import load_config
from mkdocs.structure.files import get_files, set_exclusions
from mkdocs.structure.nav import get_navigation

from api.running.packing import pack_site
from api.running.site_current import SOURCES
from api.running.site_parts import ANSWER
from content.processes import end_with_parent, prepare_forking

# More are built faster as part of the whole, by several processes; what has to go goes at once all the same.
MOST_PAGES = 300


class _Frame:
    """What all pages of one edition of the library share."""

    def __init__(self, folder: Path, *, day: date | None = None, previous: Any = None) -> None:
        """Read the library, again where it changed since the previous edition, and put the menu together."""
        self.config = load_config(str(SOURCES / "mkdocs.yml"), site_dir=str(folder))
        # The hook that gives MkDocs the library, as MkDocs loaded it.
        self.hook = cast("Any", self.config.plugins["hooks/library.py"])
        plugins = self.config.plugins
        self.edition = self.hook.look(self.config, day=day, previous=previous)
        files, env = get_files(self.config), self.config.theme.get_env()
        files.add_files_from_theme(env, self.config)
        self.files = plugins.on_files(files, config=self.config)
        set_exclusions(self.files, self.config)
        self.nav = plugins.on_nav(get_navigation(self.files, self.config), config=self.config, files=self.files)
        self.env = plugins.on_env(env, config=self.config, files=self.files)
        self.pages = self.files.documentation_pages()

    def build(self, name: str) -> None:
        """Build a page, by MkDocs' name for it, as `mkdocs build` does."""
        page: Any = self.files.src_uris[name].page
        _populate_page(page, self.config, self.files)
        _build_page(page, self.config, self.pages, self.nav, self.env)
        page.content, page.markdown, page.meta = "", "", {}


def main(parent: str, folder: str, packed: str) -> None:
    """Answer lines on stdin until there are no more."""
    end_with_parent(int(parent))
    prepare_forking()
    frame = _Frame(Path(folder))
    for line in sys.stdin:
        for each in (folder, packed):
            shutil.rmtree(each, ignore_errors=True)
        asked = json.loads(line)
        day = date.fromisoformat(asked["day"]) if asked["day"] else None
        edition = frame.hook.look(frame.config, day=day, previous=frame.edition)
        if edition.frame == frame.edition.frame:
            frame.edition = edition
        else:
            frame = _Frame(Path(folder), day=day, previous=edition)
        told = _build_changed(frame, Path(asked["site"]), Path(folder))
        pack_site(Path(folder), Path(packed))
        print(ANSWER + json.dumps(told), flush=True)  # noqa: T201 - the line is the interface


def _build_changed(frame: _Frame, site: Path, folder: Path) -> dict[str, Any]:
    folder.mkdir(parents=True)
    before = frame.hook.standing_of(site)
    changed = frame.hook.changed(before)
    for name in changed if len(changed) <= MOST_PAGES else ():
        frame.build(name)
    told: dict[str, Any] = frame.hook.finish_changed(site, before, folder)
    return {"gone": told.pop("gone"), "is_whole": told.pop("is_whole"), "built": told}


if __name__ == "__main__":
    main(*sys.argv[1:])
