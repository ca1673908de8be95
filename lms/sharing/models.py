"""Tables: links for buyers, what each leads to, plans of steps with them, and what was noted of visits."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Float, ForeignKey, Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified

SECRET_LENGTH = 22


class BuyerLink(Identified, Base):
    """A link that a rep made for a buyer: whoever has its address may open what it leads to, until it ends.

    `secret` is the end of its address: 128 random bits. It is kept as it is, because its rep copies it again, and it
    opens nothing that isn't written for customers. `note` is text without marks; `made_on` is the company's day.
    `passcode` holds a salt and a hash; `wrong_codes` counts those typed since `wrong_since`.
    """

    __tablename__ = "buyer_link"
    __audited__ = Audited(
        "buyer-link",
        whose="rep_id",
        leaves_out=("secret", "note", "wrong_codes", "wrong_since"),
        hides=("passcode",),
    )
    __table_args__ = (Index("ix_buyer_link_rep_id_id", "rep_id", "id"), Index("ix_buyer_link_deal", "deal"))

    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    secret: Mapped[str] = mapped_column(String(SECRET_LENGTH), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str | None] = mapped_column(String(320))
    deal: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(2000))
    made_at: Mapped[datetime]
    made_on: Mapped[date]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    asks_email: Mapped[bool]
    can_download: Mapped[bool]
    has_watermark: Mapped[bool]
    passcode: Mapped[bytes | None] = mapped_column(LargeBinary(48))
    wrong_codes: Mapped[int] = mapped_column(SmallInteger, default=0)
    wrong_since: Mapped[datetime | None]


class LinkItem(Identified, Base):
    """One thing that a link leads to: a page by its id, a file by its path in the library, or a buyer's deck by its id.

    `title` is what it was called when it was added; `removed_at` is when it was taken out of the room.
    """

    __tablename__ = "link_item"
    __audited__ = Audited("buyer-link-item", whose=None, leaves_out=("place",))

    link_id: Mapped[UUID] = mapped_column(ForeignKey("buyer_link.id"), index=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str] = mapped_column(String(10))
    target: Mapped[str] = mapped_column(String(1000))
    title: Mapped[str] = mapped_column(String(300))
    removed_at: Mapped[datetime | None]


class PlanStep(Identified, Base):
    """A step of the plan that a rep and a buyer share; the buyer may tick those that are theirs (`is_buyers`).

    `done_by_id` is empty where the buyer ticked it.
    """

    __tablename__ = "plan_step"

    link_id: Mapped[UUID] = mapped_column(ForeignKey("buyer_link.id"), index=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    text: Mapped[str] = mapped_column(String(300))
    owner: Mapped[str] = mapped_column(String(200))
    is_buyers: Mapped[bool]
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]


class LinkPass(Base):
    """A browser that was let in by what its reader typed: the SHA-256 of its cookie, until a moment."""

    __tablename__ = "link_pass"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    link_id: Mapped[UUID] = mapped_column(ForeignKey("buyer_link.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(320))
    at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class LinkVisit(Base):
    """One visit of a link, by the id that its page was given; `on` is the company's day of `at`.

    `verdict` is buyer, own (somebody of the company), robot (by what it called itself) or unseen (nothing was on any
    screen, which is how scanners of mail visit). `seconds` is how long anything was on screen, `acts` how often
    somebody moved, scrolled or typed. `email` is what was typed, and `is_forwarded` whether it isn't the contact's.
    """

    __tablename__ = "link_visit"
    __table_args__ = (Index("ix_link_visit_link_id_at", "link_id", "at"), Index("ix_link_visit_at", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    link_id: Mapped[UUID] = mapped_column(ForeignKey("buyer_link.id"))
    at: Mapped[datetime]
    on: Mapped[date]
    verdict: Mapped[str] = mapped_column(String(10))
    seconds: Mapped[float] = mapped_column(Float)
    acts: Mapped[int] = mapped_column(default=0)
    email: Mapped[str | None] = mapped_column(String(320))
    is_forwarded: Mapped[bool] = mapped_column(default=False)


class LinkView(Base):
    """How many seconds a part of an item was on screen in one visit: a slide by its number, 0 for a page.

    `load_id` tells apart how often a page was loaded in it, because each counts from nothing.
    """

    __tablename__ = "link_view"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("link_visit.id"), primary_key=True)
    load_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("link_item.id"), primary_key=True)
    part: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    seconds: Mapped[float] = mapped_column(Float)


class LinkDownload(Base):
    """A file that a buyer took: of which item, and in which visit."""

    __tablename__ = "link_download"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("link_visit.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("link_item.id"))
    at: Mapped[datetime]


class LinkTally(Base):
    """What buyers did with a link, summed as it comes in: visits of buyers alone, but for `robots`.

    `robots` are visits of robots, and those of which nothing was ever on a screen. `told_at` is when the rep
    was told of the first.
    """

    __tablename__ = "link_tally"

    link_id: Mapped[UUID] = mapped_column(ForeignKey("buyer_link.id"), primary_key=True)
    opens: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(Float, default=0.0)
    downloads: Mapped[int] = mapped_column(default=0)
    forwarded: Mapped[int] = mapped_column(default=0)
    robots: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime | None] = mapped_column(index=True)
    last_at: Mapped[datetime | None] = mapped_column(index=True)
    told_at: Mapped[datetime | None]


class PartTally(Base):
    """How long buyers had a part of an item on screen, in how many visits."""

    __tablename__ = "part_tally"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("link_item.id"), primary_key=True)
    part: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    visits: Mapped[int]
    seconds: Mapped[float] = mapped_column(Float)
