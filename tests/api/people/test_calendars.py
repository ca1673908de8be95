"""The calendar of each person: an address that only they know, and what they chose for it, before the whole cast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy.orm import Session

from content.library import read_library
from content.search import update_index
from lms.coaching.actions.models import ActionItem
from lms.people.models import Person
from support.acting import assign, in_days, problem_of, statements
from support.appointments import DAY, HOUR, WEEK, change, events_in, meet, meet_again
from support.factories import Cast, Player, apart, fill, write_good_page, write_page

NOW = datetime.now(UTC).replace(microsecond=0)
TODAY = NOW.date()
MARA = "mara@brightwharf.example"


def new_calendar(player: Player, *holds: str) -> str:
    """Make an address for somebody's calendar, of what they choose."""
    answer = player.post("/me/calendar")
    assert answer.status_code == 201, answer.get_data(as_text=True)
    if holds:
        assert player.put("/me/calendar", {"holds": list(holds)}).status_code == 200
    url: str = answer.get_json()["url"]
    return url


def fetch(cast: Cast, url: str, **options: Any) -> Any:
    """Fetch a calendar as a program does: without a token."""
    return apart(cast.mara.client.get, "/" + url.split("/", 3)[3], **options)


def events_of(cast: Cast, url: str) -> list[Any]:
    """Return what stands in a calendar."""
    answer = fetch(cast, url)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return events_in(answer.data)


def titles_of(cast: Cast, url: str) -> list[str]:
    """Return the titles in a calendar."""
    return [str(event["summary"]) for event in events_of(cast, url)]


@pytest.fixture
def shop(tmp_path: Path, make_app: Callable[..., Flask]) -> Cast:
    """The cast before a library of which Mara owns two pages with a review, and one without."""
    pages = tmp_path / "pages"
    for name, reviewed in (("old", "2020-01-02"), ("new", str(TODAY))):
        write_good_page(
            pages, f"guides/{name} page.md", title=f"The {name} one", id=name, reviewed=reviewed, owner=MARA
        )
    write_page(pages, "guides/list.md", id="list", title="List", reviewed="[2020]", owner=MARA.upper())
    write_good_page(pages, "other.md", id="other", owner="ada@brightwharf.example")
    app = make_app(is_indexed=False, content_dir=pages, base_url="https://playbook.example/")
    update_index(read_library(pages), app.extensions["repertoire"].config.index_dir)
    return fill(app)


def test_a_calendar_holds_the_owners_pages_with_a_date(shop: Cast) -> None:
    """Addresses are compared whatever their case; a page without `review_every` has no date."""
    url = new_calendar(shop.mara, "reviews")
    answer = fetch(shop, url)
    old, new = sorted(events_in(answer.data), key=lambda event: event.start)
    assert (old["summary"], old.start, old["uid"]) == (
        *("Review: The old one", date(2020, 7, 2), "old@reviews.repertoire"),
    )
    assert old["url"] == "https://playbook.example/guides/old%20page/"
    assert (old["sequence"], new["sequence"]) == (18263, (TODAY - date(1970, 1, 1)).days)
    assert old.walk("VALARM")[0].get("trigger").dt == timedelta(days=-7)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in answer.data
    assert Calendar.from_ical(answer.data)["x-wr-calname"] == "Playbook"


def test_addresses_from_when_calendars_held_reviews_alone_go_on(shop: Cast) -> None:
    """Nobody subscribes anew because of a name."""
    url = new_calendar(shop.mara, "reviews")
    old = url.replace("/repertoire.ics", "/reviews.ics")
    assert titles_of(shop, old) == titles_of(shop, url) != []


def test_an_unchanged_calendar_is_not_sent_again(app: Flask, session: Session, cast: Cast) -> None:
    """A program that asks every hour gets 304, until something is moved."""
    one = meet(session, cast, at=NOW + DAY)
    meet_again(session, cast, starts_at=f"{TODAY}T09:00")
    session.commit()
    url = new_calendar(cast.ada)
    first = fetch(cast, url)
    assert first.headers["Cache-Control"] == "private, no-cache"
    sent = {"If-None-Match": first.headers["ETag"]}
    again = fetch(cast, url, headers=sent)
    assert (again.status_code, again.data) == (304, b"")
    change(session.merge(one), scheduled_at=NOW + 2 * DAY)
    session.commit()
    assert fetch(cast, url, headers=sent).status_code == 200


def test_a_calendar_holds_what_was_chosen_and_changes_at_the_same_address(
    app: Flask, session: Session, cast: Cast
) -> None:
    """Everything at first; in its own order, each once."""
    one = meet(session, cast, at=NOW + DAY)
    known = {"session_id": one.id, "coach_id": cast.max.id, "rep_id": cast.ada.id, "created_by_id": cast.max.id}
    text = {"text": "Call the CFO", "due_on": TODAY, "created_at": NOW, "is_done": False}
    session.add(ActionItem(owner_id=cast.ada.id, **known, **text))
    session.commit()
    assign(cast.max, cast.ada)
    nothing = cast.ada.get("/me/calendar").get_json()
    assert nothing["holds"] == ["sessions", "actions", "training", "reviews"]
    assert not nothing["has_address"]
    url = new_calendar(cast.ada)
    talk, item, training = titles_of(cast, url)
    assert (talk, item) == ("One-to-one with Max Oduya: Prices", "Due: Call the CFO")
    assert training.startswith("Training due: ")
    assert events_of(cast, url)[2].start == in_days(7)
    for chosen, titles in {
        ("actions",): [item],
        ("training", "sessions"): [talk, training],
        ("training", "training"): [training],
    }.items():
        answer = cast.ada.put("/me/calendar", {"holds": list(chosen)})
        assert answer.get_json()["holds"] == sorted(set(chosen))
        assert titles_of(cast, url) == titles
    assert titles_of(cast, new_calendar(cast.ada)) == [training]
    assert titles_of(cast, new_calendar(cast.ada, "sessions")) == [talk]


def test_what_a_calendar_cannot_hold_is_refused(sqlite_cast: Cast) -> None:
    """So is to choose for an address that isn't there."""
    ada = sqlite_cast.ada
    for holds in ([], ["scores"], ["sessions"] * 5, "sessions", [None], None):
        problem_of(ada.put("/me/calendar", {"holds": holds}), 422)
    problem_of(ada.put("/me/calendar", {}), 422)
    problem_of(ada.put("/me/calendar", {"holds": ["sessions"]}), 404)
    new_calendar(ada)
    assert ada.delete("/me/calendar").status_code == 204
    problem_of(ada.put("/me/calendar", {"holds": ["sessions"]}), 404)


def test_a_session_stands_in_the_calendars_of_its_two_people_alone(app: Flask, session: Session, cast: Cast) -> None:
    """Nobody else's, whatever their role: not an admin's, not another manager's, not a colleague's."""
    meet(session, cast, at=NOW + DAY, topic="Between us")
    meet_again(session, cast, starts_at=f"{TODAY}T09:00", topic="Between us")
    session.commit()
    for player in cast.staff():
        titles = titles_of(cast, new_calendar(player))
        assert len([title for title in titles if "Between us" in title]) == (2 if player in (cast.ada, cast.max) else 0)


def test_what_lies_far_back_and_what_was_cancelled_is_left_out(app: Flask, session: Session, cast: Cast) -> None:
    """Three months are kept, and everything to come."""
    for days in (-100, -80, 3000):
        meet(session, cast, at=NOW + days * DAY, topic=f"In {days} days")
    meet(session, cast, at=NOW + DAY, status="cancelled", topic="Off")
    begins = TODAY - 20 * WEEK
    _, sessions = meet_again(session, cast, starts_at=f"{begins}T09:00", made_for=30 * WEEK)
    change(sessions[21], scheduled_at=sessions[21].scheduled_at + HOUR)
    session.commit()
    url = new_calendar(cast.max, "sessions")
    alone = [title.rpartition(": ")[2] for title in titles_of(cast, url) if "days" in title]
    assert alone == ["In -80 days", "In 3000 days"]
    master = next(event for event in events_of(cast, url) if "rrule" in event)
    assert NOW - 90 * DAY <= master["dtstart"].dt <= NOW - 82 * DAY
    assert "Off" not in str(titles_of(cast, url))


def test_a_calendar_asks_the_database_little(app: Flask, session: Session, cast: Cast) -> None:
    """However many sessions there are."""
    for days in range(20):
        meet(session, cast, at=NOW + days * DAY)
    meet_again(session, cast, starts_at=f"{TODAY}T09:00")
    session.commit()
    url = new_calendar(cast.max)
    with statements(session.get_bind()) as sent:  # type: ignore[arg-type]  # it is an engine
        fetch(cast, url)
    assert len(sent) <= 8, sent


def test_a_new_address_ends_the_old_one_and_revoking_ends_it(sqlite_cast: Cast) -> None:
    """A leaked address can be made worthless; what was chosen is remembered."""
    cast = sqlite_cast
    old, new = new_calendar(cast.mara, "reviews"), new_calendar(cast.mara)
    assert (fetch(cast, old).status_code, fetch(cast, new).status_code) == (404, 200)
    for _ in range(2):
        assert cast.mara.delete("/me/calendar").status_code == 204
    assert fetch(cast, new).status_code == 404
    choice = cast.mara.get("/me/calendar").get_json()
    assert (choice["holds"], choice["has_address"]) == (["reviews"], False)


def test_invitations_can_be_switched_off_by_each_for_themselves(sqlite_cast: Cast) -> None:
    """They are on until somebody says so; twice is no error."""
    ada, max_ = sqlite_cast.ada, sqlite_cast.max
    for are_sent in (True, False, False, True, True, False):
        assert ada.put("/me/invitations", {"are_sent": are_sent}).get_json()["invitations"] is are_sent
    assert ada.get("/me/calendar").get_json()["invitations"] is False
    assert max_.get("/me/calendar").get_json()["invitations"] is True
    problem_of(ada.put("/me/invitations", {"are_sent": "maybe"}), 422)


def test_partners_have_no_calendar(sqlite_cast: Cast) -> None:
    """Nothing here is theirs."""
    for method, path in (("GET", "calendar"), ("POST", "calendar"), ("PUT", "calendar"), ("PUT", "invitations")):
        problem_of(sqlite_cast.paula.ask(method, f"/me/{path}", json={}), 403)


def test_who_left_has_no_calendar(app: Flask, session: Session, cast: Cast) -> None:
    """On both databases, from the moment they left."""
    url = new_calendar(cast.mara)
    assert fetch(cast, url).status_code == 200
    session.get_one(Person, cast.mara.id).left_at = datetime.now(UTC)
    session.commit()
    assert fetch(cast, url).status_code == 404


def test_guessing_addresses_is_limited_in_rate(make_app: Callable[..., Flask]) -> None:
    """As signing in is."""
    client = make_app(sign_in_rate_limit="2 per minute").test_client()
    answers = [apart(client.get, f"/calendar/{guess}/repertoire.ics") for guess in ("a", "b", "c")]
    assert [answer.status_code for answer in answers] == [404, 404, 429]


def test_a_right_address_answers_whatever_was_guessed_beside_it(make_app: Callable[..., Flask]) -> None:
    """Who asks for their own calendar too often is refused as for any other reading."""
    shop = fill(make_app(sign_in_rate_limit="1 per minute", rate_limit="3 per minute"))
    url = new_calendar(shop.mara)
    assert [fetch(shop, guess).status_code for guess in [url.replace("/calendar/", "/calendar/a")] * 2] == [404, 429]
    assert [fetch(shop, url).status_code for _ in range(4)] == [200, 200, 200, 429]
