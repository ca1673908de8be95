"""Holds golden values of a public CRM set against ours: `uv run --no-sync python tests/bench/crm/golden.py FOLDER`.

FOLDER holds the set of 8,800 opportunities of 30 sellers that is known as "CRM Sales Opportunities": accounts.csv,
products.csv, sales_pipeline.csv and sales_teams.csv. They are imported as `repertoire crm import` does it, without a
word about their columns; the sellers join the directory by their names, the figures are built, and the API is asked.
Each value stands beside what was worked out without this product, with `equal` or `DIFFERS`; one that differs ends it
with 1.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

# This folder's neighbours are known as `bench`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.kpis.asking import as_admin

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

PROJECT = Path(__file__).resolve().parents[3]
FILES = ("accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv")
# All of the set: from before its first deal began to its last day.
ALL = "of=company&from=2016-10-01&to=2017-12-31"
LAST_DAY = "2017-12-31"
SPLITS = 100


@dataclass(frozen=True)
class Golden:
    """A value known from outside, and ours, which may lie apart by half of the last digit that is known.

    `is_least` asks for as much or more.
    """

    what: str
    golden: float | str
    ours: float | str | None
    digits: int = 0
    is_least: bool = False

    @property
    def is_equal(self) -> bool:
        """Whether both are the same."""
        if isinstance(self.golden, str) or not isinstance(self.ours, int | float):
            return self.golden == self.ours
        apart = self.golden - self.ours
        return apart <= 0 if self.is_least else abs(apart) <= 0.5 / 10**self.digits


def main() -> None:
    """Import, ask, and print; ends with 1 where a value differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the four files are")
    folder = parser.parse_args().folder
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise SystemExit(f"{folder} lacks {', '.join(missing)}")
    with tempfile.TemporaryDirectory(prefix="repertoire-golden-") as name:
        app, admin_id = _filled(Path(name), folder)
        with app.app_context():
            found = list(_compared(_Asked(as_admin(app, admin_id))))
        app.extensions["repertoire"].renderer.close()
    for one in found:
        verdict = "equal" if one.is_equal else "DIFFERS"
        print(f"{one.what:<62} {_short(one.golden):>36} {_short(one.ours):>36}  {verdict}")
    if not all(one.is_equal for one in found):
        sys.exit(1)


def _short(value: float | str | None) -> str:
    return f"{value:,.7f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value}"


def _filled(data: Path, folder: Path) -> tuple[Flask, UUID]:
    """Return the app of a company that has nothing but these files, and its admin."""
    from api import create_app
    from api.web.database import db, upgrade
    from config import Config
    from lms.days import now_in, present
    from lms.figures.building import refresh_figures

    config = Config(content_dir=PROJECT / "content" / "pages", data_dir=data)
    app = create_app(config)
    upgrade(app)
    with app.app_context():
        admin_id = _add("Admin", "admin")
        for name in _sellers(folder):
            _add(name, "rep")
        db.session.commit()
        for name in FILES:
            _import(folder / name)
        refresh_figures(db.session(), config.figures_dir, zone=config.zone, now=now_in(config.zone, present()))
    return app, admin_id


def _sellers(folder: Path) -> list[str]:
    with (folder / "sales_teams.csv").open(encoding="utf-8", newline="") as stream:
        return [row["sales_agent"] for row in csv.DictReader(stream)]


def _add(name: str, role: str) -> UUID:
    from api.web.database import db
    from lms.days import present
    from lms.people.joining import add_person

    email, at = f"{name.lower().replace(' ', '.')}@company.example", present()
    return add_person(db.session(), email=email, name=name, roles=[role], team_id=None, at=at, day=at.date()).id


def _import(file: Path) -> None:
    from api.web.context import parts
    from api.web.database import db
    from api.work.crm.asked import AskedImport
    from api.work.crm.importing import import_file
    from api.work.uploads.files import SentFile
    from lms.days import now_in, present

    config = parts().config
    asked = AskedImport(config.zone, now_in(config.zone, present()), currency=config.currency)
    done = import_file(db.session(), SentFile(file.name, file), asked)
    print(f"{file.name}: {done.rows:,} rows of {done.kind}, {done.errors.rows:,} with errors", flush=True)


class _Asked:
    """What the API says of the set."""

    def __init__(self, ask: Callable[[str], Any]) -> None:
        self._ask = ask

    def figure(self, name: str) -> Mapping[str, Any]:
        """Return one KPI of the whole set."""
        figure: Mapping[str, Any] = self._ask(f"/kpis/{name}?{ALL}")["items"][0]["results"][0]
        return figure

    @cached_property
    def rules(self) -> Mapping[str, Any]:
        """The rules of the quality report by their names."""
        return {rule["name"]: rule for rule in self._ask("/crm/quality")["rules"]}

    @cached_property
    def by_seller(self) -> Mapping[str, Any]:
        """The win rate told apart by sellers."""
        breakdown: Mapping[str, Any] = self._ask(f"/kpis/win_rate/breakdown?{ALL}&by=person")
        return breakdown

    @cached_property
    def value_by_seller(self) -> Mapping[str, Any]:
        """The value won told apart by sellers."""
        breakdown: Mapping[str, Any] = self._ask(f"/kpis/won_value/breakdown?{ALL}&by=person")
        return breakdown

    @cached_property
    def placebo(self) -> Mapping[str, Any]:
        """The placebo panel as of the last day of the set."""
        panel: Mapping[str, Any] = self._ask(f"/effects/placebo?of=company&as_of={LAST_DAY}")
        return panel


def _compared(asked: _Asked) -> Iterator[Golden]:
    yield from _of_figures(asked)
    yield from _of_quality(asked)
    yield from _of_sellers(asked)


def _of_figures(asked: _Asked) -> Iterator[Golden]:
    rate, cycle = asked.figure("win_rate"), asked.figure("sales_cycle")
    won = asked.figure("deals_won")["value"]
    yield Golden("deals won", 4_238, won)
    yield Golden("deals lost", 2_473, rate["n"] - won)
    yield Golden("win rate", 0.6315005, rate["value"], 7)
    yield Golden("win rate, lower end of Wilson's interval", 0.61989, rate["interval"]["low"], 5)
    yield Golden("win rate, upper end", 0.64296, rate["interval"]["high"], 5)
    yield Golden("value won", 10_005_534, asked.figure("won_value")["value"])
    yield Golden("average deal", 2_360.909, asked.figure("average_deal")["value"], 3)
    yield Golden("median deal", 1_117, asked.figure("median_deal")["value"])
    yield Golden("sales cycle, median days", 57, cycle["value"])
    yield Golden("sales cycle, mean days", 51.782, cycle["details"]["mean"], 3)


def _of_quality(asked: _Asked) -> Iterator[Golden]:
    yield Golden("deals without an account", 1_425, asked.rules["no_account"]["deals"])
    yield Golden("suggested for a product", "`GTX Pro` for `GTXPro`", _hint(asked.rules["product_unknown"]))
    yield Golden("suggested for a sector", "industry `technology` for `technolgy`", _hint(asked.rules["word_misspelt"]))


def _hint(rule: Mapping[str, Any]) -> str | None:
    return rule["suggestions"][0]["text"] if rule["suggestions"] else None


def _of_sellers(asked: _Asked) -> Iterator[Golden]:
    found = asked.by_seller["difference"]
    yield Golden("sellers' win rates, chi-squared", 33.3, found["statistic"], 1)
    yield Golden("sellers' win rates, degrees of freedom", 29, found["df"])
    yield Golden("what is said of them", "No evidence", _verdict(found["sentence"]))
    yield Golden("what the placebo panel says of them", "No evidence", _verdict(asked.placebo["said_of_people"]))
    closed = {part["key"]: part["results"][0] for part in asked.by_seller["parts"]}
    worth = {part["key"]: part["results"][0]["value"] or 0 for part in asked.value_by_seller["parts"]}
    won = [one["details"]["part"] for one in closed.values()]
    deals = [one["n"] for one in closed.values()]
    for what, parts, wholes in (
        ("win rate", won, deals),
        ("value won a seller", [worth[key] for key in closed], [1] * len(closed)),
    ):
        quiet = _splits_without_evidence(parts, wholes)
        yield Golden(f"{what}: random halves of {SPLITS} without evidence", 95, quiet, is_least=True)


def _verdict(sentence: str) -> str:
    return " ".join(sentence.split()[:2])


def _splits_without_evidence(parts: Sequence[float], wholes: Sequence[float]) -> int:
    """Return of how many random halves of the sellers the test says nothing."""
    from lms.statistics.effects.placebo import split_test

    dice, quiet = random.Random(1), 0
    for _ in range(SPLITS):
        first = set(dice.sample(range(len(parts)), len(parts) // 2))
        found = split_test(parts, wholes, [place in first for place in range(len(parts))])
        quiet += not found.is_evidence
    return quiet


if __name__ == "__main__":
    main()
