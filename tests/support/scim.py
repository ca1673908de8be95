"""A directory that speaks SCIM to a test's app: a token made for it, and short ways to send what it sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from support.factories import Player

ROOT = "/scim/v2"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"


@dataclass(frozen=True)
class Directory:
    """A directory with a token of its own."""

    client: FlaskClient
    token: str

    def ask(self, method: str, path: str, body: Any = None, **options: Any) -> TestResponse:
        """Ask below /scim/v2."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        if body is not None:
            options |= {"json": body, "content_type": "application/scim+json"}
        return self.client.open(f"{ROOT}{path}", method=method, headers=headers, **options)

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        """Return what is there."""
        return self._done(self.ask("GET", path, query_string=query), 200)

    def find(self, scim_filter: str, path: str = "/Users", **query: Any) -> list[dict[str, Any]]:
        """Return what a filter finds, as far as one page goes."""
        found: list[dict[str, Any]] = self.get(path, filter=scim_filter, **query)["Resources"]
        return found

    def add(self, user_name: str, **said: Any) -> dict[str, Any]:
        """Add a user."""
        return self._done(
            self.ask("POST", "/Users", {"schemas": [USER, ENTERPRISE], "userName": user_name, **said}), 201
        )

    def add_group(self, name: str, *members: str, **said: Any) -> dict[str, Any]:
        """Add a group with members, by their ids."""
        body = {"schemas": [GROUP], "displayName": name, "members": [{"value": member} for member in members], **said}
        return self._done(self.ask("POST", "/Groups", body), 201)

    def patch(self, path: str, *operations: dict[str, Any], status: int = 204) -> dict[str, Any]:
        """Change something by operations."""
        return self._done(self.ask("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)}), status)

    def bulk(self, *operations: dict[str, Any], **options: Any) -> TestResponse:
        """Send several changes at once."""
        return self.ask("POST", "/Bulk", {"schemas": [BULK], "Operations": list(operations), **options})

    @staticmethod
    def _done(answer: TestResponse, status: int) -> dict[str, Any]:
        assert answer.status_code == status, answer.get_data(as_text=True)
        found: dict[str, Any] = answer.get_json(force=True) if answer.data else {}
        return found


def directory_of(app: Flask, admin: Player, *, scope: str = "scim") -> Directory:
    """Let an admin make a token for a directory."""
    answer = admin.post("/tokens", {"name": "directory", "scope": scope})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return Directory(app.test_client(), answer.get_json()["secret"])


def person_of(admin: Player, user: dict[str, Any]) -> dict[str, Any]:
    """Return how the product shows the person that a user is."""
    found: dict[str, Any] = admin.get(f"/people/{UUID(user['id'])}").get_json()
    return found
