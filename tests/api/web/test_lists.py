"""Lists in the API's document: as many values as it says are taken, and one more is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask

from api.web.documentation import document
from support.acting import problem_of
from support.factories import Cast

LISTS = 12


def test_a_list_parameter_takes_as_many_values_as_the_document_says(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """Every one has a `maxItems`: at most so many are no fault of the request, and one more is."""
    found = [
        (path, parameter["name"], _array(parameter["schema"]))
        for path, operations in document(sqlite_app)["paths"].items()
        for parameter in operations.get("get", {}).get("parameters", [])
    ]
    lists = [(path, name, schema) for path, name, schema in found if schema is not None]
    assert len(lists) >= LISTS
    for path, name, schema in lists:
        most, value = schema["maxItems"], schema["items"].get("enum", ["x"])[0]
        for count, is_taken in ((most, True), (most + 1, False)):
            query = "&".join([f"{name}={value}"] * count)
            answer = sqlite_cast.nadia.get(f"{path.removeprefix('/api/v1')}?{query}")
            pointers = [field["pointer"] for field in (answer.get_json(silent=True) or {}).get("errors", [])]
            assert (f"#/{name}" not in pointers) == is_taken, (path, name, count)
            if not is_taken:
                problem_of(answer, 422)


def test_no_array_of_the_document_has_the_limit_of_a_text(sqlite_app: Flask) -> None:
    """`maxLength` says nothing of a list, so whoever reads it would take it for one without an end."""
    arrays = [schema for schema in _schemas(document(sqlite_app)) if schema.get("type") == "array"]
    assert len(arrays) > LISTS
    assert [schema for schema in arrays if schema.keys() & {"maxLength", "minLength", "pattern"}] == []


def _array(schema: dict[str, Any]) -> dict[str, Any] | None:
    """Return the list that a parameter may be, or None for none."""
    kinds = [schema, *schema.get("anyOf", [])]
    return next((kind for kind in kinds if kind.get("type") == "array"), None)


def _schemas(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a document."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _schemas(inner)
