"""Rubrics as they are kept, and the faults with which nobody can be scored by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.catalogue import FIELDS, Catalogue, Entry, entry_from
from content.course import NoSuchPageError
from content.document import Document
from content.fields.models import RubricFields
from content.library import Library
from content.rubric.counting import ids_of
from content.rubric.faults import faults_of
from content.rubric.paper import FaultyRubricError, paper_of, read_paper
from support.factories import read_text, write_page

CALM = "criteria: [{id: calm, name: Calm, levels: [no, some, yes]}, {id: told, name: Told, kind: yes-no, good: no}]"


def rubric(*fields: str) -> Document:
    """Read a rubric with these lines."""
    return read_text("\n".join(["---", "type: rubric", "title: Calls", *fields, "---", "# Calls", "", "text", ""]))


def faults(*fields: str) -> list[tuple[str, str]]:
    """Return where a rubric contradicts itself, and what is said of it."""
    page = rubric(*fields)
    assert isinstance(page.fields, RubricFields)
    return [(".".join(map(str, fault.where)), fault.message) for fault in faults_of(page.fields)]


def test_a_paper_holds_what_somebody_is_scored_by() -> None:
    """In plain values, with what a criterion doesn't say itself: its skill, and points at most."""
    paper = paper_of(
        rubric(
            CALM,
            "skills: [discovery]",
            "passes: {points: 75 %, levels: 2, times: 2}",
            "caps: [{criterion: told, when: yes, points: 1}, {criterion: calm, when: 1, points: 2 of 4, because: So}]",
        )
    )
    shared = {"weight": 1.0, "skill": "discovery", "is_mandatory": True, "may_be_left_out": True}
    assert paper == {
        "title": "Calls",
        "points": 4.0,
        "criteria": [
            {
                "id": "calm",
                "name": "Calm",
                "kind": "level",
                "points": 3.0,
                "levels": ["no", "some", "yes"],
                **shared,
            },
            {"id": "told", "name": "Told", "kind": "yes-no", "points": 1.0, "good": "no", **shared},
        ],
        "passes": {"points": 3.0, "levels": {"calm": 2}, "times": 2},
        "caps": [
            {"criterion": "told", "when": True, "points": 1.0, "because": None},
            {"criterion": "calm", "when": 1, "points": 2.0, "because": "So"},
        ],
    }


def test_a_criterion_without_a_skill_has_that_of_its_page_only_where_it_is_one() -> None:
    """Of two nobody knows which one it shows."""
    (calm, told) = paper_of(rubric(CALM.replace("good: no", "skill: c"), "skills: [a, b]"))["criteria"]
    assert (calm["skill"], told["skill"]) == (None, "c")


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Opening with the problem", "opening-with-the-problem"),
        ("  Tailoring! ", "tailoring"),
        ("Причина и следствие", "причина-и-следствие"),
        ("課題の確認", "課題の確認"),
        ("???", "criterion-a03b221c"),
        ("x " * 100, None),
    ],
)
def test_a_criterion_without_an_id_has_one_of_its_name_alone(name: str, id_: str | None) -> None:
    """So it stays when others are added or moved; a long name's is cut, and still its own."""
    page = rubric(f"criteria: [{{name: '{name}', levels: [a, b]}}, {{name: '{name}x', levels: [a, b]}}]")
    assert isinstance(page.fields, RubricFields)
    first, second = ids_of(page.fields)
    assert first != second
    assert len(first) <= 100
    assert id_ in {first, None}


@pytest.mark.parametrize(
    ("fields", "where", "says"),
    [
        (
            "criteria: [{name: Calm, levels: [a, b]}, {name: calm, levels: [a, b]}]",
            "criteria.1.name",
            "two criteria have the id `calm`; give each an `id` of its own",
        ),
        (f"{CALM}\npasses: {{points: 5}}", "passes.points", "nobody can pass: 5 points are asked for, and there are 4"),
        (f"{CALM}\npasses: {{points: 120 %}}", "passes.points", "nobody can pass: 120 points are asked for"),
        (f"{CALM}\npasses: {{points: 3 of 28}}", "passes.points", "4 points at most, not 28; write `3 of 4`"),
        (
            f"{CALM}\npasses: {{levels: 4}}",
            "passes.levels",
            "nobody can pass: level 4 is asked of criteria that have 3",
        ),
        (f"{CALM}\npasses: {{levels: {{calm: 4}}}}", "passes.levels.calm", "level 4 is asked of `calm`, which has 3"),
        (
            f"{CALM}\npasses: {{levels: {{calmer: 2}}}}",
            "passes.levels.calmer",
            "which doesn't exist; use one of `calm`",
        ),
        (f"{CALM}\npasses: {{levels: {{told: 2}}}}", "passes.levels.told", "is of kind `yes-no` and has no levels"),
        (f"{CALM}\ncaps: [{{criterion: x, when: 1, points: 1}}]", "caps.0.criterion", "`x`, which doesn't exist"),
        (f"{CALM}\ncaps: [{{criterion: calm, when: 3, points: 1}}]", "caps.0.when", "write one below the last"),
        (f"{CALM}\ncaps: [{{criterion: calm, when: ², points: 1}}]", "caps.0.when", "write one below the last"),
        (f"{CALM}\ncaps: [{{criterion: told, when: never, points: 1}}]", "caps.0.when", "answered by `yes` or `no`"),
        (f"{CALM}\ncaps: [{{criterion: told, when: yes, points: 100 %}}]", "caps.0.points", "changes nothing"),
        (
            "criteria: [{name: Say, kind: text}]\ncaps: [{criterion: say, when: a, points: 1}]",
            "caps.0.when",
            "a cap waits for a level, for yes or no, or for a choice",
        ),
        (
            "criteria: [{name: Say, kind: text}]\npasses: {points: 50 %}",
            "passes.points",
            "no criterion earns points here",
        ),
        (
            (
                "criteria: [{name: W, kind: choice, choices: [{name: a, points: 2}, {name: b}]}]\n"
                "caps: [{criterion: w, when: c, points: 1}]"
            ),
            "caps.0.when",
            "has no choice `c`; use one of `a`, `b`",
        ),
    ],
)
def test_what_contradicts_itself_is_told_with_its_place(fields: str, where: str, says: str) -> None:
    """And what to write instead."""
    found = faults(*fields.split("\n"))
    assert found[0][0] == where
    assert says in found[0][1]


def test_the_rubrics_of_the_sample_library_contradict_themselves_nowhere(library: Library) -> None:
    """What they say in prose stands in their fields: 20 of 28 twice, a promise caps at 13, a 1 in the next step."""
    papers = {page.id: paper_of(page) for page in library.pages if page.type == "rubric"}
    assert papers["rubric-demo"]["passes"] == {"points": 20.0, "levels": {}, "times": 2}
    (cap,) = papers["rubric-demo"]["caps"]
    assert (cap["criterion"], cap["when"], cap["points"]) == ("promise", True, 13.0)
    assert papers["rubric-discovery-call"]["passes"]["levels"] == {"next-step": 2}
    assert {paper["points"] for paper in papers.values()} == {28.0}


def test_nobody_is_scored_by_a_rubric_with_a_fault(tmp_path: Path) -> None:
    """Nor by a page that is none any more."""
    write_page(tmp_path, "a.md", type="rubric", criteria="[{name: Calm, levels: [a, b]}]", passes="{points: 3}")
    catalogue = Catalogue(str(tmp_path), 1, ())
    with pytest.raises(FaultyRubricError, match="until its author mends it: nobody can pass"):
        read_paper(catalogue, _entry("a"))
    write_page(tmp_path, "b.md", type="guide")
    with pytest.raises(NoSuchPageError, match="no rubric any more"):
        read_paper(catalogue, _entry("b"))


def _entry(name: str) -> Entry:
    return entry_from({"id": name, "path": f"{name}.md", "type": "rubric"}.get(field, "") for field in FIELDS)
