"""Skills by which people name what something works on: those that the library names."""

from __future__ import annotations

from api.web.context import once, parts
from api.work.skills.words import SkillWords, words_of
from lms.errors import Conflict


def known_skill(name: str | None) -> str | None:
    """Return a skill that the library names, None for none; raises Conflict for any other."""
    if name is not None and name_of_skill(name) is None:
        raise Conflict(f"the library names no skill `{name[:100]}`; name one of its taxonomy", field="skill")
    return name


def name_of_skill(skill: str) -> str | None:
    """Return what people call a skill, None where the library names it no more."""
    return skill_words().names.get(skill)


def skill_words() -> SkillWords:
    """Return the library's words about skills, made once for each request."""
    search = parts().search
    return once("skill_words", lambda: words_of(search.catalogue(), search.generation().head.taxonomy))
