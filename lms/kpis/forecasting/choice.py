"""Choice: the method that was nearest before, for each coming period, and why it is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb

from lms.kpis.asked import KpiPeriod
from lms.kpis.forecasting.said import ForecastMethod
from lms.statistics.forecasts.accuracy import MIN_PERIODS

# A method is called nearer than another where a sign test says so.
_RARE = 0.05
# So much of the error must be saved for another method than that of the period before.
_WORTH = 0.1
_TOO_LITTLE = "That is too little to change the method from one period to the next."
Misses = Mapping[KpiPeriod, float]


@dataclass(frozen=True)
class ChosenMethod:
    """The name of the method that is used for a period, None where none has a word on it, and the reason in words."""

    method: str | None
    because: str


def chosen_of(methods: Sequence[ForecastMethod]) -> tuple[ChosenMethod, ...]:
    """Return for each coming period the method with the least error over the past periods that all were tried on.

    They are compared as long as there are 4 such periods, the least that accuracy is said of; else the first method,
    the simplest, is used. From one period to the next the method changes only where it saves a tenth of the error.
    """
    found: list[ChosenMethod] = []
    for ahead in range(len(methods[0].said)):
        found.append(_chosen(methods, ahead, found[-1].method if found else None))
    return tuple(found)


def _chosen(methods: Sequence[ForecastMethod], ahead: int, last: str | None) -> ChosenMethod:
    able = [method for method in methods if method.said[ahead] is not None]
    if not able:
        return ChosenMethod(None, "No method has enough to go by.")
    if len(able) == 1:
        return ChosenMethod(able[0].name, "No other method has enough to go by.")
    tried = [method for method in able if len(method.backtests[ahead].tests) >= MIN_PERIODS]
    if len(tried) == 1:
        others = _listed([f"“{method.title}”" for method in able if method is not tried[0]])
        why = f"It alone could be tried on {MIN_PERIODS} past periods or more"
        return ChosenMethod(tried[0].name, f"{why}; {others} could not.")
    common = _common(tried, ahead)
    came = sum(abs(actual) for actual in common.values())
    if len(common) < MIN_PERIODS or not came:
        why = f"Fewer than {MIN_PERIODS} past periods could be forecast again, so none is known to be better"
        return ChosenMethod(able[0].name, f"{why}; this is the simplest.")
    return _nearest({method: _misses(method, ahead, common) for method in tried}, came, last)


def _common(methods: Sequence[ForecastMethod], ahead: int) -> dict[KpiPeriod, float]:
    """Return what came in the periods that all methods were tried on."""
    came = [{test.period: test.actual for test in method.backtests[ahead].tests} for method in methods]
    return {} if not came else {period: came[0][period] for period in came[0] if all(period in own for own in came)}


def _misses(method: ForecastMethod, ahead: int, common: Misses) -> dict[KpiPeriod, float]:
    tests = method.backtests[ahead].tests
    return {test.period: abs(test.said.value - test.actual) for test in tests if test.period in common}


def _nearest(misses: Mapping[ForecastMethod, Misses], came: float, last: str | None) -> ChosenMethod:
    """Return the method that missed by least, or that of the period before where it isn't much further off."""
    off = {method: sum(own.values()) for method, own in misses.items()}
    best, *others = sorted(off, key=lambda method: off[method])
    kept = next((method for method in others if method.name == last and off[best] > off[method] * (1 - _WORTH)), None)
    used = kept or best
    beside = [method for method in (best, *others) if method is not used]
    shares = {method: f"{own / came * 100:.0f} %" for method, own in off.items()}
    also = _listed([f"“{method.title}” by {shares[method]}" for method in beside])
    why = f"Over the same {len(misses[used])} past periods it was off by {shares[used]} of what came, {also}."
    sure = _TOO_LITTLE if kept else _how_sure(misses[used], misses[beside[0]])
    return ChosenMethod(used.name, f"{why} {sure}")


def _how_sure(own: Misses, other: Misses) -> str:
    """Say in how many periods one was nearer than the next best, and whether chance does that (two-sided sign test)."""
    nearer = sum(own[period] < other[period] for period in own)
    untied = sum(own[period] != other[period] for period in own)
    extreme = max(nearer, untied - nearer)
    chance = min(1.0, 2 * sum(comb(untied, times) for times in range(extreme, untied + 1)) / 2**untied)
    verdict = "more than chance" if chance < _RARE and nearer > untied - nearer else "which may be chance"
    return f"It was nearer than the next best in {nearer} of {len(own)}, {verdict}."


def _listed(texts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))
