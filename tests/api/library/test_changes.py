"""What a commit changed in a page: its authors see all of it, others what they may see of the page on both sides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from content.history import refresh_history
from content.library import read_library
from content.search import EVERYTHING, PARTNER_SIGHT, STAFF_SIGHT, update_index
from support.acting import problem_of
from support.checking import Repository
from support.factories import PREFIX, Cast, Player, fill, write_good_page, write_page

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = "Margins are thin"
QUIZ = f"# Check\n\n## What is true?\n\n- [x] {SECRET}\n- [ ] They aren't\n"
HIDDEN: dict[str, dict[str, str]] = {
    "a draft": {"status": "draft"},
    "an archived page": {"status": "archived"},
    "a status that isn't one": {"status": "secret"},
    "a quiz": {"type": "quiz", "pass_mark": "80"},
}


class Desk:
    """A repository of pages, an app over it, and what its people see of a page's change."""

    def __init__(self, app: Flask, folder: Path) -> None:
        """Begin with a page that nobody changes."""
        self.app, self.cast = app, fill(app)
        self.folder = folder
        self.repository = Repository(folder, author="Zoë Ż")
        write_good_page(folder, "other.md", "# Other\n\nOld.\n")
        self.repository.commit("First", at=NOON)

    def commit(self, subject: str = "Change") -> None:
        """Commit what was written, and let the app know."""
        self.repository.commit(subject, at=NOON)
        config = self.app.extensions["repertoire"].config
        update_index(read_library(self.folder), config.index_dir)
        refresh_history(self.folder, config.data_dir)

    def write(self, body: str, path: str = "page.md", **fields: str) -> None:
        """Write a page that is called `page`."""
        write_good_page(self.folder, path, body, **{"id": "page", **fields})


@pytest.fixture
def desk(make_app: Callable[..., Flask], tmp_path: Path) -> Desk:
    """A library in git."""
    return Desk(make_app(is_indexed=False, content_dir=tmp_path / "library"), tmp_path / "library")


def _change(player: Player) -> dict[str, Any]:
    found: dict[str, Any] = player.get("/content/page/last-change").get_json()["last_change"]
    assert player.get("/content/page").get_json()["last_change"] == found
    return found


def _patch(player: Player) -> str:
    """Return what the link of a change leads to."""
    answer = player.get(_change(player)["diff_url"].removeprefix(PREFIX))
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    return answer.get_data(as_text=True)


def _sees_none(cast: Cast) -> bool:
    """Tell whether reps and managers get neither the change nor a link, and nothing of it anywhere."""
    for player in (cast.ada, cast.max):
        assert _change(player)["diff_url"] is None
        answer = player.get("/content/page/last-change.patch")
        assert "no change of `page.md` that you may see" in problem_of(answer, 404)["detail"]
    return True


@pytest.mark.parametrize("before", HIDDEN.values(), ids=HIDDEN)
def test_what_a_page_was_before_it_could_be_seen_is_shown_to_authors_alone(desk: Desk, before: dict[str, str]) -> None:
    """Neither the answers of what was a quiz nor the words of a draft."""
    desk.write(QUIZ, **before)
    desk.commit()
    desk.write("# Page\n\nFor everybody.\n", type="guide")
    desk.commit("Publish")
    assert _sees_none(desk.cast)
    for player in (desk.cast.mara, desk.cast.nadia):
        assert SECRET in _patch(player)


def test_what_a_page_will_be_is_shown_to_authors_alone(desk: Desk) -> None:
    """What was committed and isn't what lies in the folder, as while somebody writes."""
    desk.write("# Page\n\nFor everybody.\n")
    desk.commit()
    desk.write(QUIZ, status="draft")
    desk.repository.commit(at=NOON)
    desk.write("# Page\n\nFor everybody.\n")
    config = desk.app.extensions["repertoire"].config
    update_index(read_library(desk.folder), config.index_dir)
    refresh_history(desk.folder, config.data_dir)
    assert _sees_none(desk.cast)
    assert SECRET in _patch(desk.cast.mara)


@pytest.mark.parametrize(
    "text", [f"---\nstatus: [\n---\n{SECRET}\n", f"# Binary\n\0{SECRET}\n"], ids=["torn", "binary"]
)
def test_what_can_not_be_read_is_shown_to_authors_alone(desk: Desk, text: str) -> None:
    """Nobody knows who might see it."""
    (desk.folder / "page.md").write_text(text, encoding="utf-8")
    desk.repository.commit(at=NOON)
    desk.write("# Page\n\nFor everybody.\n")
    desk.commit()
    assert _sees_none(desk.cast)


def test_others_see_what_they_read_of_it(desk: Desk) -> None:
    """Its words and what it says of itself; a comment is for authors, whatever git is told of colours."""
    hidden = f"<!-- {SECRET} -->\n\n[//]: # ({SECRET})\n"
    desk.write(f"# Page\n\n{hidden}\nOld *words*.\n\nThese stay.\n", owner="ivo@x.example", reviewed="2026-03-02")
    desk.commit()
    desk.write(
        "# Page\n\n<!-- Really -->\n\nNew *words*.\n\nThese stay.\n", owner="zoe@x.example", reviewed="2026-04-03"
    )
    desk.repository.git("config", "color.ui", "always")
    desk.repository.git("config", "diff.suppressBlankEmpty", "true")
    desk.commit()
    found = _patch(desk.cast.ada)
    lines = found.splitlines()
    assert lines[:2] == ["--- a/page.md", "+++ b/page.md"]
    assert {"-Owner: ivo@x.example", "+Owner: zoe@x.example", "-Reviewed: 2 Mar 2026", "+Reviewed: 3 Apr 2026"} <= {
        *lines
    }
    assert {"-Old words.", "+New words.", " These stay."} <= {*lines}
    assert SECRET not in found
    assert "Really" not in found
    assert f"-<!-- {SECRET} -->" in _patch(desk.cast.mara)


def test_a_new_page_is_all_new(desk: Desk) -> None:
    """Also one that was moved from where a draft lay: what it was there isn't shown."""
    desk.write(QUIZ, path="drafts/page.md", status="draft")
    desk.commit()
    (desk.folder / "drafts/page.md").unlink()
    desk.write(QUIZ.replace(SECRET, "Everything"))
    desk.commit("Move")
    assert "+Page\n" not in _patch(desk.cast.ada)
    assert "+Check\n" in _patch(desk.cast.ada)
    for player in (desk.cast.ada, desk.cast.mara):
        assert SECRET not in _patch(player)


def test_of_a_commit_only_the_pages_part_is_told(desk: Desk) -> None:
    """Others' pages aren't in it, and its subject and its address in the repository are for authors and admins."""
    desk.write("# Page\n\nOld.\n")
    write_page(desk.folder, "plan.md", f"# Plan\n\n{SECRET}\n", status="draft", title="Plan")
    desk.repository.git("remote", "add", "origin", "https://git.example/team/library.git")
    desk.commit()
    desk.write("# Page\n\nNew.\n")
    write_page(desk.folder, "plan.md", "# Plan\n\nGone.\n", status="draft", title="Plan")
    desk.commit("Take the plan of layoffs back, mend a page")
    for player in (desk.cast.ada, desk.cast.max):
        change = _change(player)
        assert (change["subject"], change["author"]) == (None, "Zoë Ż")
        assert "+New." in _patch(player)
        assert "plan" not in _patch(player).lower()
    for player in (desk.cast.mara, desk.cast.nadia):
        change = _change(player)
        assert change["subject"] == "Take the plan of layoffs back, mend a page"
        assert change["diff_url"] == f"https://git.example/team/library/commit/{change['commit']}"
        assert "plan" not in player.get("/content/page/last-change.patch").get_data(as_text=True).lower()


def test_who_may_see_a_side_may_see_such_a_page(desk: Desk) -> None:
    """One rule for the library as it is and for how it was."""
    for status in ("approved", "draft", "archived"):
        for audience in ("internal", "partner", "customer"):
            for kind in ("guide", "quiz"):
                name = f"{kind}-{status}-{audience}"
                write_good_page(desk.folder, f"{name}.md", type=kind, status=status, audience=audience)
    desk.commit()
    search = desk.app.extensions["repertoire"].search
    entries = search.generation().entries
    assert len(entries) == 19
    for sight in (EVERYTHING, STAFF_SIGHT, PARTNER_SIGHT):
        for page in entries:
            shows = sight.shows(type=page.type, status=page.status, audience=page.audience)
            assert shows == (search.entry(page.id, sight=sight) is not None), (sight, page.id)
