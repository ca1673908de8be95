"""Pages that fail while the site is built: each is published plain or left out, and named; the others go on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from config import PROJECT
from content.fields.models import TYPES, WITHHELD, PageFields
from content.library import read_library
from content.places.rooms import BUILT
from support.factories import write_good_page, write_page
from support.sharing import once
from support.waiting import PATIENCE_SECONDS

# A value for every field of every type, as YAML.
VALUES = {
    "id": "own-id",
    "aliases": "[old-id]",
    "former_addresses": "[old/place/]",
    "title": "A title",
    "summary": "In short.",
    "type": "page",
    "stages": "[early]",
    "personas": "[cfo]",
    "industries": "[ports]",
    "products": "[crane]",
    "language": "pl",
    "translation_of": "other-id",
    "owner": "mara@brightwharf.example",
    "audience": "customer",
    "status": "approved",
    "reviewed": "2026-11-01",
    "review_every": "6 months",
    "expires": "2036-11-01",
    "publish_on": "2026-01-01",
    "unpublish_on": "2036-11-02",
    "updated": "2026-02-01",
    "authors": "[Mara Quill, Ivo]",
    "order": "2",
    "skills": "[listening]",
    "keywords": "[cranes]",
    "intro": "Find these.",
    "tasks": "[{id: a, ask: A, answer: x}, {id: b, ask: B, answer: x}, {id: c, ask: C, answer: x}, "
    "{id: d, ask: D, answer: x}]",
    "parts": "{guidance: [Tips]}",
    "exit_criteria": "[signed]",
    "subject": "Hello {{ name }}",
    "fields": "{name: you}",
    "steps": "[{day: 0, template: own-id}]",
    "slides": "[One]",
    "customer": "Quay & Sons",
    "results": "[{measure: hours, before: 2, after: 1}]",
    "stage": "early",
    "objective": "A meeting",
    "entry_criteria": "[A name]",
    "plays": "[own-id]",
    "competitor": "Acme",
    "kind": "certification",
    "kinds": "[one-to-one]",
    "version": "2",
    "changes": "[{version: 2, since: 2026-01-01, asks: nothing}]",
    "areas": "[sales]",
    "prerequisites": "[own-id]",
    "pass_mark": "70",
    "attempts": "3",
    "valid_days": "365",
    "renew_days": "30",
    "minutes": "10",
    "lessons": "[own-id]",
    "quiz": "own-id",
    "held_on": "[2026-01-01]",
    "courses": "[{course: own-id, day: 1}]",
    "draw": "1",
    "shuffle": "false",
    "criteria": "[{id: clear, name: Clear, levels: [no, yes]}]",
    "passes": "{points: 1 of 2}",
    "caps": "[{criterion: clear, when: 1, points: 1 of 2}]",
    "practical": "{rubric: own-id}",
    "goals": "[Grow]",
    "targets": "[{kpi: calls, target: 10}]",
    "raci": "[{task: a, responsible: b, accountable: c, consulted: d, informed: e}]",
    "content": "[own-id]",
    "next": "[own-id]",
    "skill_targets": "[{skill: calm, level: 1}]",
    "starts": "2027-01-01",
    "baseline": "{start: 2026-01-01, end: 2026-12-31}",
    "question": "How many?",
    "numerator": "{measure: deals_won}",
    "denominator": "{measure: deals_closed}",
    "direction": "up",
    "group": "selling",
    "least_n": "20",
    "traps": "[Few]",
}
# What a field of the same name holds in one type alone.
OWN_VALUES = {"initiative": {"courses": "[own-id]"}}
# What the theme and a hook are made to fail for, in copies of our own.
BREAKING_THEME = """{% if page and page.meta.entry and page.meta.entry.id == "no-facts" %}{{ none.x.y }}{% endif %}
{% if page and page.file and page.file.src_uri == "hopeless.md" %}{{ none.x.y }}{% endif %}
{% if page and page.meta.module == PRODUCT %}{{ none.x.y }}{% endif %}
"""
BREAKING_HOOK = """
def on_page_context(context, page, **_):
    if page.file.src_uri == "no-context.md":
        raise ValueError("no\\ncontext")

def on_page_markdown(markdown, page, **_):
    if page.file.src_uri == "no-markdown.md":
        raise RecursionError("too deep")
"""
FAR = "/".join(["far" * 60] * 19) + "/page.md"


def build(site: Path, library: Path, output: Path) -> Any:
    """Run MkDocs on a project's folder and return what it said."""
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(site / "mkdocs.yml"), "-d", str(output)]
    environ = {**os.environ, "CONTENT_DIR": str(library), "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        command, cwd=PROJECT, env=environ, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )


def troubles(output: Path) -> dict[str, str]:
    """Return the reasons that a build gives, by paths."""
    found = json.loads((output / BUILT).read_text(encoding="utf-8"))["troubles"]
    return {one["path"]: one["reason"] for one in found}


def text_of(output: Path, folder: str) -> str:
    """Return the HTML of a page."""
    return (output / folder / "index.html").read_text(encoding="utf-8")


def test_every_type_of_page_is_built_whatever_field_it_lacks(tmp_path: Path) -> None:
    """Also one that the type can't be without."""
    library, output = tmp_path / "library", tmp_path / "site"
    assert set(VALUES) == {field for model in TYPES.values() for field in model.model_fields}
    for name, model in TYPES.items():
        own = [field for field in model.model_fields if field not in PageFields.model_fields]
        complete = {field: VALUES[field] for field in model.model_fields} | {"type": name} | OWN_VALUES.get(name, {})
        lacking = {"": set[str](), "all": set(own), **{field: {field} for field in own}}
        lacking |= {field: {field} for field in PageFields.model_fields} if name == "page" else {}
        for case, fields in lacking.items():
            kept = {field: value for field, value in complete.items() if field not in fields}
            kept = {**kept, "id": f"{name}.{case}", "title": f"{name} {case}"} if case != "id" else kept
            write_page(library, f"{name}/without-{case}.md", "# Heading\n\nsomewords\n", **kept)
        write_page(library, f"{name}/bare.md", "somewords\n", type=name)
    found = read_library(library)
    complete_pages = [page for page in found.pages if page.path.endswith("/without-.md")]
    assert [type(page.fields) for page in complete_pages] == [TYPES[page.type] for page in complete_pages]
    done = build(PROJECT / "site", library, output)
    assert done.returncode == 0, done.stderr
    assert troubles(output) == {}
    for page in found.pages:
        if page.type not in WITHHELD:
            assert "somewords" in text_of(output, page.url), page.path
            assert "rp-facts" in text_of(output, page.url), page.path


def break_project(folder: Path, *, product: str = "none") -> Path:
    """Copy our own MkDocs project and make it fail for some pages."""
    site = folder / "project"
    shutil.copytree(PROJECT / "site", site, ignore=shutil.ignore_patterns("__pycache__"))
    theme, config = site / "theme" / "main.html", site / "mkdocs.yml"
    text = theme.read_text(encoding="utf-8")
    start = '{% extends "base.html" %}'
    inside = text.replace(
        "{% block container %}", "{% block container %}" + BREAKING_THEME.replace("PRODUCT", repr(product))
    )
    assert start in inside != text
    theme.write_text(inside, encoding="utf-8")
    (site / "hooks" / "breaking.py").write_text(BREAKING_HOOK, encoding="utf-8")
    hooks = "hooks: [hooks/library.py"

    config.write_text(
        config.read_text(encoding="utf-8").replace(hooks, f"{hooks}, hooks/breaking.py"), encoding="utf-8"
    )
    return site


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The site of a library with pages that fail, and what its build printed."""

    def make(folder: Path) -> None:
        library = folder / "l"
        for name in ("no-facts", "hopeless", "no-context", "no-markdown", "good"):
            write_good_page(library, f"{name}.md", f"# Title\n\nwordsof-{name}\n", title=f"The {name} page")
        write_good_page(library, "slow.md", "# Slow\n\n" + "[a" * 50_000)
        write_good_page(library, FAR, "# Far\n", id="far")
        (library / FAR).with_suffix(".png").write_bytes(b"x")
        output = folder / "/".join(["deep" * 50] * 4)
        done = build(break_project(folder), library, output)
        assert done.returncode == 0, done.stderr
        (folder / "said").write_text(done.stdout, encoding="utf-8")
        output.rename(folder / "site")

    folder = once(tmp_path_factory, "broken", make)
    return folder / "site", (folder / "said").read_text(encoding="utf-8")


def test_a_page_whose_facts_fail_is_published_plain(broken: tuple[Path, str]) -> None:
    """With its title and text."""
    site, _ = broken
    for name in ("no-facts", "no-context", "no-markdown"):
        tree = LexborHTMLParser(text_of(site, name))
        assert (tree.css_first("title") or tree).text() == f"The {name} page - Playbook" or name == "no-markdown"
        assert f"wordsof-{name}" in (tree.css_first("article") or tree).text()
    assert "rp-facts" not in text_of(site, "no-facts")
    assert "rp-facts" in text_of(site, "good")


def test_a_page_that_fails_plain_too_is_left_out(broken: tuple[Path, str]) -> None:
    """The others are there, so is the search."""
    site, _ = broken
    assert not (site / "hopeless").exists()
    assert not list(site.glob("far*/**/index.html"))
    assert "wordsof-good" in text_of(site, "good")
    assert (site / "app" / "search" / "index.html").is_file()


def test_pages_in_trouble_are_named(broken: tuple[Path, str]) -> None:
    """In a line each that the worker may read, and beside the site."""
    site, said = broken
    found = troubles(site)
    assert found.keys() == {"no-facts.md", "hopeless.md", "no-context.md", "no-markdown.md", "slow.md"}
    assert found["no-context.md"] == "ValueError: no context"
    assert found["no-markdown.md"] == "RecursionError: too deep"
    assert found["no-facts.md"].startswith("UndefinedError: ")
    lines = [line for line in said.splitlines() if line.startswith("trouble ")]
    assert sorted(lines) == sorted(f"trouble {path}: {reason}" for path, reason in found.items())


def test_a_failing_page_of_the_product_stops_the_build(tmp_path: Path) -> None:
    """That is a fault of ours, and a site without its search is none."""
    write_good_page(tmp_path / "library", "a.md")
    done = build(break_project(tmp_path, product="search"), tmp_path / "library", tmp_path / "site")
    assert done.returncode != 0
