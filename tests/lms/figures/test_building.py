"""Figures kept in step: whatever comes in what order, they are what counting all anew would give."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy.orm import Session

from lms.crm.imports import undo_import
from lms.days import now_in
from lms.figures.building import KeptSince, refresh_figures
from lms.figures.frames import Frame, read_generation, read_own_notes
from lms.people.directory import ensure_team
from lms.people.joining import add_person
from lms.usage.models import SearchEvent
from support.crm import say
from support.thorough import few

ZONE = ZoneInfo("UTC")
BEGIN = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
STAGES = ("Prospecting", "Demo", "Closed Won", "Closed Lost")
# Columns of numbers of words, which depend on the order in which words came, and how they are told as texts.
WORDS = {"owner_ref": "owner", "account_text": "account_text", "stage": "stage", "currency": "currency"}


def _deal(dice: random.Random, day: date) -> dict[str, Any]:
    row: dict[str, Any] = {
        "key": f"D{dice.randrange(12)}",
        "stage": dice.choice(STAGES),
        "amount": dice.randrange(1, 9) * 1000,
        "owner_email": dice.choice(("ada@x.example", "sven@x.example", "who@y.example")),
        "account": dice.choice(("Acme", "Berth", None)),
        "created_on": str(day - timedelta(dice.randrange(5, 90))),
        "close_on": str(day + timedelta(dice.randrange(-60, 3))),
    }
    if dice.random() < 0.1:
        row["is_deleted"] = True
    return row


def _plain(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the frames as rows that don't depend on the order in which deals and words came."""
    found = read_generation(folder)
    words = found.notes["words"] | read_own_notes(folder, found)["words"]
    refs = found.frames["deal"]["ref"]
    return {name: _rows(found.frames[name], words, refs) for name in ("deal", "held", "end", "activity")}


def _rows(frame: Frame, words: dict[str, list[str]], refs: np.ndarray) -> list[tuple[Any, ...]]:
    columns = {}
    for name in ("ref", "deal", "since", "until", "day", "is_won", "cycle", "state", "faults", "team", "who", *WORDS):
        if name in frame:
            values = frame[name].tolist()
            if name == "deal":
                values = [int(refs[value]) if value >= 0 else -1 for value in values]
            elif name in WORDS:
                values = [words[WORDS[name]][value] if value >= 0 else "" for value in values]
            columns[name] = values
    if "state" in columns:  # a deal of which nothing is known any more keeps its place
        keep = [ref != 0 for ref in columns["ref"]]
        columns = {name: [v for v, k in zip(values, keep, strict=True) if k] for name, values in columns.items()}
    return sorted(zip(*columns.values(), strict=True))


@pytest.mark.parametrize("seed", few(3))
def test_kept_is_what_counting_anew_gives(session: Session, tmp_path: Path, seed: int) -> None:
    """Files of deals and activities, some undone, people who move late, and days that pass."""
    dice = random.Random(seed)
    north, south = ensure_team(session, name="North"), ensure_team(session, name="South")
    for name, team in (("ada", north), ("sven", south)):
        add_person(
            session,
            email=f"{name}@x.example",
            name=name,
            roles=["rep"],
            team_id=team.id,
            at=BEGIN - timedelta(400),
            day=(BEGIN - timedelta(400)).date(),
        )
    session.commit()
    undoable = []
    for step in range(8):
        at = BEGIN + timedelta(days=step)
        kind = dice.choice(("deals", "deals", "activities", "undo"))
        if kind == "deals":
            undoable.append(say(session, "deals", *(_deal(dice, at.date()) for _ in range(4)), on=at.date(), at=at).id)
        elif kind == "activities":
            row = {"key": f"A{step}", "kind": "call", "on": str(at.date()), "owner": "ada", "deal": f"D{step}"}
            undoable.append(say(session, "activities", row, on=at.date(), at=at).id)
        elif undoable:
            undo_import(session, import_id=undoable.pop(dice.randrange(len(undoable))), by_id=None, at=at)
            session.commit()
        now = now_in(ZONE, at)
        refresh_figures(session, tmp_path / "kept", zone=ZONE, now=now)
        refresh_figures(session, tmp_path / f"anew-{step}", zone=ZONE, now=now)
        assert _plain(tmp_path / "kept") == _plain(tmp_path / f"anew-{step}")


def test_nothing_new_writes_nothing(session: Session, tmp_path: Path) -> None:
    """A second time the same day the generation stays."""
    now = now_in(ZONE, BEGIN)
    assert refresh_figures(session, tmp_path, zone=ZONE, now=now)
    name = read_generation(tmp_path).name
    assert not refresh_figures(session, tmp_path, zone=ZONE, now=now)
    assert read_generation(tmp_path).name == name


@pytest.mark.parametrize("since", [KeptSince(since=date(2026, 11, 3)), KeptSince(date(2026, 1, 1), date(2026, 11, 3))])
def test_what_is_not_kept_or_has_no_names_any_more_is_no_figure(
    session: Session, tmp_path: Path, since: KeptSince
) -> None:
    """Of a search on each of two days the later one is left; the figures say from which day on there are any."""
    own: dict[str, Any] = {"email": "ada@x.example", "name": "Ada", "roles": ["rep"], "team_id": None}
    ada = add_person(session, **own, at=BEGIN, day=BEGIN.date())
    for day in (0, 1):
        at = BEGIN + timedelta(days=day)
        session.add(SearchEvent(person_id=ada.id, at=at, query="dock", was_typing=False, hits=1, took_ms=1))
    session.commit()
    refresh_figures(session, tmp_path, zone=ZONE, now=now_in(ZONE, BEGIN + timedelta(days=1, hours=1)), kept=since)
    found = read_generation(tmp_path)
    assert found.frames["episode"]["day"].tolist() == [date(2026, 11, 3).toordinal()]
    assert found.notes["usage_since"] == date(2026, 11, 3).toordinal()
