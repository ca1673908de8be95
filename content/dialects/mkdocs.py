"""The Markdown of libraries for MkDocs: python-markdown with those extensions of their `mkdocs.yml` that we have.

The HTML isn't sanitised. Not bounded in time: see content/rendering.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import markdown

from content.dialects.anchors import mkdocs_anchor_of
from content.dialects.dialect import Dialect
from content.dialects.extensions import USUAL

# MkDocs itself switches these on, for every library.
ALWAYS: Mapping[str, dict[str, Any]] = {"toc": {}, "tables": {}, "fenced_code": {}, "sane_lists": {}}
MATH = "pymdownx.arithmatex"


def to_html(body: str, dialect: Dialect) -> str:
    """Render Markdown; any text is accepted."""
    named: dict[str, dict[str, Any]] = (
        json.loads(dialect.extensions) if dialect.extensions else {name: {} for name in USUAL}
    )
    configs = {**ALWAYS, **named, "toc": {"slugify": lambda text, _: mkdocs_anchor_of(text, dialect.slugs)}}
    if "pymdownx.superfences" in configs:
        del configs["fenced_code"]
        configs["pymdownx.highlight"] = {"use_pygments": False}
        # Without colours the plugin knows neither titles nor lines to mark, and takes a block that names them for text.
        configs["pymdownx.superfences"] = {"relaxed_headers": True}
    if not dialect.has_math:
        configs.pop(MATH, None)
    elif MATH in configs:
        configs[MATH] = {**configs[MATH], "generic": True, "tex_inline_wrap": ["", ""], "tex_block_wrap": ["", ""]}
    converter = markdown.Markdown(extensions=list(configs), extension_configs=configs, tab_length=4)
    return converter.convert(body)
