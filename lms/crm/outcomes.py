"""Outcomes by the names of stages: won, lost, or still open."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

DealOutcome = Literal["open", "won", "lost"]
# Names of stages in CRMs of several languages, in plain words.
_WON = """won; closed won; closedwon; deal won; contract signed; wygrane; wygrana; zamknięte wygrane; zamknięta wygrana;
    gewonnen; abgeschlossen gewonnen; abgeschlossen und gewonnen; geschlossen gewonnen; geschlossen und gewonnen; gagné;
    gagnée; fermé gagné; fermée gagnée; fermé et gagné; conclu gagné; affaire gagnée; ganado; ganada; cerrado ganado;
    cerrada ganada; cierre ganado; cerrado y ganado; ganho; ganha; fechado ganho; fechada ganha; fechado e ganho;
    negócio fechado; negócio ganho; vinto; vinta; chiuso vinto; chiusa vinta; gewonnen deal; выиграно; выиграна;
    выигранная; закрыта выиграна; успешно реализовано; успешно завершена; сделка успешна; сделка выиграна; 赢单; 成交;
    已成交"""
_LOST = """lost; loss; closed lost; closedlost; deal lost; abandoned; cancelled; canceled; disqualified; dead; no
    decision; closed no decision; out sold; przegrane; przegrana; zamknięte przegrane; zamknięta przegrana; utracone;
    verloren; abgeschlossen verloren; abgeschlossen und verloren; geschlossen verloren; geschlossen und verloren; perdu;
    perdue; fermé perdu; fermée perdue; fermé et perdu; affaire perdue; perdido; perdida; cerrado perdido; cerrada
    perdida; cierre perdido; cerrado y perdido; fechado perdido; fechada perdida; fechado e perdido; negócio perdido;
    perso; persa; chiuso perso; chiusa persa; проиграно; проиграна; проигранная; закрыта проиграна; провалена; сделка
    провалена; сделка проиграна; закрыто и не реализовано; 输单; 丢单"""
# A pipeline or a share in brackets: HubSpot's "Closed won (Sales Pipeline)".
_BRACKETS = re.compile(r"[(\[（][^()\[\]（）]*[)\]）]")
_WORDS = re.compile(r"[^\W\d_]+")
# What parts an outcome from its reason, as in "Lost - price".
_REASON = re.compile(r"\s[-–—|]\s|:")
_LOST_TO = re.compile(r"(?:closed )?lost (?:to|due to|because of)\b")


@cache
def outcome_of(stage: str) -> DealOutcome:
    """Return what the name of a stage says, whatever its case and signs, its number, and what stands in brackets."""
    text = _BRACKETS.sub(" ", stage.casefold())
    said = _names().get(_plain(text))
    if said is not None:
        return said
    if _LOST_TO.match(_plain(text)):
        return "lost"
    parts = [plain for part in _REASON.split(text) if (plain := _plain(part))]
    begins = (" ".join(parts[:count]) for count in (2, 1))
    return next((_names()[begin] for begin in begins if begin in _names()), "open")


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text))


@cache
def _names() -> dict[str, DealOutcome]:
    won: dict[str, DealOutcome] = {_plain(name): "won" for name in _WON.split(";")}
    lost: dict[str, DealOutcome] = {_plain(name): "lost" for name in _LOST.split(";")}
    return won | lost
