"""Storage of the directory's interface: users and groups behind what the library asks for, one transaction each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scim2_models import (
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
    UniquenessException,
)
from scim2_server.storage import ScimStorage, SearchPage
from sqlalchemy.exc import IntegrityError

from api.work.scim.acting import Acting
from api.work.scim.groups import Groups
from api.work.scim.searching import search, wants_members
from api.work.scim.users import Users
from lms.people.directory import take_turns_with_admins


class Storage(ScimStorage):
    """Users and groups in the database; `is_writing` holds what is read, and lets one directory write at a time.

    What was changed is returned whole where `is_shown`; else a group without its members.
    """

    def __init__(self, acting: Acting, *, is_writing: bool, is_shown: bool = True) -> None:
        """Store in a session, which is committed after each operation."""
        self._acting = acting
        self._session = acting.session
        self._is_writing, self._is_shown = is_writing, is_shown
        self._kinds: dict[str, Users | Groups] = {"User": Users(acting), "Group": Groups(acting)}

    def of(self, resource_type: ResourceType) -> Users | Groups:
        """Return what keeps resources of a type."""
        return self._kinds[str(resource_type.name)]

    @contextmanager
    def operation(self) -> Iterator[None]:
        """Let one operation be all or nothing, on the disk before it is answered."""
        try:
            self.begin()
            yield
            self._session.commit()
        except IntegrityError as error:
            self._session.rollback()
            raise UniquenessException(detail="somebody else has this already") from error
        except BaseException:
            self._session.rollback()
            raise

    def begin(self) -> None:
        """Let one operation after the other write: all wait for the admins, of whom there always is one."""
        if self._is_writing:
            take_turns_with_admins(self._session)

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """Return a resource; members that aren't asked for aren't read."""
        is_whole = self._is_writing or wants_members(response_parameters)
        found: Resource[Any] = self.of(resource_type).get(
            resource_id, is_held=self._is_writing, is_whole=is_whole or resource_type.name == "User"
        )
        return found

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        """Return a page."""
        return search(self._session, [self.of(resource_type) for resource_type in resource_types], search_request)

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Add a resource."""
        made: Resource[Any] = self.of(resource_type).create(resource)
        return made

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """Let a resource be what is given."""
        changed: Resource[Any] = self.of(resource_type).update(
            resource, expected_version=expected_version, is_whole=self._is_shown or resource_type.name == "User"
        )
        return changed

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        """Take a resource away."""
        self.of(resource_type).delete(resource_id, expected_version=expected_version)
