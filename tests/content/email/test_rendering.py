"""Templates filled in: five golden messages, and whatever is filled in stays text in subject, text, HTML and files."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from content.email.html_page import MAX_BYTES
from content.email.merge_fields import MAX_VALUE
from content.email.rendering import (
    LONGEST_MAILTO,
    Draft,
    NoTemplateError,
    Template,
    TooLargeError,
    as_eml,
    fill_template,
    mailto,
    read_template,
    render_draft,
)
from content.html import to_html
from content.library import Library
from support.factories import read_text

GOLDEN = Path(__file__).parent / "golden"
WORDS = {"first_name": "Hanneke", "company": "Frostvale Foods", "site_city": "Lelystad", "sender_name": "Ada Lind"}
NASTY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def template(body: str, *, subject: str = "Hello", fields: str = "{}", language: str = "en") -> Template:
    """Return what is sent of a template that is written so."""
    front = f'---\ntype: email-template\nsubject: "{subject}"\nfields: {fields}\nlanguage: {language}\n---\n'
    page = read_text(f"{front}# T\n\n## E-mail\n\n{body}\n\n## When to use it\n\nNever say this.\n")
    return read_template(page, to_html(page.body, page.dialect, rules=page.part_rules))


def rendered(body: str, values: dict[str, str] | None = None, **options: str) -> Draft:
    """Return such a template filled in."""
    made = template(body, **options)
    return render_draft(made, fill_template(made, values or {}))


def of_sample(library: Library, page_id: str) -> Draft:
    """Return a template of the sample, filled in for one customer."""
    page = library.by_id[page_id]
    made = read_template(page, to_html(page.body, page.dialect, rules=page.part_rules))
    return render_draft(made, fill_template(made, WORDS))


@pytest.mark.parametrize(
    "page_id",
    ["pilot-proposal", "after-discovery-call", "security-answers", "first-touch-logistics-pl", "follow-up-no-reply-zh"],
)
def test_five_templates_of_the_sample_are_the_messages_that_somebody_read(library: Library, page_id: str) -> None:
    """To write one anew, read it first: its file holds the subject, the text and the HTML."""
    draft = of_sample(library, page_id)
    written = f"{draft.subject}\n\n{draft.text}\n{draft.html}"
    assert written == (GOLDEN / f"{page_id}.txt").read_text(encoding="utf-8")


def test_nothing_but_the_message_of_any_template_is_sent(library: Library) -> None:
    """No title, no guidance, no class, no link into the library, no field that is open; and well below the limit."""
    templates = [page for page in library.pages if page.type == "email-template"]
    assert len(templates) == 20
    for page in templates:
        draft = of_sample(library, page.id)
        tree = LexborHTMLParser(draft.html)
        assert not tree.css("[class], [id], script, img, input, h1, style")
        assert all("://" in (link.attributes["href"] or "") for link in tree.css("a[href]"))
        for text in (draft.subject, draft.text, draft.html):
            assert "{{" not in text, page.id
            assert "When to use" not in text, page.id
        assert page.title not in draft.text
        assert len(draft.html.encode()) < MAX_BYTES / 4


def test_a_draft_opened_by_a_mail_program_has_the_same_words(library: Library) -> None:
    """Subject, text and HTML come back as they were, in any alphabet; the program lets them be sent."""
    for page_id in ("pilot-proposal", "first-touch-logistics-pl", "first-touch-logistics-ru", "follow-up-no-reply-zh"):
        draft = of_sample(library, page_id)
        message = read(as_eml(draft))
        assert message["Subject"] == draft.subject
        assert message["X-Unsent"] == "1"
        assert message.get_content_type() == "multipart/alternative"
        plain, html = message.get_body(("plain",)), message.get_body(("html",))
        assert plain is not None
        assert html is not None
        assert plain.get_content().replace("\r\n", "\n") == draft.text
        assert html.get_content().replace("\r\n", "\n") == draft.html


@given(NASTY, NASTY)
def test_what_is_filled_in_is_text_and_breaks_nothing(value: str, other: str) -> None:
    """Not HTML, not Markdown, not another field, no header; what is read back is what was typed."""
    made = template("Dear {{ who }},\n\n- **{{ what }}**", subject="To {{ who }}", fields="{who: you, what: it}")
    draft = render_draft(made, fill_template(made, {"who": value, "what": other}))
    tree = LexborHTMLParser(draft.html)
    assert {node.tag for node in tree.css("body *")} <= {"p", "ul", "li", "strong", "br"}
    message = read(as_eml(draft))
    assert set(message.keys()) == {"Subject", "X-Unsent", "MIME-Version", "Content-Type"}
    assert "\n" not in draft.subject
    first = tree.css_first("body p")
    shown = first.text(separator=" ") if first else ""
    typed = fill_template(made, {"who": value}).values["who"]
    assert "".join(shown.split()) == "".join(f"Dear {typed},".split())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("<script>alert(1)</script>", "Hi <script>alert(1)</script>!"),
        ("**bold** [x](y)", "Hi **bold** [x](y)!"),
        ("{{ company }}", "Hi {{ company }}!"),
        ("a\r\nBcc: x@y.example", "Hi a\nBcc: x@y.example!"),
        ("שלום 👋🏽", "Hi שלום 👋🏽!"),
        ("\x00\x07Ann", "Hi Ann!"),
        ("   ", "Hi there!"),
    ],
)
def test_odd_values_stand_as_they_were_typed(value: str, text: str) -> None:
    """In the text; HTML says the same."""
    draft = rendered("Hi {{ name }}!", {"name": value}, fields="{name: there}", subject="{{ name }}")
    assert draft.text == f"{text}\n"
    shown = LexborHTMLParser(draft.html.replace("<br>", "\n")).css_first("p")
    assert shown is not None
    assert shown.text() == text


@pytest.mark.parametrize(
    ("field", "language", "value", "written"),
    [
        ("{kind: date}", "en", "2027-03-01", "March 1, 2027"),
        ("{kind: date}", "pl", "2027-03-01", "1 marca 2027"),
        ("{kind: date}", "ru", "2027-03-01", "1 марта 2027\u202fг."),
        ("{kind: date}", "zh", "2027-03-01", "2027年3月1日"),
        ("{kind: number}", "de", "1234567.5", "1.234.567,5"),
        ("{kind: amount, currency: EUR}", "en", "2900", "€2,900.00"),
        ("{kind: amount, currency: PLN}", "pl", "2900", "2\xa0900,00\xa0zł"),
        ("{kind: link}", "en", "https://meet.example/ann", "https://meet.example/ann"),
    ],
)
def test_days_numbers_and_amounts_are_written_as_the_language_does(
    field: str, language: str, value: str, written: str
) -> None:
    """What was typed is checked first."""
    draft = rendered("On {{ x }}.", {"x": value}, fields=f"{{x: {field}}}", language=language)
    assert draft.text == f"On {written}.\n"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("{kind: date}", "next week", "write a day as YYYY-MM-DD"),
        ("{kind: date}", "2027-13-01", "write a day as YYYY-MM-DD"),
        ("{kind: number}", "1,234", "write a number with a point"),
        ("{kind: number}", "NaN", "write a number with a point"),
        ("{kind: amount, currency: EUR}", "€5", "write a number with a point"),
        ("{kind: link}", "javascript:alert(1)", "write an address that begins"),
        ("{}", "x" * (MAX_VALUE + 1), f"write at most {MAX_VALUE} characters"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_is_needed(field: str, value: str, says: str) -> None:
    """By its field."""
    filled = fill_template(template("{{ x }}", fields=f"{{x: {field}}}"), {"x": value})
    assert filled.refused["x"].startswith(says)
    assert "x" not in filled.values


def test_a_field_without_anything_to_stand_there_is_missing() -> None:
    """Required ones whatever their default, and those that nobody declared; in a preview they stand in brackets."""
    made = template("{{ a }} {{ b }} {{ site_city }}", fields="{a: {default: x, required: true}, b: y}")
    filled = fill_template(made, {})
    assert [(one.name, one.label) for one in filled.missing] == [("a", "A"), ("site_city", "Site city")]
    assert render_draft(made, filled).text == "[A] y [Site city]\n"


def test_links_lead_where_a_buyer_can_go() -> None:
    """Those into the library are words, one by a field is checked when it is filled in, parts of one are escaped."""
    body = (
        "[inside](../guides/x.md) [out](https://a.example/?q=1) <{{ mail }}> [book](<{{ link }}>) "
        "[ours](<https://a.example/{{ slug }}>) ![a picture](x.png)"
    )
    values = {"link": "https://meet.example/ann", "slug": "a b/../c?d", "mail": "a@b.example"}
    draft = rendered(body, values, fields="{link: '', slug: x, mail: x}")
    links = [link.attributes["href"] for link in LexborHTMLParser(draft.html).css("a[href]")]
    assert links == [
        "https://a.example/?q=1",
        "https://meet.example/ann",
        "https://a.example/a%20b%2F..%2Fc%3Fd",
    ]
    assert "inside out (https://a.example/?q=1)" in draft.text
    assert "a picture" in draft.text
    evil = rendered(body, {**values, "link": "javascript:alert(1)"}, fields="{link: '', slug: x, mail: x}")
    assert "javascript" not in evil.html
    assert "book" in evil.text


def test_text_is_laid_out_by_signs_alone() -> None:
    """Lists, tables, quotes, code and headings read well without any style."""
    body = (
        "### Why\n\n1. one\n2. two\n   - below\n   - more\n\n- [x] done\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "> said\n> so\n\n```\nx = 1\n```\n\n---\n\nKind  \nregards"
    )
    assert rendered(body).text == (
        "Why\n\n1. one\n2. two\n   - below\n   - more\n\n- ☑ done\n\na  |  b\n1  |  2\n\n"
        "> said\n> so\n\nx = 1\n\n--\n\nKind\nregards\n"
    )


def test_a_line_ends_where_its_author_ended_it_unless_a_text_was_wrapped() -> None:
    """As after a greeting; what is long goes on, and a break that is written counts once."""
    wrapped = "This line is as long as those of a text that somebody's editor wrapped\nat its margin."
    draft = rendered(f"{wrapped}\n\nKind regards,\n{{{{ who }}}}\n\nYours,  \nAnn", fields="{who: us}")
    assert draft.text == f"{wrapped.replace(chr(10), ' ')}\n\nKind regards,\nus\n\nYours,\nAnn\n"
    assert "Kind regards,<br>us</p>" in draft.html


def test_an_address_opens_a_mail_program_while_it_is_short() -> None:
    """What is too long is copied or downloaded; no sign of a value ends the address early."""
    draft = rendered("A & B = {{ x }}?#", {"x": "100 %"}, fields="{x: y}")
    address = mailto(draft, to="ann@buyer.example")
    assert address is not None
    parts = urlsplit(address)
    assert unquote(parts.path) == "ann@buyer.example"
    assert parse_qs(parts.query) == {"subject": ["Hello"], "body": ["A & B = 100 %?#\r\n"]}
    assert mailto(rendered("x" * LONGEST_MAILTO)) is None


def test_a_message_that_mail_programs_would_cut_is_refused() -> None:
    """With how large it is, and how large it may be."""
    with pytest.raises(TooLargeError, match=r"has 1\d\d kB, and mail programs cut it at 100"):
        rendered("word " * 25_000)


def test_what_is_no_template_is_not_filled_in() -> None:
    """Another page, a template whose author wrote no subject yet, and one whose every word is guidance."""
    for front in ("", "---\ntype: email-template\n---\n"):
        page = read_text(f"{front}# T\n\nText\n")
        with pytest.raises(NoTemplateError, match="is no e-mail template"):
            read_template(page, to_html(page.body, rules=page.part_rules))
    with pytest.raises(NoTemplateError, match="has no message"):
        template("")


def test_a_template_may_have_a_thousand_fields() -> None:
    """Each is filled in once."""
    body = " ".join(f"{{{{ f{number} }}}}" for number in range(1000))
    draft = rendered(body, {f"f{number}": f"v{number}" for number in range(1000)})
    assert draft.text.split() == [f"v{number}" for number in range(1000)]


def read(data: bytes) -> EmailMessage:
    """Return a message as Python's own reader of mail has it."""
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message
