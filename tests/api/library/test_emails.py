"""Filling in e-mail templates by the API: who may, what is known already, and what is refused."""

from __future__ import annotations

from datetime import date
from email import message_from_string
from email.policy import default

from flask import Flask
from sqlalchemy.orm import Session

from api.work.emails import known_values
from content.email.names import FieldNames
from content.email.rendering import Template, fill_template, render_draft
from content.fields.items import MergeField
from content.rendering import Renderer
from support.acting import problem_of
from support.crm import count_figures, say
from support.factories import Cast
from support.findings import HtmlChecker, require_java, require_tools

RENDER = "/content/pilot-proposal/render"
VALUES = {"first_name": "Hanneke", "site_city": "Lelystad", "pilot_start": "4 January"}


def test_a_rep_fills_in_a_template(sqlite_cast: Cast) -> None:
    """With their own name, and defaults for all else; the draft opens in their mail program."""
    answer = sqlite_cast.ada.post(RENDER, {"values": VALUES, "contact": {"email": " hanneke@frostvale.example "}})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    body = answer.get_json()
    assert body["subject"] == "Pilot at Lelystad: six weeks from 4 January"
    assert body["text"].startswith("Hello Hanneke,\n")
    assert sqlite_cast.ada.name in body["text"]
    assert "When to use" not in str(body)
    message = message_from_string(body["eml"], policy=default)
    assert (message["To"], message["X-Unsent"]) == ("hanneke@frostvale.example", "1")
    sources = {field["name"]: field["source"] for field in body["fields"]}
    assert sources["first_name"] == "typed"
    assert sources["sender_name"] == "rep.name"
    assert sources["turn_time_now"] == "default"


def test_a_rep_says_once_who_they_are(session: Session, cast: Cast) -> None:
    """Their phone, link and signature stand in every message; the signature is Markdown, and harmless."""
    signature = "**Ada Lind**\n[Brightwharf](https://b.example) <script>alert(1)</script>[in](x.md)"
    words = {"phone": "+31 20 555", "calendar_link": "https://meet.example/ada", "signature": signature}
    assert cast.ada.put("/me/sender", words).get_json() == words
    assert cast.ada.get("/me/sender").get_json() == words
    assert cast.max.get("/me/sender").get_json() == dict.fromkeys(words)
    fields = {name: MergeField() for name in ("sender_phone", "calendar_link", "signature")}
    text = "<p>Call {{ sender_phone }}, {{ calendar_link }}</p>\n<p>{{ signature }}</p>"
    made, names, renderer = Template("Hi", text, "en", fields), FieldNames({}), Renderer()
    known = known_values(
        session, made, names, actor=cast.ada.actor, figures=None, deal_id=None, contact={}, renderer=renderer
    )
    draft = render_draft(made, fill_template(made, known.values), dressed=known.dressed)
    renderer.close()
    lines = "Call +31 20 555, https://meet.example/ada\n\nAda Lind\nBrightwharf (https://b.example) in\n"
    assert draft.text == lines
    assert '<strong>Ada Lind</strong><br><a href="https://b.example"' in draft.html
    for wrong in ({"calendar_link": "javascript:alert(1)"}, {"signature": "x" * 3000}, {"phone": 5}):
        problem_of(cast.ada.put("/me/sender", wrong), 422)
    assert cast.ada.put("/me/sender", {}).get_json() == dict.fromkeys(words)


def test_what_is_missing_is_named_and_a_draft_leaves_it_open(sqlite_cast: Cast) -> None:
    """422 with a pointer to each field; a preview shows them in brackets."""
    ada, place = sqlite_cast.ada, "/content/quote-sent/render"
    problem = problem_of(ada.post(place, {"values": {"valid_until": "  "}}), 422)
    assert problem["errors"] == [{"pointer": "#/values/valid_until", "detail": "fill in “Prices hold until”"}]
    problem = problem_of(ada.post(place, {"values": {"valid_until": "soon", "yearly_total": "much"}}), 422)
    assert [fault["pointer"] for fault in problem["errors"]] == ["#/values/yearly_total", "#/values/valid_until"]
    draft = ada.post(place, {"values": {}, "is_draft": True}).get_json()
    assert "The prices hold until [Prices hold until]." in draft["text"]
    values = {"valid_until": "2027-01-31", "yearly_total": "24840"}
    written = ada.post(place, {"values": values}).get_json()["text"]
    assert "The prices hold until January 31, 2027." in written
    assert "€24,840.00 per year" in written


def test_what_does_not_fit_is_refused(sqlite_cast: Cast) -> None:
    """Another page, a megabyte, a header in an address, too many values, a page that isn't there."""
    ada = sqlite_cast.ada
    problem_of(ada.post("/content/too-expensive/render", {}), 409)
    problem_of(ada.post("/content/nowhere/render", {}), 404)
    problem_of(ada.post(RENDER, {"values": {"first_name": "x" * 1_000_000}}), 413)
    problem_of(ada.post(RENDER, {"values": {"first_name": "x" * 6_000}}), 422)
    problem_of(ada.post(RENDER, {"values": {f"f{number}": "x" for number in range(1_100)}}), 422)
    problem_of(ada.post(RENDER, {"values": ["x"]}), 422)
    for address in ("ann", "a@b.example\r\nBcc: c@d.example", "a b@c.example", "@"):
        problem = problem_of(ada.post(RENDER, {"contact": {"email": address}}), 422)
        assert problem["errors"][0]["pointer"] == "#/contact/email", address
    abroad = ada.post(RENDER, {"contact": {"email": "ann@bücher.example"}}).get_json()
    assert "To: ann@xn--bcher-kva.example\r\n" in abroad["eml"]
    problem_of(sqlite_cast.paula.post(RENDER, {}), 403)


def test_fields_come_from_a_deal_that_the_rep_may_see(app: Flask, session: Session, cast: Cast) -> None:
    """Its account is the company; what is typed counts before it, and another rep's deal is none."""
    deal = {"key": "d1", "name": "Docks", "owner_email": cast.ada.email, "account": "a1", "stage": "Proposal"}
    say(session, "deals", {**deal, "created_on": "2026-01-05"}, on=date(2026, 3, 2))
    say(session, "accounts", {"key": "a1", "name": "Frostvale <Foods> & Co"}, on=date(2026, 3, 2))
    count_figures(app)
    place = "/content/after-discovery-call/render"
    body = cast.ada.post(place, {"deal_id": "crm:d1"}).get_json()
    assert body["subject"] == "Frostvale <Foods> & Co: what I understood, and the next step"
    assert "How Frostvale &lt;Foods&gt; &amp; Co decides" in body["html"]
    assert {field["name"]: field["source"] for field in body["fields"]}["company"] == "account.name"
    contact = {"name": "Hanneke Dril", "company": "Frostvale BV"}
    known = cast.ada.post(place, {"deal_id": "d1", "contact": contact}).get_json()
    assert known["text"].startswith("Hello Hanneke,")
    assert known["subject"].startswith("Frostvale BV:")
    typed = cast.ada.post(place, {"deal_id": "d1", "values": {"company": "Frostvale"}}).get_json()
    assert typed["subject"].startswith("Frostvale:")
    for player, deal_id in ((cast.sven, "d1"), (cast.ada, "d9")):
        problem = problem_of(player.post(place, {"deal_id": deal_id}), 409)
        assert problem["errors"][0]["pointer"] == "#/deal_id"


def test_a_template_is_exported_with_other_systems_tags(sqlite_cast: Cast) -> None:
    """What they can't fill in is listed."""
    body = sqlite_cast.ada.get("/content/first-touch-logistics/tagged?system=hubspot").get_json()
    assert "{{ contact.firstname }}" in body["text"]
    assert "{{ sender.fullname }}" in body["html"]
    assert "first_name" not in body["unmapped"]
    assert body["unmapped"]
    problem_of(sqlite_cast.ada.get("/content/first-touch-logistics/tagged?system=fax"), 422)
    problem_of(sqlite_cast.ada.get("/content/too-expensive/tagged?system=plain"), 409)


def test_no_message_has_an_error_of_html(sqlite_cast: Cast) -> None:
    """By the same checker as the site's pages."""
    require_tools()
    require_java()
    templates = sqlite_cast.ada.get("/content?type=email-template&limit=200").get_json()["items"]
    assert len(templates) == 20
    with HtmlChecker() as checker:
        found = {
            page["id"]: checker.findings_in(
                sqlite_cast.ada.post(f"/content/{page['id']}/render", {"values": VALUES, "is_draft": True}).get_json()[
                    "html"
                ]
            )
            for page in templates
        }
    assert {page_id: findings for page_id, findings in found.items() if findings} == {}
