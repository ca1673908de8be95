"""What rounds of killing and stopping found, and the table of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.figures import quantile
from bench.search.common import row

SHOWN = 8
WIDTH = 12
COLUMNS = (
    ("rounds", ""),
    ("alive", "3 s later"),
    ("pages", "missing"),
    ("acknow-", "ledged"),
    ("of it", "lost"),
    ("done", "twice"),
    ("answers", "p50 s"),
    ("again", "p95 s"),
    ("after", "max s"),
    ("pages", "p95 s"),
    ("found", "max s"),
    ("longest", "stop s"),
    ("didn't", "return"),
)


@dataclass
class Tally:
    """One kind's rounds: counts, seconds, and lines that say more.

    `survivors` lived three seconds after they should have ended; `missing` pages weren't found ten seconds after a
    kill, a start or their saving, whichever came last; `answers` and `found` are the seconds until a search was
    answered, and until all pages were found; `absent` counts the rounds in which nobody was there to be killed, or
    nobody answered any more.
    """

    rounds: int = 0
    survivors: int = 0
    missing: int = 0
    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    absent: int = 0
    answers: list[float] = field(default_factory=list)
    found: list[float] = field(default_factory=list)
    stops: list[float] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)

    def count_survivors(self, commands: Iterable[str]) -> None:
        """Count processes that lived on, by what was started."""
        left = [f"survived: {command}" for command in commands]
        self.survivors += len(left)
        self.notes.update(left)

    def is_bad(self) -> bool:
        """Tell whether something acknowledged was lost or done twice, or somebody survived."""
        return bool(self.lost or self.twice or self.survivors)

    def show(self, label: str) -> None:
        """Print the row and, below it, the notes, the most frequent first."""
        cells: list[float | str] = [str(self.rounds), str(self.survivors), str(self.missing), str(self.acknowledged)]
        cells += [str(self.lost), str(self.twice), *_seconds(self.answers, 50, 95, 100)]
        cells += [*_seconds(self.found, 95, 100), *_seconds(self.stops, 100), str(self.absent)]
        row(label, cells, width=WIDTH)
        for note, count in self.notes.most_common(SHOWN):
            print(f"    {count} x {note}", flush=True)


def show_columns() -> None:
    """Print the head of the table, in two lines."""
    row("", [upper for upper, _ in COLUMNS], width=WIDTH)
    row("", [lower for _, lower in COLUMNS], width=WIDTH)


def _seconds(values: list[float], *percents: int) -> list[float | str]:
    if not values:
        return ["-"] * len(percents)
    return [max(values) if percent == 100 or len(values) == 1 else quantile(values, percent) for percent in percents]
