"""One clock: `lms.days` looks at it, and says which day that is for the company."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import PROJECT

SOURCES = sorted(
    path
    for room in ("api", "lms", "content", "site/hooks")
    for path in (PROJECT / room).rglob("*.py")
    if "migrations" not in path.parts
)
LOOKS = {
    "date": {"today", "fromtimestamp"},
    "datetime": {"now", "today", "utcnow", "fromtimestamp", "utcfromtimestamp"},
    "time": {"localtime", "gmtime", "ctime", "strftime"},
}
# Who may look elsewhere, and why.
EXCEPTIONS = {
    "lms/days.py": "the clock itself",
    "content/search/update.py": "the day a file was written, not today",
    "content/search/find.py": "a search by itself, without an installation, whose company has no day",
    "content/checks/run.py": "a check by itself, as in the author's preview",
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_nobody_else_looks_at_a_clock_or_makes_days_of_moments(path: Path) -> None:
    """Else a company far from Greenwich has two todays."""
    found = list(_looks(ast.parse(path.read_text(encoding="utf-8"))))
    assert not found or path.relative_to(PROJECT).as_posix() in EXCEPTIONS, found


def test_no_exception_is_out_of_date() -> None:
    """Each of them still looks at a clock."""
    for name in EXCEPTIONS:
        assert list(_looks(ast.parse((PROJECT / name).read_text(encoding="utf-8")))), name


@pytest.mark.parametrize(
    "text",
    [
        "date.today()",
        "datetime.now(UTC)",
        "datetime.utcnow()",
        "time.localtime()",
        "datetime.fromtimestamp(1, UTC)",
        "field(default_factory=datetime.now)",
        "now().date()",
        "present().date()",
        "at.date()",
        "start.astimezone().date()",
    ],
)
def test_every_way_to_get_another_today_is_seen(text: str) -> None:
    """A day in UTC, or in the machine's zone, is nobody's today."""
    assert list(_looks(ast.parse(text)))


def _looks(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        line = f"line {node.lineno}: {ast.unparse(node)}"
        owner = node.value
        if isinstance(owner, ast.Name) and node.attr in LOOKS.get(owner.id, ()):
            yield line
        elif node.attr == "date" and _is_present(owner):
            yield f"{line}; use `now_in(zone, at).day`"
        elif node.attr == "date" and _is_machines(owner):
            yield f"{line}; name the zone"


def _is_present(node: ast.expr) -> bool:
    """Tell whether an expression is what this project calls the present moment."""
    name = node.func if isinstance(node, ast.Call) else node
    return isinstance(name, ast.Name) and name.id in {"now", "present", "at"}


def _is_machines(node: ast.expr) -> bool:
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return is_call and node.func.attr == "astimezone" and not node.args  # type: ignore[attr-defined]  # asked just now
