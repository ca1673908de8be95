"""A dry run of the directory: each change is made, noted with what the audit would have said, and taken back.

What it would have added is kept as it was answered, so that a directory finds it again and may change it further.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scim2_models import NotFoundException, Resource, ResourceType, SCIMException, SearchRequest, UniquenessException
from scim2_models.path import CompareOperator, Comparison
from scim2_server.storage import ScimStorage, SearchPage
from sqlalchemy.exc import IntegrityError

from api.work.scim.acting import Acting, check_version, version_of
from api.work.scim.said import key_of, name_of
from api.work.scim.schemas import provider
from api.work.scim.storage import Storage
from api.work.scim.unwritten import unwritten
from lms.errors import Refusal
from lms.people.scim.models import ScimPreview
from lms.people.scim.previews import (
    CHANGED,
    GONE,
    NEW,
    SAME,
    Outcome,
    find_new,
    find_preview,
    find_previews,
    forget_preview,
    keep_preview,
)

_NAMES = {"username", "displayname"}


class PreviewStorage(ScimStorage):
    """Users and groups as they would be: those of the database, but for what the dry run noted."""

    def __init__(self, acting: Acting, stored: Storage) -> None:
        """Stand before the storage that would change something."""
        self._session, self._at = acting.session, acting.now.at
        self._stored = stored
        self._noted: Outcome | None = None

    @contextmanager
    def operation(self) -> Iterator[None]:
        """Take back what an operation did, and keep what it would have been."""
        self._noted = None
        try:
            self._stored.begin()
            yield
        except (SCIMException, Refusal, IntegrityError) as error:
            self._end(str(getattr(error, "detail", None) or error))
            raise
        except BaseException:
            self._session.rollback()
            raise
        self._end(None)

    def _end(self, refusal: str | None) -> None:
        self._session.rollback()
        noted = self._noted
        if noted is None:
            return
        if refusal is not None:
            noted.refusal, noted.resource_id = refusal, f"refused {noted.resource_id}"
        if noted.outcome == GONE and find_new(self._session, kind=noted.kind, key=noted.key):
            forget_preview(self._session, resource_id=noted.resource_id)
        else:
            keep_preview(self._session, noted, at=self._at)
        self._session.commit()

    def get(self, resource_type: ResourceType, resource_id: str, **options: Any) -> Resource[Any]:
        """Return a resource as the dry run left it, else as it is."""
        noted = find_preview(self._session, resource_id=resource_id)
        if noted is None:
            return self._stored.get(resource_type, resource_id, **options)
        if noted.state is None or noted.kind != resource_type.name:
            raise NotFoundException(detail=f"there is no {resource_type.name} `{resource_id}`")
        return _resource(noted)

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        """Return a page of what is there, as it would be; what would be new is found by its name alone."""
        page = self._stored.search(resource_types, search_request)
        noted = find_previews(self._session, resource_ids=[str(one.id) for one in page.resources])
        gone = {resource_id for resource_id, preview in noted.items() if preview.state is None}
        there = [one for one in page.resources if one.id not in gone]
        shown = [_resource(noted[str(one.id)]) if one.id in noted else one for one in there]
        name = _name_looked_for(search_request)
        new = find_new(self._session, kind=str(resource_types[0].name), key=name) if name and not shown else None
        if new is not None:
            return SearchPage(1, [_resource(new)])
        return SearchPage((page.total or 0) - len(gone), shown)

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Note what would be added."""
        noted = self._note(resource_type, resource, None)
        if find_new(self._session, kind=noted.kind, key=noted.key):
            raise UniquenessException(detail=f"{noted.name} would be there already")
        return self._made(noted, resource_type, resource)

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """Note what would be changed; of what isn't there yet, as what it would be added."""
        resource_id = str(resource.id)
        check_version(self.get(resource_type, resource_id), expected_version)
        known = find_preview(self._session, resource_id=resource_id)
        noted = self._note(resource_type, resource, resource_id)
        if known is not None and known.outcome == NEW:
            return self._made(noted, resource_type, resource)
        changed = self._stored.update(resource_type, self._without_new(resource))
        return self._keep(noted, changed, resource, SAME)

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        """Note who or what would be taken away."""
        before = self.get(resource_type, resource_id)
        check_version(before, expected_version)
        known = find_preview(self._session, resource_id=resource_id)
        noted = self._note(resource_type, before, resource_id)
        if known is None or known.outcome != NEW:
            self._stored.delete(resource_type, resource_id)
            noted.changes = unwritten(self._session)
        noted.outcome = GONE

    def _note(self, resource_type: ResourceType, resource: Any, resource_id: str | None) -> Outcome:
        """Begin to note a change; until it went well it is one that was refused."""
        kind = str(resource_type.name)
        text = (resource.user_name if kind == "User" else resource.display_name) or ""
        key = key_of(text)
        name = name_of(resource) if kind == "User" and text.strip() else text
        unknown = hashlib.sha256(f"{kind} {key}".encode()).hexdigest()[:32]
        self._noted = Outcome(kind, resource_id or unknown, key, name)
        return self._noted

    def _made(self, noted: Outcome, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Add what would be new, with the id that it has been told by."""
        made = self._stored.create(resource_type, self._without_new(resource))
        if resource.id is not None:
            made.id = resource.id
        noted.resource_id = str(made.id)
        return self._keep(noted, made, resource, NEW)

    def _keep(self, noted: Outcome, made: Any, given: Any, outcome: str) -> Resource[Any]:
        """Note how a resource would stand, with members who would be new themselves."""
        if noted.kind == "Group":
            made.members = given.members
        noted.changes = unwritten(self._session)
        noted.outcome = CHANGED if outcome == SAME and noted.changes else outcome
        state = json.loads(made.model_dump_json())
        meta = state.pop("meta")
        noted.state = state | {"meta": meta | {"version": version_of(state)}}
        model: Any = provider().model_for(noted.kind)
        resource: Resource[Any] = model.model_validate(noted.state)
        return resource

    def _without_new(self, resource: Any) -> Any:
        """Leave out members whom the dry run would have added: nobody can be in a group before they are there."""
        members = getattr(resource, "members", None)
        if not members:
            return resource
        noted = find_previews(self._session, resource_ids=[member.value for member in members if member.value])
        new = {preview.resource_id for preview in noted.values() if preview.outcome == NEW}
        return resource.model_copy(update={"members": [member for member in members if member.value not in new]})


def _resource(noted: ScimPreview) -> Resource[Any]:
    model: Any = provider().model_for(noted.kind)
    resource: Resource[Any] = model.model_validate(noted.state)
    return resource


def _name_looked_for(search_request: SearchRequest[Any]) -> str | None:
    """Return the name that a search is for, where it is for nothing else, as directories look somebody up."""
    node = search_request.filter.ast if search_request.filter is not None else None
    if not isinstance(node, Comparison) or node.op != CompareOperator.eq or not isinstance(node.value, str):
        return None
    return key_of(node.value) if node.attr_path.attr.lower() in _NAMES else None
