"""Signs that GitHub has names for, such as `:rocket:`."""

from __future__ import annotations

import re
from functools import cache

_SHORT_CODE = re.compile(r":([a-z0-9_+-]{1,40}):")


def has_short_codes(text: str) -> bool:
    """Tell whether something in a text, or in HTML, may be the name of a sign."""
    return bool(_SHORT_CODE.search(text))


def with_signs(text: str) -> str:
    """Return a text with the signs in the place of their names."""
    return _SHORT_CODE.sub(lambda found: _signs().get(found[1], found[0]), text)


@cache
def _signs() -> dict[str, str]:
    """Return the sign that each of GitHub's names stands for."""
    from pymdownx.gemoji_db import aliases, emoji  # a megabyte; most pages need none of it

    of = {name.strip(":"): _sign(entry["unicode"]) for name, entry in emoji.items() if "unicode" in entry}
    return of | {name.strip(":"): of[first.strip(":")] for name, first in aliases.items() if first.strip(":") in of}


def _sign(codes: str) -> str:
    return "".join(chr(int(code, 16)) for code in codes.split("-"))
