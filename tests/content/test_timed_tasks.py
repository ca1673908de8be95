"""Timed tasks of a library: what they may say, and which page answers one."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.catalogue import Catalogue, entry_of
from content.course import NoSuchPageError
from content.library import read_library
from content.timed_tasks import is_answer, read_sheet, read_sheets
from support.checking import FRONT_LINES, told, unusual
from support.factories import read_with_problems, write_good_page


def tasks(*answers: str) -> str:
    """Return YAML of tasks with these answers."""
    return "".join(f"\n  - id: t{at}\n    ask: Find it\n    answer: {id_}" for at, id_ in enumerate(answers))


def catalogue_of(folder: Path) -> Catalogue:
    """Return the catalogue of a folder."""
    return Catalogue(str(folder), 1, tuple(map(entry_of, read_library(folder).pages)))


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A library of four pages, one of them with a former id and address and a translation."""
    for name in ("a", "b", "c"):
        write_good_page(tmp_path, f"{name}.md", title=f"Page {name}")
    write_good_page(
        tmp_path,
        "prices/now it is.md",
        id="prices",
        title="Prices",
        aliases="[costs]",
        former_addresses="[/old/costs/]",
    )
    write_good_page(tmp_path, "ceny.md", title="Ceny", language="pl", translation_of="prices")
    return tmp_path


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (tasks("a", "b"), "`tasks`: list should have at least 4 items"),
        (tasks("a", "b", "c", "d", "e"), "`tasks`: write an even number of tasks"),
        (tasks("a", "b", "c", "d").replace("t3", "t1"), "two tasks have the id `t1`"),
        (tasks("a", "b", "c", "d").replace("ask: Find it", "ask: ''", 1), "`tasks.0.ask`"),
        (tasks("a", "b", "c", "d d"), "`tasks.3.answer`"),
    ],
)
def test_what_can_not_be_dealt_is_told(written: str, says: str) -> None:
    """Fewer than four, an odd number, an id twice, nothing asked, no id for an answer."""
    _, problems = read_with_problems(f"---\ntype: timed-tasks\ntasks:{written}\n---\n# Tasks\n\ntext\n")
    (problem,) = (problem for problem in problems if problem.severity == "error")
    assert problem.code == "invalid-field"
    assert says in problem.message


def test_answers_that_are_not_there_not_shown_or_twice_are_told(shelf: Path) -> None:
    """Each where it stands; a draft of tasks may name what isn't published yet."""
    write_good_page(shelf, "draft.md", title="Draft", status="draft")
    written = tasks("a", "ghost", "draft", "costs", "prices", "b")
    write_good_page(shelf, "x.md", type="timed-tasks", title="Tasks", tasks=written)
    write_good_page(
        shelf, "y.md", type="timed-tasks", title="Later", status="draft", tasks=tasks("a", "a", "draft", "a")
    )
    line = FRONT_LINES
    assert [(path, where) for path, where, *_ in told(shelf, "unknown-page")] == [("x.md", line + 6)]
    assert [(path, where) for path, where, *_ in told(shelf, "task-answer")] == [
        ("x.md", line + 9),
        ("x.md", line + 15),
    ]
    says = [problem.message for problem in unusual(shelf) if problem.code == "task-answer"]
    assert "`draft`, which readers don't get" in says[0]
    assert "`prices`, as `t3` is" in says[1]


def test_an_answer_is_no_link(shelf: Path) -> None:
    """A page that only a task asks for is an orphan still, and the tasks themselves are none."""
    write_good_page(shelf, "x.md", type="timed-tasks", title="Tasks", tasks=tasks("a", "b", "c", "prices"))
    orphans = {path for path, *_ in told(shelf, "orphan")}
    assert {"a.md", "b.md"} <= orphans
    assert "x.md" not in orphans


@pytest.mark.parametrize(
    "found",
    [
        "prices",
        "costs",
        "ceny",
        "prices/now-it-is/",
        "/prices/now-it-is/?from=1#part",
        "https://sales.example/prices/now-it-is/index.html",
        "old/costs/",
    ],
)
def test_a_page_answers_by_id_address_former_ones_and_translation(shelf: Path, found: str) -> None:
    """Whichever of them a task names, and whichever was found."""
    catalogue = catalogue_of(shelf)
    url = catalogue.by_id["prices"].url
    found = found.replace("prices/now-it-is/", url)
    assert all(is_answer(catalogue, found, answer) for answer in ("prices", "costs", "ceny"))
    assert not is_answer(catalogue, found, "a")


@pytest.mark.parametrize("found", ["", "/", "https://sales.example/", "price", "a/b/c", "nowhere", "%", "?prices"])
def test_anything_else_answers_nothing(shelf: Path, found: str) -> None:
    """Nor does anything answer a task whose page is gone."""
    catalogue = catalogue_of(shelf)
    assert not is_answer(catalogue, found, "prices")
    assert not is_answer(catalogue, "prices", "gone")


def test_only_published_tasks_are_read(shelf: Path) -> None:
    """And of other pages there are none."""
    write_good_page(shelf, "x.md", type="timed-tasks", intro="Find", tasks=tasks("a", "b", "c", "prices"))
    write_good_page(shelf, "y.md", type="timed-tasks", status="draft", tasks=tasks("a", "b", "c", "prices"))
    catalogue = catalogue_of(shelf)
    (sheet,) = read_sheets(catalogue)
    assert (sheet.entry.id, sheet.intro, [task.answer for task in sheet.tasks]) == (
        "x",
        "Find",
        ["a", "b", "c", "prices"],
    )
    for id_ in ("y", "a", "nothing"):
        with pytest.raises(NoSuchPageError):
            read_sheet(catalogue, id_)
