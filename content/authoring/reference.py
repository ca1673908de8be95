"""The reference of front matter, written from the models themselves: every field of every type of page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from content.fields.models import FOLDERS, TYPES, PageFields

INTRODUCTION = """# Front matter

The lines between `---` at the top of a page say what the page is. All fields have a sensible default, except those
marked as needed by a type. Allowed words of stages, personas, industries, products, competitors, audiences, languages,
skills and areas stand in `taxonomy.yml`; without it every word is allowed. Names of other tools for the same, such as
`tags`, `description` or `draft`, are understood; the manual lists them.
"""


_LISTS = {"an id": "a list of ids", "text": "a list of words", "a date, YYYY-MM-DD": "a list of dates, YYYY-MM-DD"}


def reference() -> str:
    """Return the reference as Markdown: fields of every page, then those of each type."""
    every = [part for name, info in PageFields.model_fields.items() for part in _parts(name, info.annotation)]
    return "\n".join([INTRODUCTION, "## Every page", "", *_table(PageFields), *every, *_types()])


def _types() -> Iterator[str]:
    for name, model in TYPES.items():
        yield from ("", f"## {name}", "")
        if model is not PageFields:
            yield from (f"{model.__doc__}", "")
        folders = ", ".join(f"`{folder}/`" for folder, type_ in FOLDERS.items() if type_ == name)
        needs = [f"`{field}`" for field, info in model.model_fields.items() if info.is_required()]
        yield f"Needs {', '.join(needs)}." if needs else f"Guessed for pages in {folders}." if folders else ""
        own = [field for field in model.model_fields if field not in PageFields.model_fields]
        if own:
            yield from ("", *_table(model, only=own))
            for field in own:
                yield from _parts(field, model.model_fields[field].annotation)


def _table(model: type[BaseModel], only: list[str] | None = None) -> Iterator[str]:
    yield from ("| Field | Takes | Default | Meaning |", "| --- | --- | --- | --- |")
    for name, info in model.model_fields.items():
        if only is None or name in only:
            yield f"| `{name}` | {_kind(model, name)} | {_default(info)} | {info.description or ''} |"


def _parts(field: str, annotation: Any) -> Iterator[str]:
    """Describe what each item of a list of parts holds, such as the steps of a sequence."""
    for part in get_args(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            whose = f"Each of `{field}`" if get_origin(annotation) is list else f"`{field}`"
            yield from ("", f"{whose} has:", "", *_table(part))
            for name in part.model_fields:
                yield from _parts(name, part.model_fields[name].annotation)


def _kind(model: type[BaseModel], name: str) -> str:
    """Say in words what a field takes, from the model's own JSON schema."""
    schema = _properties(model)[name]
    options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
    return " or ".join(_words(option) for option in options)


@cache
def _properties(model: type[BaseModel]) -> dict[str, Any]:
    found: dict[str, Any] = model.model_json_schema()["properties"]
    return found


def _words(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "$ref" in schema:
        return "parts"
    if schema.get("format") == "date":
        return "a date, YYYY-MM-DD"
    if schema.get("format") == "duration":
        return "a time, such as `6 months`"
    if schema.get("format") == "points":
        return "points, such as `20`, `20 of 28` or `70 %`"
    if schema.get("type") == "array":
        return _LISTS.get(_words(schema["items"]), "a list")
    if schema.get("type") == "object":
        holds = schema["additionalProperties"]
        parts = ", or of `name:` with parts below it" if "$ref" in holds else ""
        return f"lines of `name: {'number' if holds.get('type') == 'integer' else 'text'}`{parts}"
    if schema.get("type") == "boolean":
        return "`true` or `false`"
    if schema.get("type") in {"integer", "number"}:
        return _number(schema)
    return "an id" if "pattern" in schema and "maxLength" in schema else "text"


def _number(schema: dict[str, Any]) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if "exclusiveMinimum" in schema:
        return f"a number above {schema['exclusiveMinimum']:g}, up to {most:g}"
    if most is not None:
        return f"a number from {least:g} to {most:g}"
    return "a number" if least is None else f"a number from {least:g}"


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "**needed**"
    default = info.get_default(call_default_factory=True)
    if default in (None, [], {}):
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
