"""The site below a path of its host: no address in it leads beside the path."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from joining import rooted
from selectolax.lexbor import LexborHTMLParser

from config import PROJECT
from support.factories import write_good_page
from support.waiting import PATIENCE_SECONDS


@pytest.mark.parametrize(("base_url", "path"), [("https://tools.example.com/playbook/", "/playbook"), ("", "")])
def test_every_address_is_relative_or_begins_with_the_path(tmp_path: Path, base_url: str, path: str) -> None:
    """In pages, of which the 404 alone has any, in what leads on from where a page was, and in modules."""
    write_good_page(tmp_path / "library", "index.md", "# Home\n\n[Good](/guides/good.md)\n", title="Home")
    write_good_page(tmp_path / "library", "guides/good.md", "# Good\n\n[Home](../index.md)\n", aliases="[/old/place/]")
    site = tmp_path / "site"
    _build(tmp_path / "library", site, BASE_URL=base_url)
    for file in site.rglob("*.html"):
        tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
        nodes = tree.css("[href], [src], [action]")
        found = [node.attributes.get(name) or "" for node in nodes for name in ("href", "src", "action")]
        beside = [address for address in found if address.startswith("/") and not address.startswith(f"{path}/")]
        assert beside == [], file
        assert (file.name == "404.html") == any(address.startswith("/") for address in found), file
    assert 'href="../../guides/good/"' in (site / "old" / "place" / "index.html").read_text(encoding="utf-8")
    named = re.compile(r"""["'`]((?:None|/playbook)?/(?:app|docs|api/v1|sign-in))[/?"'`]""")
    modules = [file.read_text(encoding="utf-8") for file in (site / "app" / "made").glob("*.js")]
    roots = {root for text in modules for root in named.findall(text)}
    assert roots == {f"{path}/{room}" for room in ("app", "docs", "api/v1", "sign-in")}


def test_modules_lead_below_the_path_with_what_is_ours_alone() -> None:
    """Paths of the API alone are completed where it is asked, and text is text; without a path nothing changes."""
    ours = 'a("/app/deals/", `/app/kpi/?${q}`, "/sign-in", "/api/v1"); '
    others = 'b("/deals", "/application/", "or /app/", "https://x.example/app/", "/");'
    assert rooted(ours + others, "") == ours + others
    moved = 'a("/pb/app/deals/", `/pb/app/kpi/?${q}`, "/pb/sign-in", "/pb/api/v1"); '
    assert rooted(ours + others, "/pb") == moved + others


def _build(library: Path, output: Path, **settings: str) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(PROJECT / "site" / "mkdocs.yml"), "-d", str(output)]
    environ = {**os.environ, "CONTENT_DIR": str(library), "NO_MKDOCS_2_WARNING": "1", **settings}
    done = subprocess.run(
        command, cwd=PROJECT, env=environ, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
