"""The exact change that marks a page as reviewed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta
from flask import Flask

from content.library import read_library
from content.search import update_index
from support.acting import in_days, problem_of
from support.factories import Cast, fill, write_good_page, write_page

TODAY = datetime.now(UTC).date()
MARA = "mara@brightwharf.example"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with a library in one of its folders."""
    folder = tmp_path / "a repository"
    pages = folder / "sales content"
    for name, reviewed in (("old", "2020-01-02"), ("new", str(TODAY))):
        write_good_page(
            pages, f"guides/{name} page.md", title=f"The {name} one", id=name, reviewed=reviewed, owner=MARA
        )
    write_page(pages, "guides/list.md", id="list", title="List", reviewed="[2020]", owner=MARA.upper())
    write_good_page(pages, "draft.md", id="draft", status="draft")
    write_good_page(pages, "other.md", id="other", owner="ada@brightwharf.example")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=M", "-c", "user.email=m@x.example", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


@pytest.fixture
def shop(repository: Path, tmp_path: Path, make_app: Callable[..., Flask]) -> Cast:
    """The cast before that library."""
    pages = repository / "sales content"
    app = make_app(is_indexed=False, content_dir=pages, base_url="https://playbook.example/")
    update_index(read_library(pages), app.extensions["repertoire"].config.index_dir)
    return fill(app)


def test_the_commands_do_what_the_answer_says(shop: Cast, repository: Path) -> None:
    """Saved under its name and run at the top of the repository, patch and commands leave the reviewed page behind."""
    answer = shop.mara.get("/content/old/review")
    assert answer.status_code == 200
    told = answer.get_json()
    (repository / told["patch_name"]).write_text(told["patch"], newline="")
    for command in told["commands"]:
        shell = command.replace("git ", "git -c user.name=M -c user.email=m@x.example ", 1)
        subprocess.run(shell, shell=True, cwd=repository, check=True, capture_output=True)
    page = (repository / "sales content" / told["path"]).read_text()
    assert page.split("\n")[told["line"] - 1] == told["after"] == f"reviewed: {TODAY}"
    assert (told["before"], told["review_every"]) == ("reviewed: 2020-01-02", "6 months")
    assert told["verified_until_then"] == str(TODAY + relativedelta(months=6))
    log = subprocess.check_output(["git", "log", "-1", "--format=%s", "--stat"], cwd=repository, text=True)
    assert log.startswith("Review The old one\n")
    assert "1 file changed, 1 insertion(+), 1 deletion(-)" in log


def test_the_day_can_be_given_and_must_have_come(shop: Cast) -> None:
    """A review in the future has not happened."""
    assert shop.nadia.get("/content/old/review?on=2026-01-31").get_json()["after"] == "reviewed: 2026-01-31"
    assert "still to come" in problem_of(shop.nadia.get(f"/content/old/review?on={in_days(1)}"), 409)["detail"]
    problem_of(shop.nadia.get("/content/old/review?on=soon"), 422)


def test_a_page_reviewed_today_has_nothing_to_change(shop: Cast) -> None:
    """The patch is empty."""
    assert shop.mara.get("/content/new/review").get_json()["patch"] == ""


def test_what_an_author_must_change_by_hand_is_said(shop: Cast) -> None:
    """With the line to write."""
    assert f"`reviewed: {TODAY}` by hand" in problem_of(shop.mara.get("/content/list/review"), 409)["detail"]


def test_only_authors_and_admins_get_the_change(shop: Cast) -> None:
    """Theirs is the repository; they see drafts too."""
    for player in (shop.ada, shop.max, shop.paula):
        problem_of(player.get("/content/old/review"), 403)
    assert shop.mara.get("/content/draft/review").status_code == 200
    problem_of(shop.mara.get("/content/nothing/review"), 404)


def test_a_page_that_is_gone_or_became_a_link_is_not_read(shop: Cast, repository: Path) -> None:
    """What lies outside the library is nobody's page."""
    page = repository / "sales content" / "guides" / "old page.md"
    page.unlink()
    problem_of(shop.mara.get("/content/old/review"), 404)
    page.symlink_to(repository / "sales content" / "other.md")
    problem_of(shop.mara.get("/content/old/review"), 404)


def test_a_library_without_a_repository_gives_its_own_paths(shop: Cast, repository: Path) -> None:
    """A server may hold nothing but the files."""
    shutil.rmtree(repository / ".git")
    assert "--- a/guides/old page.md\t\n" in shop.mara.get("/content/old/review").get_json()["patch"]
