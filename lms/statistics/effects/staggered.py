"""Staggered difference-in-differences: what changed where it began, against who hadn't begun yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.effects.cells import Controls, group_effects, group_sizes, group_time_effects, overall_effect
from lms.statistics.effects.panel import Panel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class GroupTimeEffect:
    """The effect on those first treated in one period, as seen in another; before the start it should be none."""

    first_treated: int
    period: int
    effect: float


@dataclass(frozen=True)
class GroupEffect:
    """The mean effect over the periods since the start, on those first treated in one period."""

    first_treated: int
    effect: float
    units: int


@dataclass(frozen=True)
class EventTimeEffect:
    """The effect so many periods since the start (negative: before), groups weighing by their units."""

    since: int
    effect: float


@dataclass(frozen=True)
class StaggeredEffect:
    """All effects of a panel, and the one over all groups by their units; None where nothing can be compared."""

    overall: float | None
    cells: tuple[GroupTimeEffect, ...]
    groups: tuple[GroupEffect, ...]
    events: tuple[EventTimeEffect, ...]
    units: int
    treated: int

    @property
    def before(self) -> tuple[EventTimeEffect, ...]:
        """The effects before the start, without the base: what isn't near nothing was so before anything began."""
        return tuple(event for event in self.events if event.since < -1)


def staggered_effect(panel: Panel, *, controls: Controls = "not_yet") -> StaggeredEffect:
    """Return what changed after each start (Callaway and Sant'Anna 2021, without covariates).

    The base is the last period before the start for all periods ("universal"), so that effects before it are read
    against the same base as those after; with a varying base only those before would differ.
    """
    import numpy as np

    groups, starts = panel.groups, panel.starts[None, :]
    weights = np.ones(starts.shape)
    effects = group_time_effects(panel.outcomes, starts, weights=weights, groups=groups, controls=controls)
    if not np.isfinite(group_effects(effects, groups)).any():
        return StaggeredEffect(None, (), (), (), len(panel.units), _treated(panel))
    sizes = group_sizes(starts, weights, groups)
    return StaggeredEffect(
        overall=float(overall_effect(effects, groups, sizes)[0]),
        cells=_cells(panel, effects[0]),
        groups=_groups(panel, group_effects(effects, groups)[0], sizes[0]),
        events=_events(panel, effects[0], sizes[0]),
        units=len(panel.units),
        treated=_treated(panel),
    )


def _treated(panel: Panel) -> int:
    return int((panel.starts < len(panel.periods)).sum())


def _cells(panel: Panel, effects: NDArray[np.float64]) -> tuple[GroupTimeEffect, ...]:
    import numpy as np

    return tuple(
        GroupTimeEffect(panel.periods[panel.groups[group]], panel.periods[period], float(effects[group, period]))
        for group, period in np.argwhere(np.isfinite(effects))
    )


def _groups(panel: Panel, effects: NDArray[np.float64], sizes: NDArray[np.float64]) -> tuple[GroupEffect, ...]:
    import numpy as np

    return tuple(
        GroupEffect(panel.periods[start], float(effect), int(size))
        for start, effect, size in zip(panel.groups, effects, sizes, strict=True)
        if np.isfinite(effect)
    )


def _events(panel: Panel, effects: NDArray[np.float64], sizes: NDArray[np.float64]) -> tuple[EventTimeEffect, ...]:
    import numpy as np

    since = np.arange(len(panel.periods)) - panel.groups[:, None]
    weights = np.where(np.isfinite(effects), sizes[:, None], 0.0)
    found = []
    for distance in np.unique(since[weights > 0]):
        here = weights * (since == distance)
        found.append(EventTimeEffect(int(distance), float((here * np.nan_to_num(effects)).sum() / here.sum())))
    return tuple(found)
