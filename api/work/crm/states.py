"""One state of a deal whose system has a status beside its stage, or what came of it beside the expected."""

from __future__ import annotations

import re
from typing import Any

from lms.crm.deals import outcome_said
from lms.crm.outcomes import outcome_of

_Values = dict[str, Any]
# Fields that only exports have, and which are none of a deal's own in the end.
_STATUS = ("status", "state_code")
_FIELDS = {*_STATUS, "is_active", "closed_on", "won_on", "lost_on", "actual_amount"}
_OPEN = frozenset(
    re.findall(r"\w+", "open active pending offen ouvert ouverte abierto abierta aberto aberta otwarte otwarta открыта")
)
_CODES = {"0": "open", "1": "won", "2": "lost"}
_FLAGS = {"won": (True, True), "lost": (True, False), "open": (False, False)}


def one_state(values: _Values) -> _Values:
    """Return a deal whose flags, close day and amount say what its system says in more columns.

    A status counts where neither flag nor stage says anything else; Odoo's lost deals are those that aren't active. Of
    a closed deal the day on which it was closed goes before the expected one, of a won one the actual amount before the
    estimate.
    """
    if not _FIELDS & values.keys():
        return values
    kept = dict(values)
    said = _said([kept.pop(name, None) for name in _STATUS])
    closed_on, won_on, lost_on = (kept.pop(name, None) for name in ("closed_on", "won_on", "lost_on"))
    actual, is_active = kept.pop("actual_amount", None), kept.pop("is_active", None)
    said = said or ("won" if won_on else "lost" if lost_on or is_active is False else None)
    if said is not None and outcome_said(kept) == "open":
        for name, flag in zip(("is_closed", "is_won"), _FLAGS[said], strict=True):
            kept[name] = flag if kept.get(name) is None else kept[name]
    outcome = outcome_said(kept)
    ended_on = closed_on or {"won": won_on, "lost": lost_on, "open": None}[outcome]
    if outcome != "open" and ended_on is not None:
        kept["close_on"] = ended_on
    if outcome == "won" and actual is not None:
        kept["amount"] = actual
    return kept


def _said(texts: list[str | None]) -> str | None:
    for text in filter(None, texts):
        word = text.strip().casefold()
        outcome = _CODES.get(word) or outcome_of(word)
        if outcome != "open" or word in _OPEN or word in _CODES:
            return outcome
    return None
