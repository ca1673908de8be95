"""The recipes of the manual for pull requests and commits, run as GitHub and pre-commit run them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import PROJECT
from content.library import read_library
from support.checking import QUIET, Repository
from support.factories import write_good_page
from support.waiting import PATIENCE_SECONDS

TODAY = datetime.now(UTC).date().isoformat()
SECTION = (PROJECT / "site" / "manual" / "checks.md").read_text(encoding="utf-8")
SWITCHES, WORKFLOW, HOOKS = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", SECTION, re.DOTALL))
JOB = WORKFLOW["jobs"]["check"]
(HOOK,) = HOOKS["repos"][0]["hooks"]
BAD = "Цены, 100%.md"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Make a repository of content with two good pages, and this project where both recipes look for it."""
    made = Repository(tmp_path / "content")
    write_good_page(made.folder, "index.md", "[x](guides/a.md)", title="Home", reviewed=TODAY)
    write_good_page(made.folder, "guides/a.md", title="A", reviewed=TODAY)
    made.commit(at="2026-03-02T09:00:00Z")
    (made.folder / ".repertoire").symlink_to(PROJECT)
    (tmp_path / "repertoire").symlink_to(PROJECT)
    return made


def break_it(repository: Repository) -> None:
    """Add a page with a broken link on its line 10, and commit it."""
    write_good_page(repository.folder, BAD, "text\n[x](no.md)\n", id="bad", title="Bad", reviewed=TODAY)
    repository.commit(at="2026-03-03T09:00:00Z", paths=[BAD])


def run(repository: Repository, command: list[str], environ: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Run a command in the repository's folder; nothing is fetched, and nothing is kept in the person's home."""
    known = {"UV_NO_SYNC": "1", "UV_OFFLINE": "1", "XDG_CACHE_HOME": str(repository.folder.parent / "kept")}
    given = {**os.environ, **QUIET, **known, **environ}
    folder = repository.folder
    return subprocess.run(
        command, cwd=folder, env=given, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )


def steps(repository: Repository) -> list[subprocess.CompletedProcess[str]]:
    """Run the workflow's own steps as GitHub does, but for the installation of uv."""
    scripts = [step for step in JOB["steps"] if "run" in step and "install uv" not in step["run"]]
    assert len(scripts) == 2
    environs = [{**WORKFLOW.get("env", {}), **JOB.get("env", {}), **step.get("env", {})} for step in scripts]
    commands = [["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]] for step in scripts]
    return [run(repository, command, environ) for command, environ in zip(commands, environs, strict=True)]


def hook(repository: Repository, *changed: str) -> subprocess.CompletedProcess[str] | None:
    """Run the hook on the changed files as pre-commit does, which doesn't call it without any."""
    wanted = [path for path in changed if re.search(HOOK["files"], path)]
    return run(repository, [*shlex.split(HOOK["entry"]), *wanted], {}) if wanted else None


def results(repository: Repository) -> list[dict[str, Any]]:
    """Return the results in the SARIF file that the workflow uploads."""
    (upload,) = [step for step in JOB["steps"] if "upload-sarif" in step.get("uses", "")]
    text = (repository.folder / upload["with"]["sarif_file"]).read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)["runs"][0]["results"]
    return found


def test_a_pull_request_that_breaks_nothing_passes(repository: Repository) -> None:
    """No annotation, and an empty list for code scanning."""
    check, sarif = steps(repository)
    assert (check.returncode, check.stdout) == (0, ""), check.stderr
    assert "2 pages, 0 errors, 0 warnings" in check.stderr
    assert sarif.returncode == 0
    assert results(repository) == []


def test_a_pull_request_that_breaks_something_fails_at_its_line(repository: Repository) -> None:
    """The annotation and the SARIF file name the page as the repository does."""
    break_it(repository)
    write_good_page(repository.folder, "index.md", f"[x](guides/a.md) [y](<{BAD}>)", title="Home", reviewed=TODAY)
    check, sarif = steps(repository)
    assert check.returncode == 1, check.stderr
    place = "file=Цены%2C 100%25.md,line=10,col=5,title=broken-link"
    assert check.stdout == f"::error {place}::the link `no.md` leads nowhere: the library has no `no.md`\n"
    assert sarif.returncode == 0
    (result,) = results(repository)
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%D0%A6%D0%B5%D0%BD%D1%8B%2C%20100%25.md"
    assert place["region"] == {"startLine": 10, "startColumn": 5}


def test_the_workflow_has_the_whole_history_and_may_upload(repository: Repository) -> None:
    """Without either, translations left behind are missed, or the upload is refused."""
    first, second = (step["with"] for step in JOB["steps"] if step.get("uses", "").startswith("actions/checkout@"))
    assert first == {"fetch-depth": 0}
    assert second["path"] == ".repertoire"
    assert WORKFLOW["permissions"]["security-events"] == "write"
    assert all(step.get("if") == "always()" for step in JOB["steps"][-2:])


def test_a_commit_of_good_pages_passes_the_hook(repository: Repository) -> None:
    """Other files don't call it, and broken pages that aren't part of the commit don't stop it."""
    break_it(repository)
    done = hook(repository, "guides/a.md", "index.md", "notes.txt")
    assert done
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert hook(repository, "notes.txt") is None


def test_a_commit_of_a_broken_page_fails_the_hook(repository: Repository) -> None:
    """With the line to mend."""
    break_it(repository)
    done = hook(repository, "guides/a.md", BAD)
    assert done
    assert done.returncode == 1, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if "orphan" not in line]
    assert line.startswith(f"{BAD}:10:5: error broken-link: the link `no.md` leads nowhere")


def test_the_recipes_name_no_host_of_packages_and_no_machine() -> None:
    """They work wherever the reader is."""
    assert not re.search(r"pypi|pythonhosted|/home/|/root/|/work/|/tmp/", SECTION)


def test_the_example_of_a_switch_can_be_used(tmp_path: Path) -> None:
    """In a library that has its folder."""
    write_good_page(tmp_path, f"{SWITCHES['checks_off'][0]['folder']}a.md")
    (tmp_path / "taxonomy.yml").write_text(yaml.safe_dump(SWITCHES), encoding="utf-8")
    library = read_library(tmp_path)
    assert library.page_problems == ()
    assert [switch.rule for switch in library.taxonomy.switches] == ["orphan"]
