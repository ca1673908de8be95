"""The library's pages through the API: lists, sanitised HTML, conditional requests."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from content.library import Library, read_library
from content.search import update_index
from support.acting import PAGE, QUIZ, follow, items_of, problem_of
from support.factories import Cast, Player, fill, write_page

EVIL = """# Evil

<script>alert(1)</script> <img src=x onerror="alert(1)"> <iframe src="https://evil.example"></iframe>

[click](javascript:alert(1)) [data](data:text/html,<script>alert(1)</script>) <a href="JaVaScRiPt:alert(1)">x</a>

![pixel](https://evil.example/pixel.png) <svg onload=alert(1)></svg> <p style="position:fixed" id="account">over</p>

<form action="https://evil.example"><input name=q></form>

[fine](other.md#part) [mail](mailto:a@x.example)
"""
FORBIDDEN = ["<script", "onerror", "onload", "javascript:", "data:", "<iframe", "<svg", "<form", "<input", "style="]
FORBIDDEN += ['src="https:']


@dataclass(frozen=True)
class Shelf:
    """A small library of a test's own, its app and the cast."""

    folder: Path
    app: Flask
    cast: Cast

    @property
    def ada(self) -> Player:
        """Ada."""
        return self.cast.ada

    def index(self) -> None:
        """Bring the index to the state of the folder."""
        update_index(read_library(self.folder), self.app.extensions["repertoire"].config.index_dir)


@pytest.fixture
def shelf(make_app: Callable[..., Flask], tmp_path: Path) -> Shelf:
    """Make a library of three pages, one of them evil."""
    folder = tmp_path / "library"
    write_page(folder, "guides/evil.md", EVIL, id="evil", title="Evil <b>title</b>")
    write_page(folder, "guides/other.md", "# Other\n\n## Part\n\nText.\n", id="other")
    write_page(folder, "guides/draft.md", "# Draft\n", id="draft", status="draft")
    app = make_app(is_indexed=False, content_dir=folder)
    made = Shelf(folder, app, fill(app))
    made.index()
    return made


def test_a_page_is_shown_in_the_markdown_of_its_library(shelf: Shelf) -> None:
    """As the site shows it, also when the library changes it."""
    write_page(shelf.folder, "note.md", "# Note\n\n!!! note\n    One\n\n    Two\n\nH~2~O\n", id="note")
    for dialect, shown in (("mkdocs", "H<sub>2</sub>O"), ("github", "H<del>2</del>O")):
        (shelf.folder / "taxonomy.yml").write_text(f"dialect: {dialect}\n", encoding="utf-8")
        shelf.index()
        assert shown in shelf.ada.get("/content/note").get_json()["html"]


def test_markdown_is_sanitised(shelf: Shelf) -> None:
    """Nothing that runs, looks elsewhere or covers the page survives; links and text do."""
    html = shelf.ada.get("/content/evil").get_json()["html"]
    assert [word for word in FORBIDDEN if word in html.lower()] == []
    assert 'id="account"' not in html
    assert 'href="/guides/other/#part"' in html
    assert 'href="mailto:a@x.example"' in html


def test_a_draft_is_not_there(shelf: Shelf) -> None:
    """Readers get approved pages only."""
    assert {page["id"] for page in items_of(shelf.ada.get("/content"))} == {"evil", "other"}
    problem_of(shelf.ada.get("/content/draft"), 404)


def test_a_page_is_not_sent_again_while_it_is_unchanged(shelf: Shelf) -> None:
    """304 without a body for the same ETag; 200 once an author has changed the page."""
    answer = shelf.ada.get("/content/other")
    kept = {"If-None-Match": answer.headers["ETag"]}
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = shelf.ada.get("/content/other", headers=kept)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == answer.headers["ETag"]
    write_page(shelf.folder, "guides/other.md", "# Other\n\nNew text.\n", id="other")
    shelf.index()
    changed = shelf.ada.get("/content/other", headers=kept)
    assert changed.status_code == 200
    assert "New text." in changed.get_json()["html"]


def test_a_link_follows_its_page_to_another_folder(shelf: Shelf) -> None:
    """The page itself is unchanged, but what it shows isn't: the ETag must differ."""
    before = shelf.ada.get("/content/evil").headers["ETag"]
    write_page(shelf.folder, "guides/elsewhere/other.md", "# Other\n", id="other")
    (shelf.folder / "guides" / "other.md").unlink()
    shelf.index()
    assert shelf.ada.get("/content/evil", headers={"If-None-Match": before}).status_code == 200


HIDDEN = {
    "paula": (
        "internal.md",
        "draft.md",
        "archived.md",
        "quiz.md",
        "folder/",
        "folder",
        "internal",
        "/guides/internal.md",
    ),
    "ada": ("draft.md", "archived.md", "quiz.md", "hidden/", "draft"),
    "mara": ("draft.md", "archived.md", "quiz.md", "hidden/", "draft"),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_link_to_a_hidden_page_looks_like_one_to_no_page(shelf: Shelf, name: str) -> None:
    """Also for authors, who find drafts: the site has none of them."""
    write_page(shelf.folder, "guides/internal.md", "# Internal\n", id="internal")
    write_page(shelf.folder, "guides/folder/index.md", "# Internal too\n", id="folder")
    write_page(
        shelf.folder, "guides/archived.md", "# Archived\n", id="archived", status="archived", audience="customer"
    )
    write_page(shelf.folder, "guides/hidden/README.md", "# Draft\n", id="hidden", status="draft", audience="customer")
    write_page(
        shelf.folder, "guides/quiz.md", "## Q?\n\n- [x] a\n- [ ] b\n", id="quiz", type="quiz", audience="customer"
    )
    links = " ".join(f"[x]({target}#part) ![x]({target})" for target in HIDDEN[name])
    write_page(shelf.folder, "guides/shown.md", f"# Shown\n\n{links}\n", id="shown", audience="customer")
    shelf.index()
    player: Player = getattr(shelf.cast, name)
    before = player.get("/content/shown")
    for path in ("internal.md", "folder/index.md", "archived.md", "hidden/README.md", "quiz.md", "draft.md"):
        (shelf.folder / "guides" / path).unlink()
    shelf.index()
    after = player.get("/content/shown")
    assert before.get_json()["html"] == after.get_json()["html"]
    assert before.headers["ETag"] == after.headers["ETag"]


def test_a_hidden_page_does_not_take_an_old_id_from_a_page_that_is_shown(shelf: Shelf) -> None:
    """Else a partner could tell that it is there; who may see it gets it."""
    write_page(shelf.folder, "guides/other.md", "# Other\n", id="other", aliases="[draft, old]", audience="customer")
    write_page(shelf.folder, "guides/inner.md", "# Inner\n", id="old")
    write_page(shelf.folder, "guides/a.md", "# A\n", id="a", aliases="[older]", status="draft", audience="customer")
    write_page(shelf.folder, "guides/z.md", "# Z\n", id="z", aliases="[older]", audience="customer")
    shelf.index()
    expected = {"paula": ("other", "other", "z"), "ada": ("other", "old", "z"), "mara": ("draft", "old", "a")}
    for name, ids in expected.items():
        player: Player = getattr(shelf.cast, name)
        assert tuple(player.get(f"/content/{id_}").get_json()["id"] for id_ in ("draft", "old", "older")) == ids


def test_a_page_that_was_just_removed_is_404(shelf: Shelf) -> None:
    """The index may be behind the folder for a moment; that is no error of ours."""
    (shelf.folder / "guides" / "other.md").unlink()
    problem_of(shelf.ada.get("/content/other"), 404)


def test_a_page_replaced_by_a_link_out_of_the_library_is_404(shelf: Shelf) -> None:
    """A symbolic link must not show a file of the server."""
    page = shelf.folder / "guides" / "other.md"
    page.unlink()
    secret = write_page(shelf.folder.parent, "secret.md", "# Secret\n", id="other")
    page.symlink_to(secret)
    problem_of(shelf.ada.get("/content/other"), 404)


def test_a_page_is_found_by_an_id_that_it_had_before(shelf: Shelf) -> None:
    """A link that somebody keeps goes on working; the answer names the page by its id of today."""
    write_page(shelf.folder, "guides/other.md", "# Other\n\n## Part\n", id="other", aliases="[old-name, evil]")
    write_page(shelf.folder, "guides/draft.md", "# Draft\n", id="draft", status="draft", aliases="[secret]")
    shelf.index()
    answer = shelf.ada.get("/content/old-name")
    assert (answer.status_code, answer.get_json()["id"]) == (200, "other")
    assert answer.get_json() == shelf.ada.get("/content/other").get_json()
    assert shelf.ada.get("/content/evil").get_json()["id"] == "evil"
    problem_of(shelf.ada.get("/content/secret"), 404)
    again = shelf.ada.get("/content/old-name", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    write_page(shelf.folder, "guides/other.md", "# Other\n\n## Part\n", id="other")
    shelf.index()
    problem_of(shelf.ada.get("/content/old-name"), 404)


@pytest.mark.parametrize("page_id", ["..%2f..%2fconfig.py", "%2e%2e", "other%00", "guides%2fother.md", "a" * 5000])
def test_an_id_is_never_taken_for_a_path(sqlite_cast: Cast, page_id: str) -> None:
    """Whatever is asked for, only ids of the catalogue lead to a file."""
    problem_of(sqlite_cast.ada.get(f"/content/{page_id}"), 404)


def test_a_quiz_is_neither_shown_nor_listed(sqlite_cast: Cast) -> None:
    """Its page holds the answers: 404, even for its author, and never in a list."""
    for player in (sqlite_cast.ada, sqlite_cast.mara, sqlite_cast.nadia):
        problem_of(player.get(f"/content/{QUIZ}"), 404)
        problem_of(player.post("/opens", {"page_id": QUIZ}), 404)
        assert items_of(player.get("/content?type=quiz")) == []
        assert "quiz" not in {page["type"] for page in items_of(player.get("/content?limit=200"))}


def test_following_next_gives_every_page_once(sqlite_cast: Cast, library: Library) -> None:
    """The pages come in the order of their paths, none twice and none left out."""
    pages = [page for part in follow(sqlite_cast.ada, "/content?limit=40") for page in part]
    wanted = [page.path for page in library.pages if page.is_shown]
    assert [page["path"] for page in pages] == sorted(wanted)


def test_next_keeps_what_was_asked_for(sqlite_cast: Cast) -> None:
    """Filters go with the address of the next page."""
    pages = [page for part in follow(sqlite_cast.ada, "/content?type=objection&language=pl&limit=1") for page in part]
    assert len(pages) > 1
    assert {(page["type"], page["language"]) for page in pages} == {("objection", "pl")}


def test_going_on_after_an_unknown_page_gives_nothing(sqlite_cast: Cast) -> None:
    """A cursor whose page is gone ends the list instead of starting it again."""
    assert items_of(sqlite_cast.ada.get("/content?after=nothing")) == []


def test_a_page_says_who_keeps_it_true(sqlite_cast: Cast) -> None:
    """Owner, review date and audience stand beside the text."""
    page = sqlite_cast.ada.get(f"/content/{PAGE}").get_json()
    assert page["url"] == "/objections/too-expensive/"
    assert "@" in page["owner"]
    assert page["verified_until"] > page["reviewed"]
    assert "<h1" in page["html"]


def test_an_author_reads_the_librarys_problems(sqlite_app: Flask) -> None:
    """Before the first check the list is empty and says that it is not current."""
    cast = fill(sqlite_app)
    before = cast.mara.get("/library/problems").get_json()
    assert before == {"items": [], "errors": 0, "warnings": 0, "is_current": False}
    found = {"path": "a.md", "line": 3, "column": 5, "code": "stale", "message": "review it", "severity": "warning"}
    file = sqlite_app.extensions["repertoire"].config.data_dir / "problems.json"
    file.write_text(json.dumps([found, {**found, "severity": "error"}]), encoding="utf-8")
    after = cast.mara.get("/library/problems").get_json()
    assert (after["errors"], after["warnings"], after["is_current"]) == (1, 1, True)
    assert after["items"][0] == found
    file.write_text(json.dumps([found, {**found, "path": r"line\nbreak.md"}]), encoding="utf-8")
    of_page = cast.mara.get("/library/problems", query_string={"path": "line\nbreak.md"}).get_json()
    assert [item["path"] for item in of_page["items"]] == [r"line\nbreak.md"]
    problem_of(cast.ada.get("/library/problems"), 403)
    problem_of(cast.max.get("/library/problems"), 403)
