"""Letters of KPIs: what they say to whom, their charts and their PDF."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from api.web.database import db
from lms.people.models import Person, Team
from support.crm import count_figures, say
from support.mailing import Postbox, mail_to, text_of
from support.monthly import months_of_deals, send_month, subscribe_all

NORTH = "Północ 北 <b>#[*x*]</b>"


@pytest.fixture
def sold(office: Flask) -> Flask:
    """The office with two months of deals; Max's team has a name of several alphabets."""
    db.session.scalars(db.select(Team).where(Team.name == "North")).one().name = NORTH
    db.session.commit()
    say(db.session(), "deals", *months_of_deals())
    count_figures(office)
    return office


def test_what_stands_out_comes_first_and_each_sees_their_own(sold: Flask, postbox: Postbox) -> None:
    """Max his team's, Greta hers, Nadia the company's, Ada her own; nobody another team's."""
    subscribe_all("max", "greta", "nadia", "ada")
    assert send_month().problems == ()
    texts = {name: text_of(mail_to(postbox, name), "plain") for name in ("max", "greta", "nadia", "ada")}
    for name in ("max", "ada"):
        assert "What stands out\n\nBetter: Deals won: 31, about 21 to 44. Up from 8, about 3 to 16.\n" in texts[name]
        assert "Better: Win rate: 78 %, about 62 to 88. Up from 20 %, about 10 to 35.\n" in texts[name]
    assert (
        "\nDeals won: 22, about 14 to 33\n  the month before: 21, about 13 to 32; no clear change\n" in texts["greta"]
    )
    assert "What stands out" not in texts["greta"]
    assert "None of the " in texts["greta"]
    assert "\nDeals won: 53, about 40 to 69\n" in texts["nadia"]
    assert [re.findall(r"^Deals won: (\d+)", text, re.MULTILINE) for text in texts.values()] == [
        ["31"],
        ["22"],
        ["53"],
        ["31"],
    ]


def test_nobody_is_named(sold: Flask, postbox: Postbox) -> None:
    """Teams and the company are; who gets their own figures reads that they are theirs."""
    subscribe_all("max", "nadia", "ada")
    send_month()
    names = [name for person in db.session.scalars(db.select(Person)) for name in person.name.split()]
    subjects = {}
    for name in ("max", "nadia", "ada"):
        message = mail_to(postbox, name)
        subjects[name] = message["Subject"]
        shown = text_of(message, "plain") + text_of(message, "html") + message["Subject"]
        assert [word for word in names if re.search(rf"\b{re.escape(word)}\b", shown)] == []
    assert subjects == {
        "max": f"Results of April 2026: {NORTH}",
        "nadia": "Results of April 2026: The company",
        "ada": "Results of April 2026: Your own figures",
    }


def test_charts_are_within_the_mail_and_say_in_words_what_they_show(sold: Flask, postbox: Postbox) -> None:
    """As PNG, for mail programs show no SVG; the text beside them has the same numbers."""
    subscribe_all("max")
    send_month()
    message = mail_to(postbox, "max")
    html = text_of(message, "html")
    assert "Północ 北 &lt;b&gt;#[*x*]&lt;/b&gt;" in html
    pictures = {
        part["Content-ID"].strip("<>"): part for part in message.walk() if part.get_content_type() == "image/png"
    }
    assert re.findall(r'src="cid:([^"]+)"', html) == list(pictures)
    shown = re.findall(r'alt="Chart of ([^"]+?) by month', html)
    assert {"Deals won", "Win rate"} <= set(shown)
    assert len(shown) <= 4
    assert list(pictures) == [f"chart{number}.2026-04-01@playbook.example" for number in range(1, len(shown) + 1)]
    assert all(part.get_content().startswith(b"\x89PNG\r\n") for part in pictures.values())
    assert 'alt="Chart of Win rate by month. Mar 2026: 20 %, about 10 to 35; Apr 2026: 78 %, about 62 to 88."' in html
    assert [part.get_content_type() for part in message.walk()][:5] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
    ]
    assert message["List-Unsubscribe"] == "<https://playbook.example/app/results/#monthly>"
    assert "https://playbook.example/app/results/?of=team&team_id=" in text_of(message, "plain")


def test_the_same_is_attached_as_a_pdf(sold: Flask, postbox: Postbox) -> None:
    """One or two pages."""
    subscribe_all("max")
    send_month()
    (paper,) = mail_to(postbox, "max").iter_attachments()
    assert (paper.get_filename(), paper.get_content_type()) == ("results-2026-04.pdf", "application/pdf")
    made = paper.get_content()
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")
    assert re.findall(rb"/Type\s*/Pages\s*/Count (\d+)", made) in ([b"1"], [b"2"])


def test_a_month_without_data_says_so(sold: Flask, postbox: Postbox) -> None:
    """And has no charts, which would show nothing."""
    subscribe_all("ada", "mara")
    send_month(date(2024, 1, 1))
    message = mail_to(postbox, "ada")
    assert "There is no data of January 2024: nothing was counted, or too little to say anything." in text_of(
        message, "plain"
    )
    assert not any(word in text_of(message, "html") for word in ("<img", "<table"))
