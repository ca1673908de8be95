"""GitHub's Markdown to HTML through cmark, giving back the memory that its Python package keeps for ever.

The package frees neither the tree of a text nor the HTML made from it, some 80 kB for a page; a worker that reads a
library again and again would grow without end. Both functions that are missing stand in the package's own library.
"""

from __future__ import annotations

import ctypes
from typing import Any

from cmarkgfm import _cmark, cmark

EXTENSIONS = ("table", "autolink", "strikethrough", "tasklist")
_library = ctypes.CDLL(_cmark.__file__)
_library.cmark_node_free.argtypes = [ctypes.c_void_p]
_library.cmark_node_free.restype = None
# An allocator is three functions: calloc, realloc, free.
_library.cmark_get_default_mem_allocator.restype = ctypes.POINTER(ctypes.c_void_p * 3)
_free = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(_library.cmark_get_default_mem_allocator().contents[2])


def to_html(text: str, options: int) -> str:
    """Render Markdown with GitHub's extensions; any text is accepted, and its HTML is left as it is."""
    cmark.core_extensions_ensure_registered()
    options |= cmark.Options.CMARK_OPT_GITHUB_PRE_LANG
    parser = cmark.parser_new(options=options)
    tree = made = None
    try:
        for name in EXTENSIONS:
            cmark.parser_attach_syntax_extension(parser, cmark.find_syntax_extension(name))
        cmark.parser_feed(parser, text)
        tree = cmark.parser_finish(parser)
        made = _cmark.lib.cmark_render_html(tree, options, cmark.parser_get_syntax_extensions(parser))
        html: str = _cmark.ffi.string(made).decode("utf-8")
    finally:
        if made is not None:
            _free(_address(made))
        if tree is not None:
            _library.cmark_node_free(_address(tree))
        cmark.parser_free(parser)
    return html


def _address(pointer: Any) -> int:
    return int(_cmark.ffi.cast("uintptr_t", pointer))
