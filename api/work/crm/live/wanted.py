"""A CRM as pulls see it: what can be read there, row by row, how long it is waited for, and how it can fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from lms.crm.kinds import KindName
from lms.errors import Conflict

if TYPE_CHECKING:
    from urllib3 import Retry

TIMEOUT_SECONDS = (10.0, 120.0)
"""For a connection, and for an answer."""
_TRY_LATER = (429, 502, 503, 504)

LiveRow = dict[str, Any]


class PullFailedError(Conflict):
    """The CRM can't be read now: it refuses who asks, wants to be left alone, or the connection broke."""


class PartRefusedError(Conflict):
    """One part of the CRM can't be read; the others may be."""


@dataclass(frozen=True)
class Patience:
    """How often a request is tried again, and how many seconds it waits at most, and first, before it is."""

    times: int = 5
    longest: int = 120
    first: float = 1.0

    def retries(self) -> Retry:
        """Return the same for urllib3, which both clients use; what `Retry-After` says counts up to the longest."""
        from urllib3 import Retry

        return Retry(
            self.times,
            status_forcelist=_TRY_LATER,
            allowed_methods=None,  # whatever is asked changes nothing
            backoff_factor=self.first,
            backoff_max=self.longest,
            retry_after_max=self.longest,
            raise_on_status=False,
        )


PATIENCE = Patience()


@dataclass(frozen=True)
class LivePart:
    """What is read at once: how the CRM calls it, the kind of its records, and what all rows say."""

    what: str
    kind: KindName
    given: Mapping[str, str] = field(default_factory=dict)


class LiveCrm(Protocol):
    """A CRM that is read over the network."""

    @property
    def name(self) -> str:
        """What the source of its records is called."""

    def parts(self) -> tuple[LivePart, ...]:
        """Return what can be read, in the order in which it is."""

    def columns(self, part: LivePart) -> tuple[str, ...]:
        """Return the columns of a part, of which some CRMs have fewer than others; raises as `rows` does."""

    def rows(self, part: LivePart, since: datetime | None) -> Iterator[LiveRow]:
        """Yield what changed since a moment, or all, page by page, each row by the names of its columns.

        Raises PullFailedError and PartRefusedError.
        """


def lacking_extra(name: str, extra: str) -> PullFailedError:
    """Return the refusal of a CRM whose client isn't installed."""
    return PullFailedError(f"reading {name} needs the extra `{extra}`; install it with `uv sync --extra {extra}`")
