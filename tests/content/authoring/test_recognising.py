"""The type that `adopt` proposes: a page is called so and looks so, or it is just a page."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from content.authoring.adopting import adopt_text
from content.authoring.starting import Wish, start_page
from content.library import Library, read_library
from content.taxonomy import Taxonomy

STEPS = "1. Open it.\n2. Fill it in.\n3. Send it.\n"


def proposed(text: str, path: str = "x/a.md", language: str = "en") -> tuple[str, str | None]:
    """Return the type that a page would get, and the one whose fields it lacks."""
    page = adopt_text(text, path=path, page_id="an-id", language=language, taxonomy=Taxonomy(), wanted={})[1]
    return page.type, page.lacks_fields_of


def without_type(text: str) -> str:
    """Take the type out of a page's front matter."""
    return re.sub("^type:.*\n", "", text, count=1, flags=re.MULTILINE)


def with_headings(title: str, *headings: str) -> str:
    """Write a page of sections."""
    return f"# {title}\n\n" + "".join(f"## {heading}\n\nSome words.\n\n" for heading in headings)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("objections/price.md", "Price"),
        ("personas/persona-binding.md", "Persona binding"),
        ("x/persona-binding.md", "Binding a persona to an account"),
        ("x/battlecard-format.md", "Format of battlecards"),
        ("battlecards/README.md", "Battlecards"),
        ("decks/index.md", "Decks"),
        ("case-studies/how-to.md", "How to write case studies"),
        ("x/one-pager.md", "One-pager for the board"),
        ("x/business-case.md", "Solution brief: business case"),
        ("ta-playbooks/x.md", "Cadences"),
        ("quiz/notes.md", "Notes on the quiz"),
        ("x/a.md", "Email templates: where they are"),
        ("x/a.md", "How to log a call"),
        ("x/manually.md", "Sold manually"),
        ("guides/brand.md", "Brand guidelines"),
        ("onboarding/first.md", "Onboarding course for new reps"),
        ("onboarding/index.md", "Onboarding course for new reps"),
        ("white-papers/x.md", "Whitepaper on waiting"),
        ("decks/x.md", "Pitch deck"),
        ("plans/x.md", "Launch plan"),
        ("x/a.md", "异议处理"),
        ("x/a.md", "Возражение: дорого"),
    ],
)
def test_a_word_in_the_path_or_the_title_makes_no_type(path: str, title: str) -> None:
    """Neither alone nor both together, and nothing is said to be nearly there."""
    assert proposed(f"# {title}\n\nSome words.\n", path) == ("page", None)
    assert proposed(with_headings(title, "Background"), path) == ("page", None)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("x/a.md", "# Business case\n\n## Problem\n\nx\n\n## Options\n\ny\n\n## Costs\n\nz\n", "page"),
        ("product-sheets/case.md", with_headings("Business case for a dock", "Problem", "Options", "Costs"), "page"),
        ("personas/binding.md", with_headings("Persona binding", "Configuration", "API", "Errors"), "page"),
        ("x/a.md", with_headings("Retro of the launch", "Goals", "Risks"), "page"),
        ("x/a.md", with_headings("Acme", "What you hear"), "page"),
        ("objections/price.md", with_headings("Price", "How to respond"), "objection"),
        ("objections/price.md", "# Price\n\n> You cost twice as much.\n\nAsk what waiting costs.\n", "objection"),
        ("x/Einwände im Erstgespräch.md", with_headings("Preis", "Was Sie hören"), "objection"),
        ("x/a.md", with_headings("Возражение: дорого", "Что слышите"), "objection"),
        ("x/a.md", with_headings("异议处理", "如何回应"), "objection"),
        ("x/a.md", with_headings("Acme", "What you hear", "First reply"), "objection"),
        ("x/a.md", with_headings("Buyer persona: finance", "Responsibilities", "Pain points"), "persona"),
        ("personas/cfo.md", with_headings("CFO", "Motivations", "Frustrations"), "persona"),
        ("x/a.md", with_headings("Head of yard", "Pain points", "A normal week", "Measured on"), "persona"),
        ("x/deck-prep.md", with_headings("Preparing the board deck", "Why", "How", "Price"), "page"),
        ("x/a.md", with_headings("Objection handling", "Process", "Exercises"), "page"),
        ("decks/pitch_2026.md", with_headings("Acme", "Why", "How", "Price"), "deck"),
        ("x/a.md", "# Pitch deck\n\nWhy\n\n---\n\nHow\n\n---\n\nPrice\n", "deck"),
        ("x/Whitepaper Wartezeiten.md", with_headings("Wartezeiten", "Zusammenfassung", "Fazit"), "white-paper"),
        ("x/ebook.md", with_headings("Waiting", "Chapter 1: why", "Chapter 2: how"), "e-book"),
        ("x/a.md", with_headings("Dockside datasheet", "Key features", "System requirements"), "product-sheet"),
        ("product-sheets/dock.md", with_headings("Dockside", "Funktionen", "Technische Daten"), "product-sheet"),
        ("x/a.md", with_headings("Our ICP", "Company size", "Buying signals"), "ideal-customer-profile"),
        ("x/a.md", with_headings("Launch plan", "Goals", "Milestones"), "initiative"),
        ("x/a.md", f"# How to log a call\n\n{STEPS}", "guide"),
        ("x/a.md", with_headings("Anleitung zum Angebot", "Vorher", "Nachher"), "guide"),
        ("guides/offer.md", f"# Offers\n\n{STEPS}", "guide"),
        ("onboarding/index.md", "# Onboarding course for new reps\n\n- [One](a.md)\n- [Two](b.md)\n", "course"),
        ("courses/yard/index.md", "# The yard\n", "course"),
        ("courses/yard/first.md", "# The yard\n", "lesson"),
        ("x/quiz.md", "# Quiz\n\n## Why?\n\n- [x] a\n- [ ] b\n", "quiz"),
        ("x/quiz.md", "# Quiz\n\nText.\n", "page"),
        ("x/quiz.md", "# Quiz\n\n## Questions\n\n1. What is a lead?\n2. What is a deal?\n3. Why?\n", "page"),
        ("x/a.md", f"# 見積もりガイド\n\n{STEPS}", "guide"),
        ("x/a.md", f"# 文体ガイドライン\n\n{STEPS}", "page"),
        ("notes/a.md", "# Kickoff\n", "page"),
    ],
)
def test_a_type_needs_what_such_pages_have(path: str, text: str, expected: str) -> None:
    """Headings, steps, slides, questions or a quotation, beside what it is called; in several languages."""
    assert proposed(text, path)[0] == expected


def test_a_person_is_no_persona_where_the_word_is_everyday() -> None:
    """In Spanish and Italian every person is one."""
    text = with_headings("Atención a la persona", "Responsibilities", "Motivations")
    assert proposed(text, language="es") == ("page", None)
    assert proposed(text, language="en") == ("persona", None)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("battlecards/acme.md", with_headings("Acme", "Where we win"), ("guide", "battlecard")),
        ("x/a.md", "---\ncompetitor: Acme\n---\n# Battlecard Acme\n", ("battlecard", None)),
        ("x/a.md", "---\ncompetitor: Acme\n---\n# Acme and the law\n", ("page", None)),
        ("x/a.md", with_headings("Customer story: Acme", "The challenge", "The result"), ("page", "case-study")),
        ("x/a.md", with_headings("Acme", "Challenge", "Solution", "Results"), ("page", "case-study")),
        ("x/a.md", with_headings("Cells", "Challenge 1", "Challenge 2", "Solution"), ("page", None)),
        ("x/a.md", "---\nstage: design\n---\n# Cells\n\nCells.\n", ("page", None)),
        ("x/a.md", with_headings("Sales playbook", "Objective", "Entry criteria"), ("guide", "playbook")),
        ("x/a.md", "# Onboarding path for new reps\n\n- [One](a.md)\n- [Two](b.md)\n", ("guide", "path")),
        ("x/a.md", "# Email template: hello\n\nSubject: Hello {{ name }}\n", ("guide", "email-template")),
        ("x/a.md", "---\nsubject: Hi {{ name }}\n---\n# Hi\n\nDear {{ name }},\n", ("email-template", None)),
        ("x/a.md", "---\nsubject: Biology\n---\n# Bees\n\nBees.\n", ("page", None)),
        ("x/a.md", "---\ncriteria: many\n---\n# Discovery rubric\n", ("guide", "rubric")),
    ],
)
def test_a_page_gets_no_type_whose_fields_it_lacks(path: str, text: str, expected: tuple[str, str | None]) -> None:
    """Such a page would be an error; what it nearly is gets counted instead."""
    assert proposed(text, path) == expected


def test_pages_of_the_sample_library_are_taken_for_what_they_are(library: Library) -> None:
    """Without the type that their authors wrote: in their folders nearly all, elsewhere none for anything else."""
    wrong, missed = [], []
    for page in library.pages:
        text = re.sub(
            "^type:.*\n", "", (library.root / page.path).read_text(encoding="utf-8"), count=1, flags=re.MULTILINE
        )
        name = page.path.rpartition("/")[2]
        for path in (page.path, f"x/{name}"):
            found = proposed(text, path, page.fields.language)[0]
            if found not in {page.type, "page"}:
                wrong.append((path, page.type, found))
            if found == "page" != page.type and path == page.path:
                missed.append(path)
    assert wrong == []
    assert len(missed) <= len(library.pages) // 20


@pytest.mark.parametrize("kind", ["battlecard", "case-study", "objection", "persona", "playbook", "email-template"])
def test_a_page_begun_by_the_product_is_taken_for_what_it_is(tmp_path: Path, kind: str) -> None:
    """By its fields and headings, wherever it lies and whatever it is called."""
    wish = Wish(kind, "Acme", "en", "mara@x.example", "x")
    (new,) = start_page(read_library(tmp_path), wish, today=date(2026, 3, 4))
    assert proposed(without_type(new.text))[0] == kind
