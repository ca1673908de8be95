"""Results kept by a process: the same question to the same figures has the same answer, and is computed once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from lms.keeping import LastAsked
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition

if TYPE_CHECKING:
    from lms.kpis.results import KpiResults

# Of so many KPIs and questions; those that weren't asked for longest make room.
MOST_KEPT = 2_000
# Settings that stay as they are as long as a process lives.
_CONSTANT = ("min_episodes", "onboarding", "ramp_share")


class KeptResults:
    """The results of a process, for all its threads."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._kept: LastAsked[KpiResults] = LastAsked(MOST_KEPT)

    def once(self, asked: KpiQuestion, definition: Definition, make: Callable[[], KpiResults]) -> KpiResults:
        """Return what was made of a question before, or make it; what is told apart is always made anew."""
        return make() if asked.parts is not None else self._kept.once(_key_of(asked, definition), make)


def _key_of(asked: KpiQuestion, definition: Definition) -> Hashable:
    return (
        *(definition, asked.of_what, asked.periods, asked.year_starts),
        tuple(_plain(asked.settings.get(name)) for name in (*_CONSTANT, *definition.settings)),
    )


def _plain(value: Any) -> Hashable:
    """Return a setting as what tells it from another; one that is made when it is asked for, as what it makes."""
    own = value() if callable(value) else value
    return own.key if hasattr(own, "key") else tuple(own) if isinstance(own, list) else own
