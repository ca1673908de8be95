"""What a check keeps of pages is only ever a faster way to the same result."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from content.checks import cache as cache_module
from content.checks import facts as facts_module
from content.checks.cache import NAME
from content.checks.facts import PageFacts
from content.document import Document
from content.rendering import Renderer
from support.checking import FRONT_LINES, check, told
from support.factories import write_good_page
from support.keeping import check_often, write_for_ever
from support.processes import FORKED
from support.waiting import wait_for

TEMPLATE = {"type": "email-template", "subject": "Hi", "fields": "{unused: x}"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a library with a problem of every kind that is kept."""
    folder = tmp_path / "library"
    write_good_page(
        folder, "guides/a.md", "# Eins\n\n## Цена\n\n[x](no.md) ![](no.png) [y](b.md#none) [z](b.md#zwei)\n"
    )
    write_good_page(folder, "guides/b.md", "# Zwei\n\n[x](a.md#цена)\n")
    write_good_page(folder, "mail.md", "{{ a }} {{ b|c }}", **TEMPLATE)
    write_good_page(folder, "quiz.md", "## One?\n\n- [ ] a\n- [ ] b\n", type="quiz")
    write_good_page(folder, "wiki.md", "[[eins]] [[nothing]] [[b#Drei]] {{< x >}} {{ a }}\n\n```\nopen\n")
    write_good_page(folder, "deck.md", "# Slides\n\n## One\n", type="deck", slides="[One, Two]")
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the path of every page whose text a check reads."""
    paths: list[str] = []

    def noting(page: Document, renderer: Renderer | None) -> PageFacts:
        paths.append(page.path)
        return facts_module.facts_of(page, renderer)

    monkeypatch.setattr(cache_module, "facts_of", noting)
    return paths


def test_a_check_with_what_was_kept_tells_the_same(folder: Path, tmp_path: Path, read: list[str]) -> None:
    """And no page is read again."""
    plain = check(folder)
    assert {p.code for p in plain} >= {"broken-link", "missing-alt", "broken-anchor", "merge-field", "missing-slide"}
    assert {p.code for p in plain} >= {"wiki-link", "foreign-syntax", "unclosed-fence"}
    read.clear()
    assert check(folder, keep_in=tmp_path / "kept") == plain
    assert len(read) == 6
    read.clear()
    assert check(folder, keep_in=tmp_path / "kept") == plain
    assert read == []


def test_a_changed_page_is_read_again_and_no_other(folder: Path, tmp_path: Path, read: list[str]) -> None:
    """Also when only its front matter changed, or when its links lead elsewhere now."""
    kept = tmp_path / "kept"
    check(folder, keep_in=kept)
    read.clear()
    write_good_page(folder, "guides/b.md", "# Zwei\n\n## None\n\n[x](a.md#цена)\n")
    assert check(folder, keep_in=kept) == check(folder)
    assert read[0] == "guides/b.md"
    read.clear()
    write_good_page(folder, "mail.md", "{{ a }} {{ b|c }}", **(TEMPLATE | {"fields": "{a: x}"}))
    found = check(folder, keep_in=kept)
    assert read == ["mail.md"]
    assert found == check(folder)
    assert not {"undeclared-field", "unused-field"} & {problem.code for problem in found}


def test_problems_move_with_their_page(folder: Path, tmp_path: Path, read: list[str]) -> None:
    """A renamed page has its problems at its new path, and its links lead from there."""
    kept = tmp_path / "kept"
    check(folder, keep_in=kept)
    read.clear()
    (folder / "guides" / "a.md").rename(folder / "a.md")
    found = check(folder, keep_in=kept)
    assert read == []
    assert found == check(folder)
    assert [p.path for p in found if p.code == "missing-alt"] == ["a.md"]
    assert [p.path for p in found if p.code == "broken-link"] == ["a.md", "a.md", "a.md", "guides/b.md"]


def test_a_page_whose_folder_gives_it_another_type_is_read_again(tmp_path: Path) -> None:
    """The text is the same, but now it is a quiz."""
    folder, kept = tmp_path / "library", tmp_path / "kept"
    write_good_page(folder, "notes/quiz.md", "# No question\n", type="~")
    assert told(folder, "empty-quiz", keep_in=kept) == []
    (folder / "notes").rename(folder / "courses")
    assert len(told(folder, "empty-quiz", keep_in=kept)) == 1


def test_a_changed_taxonomy_shows_though_no_page_changed(folder: Path, tmp_path: Path, read: list[str]) -> None:
    """Words are looked at anew each time."""
    kept = tmp_path / "kept"
    write_good_page(folder, "tagged.md", stages="[one]")
    check(folder, keep_in=kept)
    read.clear()
    (folder / "taxonomy.yml").write_text("stages:\n  two: Two\n", encoding="utf-8")
    assert told(folder, "unknown-word", keep_in=kept) == [("tagged.md", FRONT_LINES, 10, "error")]
    assert read == []


def test_pages_that_are_gone_are_forgotten(folder: Path, tmp_path: Path) -> None:
    """The file doesn't grow for ever."""
    kept = tmp_path / "kept"
    check(folder, keep_in=kept)
    (folder / "quiz.md").unlink()
    check(folder, keep_in=kept)
    assert len(json.loads((kept / NAME).read_text(encoding="utf-8"))["pages"]) == 5


def test_what_was_too_slow_is_tried_again(tmp_path: Path) -> None:
    """The machine may have been busy; the page's author must not be blamed for ever."""
    folder, kept = tmp_path / "library", tmp_path / "kept"
    write_good_page(folder, "slow.md", "text\n\n" + "[a" * 50_000)
    renderer = Renderer(workers=1)
    try:
        assert len(told(folder, "too-slow", keep_in=kept, renderer=renderer)) == 1
    finally:
        renderer.close()
    assert json.loads((kept / NAME).read_text(encoding="utf-8"))["pages"] == {}


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": 1, "pages": {}}',
        b'{"version": "VERSION"}',
        b'{"version": "VERSION", "pages": []}',
        b'{"version": "VERSION", "pages": 3}',
        b'{"version": "VERSION", "pages": {"KEY": null}}',
        b'{"version": "VERSION", "pages": {"KEY": []}}',
        b'{"version": "VERSION", "pages": {"KEY": [1, 2, 3]}}',
        b'{"version": "VERSION", "pages": {"KEY": [[["x"]], [], []]}}',
        b'{"version": "VERSION", "pages": {"KEY": [[], [], [{"code": "x"}]]}}',
        b'{"version": "VERSION", "pages": {"KEY": [[], [], [{"path": 1, "line": 1, "code": "x", "message": 2}]]}}',
    ],
    ids=lambda damage: damage[-40:].decode("latin-1"),
)
def test_a_damaged_file_is_found_anew(folder: Path, tmp_path: Path, damage: bytes) -> None:
    """Empty, cut, of another version, or of another shape; the next check is fast again."""
    kept = tmp_path / "kept"
    plain = check(folder, keep_in=kept)
    whole = json.loads((kept / NAME).read_text(encoding="utf-8"))
    for key in whole["pages"]:
        text = damage.replace(b"VERSION", whole["version"].encode()).replace(b"KEY", key.encode())
        (kept / NAME).write_bytes(text)
        assert check(folder, keep_in=kept) == plain
        assert json.loads((kept / NAME).read_text(encoding="utf-8")) == whole


def test_a_file_cut_anywhere_is_found_anew(folder: Path, tmp_path: Path) -> None:
    """As a full disk leaves it."""
    kept = tmp_path / "kept"
    plain = check(folder, keep_in=kept)
    whole = (kept / NAME).read_bytes()
    for end in range(0, len(whole), max(1, len(whole) // 25)):
        (kept / NAME).write_bytes(whole[:end])
        assert check(folder, keep_in=kept) == plain


def test_facts_of_another_version_are_not_used(folder: Path, tmp_path: Path, read: list[str]) -> None:
    """An update of the product may find other things."""
    kept = tmp_path / "kept"
    check(folder, keep_in=kept)
    data = json.loads((kept / NAME).read_text(encoding="utf-8"))
    (kept / NAME).write_text(json.dumps({**data, "version": "of old"}), encoding="utf-8")
    read.clear()
    check(folder, keep_in=kept)
    assert len(read) == 6


@pytest.mark.parametrize("place", ["a file", "a folder of its name", "below a file"])
def test_what_can_not_be_kept_is_no_reason_to_fail(folder: Path, tmp_path: Path, place: str) -> None:
    """The check takes its time then."""
    kept = tmp_path / "kept"
    if place == "a folder of its name":
        (kept / NAME / "x").mkdir(parents=True)
    else:
        kept.write_text("", encoding="utf-8")
    assert check(folder, keep_in=kept / "deeper" if place == "below a file" else kept) == check(folder)


def test_a_folder_that_nobody_may_write_is_no_reason_to_fail(folder: Path) -> None:
    """As in a container whose disk is read-only."""
    assert check(folder, keep_in=Path("/proc/nothing")) == check(folder)


def test_checks_at_the_same_time_do_not_disturb_each_other(folder: Path, tmp_path: Path) -> None:
    """Each finds a whole file or none."""
    kept = tmp_path / "kept"
    processes = [FORKED.Process(target=check_often, args=(folder, kept, 30)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert [file.name for file in kept.iterdir()] == [NAME]
    assert check(folder, keep_in=kept) == check(folder)


def test_a_check_that_is_killed_while_it_writes_leaves_a_whole_file(folder: Path, tmp_path: Path) -> None:
    """Kill -9 at any moment: what was kept before is there, or what is kept now."""
    kept = tmp_path / "kept"
    plain = check(folder, keep_in=kept)
    whole = (kept / NAME).read_bytes()
    for delay in (0.0, 0.003, 0.011, 0.02, 0.05):
        process = FORKED.Process(target=write_for_ever, args=(folder, kept))
        process.start()
        stamp = (kept / NAME).stat().st_mtime_ns
        wait_for(lambda: (kept / NAME).stat().st_mtime_ns != stamp)  # noqa: B023 - asked in this round only
        time.sleep(delay)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        assert (kept / NAME).read_bytes() == whole
        assert check(folder, keep_in=kept) == plain


def test_the_file_may_be_removed_at_any_time(folder: Path, tmp_path: Path) -> None:
    """It is made again."""
    kept = tmp_path / "kept"
    plain = check(folder, keep_in=kept)
    shutil.rmtree(kept)
    assert check(folder, keep_in=kept) == plain
    assert (kept / NAME).is_file()


def test_what_other_pages_and_the_taxonomy_say_is_never_kept(folder: Path, tmp_path: Path) -> None:
    """A wiki link leads to a page that came since, a file is published since, a rule is off since."""
    write_good_page(folder, "wiki.md", "[[nothing]] [x](Later.md)\n")
    kept = tmp_path / "kept"
    assert len(told(folder, "wiki-link", keep_in=kept)) == 1
    write_good_page(folder, "nothing.md", title="Nothing")
    write_good_page(folder, "later.md", title="Later")
    assert told(folder, "wiki-link", keep_in=kept) == []
    assert any("write `later.md`" in problem.message for problem in check(folder, keep_in=kept))
    switch = "checks_off: [{rule: broken-link, folder: ., reason: being moved}]\n"
    (folder / "taxonomy.yml").write_text(switch, encoding="utf-8")
    assert told(folder, "broken-link", keep_in=kept) == []
