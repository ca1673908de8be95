"""Tables: people, teams, roles, and what proves who someone is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.base import Base, Identified

ROLES = ("rep", "author", "manager", "admin", "partner")


class Team(Identified, Base):
    """A team; teams form a tree."""

    __tablename__ = "team"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)


class Person(Identified, Base):
    """Someone who works with the product; people leave, their history stays."""

    __tablename__ = "person"

    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    team: Mapped[Team | None] = relationship(lazy="joined")
    roles: Mapped[list[PersonRole]] = relationship(lazy="selectin", order_by="PersonRole.role")


class PersonRole(Base):
    """A role that a person holds."""

    __tablename__ = "person_role"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class ApiToken(Identified, Base):
    """A bearer token, known only by its SHA-256."""

    __tablename__ = "api_token"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInLink(Identified, Base):
    """A link that signs a person in once, known only by the SHA-256 of its secret."""

    __tablename__ = "sign_in_link"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class BrowserSession(Identified, Base):
    """A browser that is signed in, known only by the SHA-256 of its cookie."""

    __tablename__ = "browser_session"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
