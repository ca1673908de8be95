"""Skills by which people name what something works on: those of the library's taxonomy."""

from __future__ import annotations

from api.web.context import parts
from lms.errors import Conflict


def known_skill(name: str | None) -> str | None:
    """Return a skill that the library knows, None for none; raises Conflict for any other."""
    if name is None:
        return None
    if name not in parts().search.generation().head.taxonomy.dimensions.get("skills", {}):
        raise Conflict(f"the library knows no skill `{name[:100]}`; name one of its taxonomy", field="skill")
    return name
