"""Names that keep pages from being read, and those that other machines take for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import check, only, told
from support.factories import write_good_page, write_page


def test_pages_that_hidden_names_keep_from_readers_are_one_problem(tmp_path: Path) -> None:
    """With their count and where they lie; what git keeps is none."""
    write_good_page(tmp_path, "index.md")
    for path in (".github/a.md", ".github/deep/b.MD", "guides/__old/c.md", "node_modules/x/README.md", ".d.md"):
        write_page(tmp_path, path, "text")
    for path in (".git/e.md", ".github/f.txt", ".vscode/settings.json"):
        write_page(tmp_path, path, "text")
    problem = only(tmp_path, "hidden")
    assert (problem.path, problem.severity) == (".", "warning")
    assert problem.message == (
        "5 pages aren't read, because hidden names are tools' own: "
        "`.d.md`, `.github`, `guides/__old` and 1 more; rename what is content"
    )


def test_folders_of_tools_alone_are_not_spoken_of(tmp_path: Path) -> None:
    """Nor are those that a link leads to."""
    write_good_page(tmp_path / "library", "index.md")
    write_page(tmp_path, "elsewhere/a.md", "text")
    (tmp_path / "library" / ".vscode").mkdir()
    (tmp_path / "library" / ".linked").symlink_to(tmp_path / "elsewhere")
    assert told(tmp_path / "library", "hidden") == []


@pytest.mark.parametrize("names", [("A.md", "a.md"), ("cafe\u0301.md", "caf\u00e9.md"), ("g/A.MD", "g/a.md")])
def test_names_that_other_machines_take_for_one_are_told(tmp_path: Path, names: tuple[str, str]) -> None:
    """There only one of them would be left."""
    for number, name in enumerate(names):
        write_good_page(tmp_path, name, id=f"p{number}", title=f"P {number}")
    problem = only(tmp_path, "same-name")
    assert problem.path == names[1]
    assert names[0] in problem.message


def test_other_names_that_are_alike_are_no_problem(tmp_path: Path) -> None:
    """All of them are shown."""
    for number, name in enumerate(("a b.md", "a-b.md", "C.md", "C#.md", "x.md", "x/index.md", "x/README.md", "x.mdx")):
        write_good_page(tmp_path, name, id=f"p{number}", title=f"P {number}")
    assert {problem.code for problem in check(tmp_path)} <= {"orphan"}
