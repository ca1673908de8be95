"""The menu is the one that Material's own template makes, on every page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from config import PROJECT
from support.factories import write_good_page
from support.waiting import PATIENCE_SECONDS

PATHS = (
    "index.md",
    "single.md",
    "indexed/index.md",
    "indexed/a.md",
    "indexed/b & c's.md",
    "indexed/deep/x.md",
    "indexed/deep/deeper/index.md",
    "indexed/deep/deeper/y.md",
    "bare/one.md",
    "bare/two.md",
    "bare/two/below.md",
    "alone/index.md",
    "only/folders/here.md",
    "single/under.md",
    "кириллица/README.md",
    "кириллица/страница.md",
    "pl/strona.md",
)


def build(site: Path, library: Path, output: Path) -> None:
    """Build a library with a MkDocs project."""
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(site / "mkdocs.yml"), "-d", str(output)]
    environ = {**os.environ, "CONTENT_DIR": str(library), "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=PROJECT, env=environ, timeout=PATIENCE_SECONDS, check=True, stdout=subprocess.DEVNULL)


def entries(file: Path, site: Path) -> list[tuple[object, ...]]:
    """Return the parts of a page's menu in their order, with the addresses that its links lead to."""
    menu = LexborHTMLParser(file.read_text(encoding="utf-8")).css_first("nav.md-nav--primary")
    assert menu is not None
    here = f"/{file.parent.relative_to(site).as_posix()}/".replace("/./", "/")
    return [described(node, here) for node in menu.traverse() if node.tag in {"li", "a", "label", "input", "nav", "ul"}]


def described(node: LexborNode, here: str) -> tuple[object, ...]:
    """Return what matters of an element."""
    found = dict(node.attributes)
    href = found.pop("href", None)
    address = None if href is None else unquote(urlsplit(urljoin(here, href)).path) + "#" + urlsplit(href).fragment
    classes = frozenset((found.pop("class", None) or "").split())
    own = " ".join(node.text(separator=" ").split()) if node.tag in {"a", "label"} else ""
    return node.tag, classes, address, own, sorted(found.items(), key=str)


def test_the_menu_is_that_of_the_theme(tmp_path: Path) -> None:
    """Folders with and without a page of their own, in each other, beside pages of their name."""
    for number, path in enumerate(PATHS):
        write_good_page(
            tmp_path / "library", path, "# T\n\n## Part & <b>\n", id=f"p{number}", title=f"No. {number} & <i>"
        )
    write_good_page(tmp_path / "library", "plain.md", "Without a heading.", title="Plain")
    shutil.copytree(PROJECT / "site", tmp_path / "theirs", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "theirs" / "theme" / "partials" / "nav.html").unlink()
    ours, theirs = tmp_path / "built" / "ours", tmp_path / "built" / "them"
    build(PROJECT / "site", tmp_path / "library", ours)
    build(tmp_path / "theirs", tmp_path / "library", theirs)
    files = sorted(path.relative_to(ours) for path in ours.rglob("*.html"))
    assert len(files) > len(PATHS) + 20
    for file in files:
        assert entries(ours / file, ours) == entries(theirs / file, theirs), file
