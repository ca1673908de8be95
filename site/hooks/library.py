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
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from joining import join_theme
from troubles import Troubles, reason_of

from content.authoring.reference import reference
from content.authoring.remarks import Remarks
from content.catalogue import entry_of, published
from content.document import Document, parse
from content.files import attachments_of, copy_files, withheld
from content.html import with_links
from content.library import Library, read_library
from content.links import resolver, target_path
from content.rendering import Renderer, RenderingError
from content.rooms import BUILT, FIRST, QUIZ_ROOM, REFERENCE, app_pages, in_the_way, manual_pages, theme_files
from content.taxonomy import Taxonomy

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
    urls: dict[str, str]
    files: frozenset[str]
    used: set[str]
    open: list[str]
    manual: dict[str, Document]
    manual_urls: dict[str, str]
    hashes: set[str]
    renderer: Renderer
    remarks: Remarks | None
    troubles: Troubles
    done: int


_build = _Build()


def on_files(files: Any, config: Any, **_: Any) -> Any:
    """Put what may be published in the place of what MkDocs found; the theme's files stay."""
    _read(Path(config.config_file_path).parent / config["extra"]["library"], is_preview=config["extra"]["preview"])
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
    for name in (*_build.pages, *_build.bare):
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


def _read(root: Path, *, is_preview: bool) -> None:
    """Read the library, and choose what is published."""
    library = read_library(root.resolve())
    _build.remarks = Remarks(library) if is_preview else None
    chosen = library.pages if is_preview else published(library.pages)
    shown = [page for page in chosen if page.type != "quiz"]
    taken = in_the_way(shown, library.files)
    # Now, before files are copied: one that is saved meanwhile makes another stamp, and another build.
    _build.library, _build.stamp, _build.done, _build.hashes, _build.used = library, library.stamp, 0, set(), set()
    _build.pages = {_name_of(page.path): page for page in shown if page.path not in taken}
    _build.files = library.files - taken.keys()
    _build.bare = {_name_of(path): path for path in (_build.remarks.unread if _build.remarks else ())}
    if not any(page.url == "" for page in _build.pages.values()):
        _build.bare[HOME] = HOME
    # A quiz isn't published, because its file holds the answers: a link to one leads to the page that asks.
    _build.urls = {page.path: QUIZ_ROOM for page in chosen if page.type == "quiz"}
    _build.urls |= {page.path: page.url for page in _build.pages.values()}
    _build.troubles = Troubles({**_build.bare, **{name: page.path for name, page in _build.pages.items()}})
    _build.renderer = Renderer(kept=0)
    _read_manual(shown)


def _name_of(path: str) -> str:
    """Return a page's path as MkDocs knows pages: it takes `X.MD` for no page."""
    return f"{path[: -len('.md')]}.md"


def _read_manual(shown: Iterable[Document]) -> None:
    """Read the manual's chapters as pages, and note where the chapters' own links lead."""
    _build.manual, _build.manual_urls = {}, {}
    for path, source in manual_pages(shown).items():
        page, _ = parse(source.read_text(encoding="utf-8"), path=path, taxonomy=Taxonomy())
        if page is not None:
            _build.manual[path] = page
            _build.manual_urls[f"docs/{source.name}"] = page.url


def _unsearched(title: str, text: str) -> str:
    """Return a page that the search, which is for the library, leaves out."""
    return f"---\ntitle: {json.dumps(title)}\nsearch:\n  exclude: true\n---\n{text}"


def on_nav(nav: Any, **_: Any) -> Any:
    """Call the folders of translations by their languages, and put them last."""
    languages = _build.library.taxonomy.dimensions.get("languages") or {}
    folders = {code.capitalize(): label for code, label in languages.items()}
    nav.items.sort(key=lambda item: item.is_section and item.title in folders)
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
    chapter = _build.manual.get(name)
    document = chapter or _build.pages.get(name)
    remarks = _build.remarks.on(document.path if document else name, is_home=page.is_homepage) if _build.remarks else ""
    if document is None:
        return remarks + html
    if chapter is None:
        _progress()
    try:
        return remarks + _rendered(document, page, urls=_build.manual_urls if chapter else _build.urls)
    except Exception as error:  # noqa: BLE001 - whatever a page does, the others go on
        _build.troubles.note(document.path, reason_of(error))
        page.toc = _toc(page.toc, [])
        return f"{remarks}<p>{TOO_SLOW if isinstance(error, RenderingError) else FAILED}</p>"


def _rendered(document: Document, page: Any, *, urls: Mapping[str, str]) -> str:
    """Return a page's HTML with the links of the site, and note the files that it uses."""
    rendered = _build.renderer.render(document)
    here = posixpath.join("/", document.url)

    def url_of(url: str) -> str:
        relative = posixpath.relpath(posixpath.join("/", url), here if here.endswith("/") else posixpath.dirname(here))
        return (
            quote(relative + ("/" if url.endswith("/") and relative != "." else "")) if url else quote(relative) + "/"
        )

    address_of_link = resolver(document.path, urls, url_of)
    paths: dict[str, str] = {}

    def resolve(target: str) -> str:
        paths[target_path(document.path, target) or ""] = address = address_of_link(target)
        return address

    html = with_links(rendered.html, resolve)
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
