"""Problems as text for people, JSON for programs, SARIF for code scanning, and annotations for GitHub's logs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Protocol
from urllib.parse import quote

from content.checks.rules import RULES
from content.problem import LibraryProblem, one_line

# Problems that a library switched off, each with the reason; only SARIF knows how to say so.
SwitchedOff = Sequence[tuple[LibraryProblem, str]]
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_text(problems: Sequence[LibraryProblem], _off: SwitchedOff = ()) -> str:
    """Return a line for each problem."""
    return "\n".join(map(str, problems))


def as_json(problems: Sequence[LibraryProblem], _off: SwitchedOff = ()) -> str:
    """Return a JSON list with an object for each problem."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1)


def as_github(problems: Sequence[LibraryProblem], _off: SwitchedOff = ()) -> str:
    """Return a workflow command for each problem, which shows it beside the line of the pull request."""
    return "\n".join(
        f"::{problem.severity} file={_property(problem.path)},line={problem.line},col={problem.column},"
        f"title={_property(problem.code)}::{_data(problem.message)}"
        for problem in problems
    )


def as_sarif(problems: Sequence[LibraryProblem], off: SwitchedOff = ()) -> str:
    """Return a SARIF 2.1.0 log of one run, with what is switched off; paths must be relative to the repository."""
    codes = sorted({problem.code for problem in (*problems, *(problem for problem, _ in off))})
    rules = [{"id": code, "shortDescription": {"text": RULES.get(code, code)}} for code in codes]
    driver = {"name": "repertoire", "version": version("repertoire"), "rules": rules}
    results = [_result(problem) for problem in problems]
    results += [
        _result(problem) | {"suppressions": [{"kind": "external", "justification": one_line(reason)}]}
        for problem, reason in off
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


class Format(Protocol):
    """Writes problems, and where it knows how to those that are switched off."""

    def __call__(self, problems: Sequence[LibraryProblem], off: SwitchedOff = (), /) -> str:
        """Return all of them as one text."""


FORMATS: dict[str, Format] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}


def _result(problem: LibraryProblem) -> dict[str, object]:
    place = {
        "artifactLocation": {"uri": quote(problem.path)},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    return {
        "ruleId": problem.code,
        "level": problem.severity,
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": place}],
    }


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
