"""HubSpot through its API client: what changed by search, what was archived by list, and deals with their history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from api.work.crm.live.hubspot_asking import HubSpotAsking
from api.work.crm.live.hubspot_parts import (
    CHANGE_COLUMNS,
    CHANGES,
    HUBSPOT_OBJECTS,
    OWNER_COLUMNS,
    OWNERS,
    TRACKED,
    HubSpotObject,
)
from api.work.crm.live.wanted import PATIENCE, LivePart, LiveRow, Patience
from lms.crm.kinds import KINDS

# A search answers with so many records at once, and refuses to go on after so many.
PAGE, MOST_FOUND = 200, 10_000
# So many records are read at once with what their properties were before.
_WITH_HISTORY = 50
_LISTED = 100


class LiveHubSpot:
    """A company's HubSpot, by the token of a private app."""

    name = "hubspot"

    def __init__(self, token: str, *, url: str = "", patience: Patience = PATIENCE) -> None:
        """Connect to nothing yet; raises PullFailedError where the client isn't installed."""
        self._hubspot = HubSpotAsking(token, url=url, patience=patience)

    def parts(self) -> tuple[LivePart, ...]:
        """Return what can be read; people before what they own."""
        objects = (LivePart(own.what, own.kind, own.given) for own in HUBSPOT_OBJECTS)
        return (LivePart(OWNERS, "people"), *objects, LivePart(CHANGES, "deal_changes"))

    def columns(self, part: LivePart) -> tuple[str, ...]:
        """Return the properties of a part, and what is read beside them."""
        if part.what in {OWNERS, CHANGES}:
            return OWNER_COLUMNS if part.what == OWNERS else CHANGE_COLUMNS
        own = _object(part)
        can_be_deleted = ("archived",) if "is_deleted" in KINDS[own.kind].fields else ()
        return (*own.properties.split(), *own.linked.values(), *own.more, *can_be_deleted)

    def rows(self, part: LivePart, since: datetime | None) -> Iterator[LiveRow]:
        """Yield what changed since a moment, archived records too where their kind can say so."""
        match part.what:
            case "owners":
                yield from self._owners(since)
            case "deals with history":
                yield from self._changes(since)
            case _:
                yield from self._records(_object(part), since)

    def _owners(self, since: datetime | None) -> Iterator[LiveRow]:
        """Yield all owners that changed; HubSpot lists them by no time."""
        for archived in (False, True):
            for owner in self._listed("owners", archived=archived):
                if since is None or owner.updated_at >= since:
                    called = " ".join(part for part in (owner.first_name, owner.last_name) if part)
                    team = next((one.name for one in owner.teams or () if one.primary), None)
                    named = called or owner.email or f"owner {owner.id}"
                    yield dict(zip(OWNER_COLUMNS, (owner.id, named, owner.email, team, not archived), strict=True))

    def _records(self, own: HubSpotObject, since: datetime | None) -> Iterator[LiveRow]:
        labels = {name: self._labels(own, name) for name in own.labelled}
        for page in self._changed(own, since, own.properties.split()):
            rows = {record.id: own.mend(dict(record.properties)) for record in page}
            for other, column in own.linked.items():
                for key, first in self._hubspot.first_linked(own.name, other, list(rows)).items():
                    rows[key][column] = first
            for row in rows.values():
                named = {name: its.get(row.get(name), row.get(name)) for name, its in labels.items()}
                yield self._staged(row | named)
        if since is not None and "is_deleted" in KINDS[own.kind].fields:
            yield from self._archived(own, since)

    def _archived(self, own: HubSpotObject, since: datetime) -> Iterator[LiveRow]:
        """Yield what was archived since a moment, on its day; HubSpot lists all that is archived, by no time."""
        for record in self._listed(own.name, archived=True, properties=own.properties.split()):
            if record.archived_at is None or record.archived_at >= since:
                row = self._staged(own.mend(dict(record.properties)))
                when = {own.changed: record.archived_at.isoformat()} if record.archived_at else {}
                yield row | when | {"archived": True}

    def _changes(self, since: datetime | None) -> Iterator[LiveRow]:
        """Yield what stages, amounts, close days and owners of deals became since a moment."""
        deals = next(own for own in HUBSPOT_OBJECTS if own.name == "deals")
        for page in self._changed(deals, since, ["hs_object_id"]):
            keys = [record.id for record in page]
            for start in range(0, len(keys), _WITH_HISTORY):
                for record in self._hubspot.with_history("deals", keys[start : start + _WITH_HISTORY], TRACKED):
                    yield from self._changes_of(record, since)

    def _changes_of(self, record: Any, since: datetime | None) -> Iterator[LiveRow]:
        for name, newest_first in (record.properties_with_history or {}).items():
            versions = list(reversed(newest_first))
            for before, now in zip([None, *versions], versions, strict=False):
                if since is None or now.timestamp >= since:
                    was = self._stage(name, before.value) if before else None
                    told = record.id, now.timestamp.isoformat(), name, self._stage(name, now.value), was
                    yield dict(zip(CHANGE_COLUMNS, told, strict=True))

    def _changed(self, own: HubSpotObject, since: datetime | None, properties: list[str]) -> Iterator[list[Any]]:
        """Yield pages of what changed, in the order of ids: a search that found too much goes on after the last."""
        last: int | None = 0
        while last is not None:
            begun, last = last, None
            for page, after in self._hubspot.search(own.name, _search(own, since, properties, begun)):
                yield page
                if after is not None and int(after) >= MOST_FOUND:
                    last = int(page[-1].id)
                    break

    def _listed(self, what: str, **asked: Any) -> Iterator[Any]:
        after = None
        while True:
            page = self._hubspot.page(what, limit=_LISTED, after=after, **asked)
            yield from page.results
            if page.paging is None or page.paging.next is None:
                return
            after = page.paging.next.after

    def _staged(self, row: LiveRow) -> LiveRow:
        """Return a row with its stage and pipeline as people read them, as exports have them."""
        named = {name: self._stage(name, row[name]) for name in ("pipeline", "dealstage") if row.get(name)}
        return row | named

    def _stage(self, name: str, value: str | None) -> str | None:
        labels = self._stages if name in {"dealstage", "pipeline"} else {}
        return labels.get((name, value or ""), value)

    @cached_property
    def _stages(self) -> dict[tuple[str, str], str]:
        pipelines = self._hubspot.pipelines("deals")
        found = {("pipeline", one.id): one.label for one in pipelines}
        return found | {("dealstage", stage.id): stage.label for one in pipelines for stage in one.stages}

    def _labels(self, own: HubSpotObject, name: str) -> dict[str | None, str]:
        return {option.value: option.label for option in self._hubspot.options(own.name, name)}


def _object(part: LivePart) -> HubSpotObject:
    return next(own for own in HUBSPOT_OBJECTS if own.what == part.what)


def _search(own: HubSpotObject, since: datetime | None, properties: list[str], begun: int) -> dict[str, Any]:
    filters: list[dict[str, Any]] = [{"propertyName": "hs_object_id", "operator": "GT", "value": str(begun)}]
    if since is not None:
        milliseconds = str(int(since.astimezone(UTC).timestamp() * 1000))
        filters.append({"propertyName": own.changed, "operator": "GTE", "value": milliseconds})
    if own.only:
        filters.append({"propertyName": own.only[0], "operator": "IN", "values": list(own.only[1])})
    return {
        "filterGroups": [{"filters": filters}],
        "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
        "properties": properties,
        "limit": PAGE,
    }
