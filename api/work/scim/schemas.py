"""Schemas of the directory's interface: what is kept of a user and a group, and what the interface can do.

What isn't named here is taken and not kept: the product has no use for anybody's phone number.
"""

from functools import lru_cache
from typing import Annotated, Any

from pydantic import Field, field_validator
from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Mutability,
    Pagination,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

from api.work.scim import MOST_BYTES
from lms.people.scim.models import MAX_GROUP, MAX_USER_NAME

MAX_PAGE, MAX_OPERATIONS = 200, 1000
MAX_TEXT, MAX_ENTRIES = 200, 50


def _text(most: int = MAX_TEXT) -> Any:
    return Field(None, max_length=most)


class ScimName(ComplexAttribute):
    """The parts of a name."""

    formatted: str | None = _text()
    family_name: str | None = _text()
    given_name: str | None = _text()


class Email(ComplexAttribute):
    """An e-mail address, of any form: which one is used is settled when it is read."""

    value: str | None = _text(MAX_USER_NAME)
    type: str | None = _text()
    primary: bool | None = None


class ScimRole(ComplexAttribute):
    """A role; those that the product knows are held, others are given back."""

    value: str | None = _text()
    display: str | None = _text()
    type: str | None = _text()
    primary: bool | None = None


class UserGroup(ComplexAttribute):
    """A group that a user is in, which the group says."""

    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    ref: Annotated[Reference["Group"] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    display: Annotated[str | None, Mutability.read_only] = None


class User(Resource[AnyExtension]):
    """A person."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = _text(MAX_USER_NAME)
    name: ScimName | None = None
    display_name: str | None = _text()
    active: bool | None = None
    emails: list[Email] | None = Field(None, max_length=MAX_ENTRIES)
    roles: list[ScimRole] | None = Field(None, max_length=MAX_ENTRIES)
    groups: Annotated[list[UserGroup] | None, Mutability.read_only] = None


class Manager(ComplexAttribute):
    """Who manages a user in the directory."""

    value: Annotated[str | None, CaseExact.true] = _text()
    ref: Reference["User"] | None = Field(  # type: ignore[type-arg]  # the name alone counts
        None, serialization_alias="$ref", validation_alias="$ref"
    )


class EnterpriseUser(Extension):
    """Where a user stands in the company."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: str | None = _text()
    cost_center: str | None = _text()
    organization: str | None = _text()
    division: str | None = _text()
    department: str | None = _text()
    manager: Manager | None = None

    @field_validator("manager", mode="before")
    @classmethod
    def _plain_manager(cls, given: Any) -> Any:
        """Take the bare id that Microsoft Entra sends, alone or in a list, for the manager."""
        only = given[0] if isinstance(given, list) and len(given) == 1 else given
        return {"value": only} if isinstance(only, str) else only


class Member(ComplexAttribute):
    """A user in a group."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = _text()
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(  # type: ignore[type-arg]  # as above
        None, serialization_alias="$ref", validation_alias="$ref"
    )


class Group(Resource[Any]):
    """A team, or people who hold the same roles."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Uniqueness.server, Required.true] = _text(MAX_GROUP)
    members: list[Member] | None = None


# What directories do beside the standard, all of it published: attributes that nobody asked for, members to remove as
# a value, and a path that selects what isn't there yet.
_POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)


@lru_cache
def provider() -> ScimProvider:
    """Return the description of the interface, made once: some ten milliseconds of models."""
    users = ResourceType.from_resource(User[EnterpriseUser])
    groups = ResourceType.from_resource(Group)
    return ScimProvider([User, EnterpriseUser, Group], [users, groups], _config(), _POLICY)


def _config() -> ServiceProviderConfig:
    token = AuthenticationScheme(
        type=AuthenticationScheme.Type.oauthbearertoken,
        name="Bearer token",
        description="A token that an admin made for the directory",
        primary=True,
    )
    index = Pagination.DefaultPaginationMethod.index
    return ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=True, max_operations=MAX_OPERATIONS, max_payload_size=MOST_BYTES),
        filter=Filter(supported=True, max_results=MAX_PAGE),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=True),
        etag=ETag(supported=True),
        pagination=Pagination(
            cursor=False,
            index=True,
            default_pagination_method=index,
            default_page_size=MAX_PAGE,
            max_page_size=MAX_PAGE,
        ),
        authentication_schemes=[token],
    )
