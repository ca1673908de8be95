"""Parts of a page: told apart alike by the renderer and by what search reads."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from content.dialects.dialect import GITHUB, Dialect
from content.html import to_html
from content.library import Library
from content.outline import read_outline
from content.parts.marking import marker_of, only_sent
from content.parts.rules import PartRules
from support.factories import read_text
from support.inner import INNER

TEMPLATE, DECK, PAGE = PartRules(is_template=True), PartRules(is_deck=True), PartRules()


def sent_words(body: str, rules: PartRules) -> list[str]:
    """Return the words that are sent of a body, as readers get them."""
    html = only_sent(to_html(body, rules=rules).html)
    tree = LexborHTMLParser(f"<body>{html}")
    for node in tree.css("sup.footnote-ref, a.footnote-backref"):
        node.decompose()
    return (tree.body.text(separator=" ") if tree.body else "").split()


@pytest.mark.parametrize(
    ("rules", "body", "words"),
    [
        (TEMPLATE, "# T\n\n## E-mail\n\na\n\n### b\n\nc\n\n## When to use it\n\nd", "T E-mail a b c"),
        (TEMPLATE, "# T\n\nx\n\n## **Email:**\n\na\n\n## Anything\n\nd", "T Email: a"),
        (TEMPLATE, "# T\n\na\n\n## b\n\nc", "T a b c"),
        (TEMPLATE, "Письмо\n---\n\na\n\nКогда отправлять\n---\n\nd", "Письмо a"),
        (PAGE, "# T\n\n## E-mail\n\na\n\n## Other\n\nb", "T E-mail a Other b"),
        (PAGE, "# T\n\na\n\n<!-- guidance -->\n\nb\n\n<!-- /guidance -->\n\nc", "T a c"),
        (PAGE, "# T\n\na\n\n<!-- Part: Notes -->\n\nb\n\n## c\n\n<!-- sent -->\n\nd", "T a d"),
        (PAGE, "# T\n\na\n\n<!-- a comment -->\n\nb", "T a b"),
        (PAGE, "# T\n\n```\n<!-- guidance -->\n## When to use it\n```\n\nb", "T <!-- guidance --> ## When to use it b"),
        (PAGE, "# T\n\n> Note: for readers.\n\n> Notes: for the presenter.\n\nb", "T Note: for readers. b"),
        (DECK, "# T\n\n## a\n\n> Note: x\n\n| b |\n|---|\n| c |\n\n> Notizen：y", "T a b c"),
        (DECK, "# T\n\n## a\n\n::: {.notes}\nx\n:::\n\nb", "T a b"),
        (PAGE, "<h2>Internal only</h2>\n\nx\n\n<h2>b</h2>\n\nc", "b c"),
        (PartRules(named=(("tips for us", "guidance"),)), "# T\n\n## Tips for us!\n\nx\n\n## b\n\nc", "T b c"),
        (PartRules(named=(("when to use it", "sent"),)), "# T\n\n## When to use it\n\na", "T When to use it a"),
        (PAGE, "a[^1] b[^2]\n\n## Internal\n\nx[^2] y[^3]\n\n[^1]: one\n[^2]: two\n[^3]: three", "a b one two"),
        (PAGE, "", ""),
    ],
)
def test_what_is_sent_is_told_by_headings_comments_and_quotes(rules: PartRules, body: str, words: str) -> None:
    """Readers and search get the same words."""
    assert sent_words(body, rules) == words.split()
    sections = read_outline(body, rules=rules).sections
    assert " ".join(f"{part.heading} {part.text}" for part in sections).split() == words.split()


@pytest.mark.parametrize("word", INNER)
def test_every_way_to_keep_something_inside_keeps_it_in_both_dialects(word: str) -> None:
    """python-markdown knows no containers, and reads no Markdown in HTML; all other ways are the same there."""
    kind, body = INNER[word]
    extra = {"oyster": "parts: {guidance: [For my team]}", "donkey": "parts: {notes: ['When to use the donkey']}"}
    front = f"---\ntype: {kind}\nsubject: x\n{extra.get(word, '')}\n---\n"
    rules = read_text(front + body).part_rules
    mkdocs = Dialect("mkdocs", extensions='{"footnotes": {}}')
    for dialect in (GITHUB,) if word in {"magpie", "turkey"} else (GITHUB, mkdocs):
        whole = to_html(body, dialect, rules=rules).html
        assert word in whole.lower()
        assert word not in only_sent(whole).lower()


def test_the_sample_says_of_every_template_which_part_is_sent(library: Library) -> None:
    """And what readers get of a page outside is what search has of it."""
    for page in library.pages:
        if page.is_for_outside:
            sent = read_outline(page.body, page.dialect, rules=page.part_rules)
            found = "".join(f"{part.heading} {part.text}" for part in sent.sections)
            assert "".join(sent_words(page.body, page.part_rules)) == "".join(found.split()), page.path
        if page.type == "email-template":
            assert "## When" not in " ".join(sent_words(page.body, page.part_rules))
            assert any(page.part_rules.of_heading(part.heading) == "sent" for part in read_outline(page.body).sections)


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        (" guidance ", ("guidance", True)),
        ("/NOTES", ("notes", False)),
        ("part: sent", ("sent", True)),
        ("notes for later", None),
        ("", None),
    ],
)
def test_a_comment_marks_a_part_when_it_is_its_name_alone(comment: str, found: tuple[str, bool] | None) -> None:
    """Whatever else somebody notes in a comment stays one."""
    assert marker_of(comment) == found
