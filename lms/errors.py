"""The refusals of this room; the API maps each class to one HTTP status."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - a refusal is no fault
    """A request that the rules refuse; the message says what to change."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        """Keep the name of the field at fault beside the message, where there is one."""
        super().__init__(message)
        self.field = field


class NotFound(Refusal):
    """There is no such thing, or the actor may not know that there is."""


class NotAllowed(Refusal):
    """The actor may see this, but not do that."""


class Conflict(Refusal):
    """What is there already, or the day, speaks against it: at another time, or of another person, it may be right."""


class Invalid(Refusal):
    """A value that can't be accepted, whatever is there: it must be changed."""
