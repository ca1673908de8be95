"""Rules that a library switches off for a folder, each with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.checks.run import Known, check
from content.library import read_library
from support.checking import TODAY, told, write
from support.factories import write_good_page

REASON = "kept for the record; nothing links there any more"


def switch(folder: Path, *lines: str) -> None:
    """Write a taxonomy that switches rules off."""
    write(folder, "taxonomy.yml", "checks_off:\n" + "".join(f"  - {{{line}}}\n" for line in lines))


def write_broken(folder: Path) -> None:
    """Write a page with a broken link in each of two folders."""
    for name in ("archive/old", "archives", "archive"):
        write_good_page(folder, f"{name}/a.md", "[x](gone.md)\n", title=name)


@pytest.mark.parametrize("written", ["archive/", "/archive/", "./archive"])
def test_a_rule_is_off_in_its_folder_and_on_elsewhere(tmp_path: Path, written: str) -> None:
    """Below it too, and not in one whose name begins alike; other rules stay on."""
    write_broken(tmp_path)
    switch(tmp_path, f"rule: broken-link, folder: {written}, reason: {REASON}")
    assert [path for path, *_ in told(tmp_path, "broken-link")] == ["archives/a.md"]
    assert len(told(tmp_path, "orphan")) == 3


def test_what_is_off_is_found_with_its_reason(tmp_path: Path) -> None:
    """In the order of the others."""
    write_broken(tmp_path)
    switch(tmp_path, f"rule: broken-link, folder: archive, reason: {REASON}")
    found = check(read_library(tmp_path), known=Known(today=TODAY))
    assert [(problem.path, reason) for problem, reason in found.switched_off] == [
        ("archive/a.md", REASON),
        ("archive/old/a.md", REASON),
    ]


def test_a_rule_can_be_off_everywhere(tmp_path: Path) -> None:
    """In the folder that is the library."""
    write_broken(tmp_path)
    switch(tmp_path, "rule: orphan, folder: ., reason: we search", "rule: broken-link, folder: archives, reason: old")
    assert told(tmp_path, "orphan") == []
    assert len(told(tmp_path, "broken-link")) == 2


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("rule: broken-lnk, folder: archive, reason: x", "did you mean `broken-link`"),
        ("rule: nothing of the kind, folder: archive, reason: x", "there is no rule"),
        ("rule: broken-link, folder: archive", "say `reason`"),
        ("rule: broken-link, folder: archive, reason: ' '", "say `reason`"),
        ("rule: broken-link, reason: x", "say `folder`"),
        ("folder: archive, reason: x", "say `rule`"),
        ("rule: broken-link, folder: archiv, reason: x", "no folder `archiv`"),
        ("rule: broken-link, folder: archive/a.md, reason: x", "no folder"),
        ("rule: broken-link, folder: ../.., reason: x", "no folder"),
        ("rule: broken-link, folder: /, reason: x", "no folder"),
        ("rule: broken-link, folder: archive, reason: x, until: 2027", "nothing else"),
        ("rule: [broken-link], folder: archive, reason: x", "there is no rule"),
        ("rule: taxonomy, folder: ., reason: x", "can't be switched off"),
    ],
)
def test_a_switch_that_can_not_be_read_is_a_problem_and_switches_nothing(tmp_path: Path, line: str, says: str) -> None:
    """On its line; the next one counts."""
    write_broken(tmp_path)
    switch(tmp_path, line, "rule: orphan, folder: archive, reason: old")
    (problem,) = [problem for problem in read_library(tmp_path).page_problems if problem.code == "taxonomy"]
    assert (problem.path, problem.line) == ("taxonomy.yml", 2)
    assert says in problem.message
    assert len(told(tmp_path, "broken-link")) == 3
    assert len(told(tmp_path, "orphan")) == 1


@pytest.mark.parametrize("value", ["all", "{rule: orphan}", "[orphan]", "[[orphan]]", "3", "[{1: 2}]"])
def test_a_list_of_switches_that_is_none_is_a_problem(tmp_path: Path, value: str) -> None:
    """It says what belongs there."""
    write_broken(tmp_path)
    write(tmp_path, "taxonomy.yml", f"checks_off: {value}\n")
    assert [problem.code for problem in read_library(tmp_path).page_problems] == ["taxonomy"]
