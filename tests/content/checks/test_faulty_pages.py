"""Every kind of faulty page that we know, in one library: each is named, and nothing else suffers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.checks.formats import FORMATS
from content.library import Library, read_library
from content.problem import LibraryProblem
from support.checking import USUAL, check
from support.faults import FAULTS, Fault, Made, fill_with_faults


@dataclass(frozen=True)
class Faulty:
    """A library with a page of every kind, what is said of it, also as codes by path, and what was made."""

    library: Library
    problems: list[LibraryProblem]
    codes: dict[str, list[str]]
    made: list[tuple[Fault, Made]]

    def said_of(self, made: Made) -> list[str]:
        """Return the codes of what is said of a file, and of the folders that hold it."""
        return [code for path, codes in self.codes.items() if made.is_named(path) for code in codes]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Faulty:
    """Make, read and check it."""
    folder: Path = tmp_path_factory.mktemp("faulty") / "library"
    made = fill_with_faults(folder, iter(FAULTS), seed=11)
    codes = defaultdict[str, list[str]](list)
    problems = check(folder)
    for problem in problems:
        codes[problem.path].append(problem.code)
    return Faulty(read_library(folder), problems, codes, made)


def test_a_check_names_every_fault(faulty: Faulty) -> None:
    """By its own file and a code of its kind."""
    said = {fault.kind: (fault.codes, set(faulty.said_of(made))) for fault, made in faulty.made if fault.codes}
    assert {kind: found for kind, (codes, found) in said.items() if not codes & found} == {}


def test_what_is_only_odd_is_read_without_a_word(faulty: Faulty) -> None:
    """An author must not be sent after what does no harm."""
    odd = [(fault.kind, made) for fault, made in faulty.made if not fault.codes]
    assert {kind: found for kind, made in odd if (found := set(faulty.said_of(made)) - USUAL)} == {}
    assert {made.path for _, made in odd} <= set(faulty.library.by_path)


def test_a_name_that_nothing_can_have_is_one_line_and_no_page(faulty: Faulty) -> None:
    """Everything that shows pages can rely on their paths."""
    named = [made for fault, made in faulty.made if "file-name" in fault.codes]
    assert [faulty.said_of(made) for made in named] == [["file-name"]] * len(named)
    assert all(len(path.encode("utf-8")) <= 1000 for path in (*faulty.library.entries, *faulty.library.files))


@pytest.mark.parametrize("form", FORMATS)
def test_the_problems_can_be_written_in_every_format(faulty: Faulty, form: str) -> None:
    """As UTF-8, whatever the files are called."""
    assert FORMATS[form](faulty.problems).encode("utf-8")
