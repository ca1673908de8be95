"""Gives MkDocs the library as `content` reads it: only pages that may be published, rendered and sanitised there.

MkDocs itself would follow symbolic links, stop at a file that isn't UTF-8, parse any YAML, publish every file and
sanitise nothing; so it gets empty pages from us, and the finished HTML when it is done with them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Iterable
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from arranging import link_neighbours, put_in_order, write_redirects
from joining import join_theme
from troubles import Troubles, reason_of

from content.authoring.reference import reference
from content.authoring.remarks import Remarks
from content.catalogue import entry_of, published
from content.document import Document, parse
from content.files import attachments_of, copy_files, withheld
from content.folders import FolderPage, folder_pages
from content.html import with_links
from content.library import Library, read_library
from content.links import Destinations, relative_to, resolver, target_path
from content.page_names import PageNames
from content.rendering import Renderer, RenderingError
from content.rooms import BUILT, FIRST, QUIZ_ROOM, REFERENCE, app_pages, in_the_way, manual_pages, theme_files
from content.taxonomy import Taxonomy
from content.wiki_links import with_names_followed

HOME = "index.md"
NO_HOME = (
    "<p>Search above, or choose from the menu. "
    "A page <code>index.md</code> in the library's folder would stand here.</p>"
)
FAILED = "This page can't be shown. Its author sees why in the site's problems."
# A menu of folders in folders without end would be too deep for the theme.
MENU_DEPTH = 20
TOO_SLOW = "This page can't be shown: it takes too long to render. Its author can see why with a check."
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"?application/)[^>]*>(.*?)</script>", re.DOTALL)


class _Build:
    """What one build keeps between MkDocs' events; pages by MkDocs' names for them."""

    library: Library
    stamp: str
    pages: dict[str, Document]
    bare: dict[str, str]
    folders: dict[str, FolderPage]
    destinations: Destinations
    files: frozenset[str]
    used: set[str]
    open: list[str]
    manual: dict[str, Document]
    manual_urls: dict[str, str]
    manual_destinations: Destinations
    hashes: set[str]
    names: PageNames
    renderer: Renderer
    remarks: Remarks | None
    troubles: Troubles
    done: int


_build = _Build()


def on_files(files: Any, config: Any, **_: Any) -> Any:
    """Put what may be published in the place of what MkDocs found; the theme's files stay."""
    extra = config["extra"]
    day = date.fromisoformat(str(extra["day"])) if extra["day"] else None
    _build.renderer = Renderer(kept=0, external_images=extra["external_images"])
    _read(Path(config.config_file_path).parent / extra["library"], day=day, is_preview=extra["preview"])
    config["extra"]["manual"] = _build.manual_urls[FIRST]
    _build.renderer.start_all([*_build.pages.values(), *_build.manual.values()])
    for event in ("page_markdown", "page_content", "page_context", "post_page"):
        config.plugins.events[event] = [_build.troubles.guard_hook(method) for method in config.plugins.events[event]]
    kind = type(next(iter(files)))
    for file in list(files):
        if file.src_dir == config["docs_dir"]:
            files.remove(file)
    made = join_theme(files, config)
    for file in list(files):
        if file.src_dir in config.theme.dirs and file.dest_uri not in theme_files():
            files.remove(file)
    for path, text in made.items():
        files.append(_made(kind, config, path, text, is_in_menu=False))
    _build.open = sorted([*made, *(file.dest_uri for file in files if file.src_dir in config.theme.dirs)])
    # MkDocs parses nothing of the library's, not even titles: its pages are empty until ours are put in.
    for name in dict.fromkeys((*_build.pages, *_build.bare, *_build.folders)):
        is_in_menu = name.count("/") <= MENU_DEPTH
        files.append(_made(kind, config, name, "", is_in_menu=is_in_menu))
    rooms = {path: source.read_text(encoding="utf-8") for path, source in app_pages().items()}
    rooms[REFERENCE] = _unsearched("Front matter", reference())
    rooms |= {path: _unsearched(page.title, f"# {page.title}\n") for path, page in _build.manual.items()}
    for path, text in rooms.items():
        files.append(_made(kind, config, path, text, is_in_menu=False))
    return files


def _made(kind: Any, config: Any, path: str, content: str, *, is_in_menu: bool) -> Any:
    """Make a file that is published whatever its name."""
    made = kind.generated(config, path, content=content)
    levels = type(made.inclusion)
    made.inclusion = levels.INCLUDED if is_in_menu else levels.NOT_IN_NAV
    return made


def _read(root: Path, *, day: date | None, is_preview: bool) -> None:
    """Read the library, and choose what is published."""
    library = read_library(root.resolve(), day=day)
    _build.remarks = Remarks(library) if is_preview else None
    chosen = library.pages if is_preview else published(library.pages)
    shown = [page for page in chosen if page.type != "quiz"]
    taken = in_the_way(shown, library.files)
    # Now, before files are copied: one that is saved meanwhile makes another stamp, and another build.
    _build.library, _build.stamp, _build.done, _build.hashes, _build.used = library, library.stamp, 0, set(), set()
    _build.pages = {_name_of(page.path, page.url): page for page in shown if page.path not in taken}
    _build.files = library.files - taken.keys()
    _build.bare = {_name_of(*unread): unread[0] for unread in (_build.remarks.unread.items() if _build.remarks else ())}
    if not any(page.url == "" for page in _build.pages.values()):
        _build.bare[HOME] = HOME
    listed = folder_pages(_build.pages.values(), library.taxonomy)
    _build.folders = {posixpath.join(folder, HOME): page for folder, page in listed.items()}
    # A quiz isn't published, because its file holds the answers: a link to one leads to the page that asks.
    urls = {page.path: QUIZ_ROOM for page in chosen if page.type == "quiz"}
    urls |= {page.path: page.url for page in _build.pages.values()}
    former = {address: page.path for page in _build.pages.values() for address in page.fields.former_addresses}
    _build.destinations = Destinations(urls, folders=listed, former=former)
    _build.troubles = Troubles({**_build.bare, **{name: page.path for name, page in _build.pages.items()}})
    _build.names = PageNames(_build.pages.values())
    _read_manual(shown)


def _name_of(path: str, url: str) -> str:
    """Return a page's name for MkDocs, which makes of it the page's address and its place in the menu."""
    folder = posixpath.dirname(path)
    return f"{url}{HOME}" if url == (f"{folder}/" if folder else "") else f"{url.removesuffix('/')}.md"


def _read_manual(shown: Iterable[Document]) -> None:
    """Read the manual's chapters as pages, and note where the chapters' own links lead."""
    _build.manual, _build.manual_urls = {}, {}
    for path, source in manual_pages(shown).items():
        page, _ = parse(source.read_text(encoding="utf-8"), path=path, taxonomy=Taxonomy())
        if page is not None:
            _build.manual[path] = page
            _build.manual_urls[f"docs/{source.name}"] = page.url
    _build.manual_destinations = Destinations(_build.manual_urls)


def _unsearched(title: str, text: str) -> str:
    """Return a page that the search, which is for the library, leaves out."""
    return f"---\ntitle: {json.dumps(title)}\nsearch:\n  exclude: true\n---\n{text}"


def on_nav(nav: Any, **_: Any) -> Any:
    """Put pages into the order that they name; folders of translations are called by their languages, and come last."""
    put_in_order(nav.items, _build.pages)
    languages = _build.library.taxonomy.dimensions.get("languages") or {}
    folders = {code.capitalize(): label for code, label in languages.items()}
    nav.items.sort(key=lambda item: item.is_section and item.title in folders)
    link_neighbours(nav.items)
    for item in nav.items:
        if item.is_section:
            item.title = folders.get(item.title, item.title)
    _escape_titles(nav.items)
    return nav


def _escape_titles(items: Iterable[Any]) -> None:
    """Escape names of folders, which the theme writes into HTML as they are."""
    for item in items:
        if item.is_section:
            item.title = escape(item.title)
            _escape_titles(item.children)


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """Tell the templates what the page says about itself."""
    document = _build.pages.get(page.file.src_uri)
    if document is None:
        if page.file.src_uri in _build.bare and page.is_homepage:
            page.title = escape(config["site_name"])
        elif page.file.src_uri in _build.bare:
            page.meta.update(title=escape(_build.bare[page.file.src_uri]))
        elif page.file.src_uri in _build.folders:
            page.meta.update(title=escape(_build.folders[page.file.src_uri].title))
        return markdown
    # The theme writes title and description into HTML as they are.
    page.meta.update(title=escape(document.title))
    entry = entry_of(document)
    labels = _build.library.taxonomy.dimensions
    page.meta.update(entry=entry, siblings=_translations(document), labels=labels, fields=document.fields)
    page.meta.update(description=escape(entry.summary or ""))
    return markdown


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Put our own rendering in the place of MkDocs'."""
    name = page.file.src_uri
    if name in _build.bare:
        html = f"<h1>{page.title}</h1>\n{NO_HOME if page.is_homepage else ''}"
    listed = ""
    if name in _build.folders:
        listed = _build.folders[name].html(relative_to(name.removesuffix(HOME)))
        html = f"{html}\n{listed}" if name in _build.bare else f"<h1>{page.title}</h1>\n{listed}"
    chapter = _build.manual.get(name)
    document = chapter or _build.pages.get(name)
    remarks = _build.remarks.on(document.path if document else name, is_home=page.is_homepage) if _build.remarks else ""
    if document is None:
        return remarks + html
    if chapter is None:
        _progress()
    try:
        shown = _rendered(document, page, _build.manual_destinations if chapter else _build.destinations)
        return remarks + shown + listed
    except Exception as error:  # noqa: BLE001 - whatever a page does, the others go on
        _build.troubles.note(document.path, reason_of(error))
        page.toc = _toc(page.toc, [])
        return f"{remarks}<p>{TOO_SLOW if isinstance(error, RenderingError) else FAILED}</p>"


def _rendered(document: Document, page: Any, destinations: Destinations) -> str:
    """Return a page's HTML with the links of the site, and note the files that it uses."""
    rendered = _build.renderer.render(document)
    address_of_link = resolver(document.path, destinations, relative_to(document.url))
    paths: dict[str, str] = {}

    def resolve(target: str) -> str:
        paths[target_path(document.path, target) or ""] = address = address_of_link(target)
        return address

    html = with_links(with_names_followed(rendered.html, _build.names), resolve)
    _build.used.update(paths)
    page.meta["attachments"] = attachments_of(paths, _build.files)
    page.toc = _toc(page.toc, rendered.toc)
    return html


def on_env(env: Any, **_: Any) -> Any:
    """Let no page stop the others by what the theme makes of it."""
    _build.troubles.guard_templates(env)
    return env


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Note the page's inline scripts, which the content security policy allows by their hashes."""
    _note_scripts(output)
    return _build.troubles.written_or_left_out(output, page)


def on_post_template(output_content: str, **_: Any) -> str:
    """Note the scripts of pages that are no documents, such as the 404."""
    _note_scripts(output_content)
    return output_content


def on_post_build(config: Any, **_: Any) -> None:
    """Copy files, write beside the site what is to be known of it, and stop the renderers."""
    _build.renderer.close()
    folder, paths = Path(config["site_dir"]), {page.path for page in _build.pages.values()}
    shown = _build.files - withheld(_build.library, published=paths, used=_build.used)
    former = config["extra"]["former"]
    copied = copy_files(_build.library.root, sorted(shown), folder, former=Path(former) if former else None)
    for path, error in copied:
        _build.troubles.note(path, reason_of(error))
    built = {
        "script_hashes": sorted(_build.hashes),
        "library": _build.stamp,
        "open": _build.open,
        "troubles": _build.troubles.listed(),
    }
    (folder / BUILT).write_text(json.dumps(built), encoding="utf-8")
    write_redirects(folder, _build.pages.values())


def _translations(document: Document) -> list[Document]:
    """Return the same page in other languages."""
    original = document.fields.translation_of or document.id
    same = (page for page in _build.pages.values() if original in {page.id, page.fields.translation_of})
    return [page for page in same if page.id != document.id]


def _toc(old: Any, tokens: list[dict[str, Any]]) -> Any:
    """Make MkDocs' table of contents from our headings, by the class that made the old one."""
    module = __import__(type(old).__module__, fromlist=["get_toc"])
    return module.get_toc(tokens)


def _note_scripts(html: str) -> None:
    for script in set(_INLINE.findall(html)):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        _build.hashes.add(f"sha256-{digest}")


def _progress() -> None:
    """Say how far the build is, in lines that `serve` reads."""
    _build.done += 1
    if _build.remarks:
        return
    if _build.done % 50 == 0 or _build.done == len(_build.pages):
        print(f"progress {_build.done} {len(_build.pages)}", flush=True)  # noqa: T201 - the line is the interface
