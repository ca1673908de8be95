"""Front matter in TOML and JSON gives the fields that YAML would."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.authoring.editing import EditError, added_fields, with_field
from content.document import Document
from support.factories import read_text, read_with_problems

TOML = """+++
title = "Launch: the plan"
draft = true
tags = ["launch", "plan"]
weight = 3
lastmod = 2026-03-04T10:00:00Z

[params]
title = "not this"
+++

# Text
"""
JSON = """{
  "title": "Launch: the plan",
  "draft": true,
  "tags": ["launch", "plan"],
  "weight": 3,
  "lastmod": "2026-03-04T10:00:00Z",
  "params": {"title": "not this"}
}

# Text
"""
FENCED = ";;;\n" + JSON.replace("\n}\n", "\n}\n;;;\n")


def said(page: Document) -> tuple[object, ...]:
    """Return what the page says of itself."""
    fields = page.fields
    return page.title, fields.status, fields.keywords, fields.order, str(fields.updated)


NAMED = "---json\n" + JSON.replace("\n}\n", "\n}\n---\n"), TOML.replace("+++", "---toml", 1).replace("+++", "---")
BELOW = f"\n \n{TOML}", f"\n{JSON}"


@pytest.mark.parametrize("text", [TOML, JSON, FENCED, *NAMED, *BELOW, "\ufeff" + TOML])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_toml_and_json_are_read_into_the_same_fields(text: str, end: str) -> None:
    """With the lines on which they stand."""
    page = read_text(text.replace("\n", end))
    assert said(page) == ("Launch: the plan", "draft", ["launch", "plan"], 3.0, "2026-03-04")
    assert page.body.strip() == "# Text"
    assert (
        page.front.place_of(("title",))[0]
        == text.split("\n").index(next(x for x in text.split("\n") if "title" in x)) + 1
    )
    assert text.split("\n")[page.body_line - 1 :] == page.body.split("\n")


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("+++\ntitle = 'A'\ndraft = tru\n+++\ntext", 3, "TOML"),
        ("+++\ntitle = 'A'\ntitle = 'B'\n+++\ntext", 3, "TOML"),
        ("+++\na = " + "[" * 3000 + "\n+++\ntext", 2, "TOML"),
        ("+++\na = 0x" + "f" * 12_000 + "\ntitle = {\n+++\n", 3, "TOML"),
        ('{\n"title": "A",\n"draft": tru\n}\ntext', 3, "JSON"),
        ('{"title": "A", "title": "B"}\ntext', 1, "stands twice"),
        ('{"title": ' + "[" * 100_000, 1, "JSON"),
        ('{"title": "\\ud800"}\n', 2, "half of a sign"),
        ("+++\ntitle = '" + "a" * 20_000 + "'\n+++\n", 2, "longer than"),
    ],
)
def test_what_is_broken_is_named_with_its_line_and_not_shown(text: str, line: int, part: str) -> None:
    """Such a page may be a draft."""
    page, problems = read_with_problems(text)
    assert page is None
    assert [(problem.code, problem.line) for problem in problems] == [("front-matter", line)]
    assert part in problems[0].message


@given(
    st.dictionaries(st.text(max_size=8), st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
)
def test_any_json_is_read_or_refused(fields: dict[str, object]) -> None:
    """Whatever a generator of sites writes."""
    text = json.dumps({"title": "A", **fields}) + "\nbody"
    page, problems = read_with_problems(text)
    assert page is not None or problems


@pytest.mark.parametrize(("text", "notation"), [(TOML, "TOML"), (JSON, "JSON"), ("---\rid: x\r---\rtext", "old Mac")])
def test_no_command_writes_into_what_is_no_yaml(text: str, notation: str) -> None:
    """An author is told what to do instead."""
    with pytest.raises(EditError, match=notation):
        with_field(text, "reviewed", "2026-01-01")
    with pytest.raises(EditError, match=notation):
        added_fields(text, {"id": "x"})
