"""Labels: the words that people read and write for the values of fields."""

from __future__ import annotations

from content.taxonomy import Taxonomy

# Field words with the taxonomy's dimension that labels their values.
DIMENSIONS = {
    "stage": "stages",
    "persona": "personas",
    "industry": "industries",
    "product": "products",
    "skill": "skills",
    "area": "areas",
    "language": "languages",
    "audience": "audiences",
}


_TYPES = {"email-template": "E-mail template", "e-book": "E-book", "path": "Onboarding path"}


def label_of(taxonomy: Taxonomy, name: str, value: str) -> str:
    """Return the taxonomy's label of a field's value, or else the value made readable."""
    label = taxonomy.dimensions.get(DIMENSIONS.get(name, ""), {}).get(value)
    if label is not None:
        return label
    if name == "type" and value in _TYPES:
        return _TYPES[value]
    return value if "@" in value or not value.islower() else value.replace("-", " ").capitalize()
