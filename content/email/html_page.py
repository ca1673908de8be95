"""A message as a page of HTML that mail programs show: no scripts, no classes, styles on each element."""

from __future__ import annotations

from functools import lru_cache
from html import escape

import css_inline
from selectolax.lexbor import LexborHTMLParser

# Gmail cuts off what is longer.
MAX_BYTES = 100_000
_RIGHT_TO_LEFT = {"ar", "he", "fa", "ur", "yi", "dv", "ps", "ug", "sd"}
# Fonts that every mail program has, and tables without what old ones can't draw.
_STYLE = """
body { margin: 0; background-color: #fff; }
body { font-family: Arial, Helvetica, sans-serif; font-size: 15px; line-height: 1.5; color: #1c2b36; }
p, ul, ol, table, blockquote, pre { margin: 0 0 14px; }
h1, h2, h3, h4, h5, h6 { margin: 18px 0 8px; font-size: 17px; line-height: 1.3; }
li { margin: 0 0 4px; }
table { border-collapse: collapse; }
th, td { border: 1px solid #b5c3cd; padding: 6px 10px; text-align: start; vertical-align: top; }
th { background-color: #eef3f6; }
a { color: #0d5a86; }
blockquote { border-left: 3px solid #b5c3cd; padding-left: 12px; }
pre, code { font-family: Consolas, Menlo, monospace; font-size: 14px; }
""".strip()


def html_page(tree: LexborHTMLParser, *, subject: str, language: str) -> str:
    """Return a message as a whole page."""
    base = language.split("-", maxsplit=1)[0].lower()
    direction = ' dir="rtl"' if base in _RIGHT_TO_LEFT else ""
    body = (tree.body.inner_html or "").strip() if tree.body else ""
    page = (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"{direction}>\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(subject)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
    inlined = _inliner().inline(page)
    return f"{inlined.removesuffix('</body></html>').rstrip()}\n</body></html>\n"


def html_body(tree: LexborHTMLParser) -> str:
    """Return what a message's page shows, with its styles as `data-style`: our pages let no others in."""
    page = LexborHTMLParser(html_page(tree, subject="", language="en"))
    for node in page.css("[style]"):
        node.attrs["data-style"] = node.attributes["style"] or ""
        del node.attrs["style"]
    return page.body.html or "" if page.body else ""


@lru_cache(1)
def _inliner() -> css_inline.CSSInliner:
    """Return what writes styles on elements, which asks no address and reads no file."""
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
