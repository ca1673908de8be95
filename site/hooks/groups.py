"""The tools in groups, as each of their pages says in its front matter."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.fields.front_matter import read, split
from content.places.addresses import FIRST_PAGE

# Their order at the top; on a phone the main role decides which two stand at the bottom beside home and search.
GROUPS = ("Find", "Sell", "Learn", "Coach", "Team", "Library", "Results", "Admin")
AT_THE_BOTTOM = {
    "Learn": ("rep", "author"),
    "Coach": ("rep", "manager"),
    "Team": ("manager", "admin"),
    "Library": ("author",),
    "Results": ("analyst",),
    "Admin": ("admin",),
}
# What is read to learn, by type.
LEARNT = ("course", "lesson", "path")
STAFF = ("rep", "manager", "author", "analyst", "admin")


@dataclass(frozen=True)
class Tool:
    """A page of the product: its address in the site, what the menu calls it, and for which roles it is."""

    url: str
    label: str
    place: float
    roles: tuple[str, ...]


@dataclass(frozen=True)
class ToolGroup:
    """Tools that belong together; the first stands for all. `bottom` are the main roles that have it at hand."""

    name: str
    tools: tuple[Tool, ...]
    bottom: tuple[str, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """Who may use any of the tools."""
        return tuple(role for role in STAFF if any(role in tool.roles for tool in self.tools))

    @property
    def row_roles(self) -> tuple[str, ...]:
        """Who has more than one of the tools, and so needs a row of them."""
        return tuple(role for role in STAFF if sum(role in tool.roles for tool in self.tools) > 1)

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of the tools."""
        return tuple(tool.url for tool in self.tools)


def read_groups(pages: Mapping[str, Path], urls: Mapping[str, str]) -> list[ToolGroup]:
    """Read the groups from the tools' pages, by path; `urls` are their addresses in the site."""
    tools = {"Library": [Tool(FIRST_PAGE, "Pages", 0, STAFF)]}
    for path, source in pages.items():
        fields = _fields(source)
        if "group" in fields:
            roles = tuple(fields.get("roles", STAFF))
            label = fields.get("label", fields["title"])
            tools.setdefault(fields["group"], []).append(Tool(urls[path], label, fields.get("place", 1), roles))
    unknown = tools.keys() - {*GROUPS}
    if unknown:
        raise ValueError(f"no such group of tools: {', '.join(sorted(unknown))}")
    return [
        ToolGroup(name, tuple(sorted(tools[name], key=lambda tool: tool.place)), AT_THE_BOTTOM.get(name, ()))
        for name in GROUPS
        if name in tools
    ]


def group_of(groups: Iterable[ToolGroup], library_pages: Container[str], page: Any) -> str:
    """Return the name of a page's group: of the tool it is or stands `within`, or by how it is read; "" for none."""
    url = page.meta.get("within") or page.url
    tool = next((group.name for group in groups if url in group.urls), "")
    entry = page.meta.get("entry")
    is_learnt = entry is not None and entry.type in LEARNT
    read = "Library" if page.file.src_uri in library_pages else ""
    return "Learn" if is_learnt else tool or read


def _fields(source: Path) -> dict[str, Any]:
    front, _, _ = split(source.read_text(encoding="utf-8"))
    return read(front or "").fields
