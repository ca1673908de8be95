"""Fields that are of the wrong kind or missing, for every type of page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from content.fields.models import TYPES, PageFields
from support.faults.fault import NEEDED, Fault, Made, named, page, write, written

# No field takes any of these.
GARBAGE = ("{a: {b: [c]}}", "[[[1]]]", "[{a: [b]}]")
DAYS = (
    "2026-13-01",
    "2026-02-30",
    "0000-00-00",
    "99999-01-01",
    "26-1-1",
    "tomorrow",
    "20261101",
    "1e9",
    "'2026-11-01 '",
)
SPANS = ("6 moons", "99999 days", "-1 days", "1e400", ".nan", "6", "6 months 2 days", "six months")
NUMBERS = ("-1", "1e400", ".nan", ".inf", "many", "9" * 400, "1.5", "0x10", "1_000_000_000_000")
IDS = ("a/b", "'two words'", "'../up'", "'<b>'", "'{{ x }}'", "é" * 300, "'.'", "'%2f'")


def _fields() -> Iterator[Fault]:
    for name in PageFields.model_fields:
        yield _garbled("page", name, "invalid-field unknown-type", GARBAGE)
    for kind, model in TYPES.items():
        for name, field in model.model_fields.items():
            if name in PageFields.model_fields:
                continue
            yield _garbled(kind, name, "invalid-field", GARBAGE)
            if field.is_required():
                text = page(type=kind, without=name)
                yield written(f"missing {kind}.{name}", "missing-field", text)
    for name in ("reviewed", "expires"):
        yield _garbled("page", name, "invalid-field", DAYS)
    yield _garbled("page", "review_every", "invalid-field", SPANS)
    yield _garbled("page", "id", "invalid-field", IDS)
    for name in ("version", "pass_mark", "attempts", "valid_days", "minutes"):
        yield _garbled("course", name, "invalid-field", NUMBERS)
    yield _garbled("lesson", "minutes", "invalid-field", NUMBERS)
    yield _garbled("quiz", "draw", "invalid-field", NUMBERS)


def _garbled(kind: str, name: str, codes: str, values: tuple[str, ...]) -> Fault:
    def make(folder: Path, own: str, chance: Random) -> Made:
        text = page(**{"type": kind, **NEEDED.get(kind, {}), name: chance.choice(values)})
        write(folder, f"{own}.md", named(text, own))
        return Made(f"{own}.md")

    sort = "of a wrong kind" if values is GARBAGE else "out of its range"
    return Fault(f"{kind}.{name} {sort}", frozenset(codes.split()), make)


FIELDS = tuple(_fields())
