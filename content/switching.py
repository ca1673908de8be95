"""Rules of a check that a library switches off for a folder, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content.problem import LibraryProblem, readable


@dataclass(frozen=True)
class Switch:
    """A rule that isn't asked of what lies in a folder (relative to the library, "" for all of it), and why not."""

    rule: str
    folder: str
    reason: str

    def is_for(self, problem: LibraryProblem) -> bool:
        """Tell whether it switches a problem off."""
        folder = readable(self.folder)
        return problem.code == self.rule and (not folder or f"{problem.path}/".startswith(f"{folder}/"))


def switched_off(
    problems: Iterable[LibraryProblem], switches: Sequence[Switch]
) -> tuple[list[LibraryProblem], list[tuple[LibraryProblem, str]]]:
    """Part problems into those to show and those that are switched off, each of these with the reason."""
    shown, off = [], []
    for problem in problems:
        switch = next((switch for switch in switches if switch.is_for(problem)), None)
        if switch:
            off.append((problem, switch.reason))
        else:
            shown.append(problem)
    return shown, off
