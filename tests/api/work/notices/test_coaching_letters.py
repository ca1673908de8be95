"""Coaching in the weekly letter: to whom it goes, what it says, and that it says it to nobody else."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from api.web.context import parts
from api.web.database import db
from api.work.notices.digest import send_weekly, unsent_letters
from api.work.notices.letters import text_of as letter_text
from api.work.notices.sending import SendingOutcome
from lms.people.access import Actor
from lms.people.models import Person
from lms.questions.asking import ask, close, write
from support.agreeing import agreed, met, on
from support.factories import MONDAY, Player
from support.mailing import ADA, HOUR, MARA, WEEK, Postbox, mail_to, send_week, text_of

MAX, SVEN = "max@brightwharf.example", "sven@brightwharf.example"


def test_one_letter_tells_of_pages_and_of_coaching(office: Flask, postbox: Postbox) -> None:
    """Ada's overdue item reaches both; her page stands in the same letter, and nothing of it in Max's."""
    ada, max_ = _player(office, ADA), _player(office, MAX)
    of = met(db.session(), max_, ada, at=MONDAY - timedelta(days=20))
    agreed(db.session(), of, ada, "Call <b>Tom</b>\r\nBcc: x@y.example", due_on=on(-4).day)
    agreed(db.session(), of, ada, "Write to Eve", due_on=on(2).day)
    coming = met(db.session(), max_, ada, at=MONDAY + timedelta(days=1), status="proposed", topic="Pilot: 中文")
    assert send_week(WEEK, at=MONDAY) == SendingOutcome(3, 0, ())
    assert postbox.to() == [ADA, MARA, MAX]
    mine, his = mail_to(postbox, ADA), mail_to(postbox, MAX)
    assert mine["Subject"] == "Reviews: 1 overdue; coaching: 1 overdue, 1 due this week, 1 session"
    assert his["Subject"] == "Coaching: 1 overdue with others, 1 session"
    place = f"  https://playbook.example/app/session/?id={of.id}\n"
    plain = text_of(mine, "plain")
    assert plain.startswith("PAGES TO LOOK AT\n\nOf Ada\n  its review counted until 2025-07-02\n")
    assert (
        "YOURS TO DO\n\n"
        "Call <b>Tom</b> Bcc: x@y.example\n"
        f"  was due 2026-02-26, agreed with Max Oduya\n{place}\n"
        f"Write to Eve\n  by 2026-03-04, agreed with Max Oduya\n{place}\n"
        "SESSIONS OF THE NEXT SEVEN DAYS\n\n"
        "Pilot: 中文\n"
        "  Tuesday, 2026-03-03 09:00 (UTC), with Max Oduya, proposed and not answered yet\n"
        f"  https://playbook.example/app/session/?id={coming.id}\n"
    ) in plain
    assert "Call &lt;b&gt;Tom&lt;/b&gt; Bcc" in text_of(mine, "html")
    for text in (text_of(his, "plain"), text_of(his, "html")):
        assert "Ada Lind was to do it by 2026-02-26" in text
        assert not any(other in text for other in ("Of Ada", "Write to Eve"))
    assert mine["Bcc"] is his["Bcc"] is None


def test_a_letter_without_coaching_reads_as_before(office: Flask, postbox: Postbox) -> None:
    """No headings, and why one gets it; of what is done nobody hears."""
    sven, max_ = _player(office, SVEN), _player(office, MAX)
    item = agreed(db.session(), met(db.session(), max_, sven, at=MONDAY - timedelta(days=9)), sven, due_on=on(-4).day)
    item.is_done, item.closed_at, item.closed_on = True, MONDAY, WEEK
    db.session.commit()
    assert send_week(WEEK, at=MONDAY) == SendingOutcome(2, 0, ())
    plain = text_of(mail_to(postbox, MARA), "plain")
    assert "PAGES TO LOOK AT" not in plain
    assert plain.endswith("because these pages name you as their owner: https://playbook.example\n")


def test_a_long_list_is_cut_and_counted(office: Flask, postbox: Postbox) -> None:
    """Fifteen stand there; the subject counts all."""
    sven, max_ = _player(office, SVEN), _player(office, MAX)
    of = met(db.session(), max_, sven, at=MONDAY - timedelta(days=9))
    for number in range(17):
        agreed(db.session(), of, sven, f"Item {number:02}", due_on=on(3).day)
    send_week(WEEK, at=MONDAY)
    mail = mail_to(postbox, SVEN)
    assert mail["Subject"] == "Coaching: 17 due this week"
    for kind in ("plain", "html"):
        assert [f"Item {number:02}" in text_of(mail, kind) for number in (14, 15)] == [True, False]
    assert "and 2 more: https://playbook.example/app/my-coaching/\n" in text_of(mail, "plain")
    assert "and 2 more</a>" in text_of(mail, "html")


def test_times_stand_in_the_time_zone_that_somebody_set(office: Flask, postbox: Postbox) -> None:
    """Sven's own; one that isn't known any more gives way to the company's."""
    sven, max_ = _player(office, SVEN), _player(office, MAX)
    db.session.get_one(Person, sven.id).time_zone = "America/New_York"
    db.session.get_one(Person, max_.id).time_zone = "Atlantis/Sunken"
    met(db.session(), max_, sven, at=MONDAY + timedelta(days=6.2), status="accepted")
    send_week(WEEK, at=MONDAY)
    # New York puts its clocks forward on that Sunday morning.
    assert "Sunday, 2026-03-08 09:48 (America/New_York)" in text_of(mail_to(postbox, SVEN), "plain")
    assert "Sunday, 2026-03-08 13:48 (UTC)" in text_of(mail_to(postbox, MAX), "plain")


def test_it_is_claimed_once_a_week_and_tried_again(office: Flask, postbox: Postbox) -> None:
    """After the day on which letters are begun, only what failed is looked at; looking sends nothing."""
    sven, max_ = _player(office, SVEN), _player(office, MAX)
    agreed(db.session(), met(db.session(), max_, sven, at=MONDAY - timedelta(days=9)), sven, due_on=on(3).day)
    own = parts()
    unsent = unsent_letters(db.session(), WEEK, config=own.config, catalogue=own.search.catalogue(), at=MONDAY)
    assert [letter.to.email for letter in unsent] == [ADA, MARA, SVEN]
    assert "by 2026-03-05, agreed with Max Oduya" in letter_text(unsent[2], own.config)
    postbox.refused = {SVEN}
    assert len(send_week(WEEK, at=MONDAY).problems) == 1
    postbox.refused = set()
    later = MONDAY + timedelta(days=3)
    agreed(db.session(), met(db.session(), max_, sven, at=MONDAY), max_, due_on=on(4).day)
    send_weekly(db.session(), config=own.config, catalogue=own.search.catalogue(), at=later)
    assert postbox.to() == [ADA, MARA, SVEN]
    send_weekly(db.session(), config=own.config, catalogue=own.search.catalogue(), at=later + HOUR)
    assert len(postbox.kept) == 3


def test_who_left_is_not_written_to_and_their_coach_still_is(office: Flask, postbox: Postbox) -> None:
    """Olga has left, and what she was to do is for Greta to drop."""
    olga, greta = _player(office, "olga@brightwharf.example"), _player(office, "greta@brightwharf.example")
    of = met(db.session(), greta, olga, at=MONDAY - timedelta(days=20))
    agreed(db.session(), of, olga, due_on=on(-4).day, now=on(-20))
    assert send_week(WEEK, at=MONDAY).sent == 3
    assert mail_to(postbox, "greta")["Subject"] == "Coaching: 1 overdue with others"


def _player(office: Flask, email: str) -> Player:
    person = db.session.scalars(db.select(Person).where(Person.email == email)).one()
    return Player(person.id, person.name, email, Actor.of(person), "", office.test_client())


def test_questions_that_wait_for_three_days_are_told_of(office: Flask, postbox: Postbox) -> None:
    """To who was asked alone; what was asked since, answered or closed isn't."""
    ada, max_ = _player(office, ADA), _player(office, MAX)
    asked = db.session.get_one(Person, max_.id)
    for text, days in (("May we\npromise a slot?", 3), ("Too new", 2), ("Answered", 9), ("Closed", 9)):
        at = MONDAY - timedelta(days=days)
        made = ask(db.session(), actor=ada.actor, asked=asked, text=text, about=None, is_named=False, at=at)
        if text == "Answered":
            write(db.session(), actor=max_.actor, question_id=made.id, text="Yes", at=at)
        if text == "Closed":
            close(db.session(), actor=ada.actor, question_id=made.id, at=at)
    db.session.commit()
    send_week(WEEK, at=MONDAY)
    assert postbox.to() == [ADA, MARA, MAX]
    mail = mail_to(postbox, MAX)
    assert mail["Subject"] == "Coaching: 1 question waiting"
    plain = text_of(mail, "plain")
    assert "WAITING FOR YOUR ANSWER\n\nMay we promise a slot?\n  Ada Lind has waited since 2026-02-27\n" in plain
    assert "May we promise a slot?" in text_of(mail, "html")
    assert "slot" not in text_of(mail_to(postbox, ADA), "plain")
    assert not any(word in plain for word in ("Too new", "Answered", "Closed"))
