"""Yes and no as programs and people of several languages write them."""

from __future__ import annotations

from content.quiz.keyboard import as_typed

_YES = "true 1 yes y t tak да ja oui si sí 是 wahr vrai verdadero prawda истина x ✓ checked 1.0"
_NO = "false 0 no n f nie нет nein non 否 falsch faux falso fałsz ложь unchecked 0.0"
_WORDS = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)


def read_yes_no(text: str) -> bool | None:
    """Return what a text means; None when it is neither."""
    return _WORDS.get(as_typed(text)) if len(text) <= 20 else None
