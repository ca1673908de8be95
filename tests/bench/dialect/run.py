"""Counts the pages of a folder that the product structures unlike GitHub: `run.py FOLDER [--show N]`.

Structure is the tree of blocks and of what stands in lines (headings, lists, tables, code, links, images), without
text, classes and addresses. cmark-gfm, which GitHub itself runs, is the measure, with the alerts that GitHub makes
afterwards; the links that the product shows in the place of videos, which GitHub drops, are taken away. Pages with
definitions or boxes (`!!!`, `:::`), which libraries have beside GitHub's Markdown, are counted apart where they differ.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
import time
from pathlib import Path

from content.dialects.dialect import GITHUB, Dialect
from content.html import to_html
from content.library import read_library

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from support.structure import of_github, structure

BESIDE = re.compile(r"^[ \t>]*(?:!!!|\?\?\?|:::|:[ \t])", re.MULTILINE)


def main() -> None:
    """Count, and show where the first of them differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="how many differing pages to show")
    parser.add_argument("--mkdocs", action="store_true", help="count the dialect of MkDocs instead")
    asked = parser.parse_args()
    pages = read_library(asked.folder).pages
    dialect = Dialect("mkdocs") if asked.mkdocs else GITHUB
    differing, spent, beside = [], 0.0, 0
    for page in pages:
        started = time.process_time()
        ours = structure(to_html(page.body, dialect, external_images=True).html)
        spent += time.process_time() - started
        theirs = structure(of_github(page.body))
        if ours != theirs and BESIDE.search(page.body):
            beside += 1
        elif ours != theirs:
            differing.append((page.path, theirs, ours))
    for path, theirs, ours in differing[: asked.show]:
        print(path, *difflib.unified_diff(theirs, ours, "GitHub", "here", lineterm="", n=2), sep="\n")
    share = 100 * len(differing) / max(1, len(pages))
    print(
        f"{len(differing)} of {len(pages)} pages are structured unlike GitHub ({share:.1f} %), and {beside} with "
        f"what it doesn't have; {spent:.1f} s to render"
    )


if __name__ == "__main__":
    main()
