"""`repertoire check` as authors and their pull requests run it: what is listed, how, and the exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from support.checking import FRONT_LINES, Repository
from support.command import ERRORS, TODAY, WARNING, Check
from support.factories import write_good_page, write_page
from support.waiting import PATIENCE_SECONDS

COMMAND = str(Path(sys.executable).parent / "repertoire")


def test_every_problem_is_a_line_with_its_place(library: Path, check: Check) -> None:
    """Named from where the command runs, so that a click opens it; the sum goes elsewhere."""
    done = check()
    assert done.code == 1
    says = "the link `no.md` leads nowhere: the library has no"
    image = "the image `pic.png` has no text for who can't see it; write `![what it shows](...)`"
    place = f"{FRONT_LINES + 1}:5"
    assert done.out.splitlines() == [
        f"library/guides/a.md:{place}: error broken-link: {says} `guides/no.md`",
        f"library/guides/c.md:{place}: warning missing-alt: {image}",
        f"library/sub/b.md:{place}: error broken-link: {says} `sub/no.md`",
    ]
    assert done.err.splitlines() == ["4 pages, 2 errors, 1 warning"]


@pytest.mark.parametrize(("form", "document"), [("json", "[]"), ("text", ""), ("github", "")])
def test_a_good_library_passes_in_every_format(tmp_path: Path, check: Check, form: str, document: str) -> None:
    """Programs get an empty list, people and logs nothing."""
    write_good_page(tmp_path / "library", "index.md", reviewed=TODAY)
    done = check("--format", form, "--fail-on", "warning")
    assert (done.code, done.out.strip()) == (0, document)


def test_sarif_is_written_with_and_without_problems(library: Path, check: Check) -> None:
    """Code scanning closes what isn't in it any more."""
    assert len(json.loads(check("--format", "sarif").out)["runs"][0]["results"]) == 3
    shutil.rmtree(library)
    write_good_page(library, "index.md", reviewed=TODAY)
    done = check("--format", "sarif")
    assert (done.code, json.loads(done.out)["runs"][0]["results"]) == (0, [])


@pytest.mark.parametrize(
    ("paths", "fail_on", "code"),
    [
        ([], "error", 1),
        ([], "warning", 1),
        ([], "never", 0),
        (["library/guides/c.md"], "error", 0),
        (["library/guides/c.md"], "warning", 1),
        (["library/guides/c.md"], "never", 0),
        (["library/index.md"], "warning", 0),
    ],
)
def test_what_makes_a_check_fail_is_a_choice(
    library: Path, check: Check, paths: list[str], fail_on: str, code: int
) -> None:
    """Errors unless told otherwise; only those that are listed count."""
    assert check(*paths, "--fail-on", fail_on).code == code


def test_what_nobody_should_write_is_one_line_each(tmp_path: Path, check: Check) -> None:
    """A page of 3 MB, links in circles, noise, and names that nobody likes; the good page is still checked."""
    folder = tmp_path / "library"
    write_good_page(folder, 'it\'s "one" цена.md', "[x](no.md)", id="odd", reviewed=TODAY)
    (folder / "big.md").write_bytes(b"text\n" * 600_000)
    (folder / "loop").symlink_to(".", target_is_directory=True)
    (folder / "self.md").symlink_to("self.md")
    (folder / "noise.md").write_bytes(os.urandom(4096) + b"\xff")
    done = check("--format", "json")
    assert done.code == 1
    assert done.found == [
        ("library/big.md", "too-large"),
        ('library/it\'s "one" цена.md', "broken-link"),
        ("library/loop", "symlink"),
        ("library/noise.md", "not-utf-8"),
        ("library/self.md", "symlink"),
    ]


@pytest.mark.parametrize("state", ["no git", "no repository", "no commit", "broken", "below"])
def test_whatever_git_says_the_check_runs(library: Path, tmp_path: Path, check: Check, state: str) -> None:
    """Without git, outside a repository, before the first commit, with a broken one, in a folder of one."""
    if state != "no repository":
        repository = Repository(tmp_path if state == "below" else library)
        if state != "no commit":
            repository.commit(at="2026-03-02T09:00:00Z")
        if state == "broken":
            (library / ".git" / "HEAD").write_text("nonsense", encoding="utf-8")
    done = check("--format", "json", **({"PATH": str(tmp_path)} if state == "no git" else {}))
    assert (done.code, done.found) == (1, [ERRORS[0], WARNING, ERRORS[1]])


def test_a_translation_left_behind_is_told_by_git(tmp_path: Path, check: Check) -> None:
    """As the repository's history has it, until somebody has reviewed the translation since."""
    folder = tmp_path / "library"
    repository = Repository(tmp_path)
    pl = {
        "translation_of": "en",
        "language": "pl",
        "title": "Cena",
        "reviewed": "2026-03-01",
        "review_every": "20 years",
    }
    write_good_page(folder, "pl.md", **pl)
    write_good_page(folder, "en.md", reviewed=TODAY)
    repository.commit(at="2026-03-02T09:00:00Z")
    write_good_page(folder, "en.md", "new text", reviewed=TODAY)
    repository.commit(at="2026-03-05T09:00:00Z")
    (item,) = check("--format", "json").items
    assert (item["path"], item["code"], item["line"]) == ("library/pl.md", "stale-translation", FRONT_LINES)
    assert "changed on 2026-03-05, this page on 2026-03-02" in item["message"]
    write_good_page(folder, "pl.md", **{**pl, "reviewed": "2026-03-05"})
    assert check("--format", "json").items == []


def test_owners_are_looked_up_in_the_directory_when_asked(tmp_path: Path, check: Check) -> None:
    """Whatever the case of their letters; else nobody is missed."""
    data = {"DATA_DIR": str(tmp_path / "data"), "CONTENT_DIR": "library"}
    folder = tmp_path / "library"
    write_good_page(folder, "a.md", owner="Mara@Brightwharf.Example", reviewed=TODAY)
    write_good_page(folder, "b.md", owner="gone@brightwharf.example", reviewed=TODAY)
    added = ["person", "add", "mara@brightwharf.example", "--name", "Mara", "--role", "author"]
    assert CliRunner().invoke(main, added, env=data).exit_code == 0
    done = check("--directory", "--format", "json")
    assert (done.code, done.found) == (1, [("library/b.md", "unknown-owner")])
    assert check("--format", "json").found == []


def test_the_second_check_is_the_same_as_the_first(library: Path, tmp_path: Path, check: Check) -> None:
    """What was kept lies in the person's own folder, not in the library; a damaged file is no matter."""
    before = sorted(library.rglob("*"))
    first = check()
    assert check() == first
    (kept,) = (tmp_path / "kept").rglob("checked.json")
    kept.write_bytes(b"\xff")
    assert check() == first
    assert sorted(library.rglob("*")) == before


def test_where_nothing_can_be_kept_the_check_runs(library: Path, check: Check) -> None:
    """A home that nobody may write to."""
    assert check(XDG_CACHE_HOME="/proc/nothing").code == 1


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    """`repertoire check | head` ends when it has read enough."""
    for number in range(300):
        write_page(tmp_path / "library", f"{number}.md", "# T\n\n[x](no.md)\n" * 10)
    environ = {**os.environ, "CONTENT_DIR": str(tmp_path / "library"), "XDG_CACHE_HOME": str(tmp_path / "kept")}
    line = f"{COMMAND} check --fail-on never | head -n 1"
    done = subprocess.run(
        ["bash", "-c", line], env=environ, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True
    )
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_what_is_switched_off_is_counted_and_fails_nothing(library: Path, check: Check) -> None:
    """In the sum, for the files that are asked for; in SARIF it is listed as suppressed."""
    switches = [f"  - {{rule: broken-link, folder: {name}, reason: being moved}}\n" for name in ("guides", "sub")]
    (library / "taxonomy.yml").write_text("checks_off:\n" + "".join(switches), encoding="utf-8")
    done = check()
    assert (done.code, done.err.splitlines()) == (0, ["4 pages, 0 errors, 1 warning; 2 switched off in taxonomy.yml"])
    assert "broken-link" not in done.out
    assert check("library/sub").err.splitlines() == ["4 pages, 0 errors, 0 warnings; 1 switched off in taxonomy.yml"]
    results = json.loads(check("--format", "sarif").out)["runs"][0]["results"]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    off = [uri for uri, result in zip(uris, results, strict=True) if "suppressions" in result]
    assert off == ["library/guides/a.md", "library/sub/b.md"]
