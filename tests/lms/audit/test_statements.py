"""Statements on audited tables: what a session doesn't see is noted by whoever writes it, or stands here with why."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import lms.schema  # noqa: F401 - so that all tables are known
from config import PROJECT
from lms.base import Base

WRITES = {"insert": 0, "update": 0, "delete": 0, "insert_into": 1}  # and which argument is the table
CLASSES = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}
NOTES = {"note", "note_all"}
# Statements on audited tables beside which nothing is noted, and on tables that only a run knows: by file and function,
# or by folder.
NOT_NOTED = {
    "lms/advice/decisions.py decide": "the decision that takes its place is an entry",
    "lms/audit/chain.py <module>": "the audit itself",
    "lms/base.py hold": "it changes nothing",
    "lms/base.py insert_into": "its callers are looked at",
    "lms/coaching/texts/reclosing.py _close": "the same texts under another key",
    "lms/demand/rollup.py _add_to_queries": "counts of searches",
    "lms/demand/rollup.py _add_to_spans": "counts of searches",
    "lms/notices/invitations.py note_told": "which invitations calendars have heard of",
    "lms/people/last_uses.py write": "a last use is no decision, and what its tables leave out",
    "lms/people/proofs.py use_link": "the sign-in is an entry; the other links it spends opened nothing",
    "lms/records/": "a merge is an entry, with what it moved in a table of its own, and so is an erasure",
    "lms/sharing/visits.py _upsert": "counts of visits",
    "lms/sharing/visits.py forget_visits": "visits that are old enough",
    "lms/training/imports.py record_elsewhere": "who calls it notes the list or the attendance, with counts",
}


def test_no_statement_passes_the_audit_by() -> None:
    """Each that changes an audited table stands beside a note, or in the list above, which names no other."""
    sources = [path for room in ("lms", "api") for path in (PROJECT / room).rglob("*.py")]
    found = {place for path in sources if "migrations" not in path.parts for place in _unnoted(path)}
    assert [place for place in sorted(found) if not any(_is_in(place, known) for known in NOT_NOTED)] == []
    assert [known for known in NOT_NOTED if not any(_is_in(place, known) for place in found)] == []


def test_a_statement_that_passes_by_is_found() -> None:
    """With its function; one on another table, and one beside a note, isn't."""
    source = """
def end(session): session.execute(update(ApiToken).values(name="x"))
def open_table(session): session.execute(delete(table))
def count(session): session.execute(insert(SearchEvent))
def told(session): session.execute(insert_into(session, ApiToken)); note(session, "token.added")
def moved(session): session.execute(table.update())
def bulk(session): session.bulk_save_objects(rows)
"""
    assert list(_functions_of(ast.parse(source))) == ["end", "open_table", "moved", "bulk"]


def _is_in(place: str, known: str) -> bool:
    """Tell whether a place is the known one, or in a folder that is known as a whole."""
    return place.startswith(known) if known.endswith("/") else place == known


def _unnoted(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (f"{path.relative_to(PROJECT)} {name}" for name in _functions_of(tree))


def _functions_of(tree: ast.Module) -> Iterator[str]:
    """Yield the functions that change a table which is audited, or which the text doesn't name, and note nothing."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {call for function in functions for call in ast.walk(function)}
    for name, nodes in (
        *((function.name, list(ast.walk(function))) for function in functions),
        ("<module>", [node for node in ast.walk(tree) if node not in inside]),
    ):
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        notes = any(isinstance(call.func, ast.Name) and call.func.id in NOTES for call in calls)
        if not notes and any(_passes_by(call) for call in calls):
            yield name


def _passes_by(call: ast.Call) -> bool:
    """Tell whether a call makes a statement on a table of decisions, or on one whose name the text doesn't say."""
    if isinstance(call.func, ast.Attribute):
        of_table = call.func.attr in WRITES and ast.unparse(call.func.value).lower().endswith("table")
        return of_table or call.func.attr.startswith("bulk_")
    if not isinstance(call.func, ast.Name) or call.func.id not in WRITES:
        return False
    place = WRITES[call.func.id]
    if len(call.args) <= place:
        return False
    table = CLASSES.get(ast.unparse(call.args[place]))
    return table is None or hasattr(table, "__audited__")
