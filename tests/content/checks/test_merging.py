"""Merge fields of e-mail templates: declared, used, and written as the site fills them in."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, only, told, unusual
from support.factories import write_good_page

TEXT = "# A page\n\nHello {{ name }}.\n"
BODY_LINE = FRONT_LINES + 2  # the last line of the front matter


def write_template(folder: Path, body: str = TEXT, **fields: str) -> Path:
    """Write a template that declares `name`; its front matter has two lines more than a good page's."""
    known = {"type": "email-template", "subject": "Hello", "fields": "{name: friend}"}
    return write_good_page(folder, "a.md", body, **(known | fields))


def test_a_template_whose_fields_are_declared_and_used_is_fine(tmp_path: Path) -> None:
    """In the text or in the subject; with or without spaces, also in Cyrillic."""
    write_template(tmp_path, "Hello {{name}}\n", subject='"To {{ имя }}"', fields="{name: friend, имя: друг}")
    assert unusual(tmp_path) == []


@pytest.mark.parametrize(
    ("body", "line", "column", "name"),
    [
        ("{{ name }} of {{ firm }}\n", 1, 15, "firm"),
        ("{{ name }}\n\n\n  - {{firm}}\n", 4, 5, "firm"),
        ("{{ name }} `{{ firm }}`\n", 1, 13, "firm"),
        ("{{ name }}\n\n```\n{{ firm }}\n```\n", 4, 1, "firm"),
        ("Привет {{ name }} {{ фирма }}\n", 1, 19, "фирма"),
        ("{{ name }} [x](https://example.com/{{ firm }})\n", 1, 36, "firm"),
    ],
)
def test_a_field_that_nobody_declared_is_an_error_at_its_braces(
    tmp_path: Path, body: str, line: int, column: int, name: str
) -> None:
    """Also in code, which is sent as it is filled in."""
    write_template(tmp_path, body)
    assert told(tmp_path, "undeclared-field") == [("a.md", BODY_LINE + line, column, "error")]
    assert f"`{name}`" in only(tmp_path, "undeclared-field").message


def test_a_field_in_the_subject_is_reported_there(tmp_path: Path) -> None:
    """At its braces."""
    write_template(tmp_path, subject="From {{ firm }}")
    assert told(tmp_path, "undeclared-field") == [("a.md", FRONT_LINES, 15, "error")]


def test_every_use_of_an_undeclared_field_is_reported(tmp_path: Path) -> None:
    """Each must be changed."""
    write_template(tmp_path, "{{ name }} {{ firm }} {{ firm }}\n")
    assert [column for _, _, column, _ in told(tmp_path, "undeclared-field")] == [12, 23]


def test_a_field_that_is_never_used_is_a_warning_where_it_is_declared(tmp_path: Path) -> None:
    """A CRM would fill it for nothing."""
    write_template(tmp_path, fields="\n  name: friend\n  firm: your company")
    assert told(tmp_path) == [("a.md", FRONT_LINES + 3, 9, "warning")]
    assert "`firm`" in only(tmp_path, "unused-field").message


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ('{{ name | default("friend") }}', 1),
        ("{{ contact.name }}", 1),
        ("{{ first name }}", 1),
        ("{{ }}", 1),
        ("{{ name", 1),
        ("ab {{ name }", 4),
        ("{% if name %}", 1),
        ("a {% if name", 3),
        ("{{{ name }}}", 1),
    ],
)
def test_a_field_that_can_not_be_filled_in_is_an_error(tmp_path: Path, written: str, column: int) -> None:
    """The rep's mail would hold the braces."""
    write_template(tmp_path, f"{{{{ name }}}}\n\n{written}\n")
    assert told(tmp_path, "merge-field") == [("a.md", BODY_LINE + 3, column, "error")]


def test_a_conditional_is_reported_at_both_ends(tmp_path: Path) -> None:
    """Neither works."""
    write_template(tmp_path, "{{ name }} {% if x %} y {% endif %}\n")
    assert told(tmp_path) == [("a.md", BODY_LINE + 1, 12, "error"), ("a.md", BODY_LINE + 1, 25, "error")]


def test_braces_elsewhere_are_no_merge_fields(tmp_path: Path) -> None:
    """A guide may show them."""
    write_good_page(tmp_path, "a.md", "{{ anything }} {% if x %}\n")
    assert unusual(tmp_path) == []


@pytest.mark.parametrize(
    "text", ["{" * 200_000, "{{ a" * 60_000, "{% " * 100_000, "{{" + " " * 300_000, "{{a}" * 90_000]
)
def test_a_page_of_braces_is_checked_quickly(tmp_path: Path, text: str) -> None:
    """Each is one more problem and no more work."""
    write_template(tmp_path, text)
    assert told(tmp_path, "merge-field")
