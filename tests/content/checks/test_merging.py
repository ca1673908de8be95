"""Merge fields of e-mail templates: declared, used, and written as the site fills them in."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, check, only, told, unusual
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


@pytest.mark.parametrize(
    ("written", "own"),
    [
        ("%FIRSTNAME%", "first_name"),
        ("%first_name%", "first_name"),
        ("%%First Name%%", "first_name"),
        ("*|FNAME|*", "first_name"),
        ("*|COMPANY|*", "company"),
        ("[[first_name]]", "first_name"),
        ("[[ Last Name ]]", "last_name"),
        ("{first_name}", "first_name"),
        ("{Deal Owner}", "deal_owner"),
        ("${name}", "name"),
        ("#{dealSize}", "deal_size"),
        ("<<Name>>", "name"),
        ("<%= city %>", "city"),
        ("«Deal_Owner»", "deal_owner"),
        ("{!Contact.FirstName}", "first_name"),
        ("{!$User.Title}", "title"),
        ("@@city@@", "city"),
        ("##city##", "city"),
        ("[%city%]", "city"),
        ("[First Name]", "first_name"),
        ("[Company]", "company"),
        ("{имя}", "имя"),
        ("{NAME}", "name"),
        ("||first_name||", "first_name"),
        ("||Name||", "name"),
        ("||Company Name||", "company_name"),
        ("((first_name))", "first_name"),
        ("((FirstName))", "first_name"),
        ("((Contact.Email))", "email"),
        ("((deal_owner))", "deal_owner"),
        ("#FIRST_NAME#", "first_name"),
        ("#name#", "name"),
        ("#Company Name#", "company_name"),
        ("#DEAL_OWNER#", "deal_owner"),
    ],
)
@pytest.mark.parametrize("before", ["", "Dear ", "```\n"])
def test_a_field_of_another_system_is_told_how_it_is_written_here(
    tmp_path: Path, written: str, own: str, before: str
) -> None:
    """With the name that is declared, if one is meant; also in code, which is sent as it is."""
    write_template(tmp_path, f"{{{{ name }}}}\n\n{before}{written}\n{before and '```'}\n")
    line = 3 + before.count("\n")
    found = [problem for problem in check(tmp_path) if problem.code == "merge-field"]
    assert [(p.line, p.column, p.severity) for p in found] == [
        (BODY_LINE + line, 1 + len(before.rpartition("\n")[2]), "error")
    ]
    assert f"write `{{{{ {own} }}}}`" in found[0].message


@pytest.mark.parametrize(
    ("line", "column", "own"),
    [
        ("Hi $NAME,", 4, "name"),
        ("Hi $first_name,", 4, "first_name"),
        ("Hi $FirstName!", 4, "first_name"),
        ("Hi $contact.first_name.", 4, "first_name"),
        ("For $5 only, $company", 14, "company"),
        ("It costs 5$, $name", 14, "name"),
        ("<p>Hi ($first_name)</p>", 8, "first_name"),
        ("`x` **$first_name**", 7, "first_name"),
        ("$deal_size", 1, "deal_size"),
        ("$DEAL_SIZE", 1, "deal_size"),
        ("$seats", 1, "seats"),
    ],
)
def test_a_field_with_a_dollar_sign_is_told_how_it_is_written_here(
    tmp_path: Path, line: str, column: int, own: str
) -> None:
    """If its name is known or declared."""
    fields = "{name: friend, deal_size: much, seats: many, usd: dollars}"
    write_template(tmp_path, f"{{{{name}}}} {{{{deal_size}}}} {{{{seats}}}} {{{{usd}}}}\n\n{line}\n", fields=fields)
    assert told(tmp_path) == [("a.md", BODY_LINE + 3, column, "error")]
    assert f"write `{{{{ {own} }}}}`" in only(tmp_path, "merge-field").message


@pytest.mark.parametrize(
    "text",
    [
        "$5, $1.5M, US$NAME, 10 $USD, $USD and $ARR for $x or $deal_owner",
        "Run `echo $NAME` and\n\n```sh\necho $first_name\n```\n\n    echo $NAME\n\n<pre>$NAME</pre>",
        "$name = 5, $name->email, $name[0], $name(), $name::x, $name.=x, $email == x",
        "Math $name + 1$, $name$, $$name$$, $company \\cdot x$ and $x$, and \\$name",
        '<a href="https://brightwharf.example/$name">x</a> [x](https://brightwharf.example/?a=$name) "$name" {$1}',
    ],
)
def test_a_dollar_sign_of_another_kind_in_a_template_is_fine(tmp_path: Path, text: str) -> None:
    """A price, a variable in code, math, or an address."""
    write_template(tmp_path, f"{{{{ name }}}} {{{{ usd }}}}\n\n{text}\n", fields="{name: friend, usd: dollars}")
    assert told(tmp_path, "merge-field") == []


@pytest.mark.parametrize("written", ["{{ $first_name }}", "{% if $first_name %}", "{$first_name}", "${first_name}"])
def test_a_dollar_sign_in_braces_is_one_problem(tmp_path: Path, written: str) -> None:
    """That of the braces."""
    write_template(tmp_path, f"{{{{ name }}}}\n\n{written}\n")
    assert len(told(tmp_path, "merge-field")) == 1


def test_a_field_of_another_system_in_the_subject_is_reported_there(tmp_path: Path) -> None:
    """At its first sign."""
    write_template(tmp_path, "{{ name }}\n", subject='"For %FIRSTNAME%"')
    assert told(tmp_path, "merge-field") == [("a.md", FRONT_LINES, 15, "error")]


@pytest.mark.parametrize(
    ("written", "own"),
    [
        ("{{contact.firstname}}", "first_name"),
        ("{{ Contact.Name }}", "name"),
        ("{{{ name }}}", "name"),
        ("{{ }}", "name"),
    ],
)
def test_a_field_in_braces_is_told_the_name_that_is_meant(tmp_path: Path, written: str, own: str) -> None:
    """That of a person, without the table it comes from."""
    write_template(tmp_path, f"{{{{ name }}}} {written}\n")
    assert f"such as `{{{{ {own} }}}}`" in only(tmp_path, "merge-field").message


@pytest.mark.parametrize(
    "text",
    [
        "50% of all and 20% off",
        "[a link](https://brightwharf.example/%C3%A9t%C3%A9%20x) and [brackets] {#id}",
        "[Name](https://brightwharf.example) and [x][name]\n\n[name]: https://brightwharf.example",
        "# Title {.class}\n\n## Heading ##",
        "a < b << c and 5 > 3 >> 2",
        "<b>bold</b> and <mara@brightwharf.example>",
        "{1} $5 {} [ ] [x] [[1]] «Ja»",
        "x@@y and a##b",
        "|a||name||b|\n|-|-|-|-|-|\n||Name|x|y||\n||first_name||x||",
        "|Name||\n|-|-|\n||Name||\n\nx||name||y and 'Dear '||name||'!' and a || name || b and ||ok||",
        "||Name||Company||Title||",
        "Call us ((note)) or ((see below)) or f((name)) or [x]((name)) or $((name)) or (((name)))",
        "#sales and #sales#, #company #name, [x](#first_name#), a#name#b, x/#name#, &#name#, C#, # name #, #1#",
    ],
)
def test_signs_of_other_kinds_in_a_template_are_fine(tmp_path: Path, text: str) -> None:
    """Percent, addresses, brackets and quotes."""
    write_template(tmp_path, f"{{{{ name }}}}\n\n{text}\n")
    assert told(tmp_path, "merge-field") == []


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Dear {{ first_nmae }},", 6),
        ("Dear {{contact.firstname}},", 6),
        ("Dear *|FNAME|*,", 6),
        ("{!Contact.Email}", 1),
        ("Dear %FIRSTNAME%,", 6),
        ("Dear [[first_name]],", 6),
        ("Dear ${firstName},", 6),
        ("Dear {First Name},", 6),
        ("Dear <<Last Name>>,", 6),
        ("<p>Dear {{ имя }}</p>", 9),
        ("Dear ||first_name||,", 6),
        ("Dear ((FirstName)),", 6),
        ("Dear #FIRST_NAME#,", 6),
    ],
)
def test_a_field_in_a_page_that_is_no_template_is_a_warning(tmp_path: Path, text: str, column: int) -> None:
    """Nobody fills it in."""
    write_good_page(tmp_path, "a.md", f"{text}\n")
    assert told(tmp_path) == [("a.md", FRONT_LINES + 1, column, "warning")]
    assert "email-template" in only(tmp_path, "merge-field").message


@pytest.mark.parametrize(
    "text",
    [
        "`{{ first_name }}` and\n\n```\nDear %FIRSTNAME%\n```",
        "Call /users/{name}/deals or set ${HOME} and %APPDATA%",
        "x^{{a}} and ${{ github.ref }} and \\{{ not }}",
        "<!-- {{ first_name }} -->",
        "<code>{{ first_name }}</code>",
        "{name} {company} [Name] [First Name]",
        "||name|| ((name)) #name# ||deal_owner|| ((deal_owner)) #deal_owner# $name $first_name $FIRST_NAME",
        "`||first_name||` `((first_name))` `#FIRST_NAME#` [x](#first_name#)\n\n# first_name #",
        "|a|b|c|\n|-|-|-|\n||first_name||\n||Email Address||",
        "|**Tools**|Definition|**Owners**|\n|---|---|---|\n|**CRM**|What we sell|**Ana**|",
    ],
)
def test_a_field_shown_as_code_and_other_braces_in_a_page_are_fine(tmp_path: Path, text: str) -> None:
    """A guide may show them."""
    write_good_page(tmp_path, "a.md", f"{text}\n")
    assert told(tmp_path, "merge-field", "undefined-reference") == []


@pytest.mark.parametrize(
    "text",
    [
        *("{" * 200_000, "{{ a" * 60_000, "{% " * 100_000, "{{" + " " * 300_000, "{{a}" * 90_000),
        *("{{a.b}} " + text for text in ("||a_a" * 50_000, "((a_a" * 50_000, "#a_a " * 50_000, "$name$ " * 50_000)),
    ],
)
def test_a_page_of_braces_is_checked_quickly(tmp_path: Path, text: str) -> None:
    """Each is one more problem and no more work."""
    write_template(tmp_path, text)
    assert told(tmp_path, "merge-field")
