"""A rubric as plain JSON, to be kept with what was scored by it: old scorecards read as they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.catalogue import Catalogue, Entry
from content.course import NoSuchPageError, read_page
from content.document import Document
from content.fields.items import CriterionFields, PassFields
from content.fields.models import RubricFields
from content.rubric.counting import ids_of, most_of, most_points, of_total
from content.rubric.faults import faults_of


class FaultyRubricError(Exception):
    """A rubric contradicts itself, so that nobody can be scored by it; the message says where."""


def read_paper(catalogue: Catalogue, entry: Entry) -> dict[str, Any]:
    """Read a rubric from its page; raises NoSuchPageError for another page, FaultyRubricError for one of no use."""
    page = read_page(catalogue, entry)
    if not isinstance(page.fields, RubricFields):
        raise NoSuchPageError(f"`{entry.id}` is no rubric any more")
    for fault in faults_of(page.fields):
        raise FaultyRubricError(f"nobody can be scored by this rubric until its author mends it: {fault.message}")
    return paper_of(page)


def paper_of(page: Document) -> dict[str, Any]:
    """Return everything of a rubric by which somebody is scored; only of one without faults."""
    fields = page.fields
    if not isinstance(fields, RubricFields):
        raise TypeError(f"{page.path} is no rubric")
    parts = dict(zip(ids_of(fields), fields.criteria, strict=True))
    own_skill = fields.skills[0] if len(fields.skills) == 1 else None
    total = most_points(fields)
    paper: dict[str, Any] = {"title": page.title, "points": total}
    paper["criteria"] = [_written(id_, part, own_skill) for id_, part in parts.items()]
    if fields.passes is not None:
        paper["passes"] = _written_pass(fields.passes, parts, total)
    paper["caps"] = [
        {
            "criterion": cap.criterion,
            "when": _meant(parts[cap.criterion], cap.when),
            "points": of_total(cap.points, total),
            "because": cap.because,
        }
        for cap in fields.caps
    ]
    return paper


def _written_pass(passes: PassFields, parts: Mapping[str, CriterionFields], total: float) -> dict[str, Any]:
    levels = passes.levels or {}
    if isinstance(levels, int):
        levels = dict.fromkeys((id_ for id_, part in parts.items() if part.kind == "level"), levels)
    points = of_total(passes.points, total) if passes.points else None
    return {"points": points, "levels": levels, "times": passes.times}


def _meant(part: CriterionFields, when: str) -> int | bool | str:
    """Return the answer that a cap waits for as scorecards have it."""
    if part.kind == "level":
        return int(when)
    return when == "yes" if part.kind == "yes-no" else when


def _written(id_: str, part: CriterionFields, skill: str | None) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": id_,
        "name": part.name,
        "kind": part.kind,
        "weight": part.weight,
        "points": most_of(part),
        "skill": part.skill or skill,
        "is_mandatory": part.mandatory,
        "may_be_left_out": part.may_be_left_out,
    }
    if part.kind == "level":
        known["levels"] = list(part.levels)
    if part.kind == "choice":
        known["choices"] = [[choice.name, choice.points] for choice in part.choices]
    if part.kind == "number":
        known |= {"least": part.least, "most": part.most, "unit": part.unit}
    return known | ({"good": part.good} if part.good else {})
