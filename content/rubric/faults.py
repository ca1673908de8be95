"""Faults: what contradicts itself in a rubric, so that nobody can be scored by it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from content.fields.front_matter import KeyPath
from content.fields.items import CapFields, CriterionFields
from content.fields.models import RubricFields
from content.fields.values import Points
from content.rubric.counting import ids_of, most_points, of_total


@dataclass(frozen=True)
class RubricFault:
    """What contradicts itself in a rubric: the field, the rule that it breaks, and what to change."""

    where: KeyPath
    code: str
    message: str


def faults_of(fields: RubricFields) -> Iterator[RubricFault]:
    """Yield what contradicts itself in a rubric."""
    ids = ids_of(fields)
    for at, id_ in enumerate(ids):
        if id_ in ids[:at]:
            where: KeyPath = ("criteria", at, "id" if fields.criteria[at].id else "name")
            yield RubricFault(
                where, "double-criterion", f"two criteria have the id `{id_}`; give each an `id` of its own"
            )
    by_id, total = dict(zip(ids, fields.criteria, strict=True)), most_points(fields)
    yield from _faults_of_pass(fields, by_id, total)
    yield from _faults_of_caps(fields, by_id, total)


def _faults_of_pass(fields: RubricFields, by_id: Mapping[str, CriterionFields], total: float) -> Iterator[RubricFault]:
    passes = fields.passes
    if passes is None:
        return
    if passes.points and (message := _wrong_points(passes.points, total)):
        yield RubricFault(("passes", "points"), "rubric-pass", message)
    elif passes.points and of_total(passes.points, total) > total:
        message = f"nobody can pass: {passes.points.number:g} points are asked for, and there are {total:g} at most"
        yield RubricFault(("passes", "points"), "rubric-pass", message)
    if isinstance(passes.levels, int):
        most = min((len(part.levels) for part in by_id.values() if part.kind == "level"), default=0)
        if passes.levels > most:
            message = f"nobody can pass: level {passes.levels} is asked of criteria that have {most}"
            yield RubricFault(("passes", "levels"), "rubric-pass", message)
        return
    for id_, level in (passes.levels or {}).items():
        part = by_id.get(id_)
        if part is None or part.kind != "level":
            why = "which doesn't exist" if part is None else f"which is of kind `{part.kind}` and has no levels"
            message = f"`levels` names the criterion `{id_}`, {why}; {_choose_from(by_id)}"
            yield RubricFault(("passes", "levels", id_), "rubric-pass", message)
        elif level > len(part.levels):
            message = f"nobody can pass: level {level} is asked of `{id_}`, which has {len(part.levels)}"
            yield RubricFault(("passes", "levels", id_), "rubric-pass", message)


def _faults_of_caps(fields: RubricFields, by_id: Mapping[str, CriterionFields], total: float) -> Iterator[RubricFault]:
    for at, cap in enumerate(fields.caps):
        part = by_id.get(cap.criterion)
        if part is None:
            message = f"a cap names the criterion `{cap.criterion}`, which doesn't exist; {_choose_from(by_id)}"
            yield RubricFault(("caps", at, "criterion"), "rubric-cap", message)
            continue
        if message := _wrong_answer(part, cap):
            yield RubricFault(("caps", at, "when"), "rubric-cap", message)
        if message := _wrong_points(cap.points, total):
            yield RubricFault(("caps", at, "points"), "rubric-cap", message)
        elif of_total(cap.points, total) >= total:
            message = f"a cap at {cap.points.number:g} changes nothing: there are {total:g} points at most"
            yield RubricFault(("caps", at, "points"), "rubric-cap", message)


def _wrong_points(points: Points, total: float) -> str:
    """Say what is wrong with points that a rubric names; nothing where they fit it."""
    if not total:
        return "no criterion earns points here; give `good` or `points` to one, or remove this"
    if points.of is not None and not points.is_share and not math.isclose(points.of, total):
        return f"there are {total:g} points at most, not {points.of:g}; write `{points.number:g} of {total:g}`"
    return ""


def _wrong_answer(part: CriterionFields, cap: CapFields) -> str:
    """Say what is wrong with the answer that a cap waits for; nothing where it can be given."""
    if part.kind == "level" and not (cap.when.isdecimal() and 1 <= int(cap.when) < len(part.levels)):
        return f"`{cap.criterion}` has the levels 1 to {len(part.levels)}; write one below the last"
    if part.kind == "yes-no" and cap.when not in {"yes", "no"}:
        return f"`{cap.criterion}` is answered by `yes` or `no`"
    if part.kind == "choice" and cap.when not in [choice.name for choice in part.choices]:
        return f"`{cap.criterion}` has no choice `{cap.when}`; {_choose_from(choice.name for choice in part.choices)}"
    if part.kind in {"number", "text"}:
        return f"`{cap.criterion}` is of kind `{part.kind}`; a cap waits for a level, for yes or no, or for a choice"
    return ""


def _choose_from(names: Iterable[str]) -> str:
    return "use one of " + ", ".join(f"`{name}`" for name in names)
