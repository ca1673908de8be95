"""Agendas: which blocks a template has, how they are filled in, and values that stay words whatever they hold."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from content.agenda import BLOCKS, blocks_in, fill_agenda, read_agenda, read_agendas
from content.catalogue import Catalogue, entry_of
from content.course import NoSuchPageError
from content.escaping import as_markdown
from content.fields.values import SessionKind
from content.html import to_html
from content.library import Library, read_library
from content.problem import one_line
from lms.coaching.models import KINDS
from support.factories import write_good_page


def test_kinds_of_sessions_are_those_of_the_records() -> None:
    """The library names them by itself."""
    assert get_args(SessionKind) == KINDS


def test_blocks_are_filled_in_once_where_they_stand() -> None:
    """Each line of one as deep as its name; what a value holds is not filled in again, and code is left as it is."""
    text = "## Points\n\n{{ points }}\n\n- Deals:\n  {{deals}}\n\n```\n{{ points }}\n```\n\nSay {{ points }}.\n"
    filled = fill_agenda(text, {"points": "- {{ deals }}\n- b", "deals": "- c\n\n- d"})
    assert filled == (
        "## Points\n\n- {{ deals }}\n- b\n\n- Deals:\n  - c\n\n  - d\n\n```\n{{ points }}\n```\n\nSay {{ points }}.\n"
    )
    assert blocks_in(text) == ["points", "deals"]


@given(st.text(alphabet=st.sampled_from("{} \nab_-`~#"), max_size=40))
def test_any_text_can_be_filled(text: str) -> None:
    """Without blocks it stays as it is."""
    assert fill_agenda(text, {}) == text
    if not blocks_in(text):
        assert fill_agenda(text, dict.fromkeys(("a", "b", "ab"), "x")) == text


@given(st.text(max_size=60))
@example("[Q3](https://x.example) | **big** <b>deal</b> & co")
@example("# no heading")
@example("1. no list")
@example("> no quotation")
@example("!!! note")
@example("::: box")
@example("$x^2$ ~~gone~~ `code` [[page]] {{ points }}")
@example("a\n\n- b\n\n<script>alert(1)</script>")
@example("\\")
def test_a_value_is_shown_as_it_is(text: str) -> None:
    """Whatever it holds, it is one item of a list, with no markup in it but what a bare address becomes."""
    words = " ".join(one_line(text).split())
    tree = LexborHTMLParser(to_html(f"- {as_markdown(text)}\n- end\n").html)
    items = tree.css("li")
    assert " ".join(items[0].text().split()) == words
    assert len(items) == 2
    assert {node.tag for node in tree.css("li *")} <= {"a", "p"}


def test_a_long_value_is_cut() -> None:
    """And says so."""
    assert as_markdown("x" * 400, longest=10) == "x" * 9 + "…"


def test_the_agendas_of_a_library_are_read_without_their_title(tmp_path: Path) -> None:
    """Drafts, pages of other types and such that are broken by now aren't there."""
    write_good_page(
        tmp_path, "a.md", "# Weekly talk\n\n## Points\n\n{{ points }}\n", type="agenda", kinds="[one-to-one]"
    )
    write_good_page(tmp_path, "b.md", "# Later\n\ntext\n", type="agenda", status="draft", title="Later")
    write_good_page(tmp_path, "c.md", title="A page of c")
    catalogue = _catalogue(read_library(tmp_path))
    (found,) = read_agendas(catalogue)
    assert (found.entry.id, found.kinds, found.text) == ("a", ("one-to-one",), "## Points\n\n{{ points }}\n")
    for other in ("b", "c", "nothing"):
        with pytest.raises(NoSuchPageError):
            read_agenda(catalogue, other)
    (tmp_path / "a.md").write_text("---\ntype: page\n---\n# A\n", encoding="utf-8")
    assert read_agendas(catalogue) == []


def test_the_sample_has_an_agenda_for_each_kind_but_questions(library: Library) -> None:
    """And its agendas, together, have every block."""
    found = read_agendas(_catalogue(library))
    assert {kind for agenda in found for kind in agenda.kinds} == set(KINDS) - {"questions"}
    assert {name for agenda in found for name in blocks_in(agenda.text)} == set(BLOCKS)


def _catalogue(library: Library) -> Catalogue:
    entries = tuple(entry_of(page, attachments=(), pictures=()) for page in library.pages)
    return Catalogue(str(library.root), 1, entries)
