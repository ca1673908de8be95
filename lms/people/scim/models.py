"""Tables: what a directory said of people and groups, who is in which group, and what a dry run would have changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified

MAX_USER_NAME, MAX_EXTERNAL_ID, MAX_GROUP = 320, 200, 200


class ScimUser(Base):
    """A person whom a directory keeps; `given` is all that it said of them, in its own words.

    `user_key` is the user name as it is compared. Whom the directory deleted (`deleted_at`) is there no more for it.
    """

    __tablename__ = "scim_user"
    __audited__ = Audited("directory-user", leaves_out=("user_key", "given", "created_at", "changed_at"))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    user_name: Mapped[str] = mapped_column(String(MAX_USER_NAME))
    user_key: Mapped[str] = mapped_column(String(2 * MAX_USER_NAME), unique=True)
    external_id: Mapped[str | None] = mapped_column(String(MAX_EXTERNAL_ID), index=True)
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class ScimGroup(Identified, Base):
    """A group of a directory: a team, or one whose members hold some roles (then `team_id` is None).

    `version` counts its changes, and those of its members.
    """

    __tablename__ = "scim_group"
    __audited__ = Audited("directory-group", whose=None, leaves_out=("name_key", "version", "created_at", "changed_at"))

    name: Mapped[str] = mapped_column(String(MAX_GROUP))
    name_key: Mapped[str] = mapped_column(String(2 * MAX_GROUP), unique=True)
    external_id: Mapped[str | None] = mapped_column(String(MAX_EXTERNAL_ID), index=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ScimMember(Identified, Base):
    """A person in a group of a directory; of several teams the one counts that they came into last, by its id."""

    __tablename__ = "scim_member"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)
    __audited__ = Audited("directory-member")

    group_id: Mapped[UUID] = mapped_column(ForeignKey("scim_group.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)


class ScimPreview(Identified, Base):
    """What a dry run would have made of a user or group, and how they would stand then; nothing of it happened.

    `key` finds them by the name that a directory looks them up by, `changes` are entries that the audit would have got,
    `state` is what was answered (None where nobody would be left), `refusal` why it couldn't be.
    """

    __tablename__ = "scim_preview"

    kind: Mapped[str] = mapped_column(String(10))
    resource_id: Mapped[str] = mapped_column(String(80), unique=True)
    key: Mapped[str] = mapped_column(String(2 * MAX_USER_NAME), index=True)
    name: Mapped[str] = mapped_column(String(MAX_USER_NAME))
    outcome: Mapped[str] = mapped_column(String(20))
    refusal: Mapped[str | None] = mapped_column(String(500))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    state: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    at: Mapped[datetime]
