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
import sys
from collections.abc import Mapping
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from arranging import link_neighbours, name_folders, put_in_order
from charts import charts_of
from dressing import dress
from edition import HOME, Edition, Ways, read_edition
from generated import made_file
from joining import base_path, join_theme
from menu import MARKS, Menu
from standing import Made, changed_in, finish_part, finish_site, read_standing
from static_index import entries_of
from troubles import Troubles, reason_of

from content.authoring.reference import reference
from content.authoring.remarks import why_hidden
from content.catalogue import entry_of
from content.document import Document
from content.fields.structured import GLANCED, structured
from content.html import shown
from content.places.addresses import folder_address
from content.places.files import attachments_of
from content.places.links import first_of, paths_of, relative_to, resolver
from content.places.rooms import FIRST, REFERENCE, app_pages, manual_pictures, theme_files
from content.rendering import Renderer, RenderingError

# What the library's first page is called where it has none.
NO_FIRST_PAGE = "All pages"
NO_HOME = "<p{}>A page <code>index.md</code> in the library's folder would stand here instead.</p>"
# Shown to those who have one of the roles, by account.js; a preview has none but its author.
FOR_AUTHORS = ' data-roles="author admin" hidden'
FAILED = "This page can't be shown. Its author sees why in the site's problems."
# A menu of folders in folders without end would be too deep for the theme.
MENU_DEPTH = 20
TOO_SLOW = "This page can't be shown: it takes too long to render. Its author can see why with a check."
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"?application/)[^>]*>(.*?)</script>", re.DOTALL)


class _Build:
    """What one build keeps between MkDocs' events."""

    edition: Edition
    ways: Ways
    made: Made
    open: list[str]
    troubles = Troubles()
    renderer: Renderer | None = None
    done: int


_build = _Build()


def on_pre_build(config: Any, **_: Any) -> None:
    """Read the library, and begin to render all of it."""
    day = config["extra"]["day"]
    edition = look(config, day=date.fromisoformat(str(day)) if day else None)
    _renderer(config).start_all([*edition.pages.values(), *edition.manual.values()])
    config["extra"]["charts"] = {} if edition.remarks else charts_of(config)


def look(config: Any, *, day: date | None, previous: Edition | None = None) -> Edition:
    """Read the library for a build, again where it changed since `previous`; what was made before is forgotten."""
    root = (Path(config.config_file_path).parent / config["extra"]["library"]).resolve()
    edition = read_edition(root, day=day, is_preview=config["extra"]["preview"], previous=previous)
    if previous is None or previous.frame != edition.frame:
        _build.ways = Ways(edition)
    _build.edition, _build.made, _build.done = edition, Made(), 0
    _build.troubles.begin({name: edition.path_of(name) for name in edition.keys})
    return edition


def standing_of(site: Path) -> dict[str, Any]:
    """Return of what each page of a built site was made; see standing.read_standing."""
    return read_standing(site)


def changed(before: Mapping[str, Any]) -> list[str]:
    """Return MkDocs' names of the pages that a site of this standing lacks, or shows as they aren't any more."""
    return changed_in(before, _build.edition)


def finish_changed(site: Path, before: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Bring into a folder with a site's changed pages what changes with them; see standing.finish_part."""
    return finish_part(site, before, folder, _build.edition, _build.made, _build.troubles.reasons)


def on_files(files: Any, config: Any, **_: Any) -> Any:
    """Put what may be published in the place of what MkDocs found; the theme's files stay."""
    edition = _build.edition
    config["extra"]["manual"] = edition.manual_urls[FIRST]
    for event in ("page_markdown", "page_content", "page_context", "post_page"):
        config.plugins.events[event] = [_build.troubles.guard_hook(method) for method in config.plugins.events[event]]
    kind = type(next(iter(files)))
    for file in list(files):
        if file.src_dir == config["docs_dir"]:
            files.remove(file)
    made = join_theme(files, config) | dress(config, edition.keys) | config["extra"]["charts"]
    for file in list(files):
        if file.src_dir in config.theme.dirs and file.dest_uri not in theme_files():
            files.remove(file)
    for path, text in made.items():
        files.append(made_file(kind, config, path, text, is_in_menu=False))
    _build.open = [*made, *(file.dest_uri for file in files if file.src_dir in config.theme.dirs)]
    # MkDocs parses nothing of the library's, not even titles: its pages are empty until ours are put in.
    for name in edition.keys:
        is_in_menu = name.count("/") <= MENU_DEPTH
        files.append(made_file(kind, config, name, "", is_in_menu=is_in_menu))
    rooms = {path: source.read_text(encoding="utf-8") for path, source in app_pages().items()}
    rooms[REFERENCE] = _titled("Front matter", reference())
    rooms |= {path: _titled(page.title, f"# {page.title}\n") for path, page in edition.manual.items()}
    pictures = {path: picture.read_bytes() for path, picture in manual_pictures().items()}
    for path, text in (rooms | pictures).items():
        files.append(made_file(kind, config, path, text, is_in_menu=False))
    return files


def _titled(title: str, text: str) -> str:
    return f"---\ntitle: {json.dumps(title)}\n---\n{text}"


def on_nav(nav: Any, config: Any, files: Any, **_: Any) -> Any:
    """Give pages titles and the order that they ask for; folders of translations are called by languages, and last."""
    for name in _build.edition.keys:
        page = files.get_file_from_path(name).page
        document = _build.edition.pages.get(name)
        folder = _build.edition.folders.get(name)
        plain = folder.title if folder else _build.edition.path_of(name)
        page.title = escape(document.title if document else NO_FIRST_PAGE if name == HOME else plain)
        page.mark = MARKS.get(document.fields.status, "") if document else ""
        page.render = partial(_empty, page)
    put_in_order(nav.items, _build.edition.pages)
    languages = _build.edition.library.taxonomy.dimensions.get("languages") or {}
    folders = {code.capitalize() for code in languages}
    nav.items.sort(key=lambda item: item.is_section and item.title in folders)
    link_neighbours(nav.items)
    name_folders(nav.items, _build.edition.folder_name)
    config["extra"].update(menu=Menu(nav), first_title=files.get_file_from_path(HOME).page.title)
    return nav


def _empty(page: Any, *_: Any) -> None:
    """Take the place of MkDocs' rendering, which would set up python-markdown anew for each page, to render nothing."""
    page.content = ""


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """Tell the templates what the page says about itself."""
    edition = _build.edition
    document = edition.pages.get(page.file.src_uri)
    if document is None:
        if page.file.src_uri in edition.keys and page.file.src_uri != HOME:
            page.meta.update(title=page.title)
        return markdown
    # The theme writes title and description into HTML as they are.
    page.meta.update(title=escape(document.title))
    entry = entry_of(document)
    labels = edition.library.taxonomy.dimensions
    page.meta.update(entry=entry, siblings=edition.translations(document), labels=labels, fields=document.fields)
    page.meta.update(description=escape(entry.summary or ""), hidden=why_hidden(document))
    told = structured(document.fields, is_outside=False)
    page.meta.update(structured=told, linked=edition.linked(document), glances=not GLANCED.isdisjoint(told))
    return markdown


def on_page_content(html: str, page: Any, config: Any, **_: Any) -> str:
    """Put our own rendering in the place of MkDocs'."""
    name, edition = page.file.src_uri, _build.edition
    folder = edition.folders.get(name)
    listed = folder.html(relative_to(folder_address(posixpath.dirname(name)))) if folder else ""
    if folder or name in edition.bare:
        html = f"<h1>{page.title}</h1>\n{listed}"
    if name in edition.bare and name == HOME:
        advice = NO_HOME.format("" if edition.remarks else FOR_AUTHORS)
        html = f"<h1>{NO_FIRST_PAGE}</h1>\n{listed}{advice}"
    chapter = edition.manual.get(name)
    document = chapter or edition.pages.get(name)
    path = document.path if document else name
    remarks = edition.remarks.on(path, is_home=name == HOME) if edition.remarks else ""
    if document is None:
        return remarks + html
    if chapter is None:
        _progress()
    try:
        html = _rendered(document, page, config, is_chapter=chapter is not None) + listed
    except Exception as error:  # noqa: BLE001 - whatever a page does, the others go on
        _build.troubles.note(document.path, reason_of(error))
        page.toc = _toc(page, [])
        return f"{remarks}<p>{TOO_SLOW if isinstance(error, RenderingError) else FAILED}</p>"
    if chapter is None:
        _build.made.entries[name] = entries_of(html, url=page.url, title=page.title)
    return remarks + html


def _rendered(document: Document, page: Any, config: Any, *, is_chapter: bool) -> str:
    """Return a page's HTML with the links of the site, and note the files that it uses."""
    rendered = _renderer(config).render(document)
    library, dialect = (_build.ways.in_library, _build.edition.files), document.dialect
    destinations, files = (_build.ways.in_manual, frozenset(manual_pictures())) if is_chapter else library
    address_of_link = resolver(document.path, destinations, relative_to(document.url), dialect=dialect, files=files)
    links, paths = set[str](), dict[str, str]()

    def resolve(target: str) -> str:
        ways = paths_of(document.path, target, dialect)
        way = first_of(ways, destinations, files) or ""
        links.update({way, *(other for other in ways if other not in files)})  # these may be files one day
        paths[way] = address = address_of_link(target)
        return address

    html = shown(rendered, document, names=_build.ways.names, resolve=resolve)
    _build.made.links[page.file.src_uri] = links
    page.meta["attachments"], page.toc = attachments_of(paths, files, html), _toc(page, rendered.toc)
    return html


def on_env(env: Any, **_: Any) -> Any:
    """Let no page stop the others by what the theme makes of it."""
    _build.troubles.guard_templates(env)
    return env


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Note the page's inline scripts, which the content security policy allows by their hashes."""
    _note_scripts(output)
    output = _build.troubles.written_or_left_out(output, page)
    name = page.file.src_uri
    if name in _build.edition.keys:
        _build.made.urls[name] = page.url
        _build.made.addresses[name] = page.file.dest_uri if output else None
        if not output:
            _build.made.entries.pop(name, None)
    return output


def on_template_context(context: Any, template_name: str, config: Any, **_: Any) -> Any:
    """Let the 404, which is shown at any address, lead on from where the product stands on its host."""
    if template_name == "404.html":
        context["base_url"] = f"{base_path(config)}/"
    return context


def on_post_template(output_content: str, **_: Any) -> str:
    """Note the scripts of pages that are no documents, such as the 404."""
    _note_scripts(output_content)
    return output_content


def on_post_build(config: Any, **_: Any) -> None:
    """Bring the files, write beside the site what is to be known of it, and stop the renderers."""
    former = Path(config["extra"]["former"]) if config["extra"]["former"] else None
    finish_site(
        Path(config["site_dir"]), _build.edition, _build.made, _build.troubles.reasons, _build.open, former=former
    )
    if _build.renderer is not None:
        _build.renderer.close()
        _build.renderer = None


def _renderer(config: Any) -> Renderer:
    """Return the renderer of this process, which starts its own when it is first asked."""
    _build.renderer = _build.renderer or Renderer(kept=0, external_images=config["extra"]["external_images"])
    return _build.renderer


def _toc(page: Any, tokens: list[dict[str, Any]]) -> Any:
    """Make MkDocs' table of contents from our headings, by the function that the page's class uses."""
    return sys.modules[type(page).__module__].get_toc(tokens)


def _note_scripts(html: str) -> None:
    for script in set(_INLINE.findall(html)):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        _build.made.hashes.add(f"sha256-{digest}")


def _progress() -> None:
    """Say how far the build is, in lines that `serve` reads."""
    _build.done += 1
    if _build.edition.remarks:
        return
    if _build.done % 50 == 0 or _build.done == len(_build.edition.pages):
        print(f"progress {_build.done} {len(_build.edition.pages)}", flush=True)  # noqa: T201 - the line is the interface
