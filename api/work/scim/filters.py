"""Filters of the directory as SQL: exactly where columns say it, else so that no row is lost that fits."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from scim2_models import InvalidFilterException, ScimFilter
from scim2_models.path import (
    AttributeBinding,
    AttrPath,
    CompareOperator,
    Comparison,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
    coerce_value,
)
from sqlalchemy import ColumnElement, and_, not_, or_, true

# A longer filter is none that a directory sends; each of its terms may be compared with every person.
MOST_CHARACTERS = 1000
_COMPARED: dict[CompareOperator, Callable[[Any, Any], ColumnElement[bool]]] = {
    CompareOperator.eq: lambda column, value: column == value,
    CompareOperator.gt: lambda column, value: column > value,
    CompareOperator.ge: lambda column, value: column >= value,
    CompareOperator.lt: lambda column, value: column < value,
    CompareOperator.le: lambda column, value: column <= value,
}
_FOUND: dict[CompareOperator, Callable[[Any, str], ColumnElement[bool]]] = {
    CompareOperator.sw: lambda column, value: column.startswith(value, autoescape=True),
    CompareOperator.ew: lambda column, value: column.endswith(value, autoescape=True),
    CompareOperator.co: lambda column, value: column.contains(value, autoescape=True),
}
_IN_TEXT = {CompareOperator.eq, *_FOUND}
AttributeKey = tuple[str, str | None]


class Narrowed(NamedTuple):
    """A condition, and whether it says all that the filter does; else more rows meet it than fit."""

    condition: ColumnElement[bool]
    is_exact: bool


@dataclass(frozen=True)
class ScimColumns:
    """What of a resource stands in columns, by field and sub-field.

    `equal` finds rows by an index, `ordered` are columns that compare as the filter does; `text` is all that was said
    of a resource in lower case, `id` its key, and `in_text` the fields whose every value stands in it.
    """

    id: Any
    equal: Mapping[AttributeKey, Callable[[Any], ColumnElement[bool]]]
    ordered: Mapping[AttributeKey, Any]
    text: ColumnElement[str] | None
    in_text: frozenset[str]


def narrow(columns: ScimColumns, scim_filter: ScimFilter[Any] | None) -> Narrowed:
    """Return what SQL can say of a filter, which is bound to one model; raises InvalidFilterException."""
    if scim_filter is None:
        return Narrowed(true(), is_exact=True)
    if len(scim_filter) > MOST_CHARACTERS:
        raise InvalidFilterException(detail=f"a filter has at most {MOST_CHARACTERS} characters")
    return _Narrowing(columns, scim_filter).visit(scim_filter.ast)


class _Narrowing(FilterVisitor[Narrowed]):
    def __init__(self, columns: ScimColumns, scim_filter: ScimFilter[Any]) -> None:
        self._columns = columns
        self._filter = scim_filter

    def visit_comparison(self, node: Comparison) -> Narrowed:
        binding = self._filter.resolve_comparison(node.attr_path, strict=False)
        if binding is None:
            return _unsaid()
        _refuse_unwritable(node.value)
        exact = self._by_column(binding, node)
        if exact is not None:
            return Narrowed(exact, is_exact=True)
        return self._by_text(binding.field_name, node)

    def visit_present(self, _: Present) -> Narrowed:
        return _unsaid()

    def visit_not(self, node: Not) -> Narrowed:
        inner = self.visit(node.expr)
        return Narrowed(not_(inner.condition), is_exact=True) if inner.is_exact else _unsaid()

    def visit_logical_expr(self, node: LogicalExpr) -> Narrowed:
        return _joined(node, [self.visit(term) for term in node.terms])

    def visit_value_path(self, node: ValuePath) -> Narrowed:
        binding = self._filter.resolve(AttrPath(node.attr_path.attr, None, node.attr_path.uri), strict=False)
        if binding is None:
            return _unsaid()
        return Narrowed(self._selected(binding.field_name, node.val_filter).condition, is_exact=False)

    def _selected(self, field: str, node: Any) -> Narrowed:
        """Narrow what is selected of an attribute of many values."""
        if isinstance(node, Comparison):
            _refuse_unwritable(node.value)
            return self._by_text(field, node)
        if isinstance(node, LogicalExpr):
            return _joined(node, [self._selected(field, term) for term in node.terms])
        return _unsaid()

    def _by_column(self, binding: AttributeBinding, node: Comparison) -> ColumnElement[bool] | None:
        key = binding.field_name, binding.sub_field_name
        if ":extension:" in binding.urn or node.value is None:
            return None
        value = binding.comparable(coerce_value(binding, node.value, node.op))
        if isinstance(value, datetime):
            value = value if value.tzinfo else value.replace(tzinfo=UTC)
        if node.op in {CompareOperator.eq, CompareOperator.ne} and key in self._columns.equal:
            equal = self._columns.equal[key](value)
            return equal if node.op == CompareOperator.eq else not_(equal)
        if key not in self._columns.ordered or key == ("id", None):
            return None
        column = self._columns.ordered[key]
        if node.op in _FOUND and isinstance(value, str):
            return and_(column.is_not(None), _FOUND[node.op](column, value))
        if node.op in _COMPARED and isinstance(value, datetime):
            return _COMPARED[node.op](column, value)
        return None

    def _by_text(self, field: str, node: Comparison) -> Narrowed:
        """Look for a value in all that was said, where that is written as it is."""
        text, value = self._columns.text, node.value
        if text is None or field not in self._columns.in_text or node.op not in _IN_TEXT:
            return _unsaid()
        if not isinstance(value, str) or not value.isascii() or json.dumps(value) != f'"{value}"':
            return _unsaid()
        return Narrowed(text.contains(value.lower(), autoescape=True), is_exact=False)


def _joined(node: LogicalExpr, terms: list[Narrowed]) -> Narrowed:
    join = and_ if node.op == LogicalOperator.and_ else or_
    return Narrowed(join(*(term.condition for term in terms)), is_exact=all(term.is_exact for term in terms))


def _unsaid() -> Narrowed:
    return Narrowed(true(), is_exact=False)


def _refuse_unwritable(value: object) -> None:
    """Refuse what no database holds: a zero character, and half of a pair of UTF-16."""
    if isinstance(value, str) and ("\0" in value or (not value.isprintable() and _is_broken(value))):
        raise InvalidFilterException(detail="the filter holds characters that no value has")


def _is_broken(value: str) -> bool:
    return any(0xD800 <= ord(character) <= 0xDFFF for character in value)
