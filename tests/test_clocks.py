"""One clock: `lms.days` looks at it, and says which day that is for the company."""

from __future__ import annotations

import ast
import re
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
    # Databases have clocks and zones of their own.
    "func": {"now", "current_date", "date", "date_trunc", "strftime", "timezone", "julianday"},
}
# What this project calls a moment.
MOMENT = re.compile(r"now|present|at|moment|\w+_at")
# Who may look elsewhere, and why.
EXCEPTIONS = {
    "lms/days.py": "the clock itself",
    "content/search/update.py": "the day a file was written, not today",
    "content/search/find.py": "a search by itself, without an installation, whose company has no day",
    "content/library.py": "a library by itself, as in the author's preview",
    "content/checks/keeping.py": "the day of a page's last commit, without an installation",
    "content/authoring/adopting.py": "the day of a page's last commit, without an installation",
    "api/work/uploads/days.py": "a midnight in UTC, which is how exports write a day",
    "api/work/calendars/days.py": "a stamp that grows with each review, whose day is a page's",
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
        "start.astimezone(UTC).date()",
        "start.astimezone(zone).date()",
        "gap.taken_at.astimezone(UTC).date() + DAY",
        "[row.at.date() for row in rows]",
        "gap.taken_at.date()",
        "taken_at.date()",
        "moment.date()",
        "datetime.combine(day, time(), UTC)",
        "datetime.combine(day, time.min, tzinfo=UTC)",
        "select(func.date(OpenEvent.at))",
        "func.date_trunc('day', OpenEvent.at)",
        "func.timezone('UTC', OpenEvent.at)",
        "func.strftime('%Y-%m-%d', OpenEvent.at)",
    ],
)
def test_every_way_to_get_another_today_is_seen(text: str) -> None:
    """A day in UTC, or in the machine's zone, is nobody's today."""
    assert list(_looks(ast.parse(text)))


def _looks(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_midnight_in_utc(node):
            yield f"line {node.lineno}: {ast.unparse(node)}; use `start_of(zone, day)`"
        if not isinstance(node, ast.Attribute):
            continue
        line = f"line {node.lineno}: {ast.unparse(node)}"
        owner = node.value
        if isinstance(owner, ast.Name) and node.attr in LOOKS.get(owner.id, ()):
            yield line
        elif node.attr == "date" and _is_moment(owner):
            yield f"{line}; use `day_of(zone, at)`"


def _is_moment(node: ast.expr) -> bool:
    """Tell whether an expression is what this project calls a moment, or one moved into a zone."""
    name = node.func if isinstance(node, ast.Call) else node
    called = name.id if isinstance(name, ast.Name) else name.attr if isinstance(name, ast.Attribute) else ""
    return called == "astimezone" or bool(MOMENT.fullmatch(called))


def _is_midnight_in_utc(node: ast.Call) -> bool:
    """Tell whether a day is made the moment at which it begins in UTC."""
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    is_made = isinstance(node.func, ast.Attribute) and node.func.attr == "combine"
    return is_made and any(isinstance(value, ast.Name) and value.id == "UTC" for value in given)
