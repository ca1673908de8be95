"""Changes of a page's front matter that leave every other byte as it is, and patches that git applies."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from content.fields import front_matter
from content.fields.front_matter import FrontMatterError
from content.fields.notations import notation_of

BOM = "\ufeff"
CONTEXT = 3
# YAML alone takes these for the end of a line; a space in their place leaves every column as it is.
_ODD_LINE_ENDS = str.maketrans("\r\u0085\u2028\u2029", "    ")
_ENDS = re.compile("[\n\r\u0085\u2028\u2029]")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ESCAPES = dict(zip(b'\a\b\t\n\v\f\r"\\', 'abtnvfr"\\', strict=True))


class EditError(Exception):
    """A page that can't be changed without an author; the message says what to change by hand."""


class _Dumper(yaml.SafeDumper):
    """Writes values out where PyYAML would refer to an equal one."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """Keep text with line ends on one line, where nobody takes them for anything else."""
        style = '"' if _ENDS.search(data) else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(str, _Dumper.represent_str)


def with_field(text: str, name: str, value: str) -> str:
    """Set one field of a page to a single value, in its place or as the front matter's last line; raises EditError."""
    written = _plain_or_quoted(name, value)
    if name in _fields(text, (name,)):
        edited = _replaced(text, name, written)
    else:
        edited = _appended(text, [f"{name}: {written}"])
    _check(text, edited, {name: value}, f"write `{name}: {written}` by hand")
    return edited


def added_fields(text: str, fields: Mapping[str, object]) -> str:
    """Add the fields that a page lacks, as its front matter's last lines; raises EditError."""
    known = _fields(text, fields)
    missing = {name: value for name, value in fields.items() if name not in known}
    if not missing:
        return text
    try:
        written = [_as_yaml(name, value) for name, value in missing.items()]
    except yaml.YAMLError as error:
        raise EditError(f"a value can't be written as YAML: {error}") from None
    edited = _appended(text, written)
    _check(text, edited, missing, f"write {', '.join(f'`{name}`' for name in missing)} by hand")
    return edited


def patch(path: str, before: str, after: str) -> str:
    """Return what turns one text of a file into another, as `git apply` and `patch -p1` take it; "" for nothing."""
    if before == after:
        return ""
    old, new = _quoted(f"a/{path}"), _quoted(f"b/{path}")
    tab = "\t" if " " in path else ""
    header = f"diff --git {old} {new}\n--- {old}{tab}\n+++ {new}{tab}\n"
    return header + "".join(_hunks(_lines(before), _lines(after)))


def _split(text: str) -> tuple[str | None, str, int]:
    """Cut a page into the YAML (None without), the rest, and the line that ends the YAML; raises FrontMatterError.

    The YAML has the end of its last line, because a value in block style takes it along.
    """
    source, body, body_line = front_matter.split(text.removeprefix(BOM).replace("\r\n", "\n"))
    return (None if source is None else f"{source}\n"), body, body_line - 2


def _read(text: str) -> tuple[dict[str, Any], str]:
    source, body, _ = _split(text)
    limit = front_matter.MAX_CHARACTERS + 1
    return (front_matter.read(source, limit=limit).fields if source is not None else {}), body


def _fields(text: str, names: Iterable[str]) -> dict[str, Any]:
    """Return a page's fields; raises EditError when they can't be read or aren't YAML."""
    _refuse_others(text)
    try:
        return _read(text)[0]
    except FrontMatterError as error:
        wanted = ", ".join(f"`{name}`" for name in names)
        raise EditError(f"line {error.line}: {error}; mend this first, then set {wanted}") from None


def _refuse_others(text: str) -> None:
    """Raise EditError for a page that can't be changed line by line as YAML is."""
    plain = text.removeprefix(BOM)
    if "\r" in plain and "\n" not in plain:
        raise EditError("its lines end as on an old Mac; save it with the line ends of today first")
    notation = notation_of(front_matter.with_plain_line_ends(text))
    if notation:
        raise EditError(f"begins with {notation} front matter; write it as YAML between `---` lines first")


def _check(before: str, after: str, meant: Mapping[str, object], advice: str) -> None:
    """Raise EditError unless the new text says what was meant, and all else as before."""
    old_fields, old_body = _read(before)
    try:
        fields, body = _read(after)
    except FrontMatterError as error:
        raise EditError(f"the front matter couldn't be read after the change ({error}); {advice}") from None
    for name in meant:
        old_fields.pop(name, None)
    found = {name: fields.pop(name, None) for name in meant}
    if body != old_body or repr(fields) != repr(old_fields):
        raise EditError(f"the change would touch other fields; {advice}")
    for name, value in meant.items():
        if not _is_meant(found[name], value):
            raise EditError(f"`{name}` would be read as something else; {advice}")


def _is_meant(found: object, meant: object) -> bool:
    """Tell whether a value was read as it was meant: text for dates, and `12` may be meant as the number it is."""
    expected = _as_read(meant)
    if isinstance(meant, str) and isinstance(found, int | float):
        return str(found).lower() == meant.lower()
    return repr(found) == repr(expected)


def _as_read(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _as_read(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_read(item) for item in value]
    return value


def _plain_or_quoted(name: str, value: str) -> str:
    """Write a value on one line: as it is where YAML reads it so, otherwise in quotes."""
    try:
        if "\n" not in value and _is_meant(front_matter.read(f"{name}: {value}\n").fields.get(name), value):
            return value
    except FrontMatterError:
        pass
    return _dump(value, default_style='"')


def _as_yaml(name: str, value: object) -> str:
    """Write a field: lists and mappings on one line."""
    if isinstance(value, list | tuple | Mapping):
        return f"{name}: {_dump(value, default_flow_style=True)}"
    return _dump({name: value}, default_flow_style=False)


def _dump(value: object, **style: Any) -> str:
    options = {"allow_unicode": True, "width": float("inf"), "sort_keys": False, **style}
    written: str = yaml.dump(value, Dumper=_Dumper, **options)
    return written.removesuffix("\n").removesuffix("\n...")


def _nodes(source: str) -> list[tuple[yaml.Node, yaml.Node]]:
    """Return the fields with their places; lines and columns count from 0 in the YAML alone."""
    try:
        root = yaml.compose(source.translate(_ODD_LINE_ENDS), Loader=_LOADER)
    except yaml.YAMLError as error:
        raise EditError(f"the front matter can't be read: {str(error).splitlines()[0]}; mend this first") from None
    return list(root.value) if isinstance(root, yaml.MappingNode) else []


def _replaced(text: str, name: str, written: str) -> str:
    """Put a value in the place of the one there; what takes several lines is left to an author."""
    source = _split(text)[0] or ""
    key, value = next((key, value) for key, value in _nodes(source) if key.value == name)
    start, end = value.start_mark, value.end_mark
    if not isinstance(value, yaml.ScalarNode) or not key.end_mark.line == start.line == end.line:
        raise EditError(f"`{name}` holds a list or takes several lines; write `{name}: {written}` by hand")
    bom, lines = _with_line_ends(text)
    line = lines[start.line + 1]
    gap = " " if line[start.column - 1] == ":" else ""
    lines[start.line + 1] = line[: start.column] + gap + written + line[end.column :]
    return bom + "".join(lines)


def _appended(text: str, written: Sequence[str]) -> str:
    """Put fields at the end of the front matter, or on top of a page that has none."""
    bom, lines = _with_line_ends(text)
    line_end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    source, _, end = _split(text)
    if source is None:
        added, end = ["---", *written, "---"], 0
    else:
        keys = _nodes(source)
        indent = " " * keys[0][0].start_mark.column if keys else ""
        added = [indent + field for field in written]
    return bom + "".join([*lines[:end], *(line.replace("\n", line_end) + line_end for line in added), *lines[end:]])


def _with_line_ends(text: str) -> tuple[str, list[str]]:
    """Return the mark at the start of a file, and its lines with their ends."""
    bom = BOM if text.startswith(BOM) else ""
    return bom, _lines(text.removeprefix(BOM)) or [""]


def _lines(text: str) -> list[str]:
    """Cut a text at line feeds only, as git does."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + [lines[-1]] * bool(lines[-1])


def _hunks(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Yield the changed places with the lines around them; the same start and end are left out of the comparison."""
    start = max(0, _common(before, after) - CONTEXT)
    shorter = min(len(before), len(after)) - start
    end = max(0, min(_common(before[::-1], after[::-1]), shorter) - CONTEXT)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT):
        _, old_from, _, new_from, _ = group[0]
        _, _, old_to, _, new_to = group[-1]
        yield f"@@ -{_range(old_from + start, old_to + start)} +{_range(new_from + start, new_to + start)} @@\n"
        for tag, i, j, k, m in group:
            if tag == "equal":
                yield from (_shown(" ", line) for line in old[i:j])
            else:
                yield from (_shown("-", line) for line in old[i:j])
                yield from (_shown("+", line) for line in new[k:m])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines at the start are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _range(start: int, stop: int) -> str:
    """Write lines as a hunk's header does: an empty range stands after the line it names, one line has no count."""
    count = stop - start
    return f"{start + 1}" if count == 1 else f"{start + 1 if count else start},{count}"


def _shown(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _quoted(name: str) -> str:
    """Write a file's name as git does: in quotes, byte by byte, where it holds more than plain signs."""
    raw = name.encode("utf-8", "surrogateescape")
    if all(32 <= byte < 127 and byte not in b'"\\' for byte in raw):
        return name
    return '"' + "".join(_escaped(byte) for byte in raw) + '"'


def _escaped(byte: int) -> str:
    if byte in _ESCAPES:
        return f"\\{_ESCAPES[byte]}"
    return chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}"
