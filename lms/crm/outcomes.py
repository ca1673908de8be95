"""Outcomes by the names of stages: won, lost, or still open."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

DealOutcome = Literal["open", "won", "lost"]
# Names of stages in CRMs of several languages, in plain words.
_WON = """won; closed won; closedwon; deal won; contract signed; wygrane; wygrana; zamknięte wygrane; gewonnen;
    abgeschlossen gewonnen; gagné; fermé gagné; ganado; ganada; cerrado ganado; cerrada ganada; выиграно; выиграна;
    успешно реализовано; сделка успешна; 赢单; 成交; 已成交"""
_LOST = """lost; closed lost; closedlost; deal lost; abandoned; cancelled; canceled; disqualified; dead; no decision;
    closed no decision; przegrane; przegrana; zamknięte przegrane; verloren; abgeschlossen verloren; perdu;
    fermé perdu; perdido; perdida; cerrado perdido; cerrada perdida; проиграно; проиграна; провалена;
    закрыто и не реализовано; 输单; 丢单"""


@cache
def outcome_of(stage: str) -> DealOutcome:
    """Return what the name of a stage says, whatever its case and signs."""
    name = " ".join(re.findall(r"[^\W_]+", stage.casefold()))
    return _names().get(name, "open")


@cache
def _names() -> dict[str, DealOutcome]:
    won: dict[str, DealOutcome] = {name.strip(): "won" for name in _WON.split(";")}
    lost: dict[str, DealOutcome] = {name.strip(): "lost" for name in _LOST.split(";")}
    return won | lost
