"""Fault: one kind of faulty page, how it is written, and what a check should say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from content.problem import readable

# What a good page says; `{n}` is its own name, which is also its title.
GOOD = {
    "id": "{n}",
    "title": "Title {n}",
    "type": "page",
    "owner": "mara@brightwharf.example",
    "reviewed": "2026-11-01",
    "review_every": "6 months",
}
BODY = "# Title {n}\n\nSome text of {n}.\n"
# What each type can't be without.
NEEDED: Mapping[str, Mapping[str, str]] = {
    "battlecard": {"competitor": "Them"},
    "case-study": {"customer": "Them"},
    "email-template": {"subject": "Hello"},
    "job": {"skill_targets": "[{skill: calm, level: 1}]"},
    "kpi": {
        "question": "How many?",
        "numerator": "{measure: deals_won}",
        "denominator": "{measure: deals_closed}",
    },
    "path": {"courses": "[{course: home, day: 3}]"},
    "playbook": {"stage": "demo", "objective": "A deal", "entry_criteria": "[A call]"},
    "timed-tasks": {
        "tasks": "[" + ", ".join(f"{{id: t{at}, ask: Find it, answer: home}}" for at in range(4)) + "]",
    },
    "rubric": {"criteria": "[{id: calm, name: Calm, levels: [no, yes]}]"},
    "sequence": {"steps": "[{day: 0, template: home}]"},
}


@dataclass(frozen=True)
class Made:
    """The path of a faulty file below the library's folder."""

    path: str

    def is_named(self, path: str) -> bool:
        """Tell whether a problem's path is that of the file or of a folder that holds it."""
        own = readable(self.path)
        return own == path or own.startswith(f"{path}/")


@dataclass(frozen=True)
class Fault:
    """A kind: a check says one of the codes of each such page; without codes it needn't say anything."""

    kind: str
    codes: frozenset[str]
    make: Callable[[Path, str, Random], Made]


def page(*, body: str = BODY, without: str = "", **fields: str) -> str:
    """Return a good page with other fields (raw YAML) and body; `{n}` stands for its name."""
    kind = fields.get("type", "page")
    known = {**GOOD, **NEEDED.get(kind, {}), **fields}
    front = "".join(f"{name}: {value}\n" for name, value in known.items() if name != without)
    return f"---\n{front}---\n{body}"


def written(kind: str, codes: str, text: str | bytes, path: str = "{n}.md", **others: str) -> Fault:
    """Return the kind of a page with this text; `others` are files beside it, `__` in a name for a slash."""

    def make(folder: Path, name: str, _: Random) -> Made:
        for other, content in others.items():
            write(folder, f"{named(other, name).replace('__', '/')}.md", named(content, name))
        write(folder, named(path, name), named(text, name) if isinstance(text, str) else text)
        return Made(named(path, name))

    return Fault(kind, frozenset(codes.split()), make)


def named(text: str, name: str) -> str:
    """Put a page's name in its places."""
    return text.replace("{n}", name)


def write(folder: Path, path: str, content: str | bytes) -> Path:
    """Write a file; its name may be any bytes, as `os.fsdecode` gives them."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return file
