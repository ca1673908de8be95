"""Contacts in the figures: whatever comes in what order, those of an account are what counting all anew would give."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from lms.crm.imports import undo_import
from lms.days import now_in
from lms.figures.building import refresh_figures
from lms.figures.contacts import contacts_at
from lms.figures.frames import read_generation
from support.crm import say
from support.thorough import few

ZONE = ZoneInfo("UTC")
BEGIN = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("seed", few(3))
def test_contacts_of_an_account_are_found_as_if_counted_anew(session: Session, tmp_path: Path, seed: int) -> None:
    """By its id or its name, after some moved, were deleted, or came with an import that was undone."""
    dice = random.Random(seed)
    say(session, "deals", *({"key": f"d{name}", "stage": "Demo", "account": name} for name in ("Acme", "b1", "Solo")))
    undoable = []
    for step in range(6):
        kind, at = dice.choice(("contacts", "contacts", "accounts", "undo")), BEGIN + timedelta(days=step)
        if kind == "contacts":
            rows = [_contact(dice) for _ in range(3)]
            undoable.append(say(session, "contacts", *rows, on=at.date(), at=at).id)
        elif kind == "accounts":
            rows = [{"key": "a1", "name": "Acme"}, {"key": "b1", "name": dice.choice(("Berth", "Acme"))}]
            undoable.append(say(session, "accounts", *rows, on=at.date(), at=at).id)
        elif undoable:
            undo_import(session, import_id=undoable.pop(dice.randrange(len(undoable))), by_id=None, at=at)
            session.commit()
        for folder in ("kept", f"anew-{step}"):
            refresh_figures(session, tmp_path / folder, zone=ZONE, now=now_in(ZONE, at))
        assert _found(tmp_path / "kept") == _found(tmp_path / f"anew-{step}")


def _contact(dice: random.Random) -> dict[str, object]:
    row: dict[str, object] = {"key": f"ć{dice.randrange(9)}", "name": "x"}
    row["account"] = dice.choice(("Acme", "a1", "b1", "Berth", "Solo", "Nowhere", None))
    return row | ({"is_deleted": True} if dice.random() < 0.2 else {})


def _found(folder: Path) -> dict[int, list[tuple[int, str]]]:
    """Return the contacts of the account of each deal, by the deal's reference."""
    figures = read_generation(folder)
    deal = figures.frames["deal"]
    accounts = dict(zip(deal["ref"].tolist(), deal["account"].tolist(), strict=True))
    found = {ref: contacts_at(figures, account, start=0, limit=50) for ref, account in accounts.items()}
    assert all(len(keys) == total for keys, total in found.values())
    assert all(
        contacts_at(figures, account, start=1, limit=50)[0] == found[ref][0][1:] for ref, account in accounts.items()
    )
    return {ref: sorted(keys) for ref, (keys, _) in found.items()}
