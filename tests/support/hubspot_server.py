"""HubSpot's API on loopback, as far as it is asked: search, lists of archived records, histories, links, owners."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from support.crm_server import Answer, Asked, CrmServer

MOST_FOUND, MOST_WITH_HISTORY = 10_000, 50
SECONDLY = Answer(
    429,
    {"status": "error", "message": "You have reached your secondly limit.", "errorType": "RATE_LIMIT"},
    {"Retry-After": "3600"},
)
_NO_TOKEN = Answer(
    401,
    {"status": "error", "message": "Authentication credentials not found.", "category": "INVALID_AUTHENTICATION"},
)
NO_SCOPE = Answer(
    403,
    {
        "status": "error",
        "message": "This app hasn't been granted all required scopes to make this call.",
        "category": "MISSING_SCOPES",
    },
)
_PIPELINES = [
    {
        "id": "default",
        "label": "Sales",
        "stages": [("qualified", "Qualified to buy"), ("8812", "In legal"), ("closedwon", "Closed won")],
    }
]
CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7"


@dataclass
class HubSpotRecord:
    """A record: the values of its properties, what each was before (oldest first), and when it was archived."""

    id: str
    properties: dict[str, str | None]
    versions: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    archived_at: str | None = None
    links: dict[str, list[int]] = field(default_factory=dict)


class HubSpotServer(CrmServer):
    """Objects by name, each with its records, and owners as the API shows them."""

    def __init__(self, objects: dict[str, list[HubSpotRecord]], owners: list[dict[str, Any]]) -> None:
        """Take what there is; one token is let in."""
        super().__init__()
        self.objects, self.owners = objects, owners
        self.token = "the-token"

    def answer(self, asked: Asked) -> Answer:
        """Return what HubSpot says."""
        if asked.authorization != f"Bearer {self.token}":
            return _NO_TOKEN
        match [part for part in asked.path.split("/") if part][1:]:
            case ["v3", "owners"]:
                shown = [own for own in self.owners if str(own["archived"]).lower() == asked.query["archived"].lower()]
                return _listed(shown, asked.query)
            case ["v3", "pipelines", "deals"]:
                return Answer(200, {"results": list(map(_pipeline, _PIPELINES))})
            case ["v3", "properties", "calls", "hs_call_disposition"]:
                return Answer(200, _property("hs_call_disposition", {"Connected": CONNECTED}))
            case ["v3", "objects", what, "search"]:
                return self._search(self.objects[what], asked.body)
            case ["v3", "objects", what, "batch", "read"]:
                return self._batch(self.objects[what], asked.body)
            case ["v3", "objects", what] if asked.query.get("archived", "").lower() == "true":
                shown = [_shown(own) for own in self.objects[what] if own.archived_at]
                return _listed(shown, asked.query)
            case ["v4", "associations", what, other, "batch", "read"]:
                return self._linked(self.objects[what], other, asked.body)
        return Answer(404, {"status": "error", "message": "resource not found"})

    def _search(self, records: list[HubSpotRecord], body: dict[str, Any]) -> Answer:
        start, limit = int(body.get("after") or 0), body["limit"]
        if start + limit > MOST_FOUND:
            return Answer(400, {"status": "error", "message": "paging past 10000 isn't allowed"})
        assert limit <= 200
        [group], [sort] = body["filterGroups"], body["sorts"]
        found = [own for own in records if not own.archived_at and all(_holds(own, one) for one in group["filters"])]
        found.sort(key=lambda own: int(own.properties[sort["propertyName"]] or 0))
        page = {"total": len(found), "results": [_shown(own) for own in found[start : start + limit]]}
        more = {"paging": {"next": {"after": str(start + limit)}}} if start + limit < len(found) else {}
        return Answer(200, page | more)

    def _batch(self, records: list[HubSpotRecord], body: dict[str, Any]) -> Answer:
        if len(body["inputs"]) > MOST_WITH_HISTORY:
            return Answer(400, {"status": "error", "message": "The maximum number of inputs with history is 50"})
        wanted = {one["id"] for one in body["inputs"]}
        shown = [
            _shown(own) | {"propertiesWithHistory": _history(own, body["propertiesWithHistory"])}
            for own in records
            if own.id in wanted
        ]
        return _complete(shown)

    def _linked(self, records: list[HubSpotRecord], other: str, body: dict[str, Any]) -> Answer:
        wanted = {one["id"] for one in body["inputs"]}
        kind = {"category": "HUBSPOT_DEFINED", "typeId": 206, "label": None}
        return _complete(
            [
                {
                    "from": {"id": own.id},
                    "to": [{"toObjectId": key, "associationTypes": [kind]} for key in own.links[other]],
                }
                for own in records
                if own.id in wanted and own.links.get(other)
            ]
        )


def _complete(results: list[dict[str, Any]]) -> Answer:
    at = "2026-11-01T00:00:00.000Z"
    return Answer(200, {"status": "COMPLETE", "results": results, "startedAt": at, "completedAt": at})


def _listed(shown: list[dict[str, Any]], query: dict[str, str]) -> Answer:
    start, limit = int(query.get("after") or 0), int(query["limit"])
    more = {"paging": {"next": {"after": str(start + limit)}}} if start + limit < len(shown) else {}
    return Answer(200, {"results": shown[start : start + limit]} | more)


def _shown(own: HubSpotRecord) -> dict[str, Any]:
    at = "2026-01-01T00:00:00.000Z"
    archived = {"archivedAt": own.archived_at} if own.archived_at else {}
    shown = {"id": own.id, "properties": own.properties, "createdAt": at, "updatedAt": at}
    return shown | {"archived": bool(own.archived_at)} | archived


def _history(own: HubSpotRecord, names: list[str]) -> dict[str, list[dict[str, str]]]:
    return {
        name: [
            {"value": value, "timestamp": at, "sourceType": "CRM_UI"}
            for at, value in reversed(own.versions.get(name, []))
        ]
        for name in names
    }


def _holds(own: HubSpotRecord, condition: dict[str, Any]) -> bool:
    value = own.properties.get(condition["propertyName"])
    match condition["operator"]:
        case "GT":
            return int(value or 0) > int(condition["value"])
        case "GTE":
            return datetime.fromisoformat(value or "").timestamp() * 1000 >= int(condition["value"])
        case "IN":
            return value in condition["values"]
    raise AssertionError(condition)


def _pipeline(own: dict[str, Any]) -> dict[str, Any]:
    at = "2026-01-01T00:00:00.000Z"
    common = {"createdAt": at, "updatedAt": at, "archived": False, "displayOrder": 0}
    stages = [
        common | {"id": key, "label": label, "metadata": {}, "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT"}
        for key, label in own["stages"]
    ]
    return common | {"id": own["id"], "label": own["label"], "stages": stages}


def _property(name: str, options: dict[str, str]) -> dict[str, Any]:
    shown = [
        {"label": label, "value": value, "displayOrder": 0, "hidden": False, "description": ""}
        for label, value in options.items()
    ]
    return {
        "name": name,
        "label": name,
        "type": "enumeration",
        "fieldType": "select",
        "description": "",
        "groupName": "call",
        "options": shown,
    }
