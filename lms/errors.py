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
    """It fits its schema, and yet it can't be: it contradicts itself, or the day or what is there already."""


class Invalid(Refusal):
    """A value that fits no schema of ours; who asks by the API is told so before."""


class Elsewhere(Refusal):
    """It lies on another machine of the installation; asked there, or once it is where all read it, it goes well."""


class Unreadable(Refusal):
    """It is there and can't be read just now, and nothing of it is lost; the message says what an admin does."""
