"""Changes of a session: a table of which are allowed from which status, and by whom; pure, and all that decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

SessionPart = Literal["coach", "rep"]
# The one of the two who didn't make the proposal as it stands is asked.
By = Literal["coach", "rep", "asked"]
ChangeName = Literal["accept", "move", "edit", "hold", "miss", "cancel", "reopen"]

COACH: frozenset[By] = frozenset({"coach"})
BOTH: frozenset[By] = frozenset({"coach", "rep"})
ASKED: frozenset[By] = frozenset({"asked"})
OPEN = ("proposed", "accepted")


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """One change: who may make it from which status, and to which one it leads; None leaves the status as it is.

    `event` is the kind of the event that is kept of it. Calendars hear of it where `is_heard`. One that is `only_after`
    can't be made before the session was to begin.
    """

    event: str
    by: Mapping[str, frozenset[By]]
    to: str | None
    is_heard: bool = True
    only_after: bool = False


# A proposal that somebody moves is theirs from then on, and the other is asked; an accepted session stays accepted. To
# decline is to cancel. What never was agreed can't be missed, but may have been held; who missed it, either may say.
CHANGES: dict[ChangeName, ChangeRule] = {
    "accept": ChangeRule("accepted", {"proposed": ASKED}, "accepted"),
    "move": ChangeRule("moved", dict.fromkeys(OPEN, BOTH), None),
    "edit": ChangeRule("changed", dict.fromkeys(OPEN, BOTH), None),
    "hold": ChangeRule("held", dict.fromkeys((*OPEN, "missed"), COACH), "held", is_heard=False),
    "miss": ChangeRule("missed", {"accepted": BOTH}, "missed", is_heard=False, only_after=True),
    "cancel": ChangeRule("cancelled", dict.fromkeys(OPEN, BOTH), "cancelled"),
    "reopen": ChangeRule("reopened", {"held": COACH, "missed": BOTH}, "accepted", is_heard=False),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """How a session looks to one of its two people: who they are in it, and whether they are asked to accept it."""

    status: str
    part: SessionPart
    is_asked: bool
    has_begun: bool


def refusal_of(name: ChangeName, seat: Seat) -> Literal["status", "part", "early"] | None:
    """Return why a change can't be made: the status allows it to nobody, or not to them, or not yet; None if it can."""
    change = CHANGES[name]
    by = change.by.get(seat.status)
    if by is None:
        return "status"
    if seat.part not in by and not ("asked" in by and seat.is_asked):
        return "part"
    return "early" if change.only_after and not seat.has_begun else None


def allowed_changes(seat: Seat) -> list[ChangeName]:
    """Return the changes that somebody may make now, in the order of the table."""
    return [name for name in CHANGES if refusal_of(name, seat) is None]
