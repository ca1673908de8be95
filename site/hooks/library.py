"""Gives MkDocs the library as `content` reads it: only pages that may be published, rendered and sanitised there.

MkDocs itself would follow symbolic links, stop at a file that isn't UTF-8, parse any YAML, publish every file and
sanitise nothing; so it only gets titles from us, and the finished HTML.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import posixpath
import re
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from content.authoring.reference import reference
from content.authoring.remarks import Remarks
from content.catalogue import entry_of, published
from content.document import Document, parse
from content.html import with_links
from content.library import Library, read_library
from content.links import resolver
from content.rendering import Renderer, RenderingError
from content.rooms import FIRST, REFERENCE, app_pages, manual_pages, taken_addresses
from content.taxonomy import Taxonomy

log = logging.getLogger("mkdocs.hooks.library")
NO_HOME = "Search above, or choose from the menu. A page `index.md` in the library's folder would stand here."
TOO_SLOW = "This page can't be shown: it takes too long to render. Its author can see why with a check."
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"?application/)[^>]*>(.*?)</script>", re.DOTALL)


class _Build:
    """What one build keeps between MkDocs' events."""

    library: Library
    stamp: str
    pages: dict[str, Document]
    urls: dict[str, str]
    manual: dict[str, Document]
    manual_urls: dict[str, str]
    hashes: set[str]
    renderer: Renderer
    remarks: Remarks | None
    done: int


_build = _Build()


def on_files(files: Any, config: Any, **_: Any) -> Any:
    """Replace what MkDocs found in the library's folder by what may be published."""
    library = read_library(Path(config["docs_dir"]))
    taken = taken_addresses(library.pages)
    _build.remarks = Remarks(library) if config["extra"].get("preview") else None
    shown = library.pages if _build.remarks else published(library.pages)
    pages = [page for page in shown if page.type != "quiz" and page.url not in taken]
    # Now, before MkDocs copies the files: one that is saved meanwhile makes another stamp, and another build.
    _build.library, _build.stamp, _build.done, _build.hashes = library, library.stamp, 0, set()
    _build.pages = {page.path: page for page in pages}
    # A quiz isn't published, because its file holds the answers: a link to one leads to the page that asks.
    quizzes = (page.path for page in library.pages if page.type == "quiz")
    _build.urls = {page.path: page.url for page in pages} | dict.fromkeys(quizzes, "app/quiz/")
    _build.renderer = Renderer(kept=0)
    _read_manual()
    config["extra"]["manual"] = _build.manual_urls[FIRST]
    _build.renderer.start_all([*pages, *_build.manual.values()])
    kind = type(next(iter(files)))
    for file in list(files):
        if _is_from(file, config["docs_dir"]) and file.src_uri not in library.files:
            files.remove(file)
    for page in pages:
        files.append(kind.generated(config, page.path, content=f"# {_one_line(page.title)}\n"))
    for path in _build.remarks.unread if _build.remarks else ():
        files.append(kind.generated(config, path, content=f"# {_one_line(path)}\n"))
    if not any(page.url == "" for page in pages):
        files.append(kind.generated(config, "index.md", content=f"# {_one_line(config['site_name'])}\n\n{NO_HOME}\n"))
    rooms = {path: source.read_text(encoding="utf-8") for path, source in app_pages().items()}
    rooms[REFERENCE] = _unsearched("Front matter", reference())
    rooms |= {path: _unsearched(page.title, f"# {page.title}\n") for path, page in _build.manual.items()}
    for path, text in rooms.items():
        made = kind.generated(config, path, content=text)
        made.inclusion = type(made.inclusion).NOT_IN_NAV
        files.append(made)
    return files


def _read_manual() -> None:
    """Read the manual's chapters as pages, and note where the chapters' own links lead."""
    _build.manual, _build.manual_urls = {}, {}
    for path, source in manual_pages(_build.library.pages).items():
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
        if item.is_section and item.title in folders:
            item.title = escape(folders[item.title])
    return nav


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Tell the templates what the page says about itself."""
    document = _build.pages.get(page.file.src_uri)
    if document is None:
        return markdown
    entry = entry_of(document)
    # The theme writes these two into HTML as they are.
    page.meta.update(title=escape(document.title), description=escape(entry.summary or ""))
    labels = _build.library.taxonomy.dimensions
    page.meta.update(entry=entry, siblings=_translations(document), labels=labels, fields=document.fields)
    return markdown


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Put our own rendering in the place of MkDocs'."""
    remarks = _build.remarks.on(page.file.src_uri, is_home=page.is_homepage) if _build.remarks else ""
    chapter = _build.manual.get(page.file.src_uri)
    document = chapter or _build.pages.get(page.file.src_uri)
    if document is None:
        return remarks + html
    if chapter is None:
        _progress()
    try:
        rendered = _build.renderer.render(document)
    except RenderingError as error:
        log.info("%s: %s", document.path, error)
        page.toc = _toc(page.toc, [])
        return f"{remarks}<p>{TOO_SLOW}</p>"
    page.toc = _toc(page.toc, rendered.toc)
    here = posixpath.join("/", document.url)

    def url_of(url: str) -> str:
        relative = posixpath.relpath(posixpath.join("/", url), here if here.endswith("/") else posixpath.dirname(here))
        return (
            quote(relative + ("/" if url.endswith("/") and relative != "." else "")) if url else quote(relative) + "/"
        )

    urls = _build.manual_urls if chapter else _build.urls
    return remarks + with_links(rendered.html, resolver(document.path, urls, url_of))


def on_post_page(output: str, **_: Any) -> str:
    """Note the page's inline scripts, which the content security policy allows by their hashes."""
    _note_scripts(output)
    return output


def on_post_template(output_content: str, **_: Any) -> str:
    """Note the scripts of pages that are no documents, such as the 404."""
    _note_scripts(output_content)
    return output_content


def on_post_build(config: Any, **_: Any) -> None:
    """Write beside the site which scripts it has and what it was made of, and stop the renderers."""
    built = {"script_hashes": sorted(_build.hashes), "library": _build.stamp}
    (Path(config["site_dir"]) / "built.json").write_text(json.dumps(built), encoding="utf-8")
    _build.renderer.close()


def _is_from(file: Any, folder: str) -> bool:
    return bool(file.abs_src_path) and file.src_dir == folder


def _one_line(text: str) -> str:
    return " ".join(text.split())


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
