"""Pages of users and groups: found and ordered in SQL where columns say it, else read one by one, up to a bound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scim2_models import Resource, ResponseParameters, ScimFilter, SearchRequest, TooManyException
from scim2_server.storage import SearchPage
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.work.scim.filters import narrow
from api.work.scim.groups import Groups
from api.work.scim.users import Users

# As many as are read one by one for a filter or an order that no column holds; that takes about two seconds.
MOST_READ = 5000
_FARTHEST = 10**9


class _Found:
    """What a search finds of one kind."""

    def __init__(self, session: Session, kind: Users | Groups, request: SearchRequest[Any]) -> None:
        self._session, self._kind, self._request = session, kind, request
        self.filter: Any = ScimFilter[kind.model](str(request.filter)) if request.filter else None  # type: ignore[name-defined]
        narrowed = narrow(kind.columns(), self.filter)
        self._wanted = kind.all().where(narrowed.condition)
        self._order = _order(request, kind)
        self.is_exact = narrowed.is_exact and self._order is not None
        self.count = session.scalar(select(func.count()).select_from(self._wanted.subquery())) or 0

    def rows(self, start: int, count: int | None) -> list[Any]:
        """Return some of what was found, in order."""
        is_whole = self._kind.kind == "User" or wants_members(self._request)
        cut = self._wanted.order_by(*self._order or ()).offset(start).limit(count)
        return self._kind.show(self._session.execute(cut).all(), is_whole=is_whole)

    def fitting(self) -> list[Any]:
        """Return all that fits, read one by one."""
        every = self._kind.show(self._session.execute(self._wanted.order_by(self._kind.columns().id)).all())
        return [one for one in every if self.filter is None or self.filter.match(one)]


def search(session: Session, kinds: Sequence[Users | Groups], request: SearchRequest[Any]) -> SearchPage:
    """Return a page of what a request asks for, of one kind after the other; raises TooManyException."""
    found = [_Found(session, kind, request) for kind in kinds]
    total, start = sum(part.count for part in found), min(request.start_index_0 or 0, _FARTHEST)
    if all(part.is_exact for part in found) and (len(found) == 1 or request.sort_by is None):
        return SearchPage(total, list(_cut(found, start, request.count)))
    if total > MOST_READ:
        raise TooManyException(
            detail=f"{total} would have to be read one by one; filter by userName, externalId, id or active too"
        )
    fitting = [one for part in found for one in part.fitting()]
    return SearchPage(len(fitting), request.sort(fitting)[start:][: request.count])


def wants_members(asked: ResponseParameters[Any] | None) -> bool:
    """Tell whether an answer shows the members of groups, as far as names say so."""
    if asked is None:
        return True
    if asked.attributes:
        return any(_head(path) in {"members", ""} for path in asked.attributes)
    return not any(_head(path) == "members" and "." not in str(path) for path in asked.excluded_attributes or ())


def _cut(found: Sequence[_Found], start: int, count: int | None) -> Iterator[Resource[Any]]:
    """Yield what stands on a page that may reach over several kinds."""
    for part in found:
        rows = part.rows(min(start, part.count), count) if count is None or count > 0 else []
        yield from rows
        start = max(0, start - part.count)
        count = None if count is None else count - len(rows)


def _head(path: Any) -> str:
    return str(path).rpartition(":")[2].partition(".")[0].lower()


def _order(request: SearchRequest[Any], kind: Users | Groups) -> tuple[Any, ...] | None:
    """Return the order that is asked for, the missing last; None where no column has it."""
    columns = kind.columns()
    if request.sort_by is None:
        return (columns.id,)
    binding = request.sort_binding(kind.model)
    column = columns.ordered.get((binding.field_name, binding.sub_field_name)) if binding else None
    if column is None:
        return None
    if request.sort_order == SearchRequest.SortOrder.descending:
        return column.desc().nulls_first(), columns.id.desc()
    return column.asc().nulls_last(), columns.id
