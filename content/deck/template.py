"""Template of decks: a company's own presentation, whose layouts, colours and fonts its slides take."""

from __future__ import annotations

import zipfile
from pathlib import Path

MAX_BYTES = 50_000_000
# What pandoc takes from a template, and what any presentation has.
_NEEDED = ("[Content_Types].xml", "ppt/presentation.xml", "ppt/slideMasters/", "ppt/slideLayouts/", "ppt/theme/")


def refusal_of_template(template: str) -> str | None:
    """Say why a file can't be the template of decks; None when it can."""
    path = Path(template)
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        return f"`{template}` isn't there"
    if not path.is_file():
        return f"`{template}` is no file"
    if size > MAX_BYTES:
        return f"`{template}` has {size} bytes; use at most {MAX_BYTES}"
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return f"`{template}` is no presentation; save it as .pptx in PowerPoint or another program"
    lacking = [needed for needed in _NEEDED if not any(name.startswith(needed) for name in names)]
    if lacking:
        return f"`{template}` is no presentation: it lacks {lacking[0]}; save it as .pptx, not .ppt, .key or .odp"
    return None
