"""Problems as text, JSON, SARIF and GitHub's annotations: what each reader takes for granted."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.checks.formats import FORMATS, as_github, as_json, as_sarif, as_text
from content.checks.rules import RULES
from content.problem import LibraryProblem

PROBLEMS = [
    LibraryProblem("guides/a.md", 3, "broken-link", "the link `b.md` leads nowhere", column=7),
    LibraryProblem("guides/b c.md", 1, "orphan", "no page links to this one", "warning"),
    LibraryProblem("Цены/100%: a,b 'c' \"d\".md", 9, "merge-field", "50% off: a,b\nand {{ x }}", column=2),
]
ANY_PROBLEM = st.builds(
    lambda path, line, column, code, message, severity: LibraryProblem(
        path, line, code, message, severity, column=column
    ),
    st.text(min_size=1),
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.sampled_from(sorted(RULES)),
    st.text(),
    st.sampled_from(["error", "warning"]),
)
ANNOTATION = re.compile(r"::(error|warning) file=([^,:]*),line=(\d+),col=(\d+),title=([^,:]*)::(.*)")


def sarif(problems: list[LibraryProblem]) -> dict[str, Any]:
    """Return the only run of a SARIF log after checking what the standard requires of it."""
    log = json.loads(as_sarif(problems))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "repertoire"
    assert driver["version"]
    assert run["columnKind"] == "unicodeCodePoints"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    for result in run["results"]:
        assert result["ruleId"] in ids
        assert result["level"] in {"error", "warning"}
        assert isinstance(result["message"]["text"], str)
        (location,) = result["locations"]
        place = location["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:[A-Za-z0-9._~/!$&'()*+,;=@-]|%[0-9A-F]{2})+", uri)
        assert not urlsplit(uri).scheme
        assert place["region"]["startLine"] >= 1
        assert place["region"]["startColumn"] >= 1
    assert isinstance(run, dict)
    return run


def test_text_is_a_line_for_each_problem() -> None:
    """As compilers print them, so that editors find the place."""
    lines = as_text(PROBLEMS).split("\n")
    assert lines[0] == "guides/a.md:3:7: error broken-link: the link `b.md` leads nowhere"
    assert len(lines) == 3


def test_json_holds_every_field_of_every_problem() -> None:
    """In their order; words in their own script."""
    found = json.loads(as_json(PROBLEMS))
    assert found[0] == {
        "path": "guides/a.md",
        "line": 3,
        "column": 7,
        "code": "broken-link",
        "message": "the link `b.md` leads nowhere",
        "severity": "error",
    }
    assert [LibraryProblem(**item) for item in found] == PROBLEMS
    assert "Цены" in as_json(PROBLEMS)


def test_no_problems_are_a_document_too() -> None:
    """An empty list, a run without results, and no annotation."""
    assert json.loads(as_json([])) == []
    assert sarif([])["results"] == []
    assert as_github([]) == as_text([]) == ""


def test_sarif_names_each_rule_once_and_each_place() -> None:
    """Code scanning shows the rule's words and the line."""
    run = sarif([*PROBLEMS, PROBLEMS[0]])
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["broken-link", "merge-field", "orphan"]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"]["text"] == RULES["broken-link"]
    first = run["results"][0]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "guides/a.md"},
        "region": {"startLine": 3, "startColumn": 7},
    }
    assert [result["level"] for result in run["results"]] == ["error", "warning", "error", "error"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b.md", "a%20b.md"),
        ("100%.md", "100%25.md"),
        ("c:d.md", "c%3Ad.md"),
        ("a?b#c.md", "a%3Fb%23c.md"),
        ("ц/x.md", "%D1%86/x.md"),
        ("q\"u'o.md", "q%22u%27o.md"),
        ("a\\b.md", "a%5Cb.md"),
    ],
)
def test_a_path_is_percent_encoded_in_sarif(path: str, uri: str) -> None:
    """Else a reader takes a part of it for something else."""
    run = sarif([LibraryProblem(path, 1, "orphan", "x")])
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert unquote(uri) == path


def test_an_annotation_escapes_what_would_end_it() -> None:
    """Per cent, line breaks, and in properties colons and commas, as GitHub's own toolkit does."""
    lines = as_github(PROBLEMS).split("\n")
    assert lines[0] == ("::error file=guides/a.md,line=3,col=7,title=broken-link::the link `b.md` leads nowhere")
    assert lines[1].startswith("::warning file=guides/b c.md,line=1,col=1,title=orphan::")
    assert lines[2] == (
        "::error file=Цены/100%25%3A a%2Cb 'c' \"d\".md,line=9,col=2,title=merge-field::50%25 off: a,b and {{ x }}"
    )


@given(st.lists(ANY_PROBLEM, max_size=4))
def test_any_problem_is_one_annotation_that_reads_back(problems: list[LibraryProblem]) -> None:
    """Whatever stands in a path or a message, it is no command of its own."""

    def plain(text: str) -> str:
        return (
            text.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        )

    lines = as_github(problems).split("\n") if problems else []
    found = [ANNOTATION.fullmatch(line) for line in lines]
    assert len(found) == len(problems)
    for match, problem in zip(found, problems, strict=True):
        assert match
        assert plain(match[2]) == problem.path
        assert plain(match[6]) == problem.message
        assert (match[1], int(match[3]), int(match[4])) == (problem.severity, problem.line, problem.column)


@given(st.lists(ANY_PROBLEM, max_size=4))
def test_any_problem_is_valid_in_every_format(problems: list[LibraryProblem]) -> None:
    """JSON can be parsed, SARIF keeps its rules, and all of it is UTF-8."""
    assert [LibraryProblem(**item) for item in json.loads(as_json(problems))] == problems
    results = sarif(problems)["results"]
    assert [result["message"]["text"] for result in results] == [problem.message for problem in problems]
    for show in FORMATS.values():
        show(problems).encode()


def test_what_is_switched_off_is_in_sarif_alone_with_its_reason() -> None:
    """As a result that is suppressed from outside of the page, in one line; its rule is listed."""
    run = json.loads(as_sarif(PROBLEMS[:1], [(PROBLEMS[1], "we search\nfor these")]))["runs"][0]
    assert [result.get("suppressions") for result in run["results"]] == [
        None,
        [{"kind": "external", "justification": "we search for these"}],
    ]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["broken-link", "orphan"]
    for write in (as_text, as_json, as_github):
        assert write(PROBLEMS[:1], [(PROBLEMS[1], "we search")]) == write(PROBLEMS[:1])
