"""Our modules and styles as they are served: few files, each named by what is in it, so that it may be kept for ever.

A module that no other asks for begins a page, and stays a file; the others of a folder become one. Names, order and
addresses are all that changes, so the modules must be written plainly: what isn't is refused. Addresses of the product,
written from its root as "/app/deals/", get the path before them below which it stands on its host.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from posixpath import basename, dirname, join, normpath
from typing import Any
from urllib.parse import urlsplit

from content.brand import brand_style
from content.places.rooms import MADE

_IMPORT = re.compile(r'^import \{([\w\s,]+)\} from "(\.[^"]+)";\n', re.MULTILINE)
_LATER = re.compile(r'\bimport\("(\.[^"]+)"\)')
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
# Of a style sheet that is a file of its own.
_ONLY_ALONE = re.compile(r'@charset "UTF-8";|/\*# sourceMappingURL=.*?\*/', re.IGNORECASE)
# Addresses that modules write from the product's root; paths of the API alone are completed by shared/api.js.
_ROOTED = re.compile(r"""(?<=["'`])(?=/(?:app|docs|api/v1|sign-in)[/?"'`])""")
_UNREAD = re.compile(r'^(?:import|export)\b.*|\bimport\((?!"\.).*|^await\b.*', re.MULTILINE)


# Of the theme that ours changes, in this order; a version is in their names.
_THEME_STYLES = ("assets/stylesheets/main.", "assets/stylesheets/palette.")


class JoiningError(Exception):
    """Modules or styles that can't be joined; the message says where and what to write."""


@dataclass(frozen=True)
class Joined:
    """What is served in the place of the sources."""

    files: dict[str, str]
    """Text of each file by its address."""
    addresses: dict[str, str]
    """Address of the file that holds a module, by the module's path."""
    needs: dict[str, list[str]]
    """Addresses of all that a file imports before it runs, and what that imports, by the file's address."""


def join_theme(files: Any, config: Any) -> dict[str, str]:
    """Return our modules and all styles as they are served, by address, and tell MkDocs' templates where they stand."""
    sources = {file.src_uri: file for file in files if file.src_dir in config.theme.dirs}
    texts = {path: sources[path].content_string for path in sources if path.startswith("app/") and path.endswith(".js")}
    joined = join_modules({path: rooted(text, base_path(config)) for path, text in texts.items()})
    sheets = [path for name in _THEME_STYLES for path in sources if path.startswith(name) and path.endswith(".css")]
    styles = {path: sources[path].content_string for path in (*sheets, *config.extra_css)}
    style, text = join_styles("look", {**styles, "brand": brand_style(config["extra"]["brand_colour"])})
    config["extra_css"] = []
    config["extra"].update(modules=joined.addresses, needs=joined.needs, style=style)
    return {**joined.files, style: text}


def join_modules(sources: Mapping[str, str]) -> Joined:
    """Join modules, given by path; raises JoiningError."""
    modules = {path: _Module.read(path, text, sources.keys()) for path, text in sources.items()}
    asked = {each for module in modules.values() for each in module.imports.keys() | module.later}
    home = {path: dirname(path) if path in asked else path for path in modules}
    groups: dict[str, list[str]] = {}
    for path in _in_order({path: module.imports.keys() for path, module in modules.items()}):
        groups.setdefault(home[path], []).append(path)
    reach = {
        group: {home[each] for path in paths for each in modules[path].imports} - {group}
        | {home[each] for path in paths for each in modules[path].later}
        for group, paths in groups.items()
    }
    made = Joined({}, {}, {})
    named: dict[str, str] = {}
    for group in _in_order(reach):
        text, needs = _write([modules[path] for path in groups[group]], group, home, named)
        named[group] = _address(group.removeprefix("app/").removesuffix(".js").replace("/", "-"), text, ".js")
        made.files[named[group]] = text
        made.needs[named[group]] = sorted({*needs, *(more for need in needs for more in made.needs[need])})
    made.addresses.update({path: named[home[path]] for path in modules})
    return made


def base_path(config: Any) -> str:
    """Return the path of BASE_URL, below which the product stands on its host; empty where it has one of its own."""
    # A variable that is set and empty comes as None.
    return urlsplit(config["extra"]["base_url"] or "").path.rstrip("/")


def rooted(text: str, path: str) -> str:
    """Return a module whose addresses of the product lead below a path."""
    return _ROOTED.sub(path, text) if path else text


def join_styles(name: str, styles: Mapping[str, str]) -> tuple[str, str]:
    """Return address and text of style sheets, given by path, as one in their order; raises JoiningError."""
    for path, text in styles.items():
        if re.search(r"@import|url\((?![\"']?(?:data:|#))", text):
            raise JoiningError(f"{path} names another file, whose address would change; write it into the sheet")
    plain = (_ONLY_ALONE.sub("", text).strip() for text in styles.values())
    text = "\n".join(['@charset "UTF-8";', *plain, ""])
    return _address(name, text, ".css"), text


@dataclass(frozen=True)
class _Module:
    """A module's path, what it exports, the rest of its text, and what it imports, now and later."""

    path: str
    exports: list[str]
    body: str
    imports: dict[str, list[str]]
    later: set[str]

    @classmethod
    def read(cls, path: str, text: str, known: Iterable[str]) -> _Module:
        imports: dict[str, list[str]] = {}
        for names, target in _IMPORT.findall(text):
            imports.setdefault(_path_of(path, target), []).extend(re.findall(r"\w+", names))
        later = {_path_of(path, target) for target in _LATER.findall(text)}
        body = _IMPORT.sub("", text)
        unread = _UNREAD.search(_EXPORT.sub(r"\1", body))
        if unread or any(" as " in names for names, _ in _IMPORT.findall(text)):
            line = unread[0].strip() if unread else "import { … as … }"
            how = '`import { name } from "./file.js";`, `import("./file.js")` and `export function|class|const name`'
            raise JoiningError(f"{path}: `{line}` can't be joined; write imports and exports as {how}")
        for missing in (imports.keys() | later) - set(known):
            raise JoiningError(f"{path} imports {missing}, which isn't there")
        return cls(path, [name for _, name in _EXPORT.findall(body)], body, imports, later)


def _write(
    modules: list[_Module], group: str, home: Mapping[str, str], named: Mapping[str, str]
) -> tuple[str, set[str]]:
    """Return the text of one file, and the addresses that it imports at once."""
    wanted: dict[str, str] = {}
    for module in modules:
        for path, names in module.imports.items():
            if home[path] != group:
                _agree(wanted, dict.fromkeys(names, named[home[path]]), module.path)
    own: dict[str, str] = {}
    for module in modules:
        _agree(own, dict.fromkeys(module.exports, module.path), module.path)
        _agree(dict(wanted), dict.fromkeys(module.exports, group), module.path)
    imports = {
        address: sorted(name for name, place in wanted.items() if place == address) for address in wanted.values()
    }
    lines = [
        f'import {{ {", ".join(names)} }} from "./{basename(address)}";\n' for address, names in sorted(imports.items())
    ]
    is_alone = home[modules[0].path] == modules[0].path
    for module in modules:
        body = module.body
        for target in set(_LATER.findall(body)):
            address = named[home[_path_of(module.path, target)]]
            body = body.replace(f'import("{target}")', f'import("./{basename(address)}")')
        lines.append(body if is_alone else _enclosed(module, body))
    return "".join(lines), set(imports)


def _enclosed(module: _Module, body: str) -> str:
    """Return a module among others: its own names stay its own, and its exports are those of the file."""
    names = ", ".join(module.exports)
    inside = _EXPORT.sub(r"\1", body)
    return f"// {module.path}\nexport const {{ {names} }} = (() => {{\n{inside}return {{ {names} }};\n}})();\n"


def _agree(known: dict[str, str], more: Mapping[str, str], path: str) -> None:
    """Add names and where they come from; each may come from one place alone."""
    for name, place in more.items():
        if known.setdefault(name, place) != place:
            raise JoiningError(f"{path}: `{name}` comes from two places of what is joined; give one another name")


def _in_order(reach: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield what stands on nothing first, always in the same order."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for one in sorted(reach):
        sorter.add(one, *sorted(reach[one]))
    try:
        yield from sorter.static_order()
    except CycleError as error:
        raise JoiningError(f"modules ask for each other in a circle: {' -> '.join(error.args[1])}") from None


def _path_of(path: str, target: str) -> str:
    return normpath(join(dirname(path), target))


def _address(name: str, text: str, suffix: str) -> str:
    return f"{MADE}/{name}.{hashlib.sha256(text.encode()).hexdigest()[:16]}{suffix}"
