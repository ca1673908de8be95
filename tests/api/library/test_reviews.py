"""The exact change that marks a page as reviewed, and the calendar of an owner's reviews."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from flask import Flask
from icalendar import Calendar
from sqlalchemy.orm import Session

from api.library.calendars import calendar_of
from content.catalogue import Entry, entry_of
from content.library import read_library
from content.search import update_index
from lms.people.models import Person
from support.acting import in_days, problem_of
from support.factories import Cast, apart, fill, read_text, write_good_page, write_page

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


def test_the_calendar_holds_the_owners_pages_with_a_date(shop: Cast) -> None:
    """Addresses are compared whatever their case; a page without `review_every` has no date."""
    url = _new_calendar(shop)
    answer = _fetch(shop, url)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    calendar = Calendar.from_ical(answer.data)
    old, new = sorted(_events(calendar), key=lambda event: event.start)
    assert (old["summary"], old.start, old["uid"]) == (
        "Review: The old one",
        date(2020, 7, 2),
        "old@reviews.repertoire",
    )
    assert old["url"] == "https://playbook.example/guides/old%20page/"
    assert (old["sequence"], new["sequence"]) == (18263, (TODAY - date(1970, 1, 1)).days)
    assert old.walk("VALARM")[0].get("trigger").dt == timedelta(days=-7)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H" in answer.data
    assert str(calendar["x-wr-calname"])


def test_an_unchanged_calendar_is_not_sent_again(shop: Cast) -> None:
    """A program that asks every hour gets 304."""
    url = _new_calendar(shop)
    tag = _fetch(shop, url).headers["ETag"]
    again = _fetch(shop, url, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_new_address_ends_the_old_one_and_revoking_ends_it(shop: Cast) -> None:
    """A leaked address can be made worthless."""
    old, new = _new_calendar(shop), _new_calendar(shop)
    assert (_fetch(shop, old).status_code, _fetch(shop, new).status_code) == (404, 200)
    assert shop.mara.delete("/me/calendar").status_code == 204
    assert _fetch(shop, new).status_code == 404
    assert shop.mara.delete("/me/calendar").status_code == 204


def test_partners_have_no_calendar(sqlite_cast: Cast) -> None:
    """They own nothing here."""
    problem_of(sqlite_cast.paula.post("/me/calendar"), 403)


def test_who_left_has_no_calendar(app: Flask, session: Session, cast: Cast) -> None:
    """On both databases, from the moment they left."""
    url = _new_calendar(cast)
    assert _fetch(cast, url).status_code == 200
    session.get_one(Person, cast.mara.id).left_at = datetime.now(UTC)
    session.commit()
    assert _fetch(cast, url).status_code == 404


def test_guessing_addresses_is_limited_in_rate(make_app: Callable[..., Flask]) -> None:
    """As signing in is."""
    client = make_app(sign_in_rate_limit="2 per minute").test_client()
    answers = [apart(client.get, f"/calendar/{guess}/reviews.ics") for guess in ("a", "b", "c")]
    assert [answer.status_code for answer in answers] == [404, 404, 429]


def test_a_right_address_answers_whatever_was_guessed_beside_it(make_app: Callable[..., Flask]) -> None:
    """Who asks for their own calendar too often is refused as for any other reading."""
    app = make_app(sign_in_rate_limit="1 per minute", rate_limit="3 per minute")
    shop = fill(app)
    url = _new_calendar(shop)
    assert [_fetch(shop, guess).status_code for guess in [url.replace("/calendar/", "/calendar/a")] * 2] == [404, 429]
    assert [_fetch(shop, url).status_code for _ in range(4)] == [200, 200, 200, 429]


@pytest.mark.parametrize(
    "title",
    ["a, b; c\\n d", "two\nlines\r\nBEGIN:VEVENT", "ż中🙂" * 60, "x" * 1000, '"quoted": a=b', "\x00\x07\u2028end", " "],
)
def test_any_title_makes_a_valid_calendar(title: str) -> None:
    """It is read back as one event of that title, no line is longer than 75 bytes, and nothing is smuggled in."""
    written = calendar_of([_entry(title)], home="https://playbook.example")
    (event,) = _events(Calendar.from_ical(written))
    assert str(event["summary"]).split() == f"Review: {title}".replace("\x00\x07\u2028", " ").split()
    assert written.count(b"\nBEGIN:VEVENT\r\n") == 1
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert not event.errors


@pytest.mark.parametrize("reviewed", ["0001-01-01", "1960-02-29", "9999-12-31"])
def test_any_day_makes_a_valid_calendar(reviewed: str) -> None:
    """From the first to the last that there is."""
    (event,) = _events(Calendar.from_ical(calendar_of([_entry("A", reviewed=reviewed)], home="https://x.example")))
    assert event["sequence"] >= 0
    assert event.start >= date.fromisoformat(reviewed)


def test_the_same_pages_give_the_same_calendar_and_a_review_a_higher_sequence() -> None:
    """A calendar that is asked for twice can tell that nothing changed."""
    before, after = _entry("A", reviewed="2026-01-01"), _entry("A", reviewed="2026-01-02")
    assert calendar_of([before], home="h") == calendar_of([before], home="h")
    first, second = (_events(Calendar.from_ical(calendar_of([entry], home="h")))[0] for entry in (before, after))
    assert (first["uid"], first["sequence"] + 1) == (second["uid"], second["sequence"])


def _entry(title: str, *, reviewed: str = "2026-01-02") -> Entry:
    page = read_text(f"---\nid: a\nreviewed: {reviewed}\nreview_every: 90 days\n---\n# A\n", path="a.md")
    return replace(entry_of(page), title=title)


def _events(calendar: Any) -> list[Any]:
    return list(calendar.walk("VEVENT"))


def _new_calendar(cast: Cast) -> str:
    answer = cast.mara.post("/me/calendar")
    assert answer.status_code == 201
    url: str = answer.get_json()["url"]
    return url


def _fetch(cast: Cast, url: str, **options: Any) -> Any:
    """Fetch a calendar as a program does: without a token."""
    path = "/" + url.split("/", 3)[3]
    return apart(cast.mara.client.get, path, **options)
