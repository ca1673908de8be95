"""Markdown through cmark, whose package forgets to free."""

from __future__ import annotations

import subprocess
import sys

import cmarkgfm
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st

from config import PROJECT
from content.gfm import EXTENSIONS, to_html
from content.library import Library

OPTIONS = Options.CMARK_OPT_SOURCEPOS | Options.CMARK_OPT_UNSAFE
GROWTH = """
import resource, sys
from content.gfm import to_html
text = open(sys.argv[1], encoding="utf-8").read()
for turn in range(2):
    for _ in range(1500):
        to_html(text, 0)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def expected(text: str) -> str:
    """Return what the package makes of a text."""
    options = OPTIONS | Options.CMARK_OPT_GITHUB_PRE_LANG
    return str(cmarkgfm.markdown_to_html_with_extensions(text, options=options, extensions=list(EXTENSIONS)))


def test_the_html_is_what_the_package_makes(library: Library) -> None:
    """Of every page of the sample library."""
    for page in library.pages:
        assert to_html(page.body, OPTIONS) == expected(page.body)


@given(st.text(alphabet="ab |-*_#[]()<>`~\n\t1.!&;😀é", max_size=200))
def test_any_text_is_rendered_as_the_package_does(text: str) -> None:
    """And nothing is freed twice."""
    assert to_html(text, OPTIONS) == expected(text)


def test_memory_does_not_grow_with_the_pages_read() -> None:
    """Fifteen hundred pages more take less than two megabytes more; the package alone takes a hundred."""
    page = PROJECT / "content" / "pages" / "guides" / "pilot-guide.md"
    run = [sys.executable, "-c", GROWTH, str(page)]
    done = subprocess.run(run, cwd=PROJECT, capture_output=True, text=True, check=True)
    first, second = map(int, done.stdout.split())
    assert second - first < 2_000
