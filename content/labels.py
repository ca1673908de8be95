"""Labels: the words that people read and write for the values of fields."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

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
# Whether a page may be sent, as heads of pages, cards and hits say it.
AUDIENCES = {"customer": "May be sent", "partner": "Partners", "internal": "Internal only"}


@cache
def type_names() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return what types of pages are called: type to language to names, of which the first is shown."""
    data = yaml.safe_load((files("content") / "labels.yml").read_text(encoding="utf-8"))
    return {name: {language: tuple(names) for language, names in own.items()} for name, own in data.items()}


def label_of(taxonomy: Taxonomy, name: str, value: str) -> str:
    """Return the taxonomy's label of a field's value, or else the value made readable."""
    label = taxonomy.dimensions.get(DIMENSIONS.get(name, ""), {}).get(value)
    if label is not None:
        return label
    if name == "type" and value in type_names():
        return type_names()[value]["en"][0]
    return value if "@" in value or not value.islower() else value.replace("-", " ").capitalize()
