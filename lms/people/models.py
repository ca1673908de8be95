"""Tables: people, teams, roles, where people stood when, what proves who someone is, and how their files are read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.audit.kinds import Audited
from lms.base import Base, Identified

# An analyst reads the figures of the company, and nobody's records.
ROLES = ("rep", "author", "manager", "analyst", "admin", "partner")
MAX_REGION, MAX_JOB, MAX_AGENT, MAX_ADDRESS = 100, 200, 300, 320
# What a token opens: all that its owner may do, the directory's interface alone, or a dry run of that.
ALL, DIRECTORY, DRY_RUN = "all", "scim", "scim-preview"
SCOPES = (ALL, DIRECTORY, DRY_RUN)


class Team(Identified, Base):
    """A team; teams form a tree."""

    __tablename__ = "team"
    __audited__ = Audited("team", whose=None)

    name: Mapped[str] = mapped_column(String(200), unique=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)


class Person(Identified, Base):
    """Someone who works with the product; people leave, their history stays.

    Team, region and job (the id of a page) are what holds now; `time_zone` is their own, None for the company's.
    `left_at` is the moment from which they can't sign in, which may lie ahead.
    """

    __tablename__ = "person"
    __audited__ = Audited("person", whose="id", leaves_out=("team_id", "region", "job", "created_at", "time_zone"))

    email: Mapped[str] = mapped_column(String(MAX_ADDRESS), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    region: Mapped[str | None] = mapped_column(String(MAX_REGION))
    hired_on: Mapped[date | None]
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    job: Mapped[str | None] = mapped_column(String(MAX_JOB))
    time_zone: Mapped[str | None] = mapped_column(String(100))

    team: Mapped[Team | None] = relationship(lazy="joined")
    roles: Mapped[list[PersonRole]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="PersonRole.role"
    )

    def has_left(self, at: datetime) -> bool:
        """Tell whether the person can't sign in any more at a moment."""
        return self.left_at is not None and self.left_at <= at


class PersonRole(Base):
    """A role that a person holds."""

    __tablename__ = "person_role"
    __audited__ = Audited("role")

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class Membership(Identified, Base):
    """Where a person stands from a day on; rows are only ever added.

    What holds on a day is the row with the latest `since` up to that day, and of those the last recorded.
    """

    __tablename__ = "membership"
    __audited__ = Audited("membership", leaves_out=("recorded_at", "recorded_by_id"))
    __table_args__ = (Index("ix_membership_person_id_since", "person_id", "since"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    since: Mapped[date]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    region: Mapped[str | None] = mapped_column(String(MAX_REGION))
    job: Mapped[str | None] = mapped_column(String(MAX_JOB))
    is_employed: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ApiToken(Identified, Base):
    """A bearer token, known only by its SHA-256; `scope` is one of SCOPES."""

    __tablename__ = "api_token"
    __audited__ = Audited("token", leaves_out=("last_used_at",))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    scope: Mapped[str] = mapped_column(String(20), default=ALL)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInLink(Identified, Base):
    """A link that signs a person in once, known only by the SHA-256 of its secret.

    `method` is how it reached them: `link` from a command, `e-mail` by a letter they asked for.
    """

    __tablename__ = "sign_in_link"
    __audited__ = Audited("sign-in-link")

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    method: Mapped[str] = mapped_column(String(20))


class SignInWish(Identified, Base):
    """Somebody wished for a link by e-mail: the address as it was typed, whether anybody has it or not.

    `claimed_at` is when somebody began to write the letter; the row goes when it left, or nobody has the address.
    """

    __tablename__ = "sign_in_wish"

    address: Mapped[str] = mapped_column(String(MAX_ADDRESS))
    at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]


class BrowserSession(Identified, Base):
    """A browser that is signed in, known only by the SHA-256 of its cookie.

    `method` is how somebody came in (`link`, `e-mail`, `passkey`, or `sso`), `agent` what the browser calls itself.
    `issuer` and `issuer_session` say which session of an identity provider it follows, where there is one.
    """

    __tablename__ = "browser_session"
    __table_args__ = (Index("ix_browser_session_issuer_issuer_session", "issuer", "issuer_session"),)
    __audited__ = Audited("session", leaves_out=("last_seen_at",))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    method: Mapped[str] = mapped_column(String(20))
    agent: Mapped[str] = mapped_column(String(MAX_AGENT))
    issuer: Mapped[str | None] = mapped_column(String(300))
    issuer_session: Mapped[str | None] = mapped_column(String(300))


class UploadHeader(Base):
    """How somebody's files of one kind and header are read; `key` is the SHA-256 of the header in plain words."""

    __tablename__ = "upload_header"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime]
