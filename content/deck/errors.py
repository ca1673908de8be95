"""Refusals of decks: what stands in the way of their slides and files, and what to change."""

from __future__ import annotations


class DeckError(Exception):
    """A deck's file can't be made; the message says what to change."""


class DeckToolMissingError(DeckError):
    """What makes the file isn't installed; the message names the extra."""
