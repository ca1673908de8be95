"""Tidying a PPTX: its title is the deck's, and pictures are described by their words alone."""

from __future__ import annotations

import re
import zipfile
from html import escape
from io import BytesIO

_SLIDE = re.compile(r"ppt/slides/slide\d+\.xml")
_DESCRIPTION = re.compile(r'\bdescr="([^"]*)"')
_TITLE = "<dc:title></dc:title>"


def tidied(pptx: bytes, *, title: str) -> bytes:
    """Return a file as pandoc wrote it with its title, and without addresses of pictures among their descriptions.

    Those addresses hold the pictures themselves, because the sandbox reads no files.
    """
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(pptx)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if _SLIDE.fullmatch(name):
                data = _DESCRIPTION.sub(_described, data.decode("utf-8")).encode("utf-8")
            elif name == "docProps/core.xml":
                data = data.decode("utf-8").replace(_TITLE, f"<dc:title>{escape(title)}</dc:title>").encode("utf-8")
            target.writestr(zipfile.ZipInfo(name, source.getinfo(name).date_time), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _described(found: re.Match[str]) -> str:
    return f'descr="{found[1].partition("data:image/")[0].strip()}"'
