"""A mapping proposed for a file, from the names of its columns and from what they hold, each with how sure it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from api.work.crm.names import names_of
from api.work.crm.profiles import MOST_CELLS, Profile
from api.work.crm.shapes import implied, shape_for
from api.work.uploads.grid import GridError, plain_cell
from api.work.uploads.header import Header
from api.work.uploads.names import fit_columns, squeezed_name
from api.work.uploads.shape import ListShape
from api.work.uploads.typed import CellSpec, CellType
from lms.crm.kinds import KINDS, KindName

Sureness = Literal["sure", "likely", "guess"]
_ALIKE = 86  # of 100, at which a misspelt name is still a name
_MOSTLY = 0.9
_COME_AGAIN = 0.7
_TWO = 2
_FITS_ANYTHING: frozenset[CellType] = frozenset({"text", "key", "word"})


@dataclass(frozen=True)
class Proposed:
    """A field with a column (from 0) that may fill it, how sure that is, and why."""

    field: str
    place: int
    sureness: Sureness
    reason: str


def propose_columns(kind: KindName, header: Header) -> list[Proposed]:
    """Return for each field that has a likely column the likeliest, sure ones first; no column fills two."""
    profiles = _profiles(header)
    shape = shape_for(kind, header.cells)
    taken: dict[int, Proposed] = {}
    have: set[str] = set(implied(kind, header.cells))
    for found in (
        _by_name(kind, header),
        _by_likeness(kind, shape, profiles),
        _by_values(kind, profiles, taken.keys()),
    ):
        for field, place, reason in found:
            if field in have or place in taken or field not in shape.cells:
                continue
            taken[place] = _judged(field, profiles[place], reason, shape.cells[field], is_named=reason == _NAMED)
            have.add(field)
    ranks = list(Sureness.__args__)  # type: ignore[attr-defined]  # a Literal has it
    return sorted(taken.values(), key=lambda one: (ranks.index(one.sureness), one.place))


_NAMED = "its name"


def _judged(field: str, profile: Profile, reason: str, spec: CellSpec, *, is_named: bool) -> Proposed:
    """Say how sure a column is: a name whose cells don't fit it is only a guess."""
    share = 1.0 if spec.type in _FITS_ANYTHING or not profile.cells else profile.share(spec.type)
    if share < _MOSTLY:
        wrong = round((1 - share) * len(profile.cells))
        return Proposed(
            field, profile.place, "guess", f"{reason}, but {wrong:,} of {len(profile.cells):,} cells are no {spec.type}"
        )
    sureness: Sureness = "sure" if is_named else "guess" if reason.startswith("perhaps") else "likely"
    return Proposed(field, profile.place, sureness, reason)


def _profiles(header: Header) -> list[Profile]:
    cells: list[list[str]] = [[] for _ in header.cells]
    try:
        for number, row in header.grid.each_row():
            if number > header.row:
                for place, cell in enumerate(map(plain_cell, row[: len(cells)])):
                    if cell and len(cells[place]) < MOST_CELLS:
                        cells[place].append(cell)
            if number > header.row + MOST_CELLS:
                break
    except GridError:
        pass
    return [Profile(place, name, cells[place]) for place, name in enumerate(header.cells)]


def _by_name(kind: KindName, header: Header) -> Iterator[tuple[str, int, str]]:
    for field, places in fit_columns(header.cells, tuple(shape_for(kind, header.cells).cells), names_of(kind)).items():
        if len(places) == 1:
            yield field, places[0], _NAMED


def _by_likeness(kind: KindName, shape: ListShape, profiles: Sequence[Profile]) -> Iterator[tuple[str, int, str]]:
    from rapidfuzz import fuzz, process

    for field in shape.cells:
        known = [name for name in names_of(kind).ranks_of(field) if len(name) > 4]
        for profile in profiles:
            squeezed = squeezed_name(profile.name)
            best = process.extractOne(squeezed, known, scorer=fuzz.ratio, score_cutoff=_ALIKE) if squeezed else None
            if best:
                yield field, profile.place, f"its name is like `{best[0]}`"


def _by_values(kind: KindName, profiles: Sequence[Profile], taken: Collection[int]) -> Iterator[tuple[str, int, str]]:
    fields = KINDS[kind].fields
    for profile in profiles:
        if len(profile.cells) < 2:
            continue
        for field, reason in _what_it_shows(profile):
            if field in fields:
                yield field, profile.place, reason
    yield from _days_in_turn(kind, [profile for profile in profiles if profile.place not in taken])


def _what_it_shows(profile: Profile) -> Iterator[tuple[str, str]]:
    if profile.share("email") >= _MOSTLY:
        # Addresses of customers hardly come again.
        come_again = profile.distinct < _COME_AGAIN * len(profile.cells)
        yield "owner_email", f"{'' if come_again else 'perhaps: '}it holds e-mail addresses"
        yield "email", "it holds e-mail addresses"
    if profile.is_stage:
        yield "stage", "it holds few words, with won or lost among them"
    if profile.is_key:
        yield "key", "each of its cells is another id"
    if profile.share("currency") >= _MOSTLY and profile.distinct <= 30:
        yield "currency", "it holds codes of currencies"
    if profile.is_priced:
        yield "amount", "it holds amounts with a currency"
        yield "price", "it holds amounts with a currency"
    if profile.is_person:
        yield "owner", "perhaps: it holds names of people that come again"
    if profile.share("money") >= _MOSTLY and profile.share("yes_no") < _MOSTLY and not profile.is_key:
        yield "amount", "perhaps: it holds numbers"
        yield "price", "perhaps: it holds numbers"


def _days_in_turn(kind: KindName, profiles: Sequence[Profile]) -> Iterator[tuple[str, int, str]]:
    """Of two columns of days the earlier is when it began, the later when it ended; of more nobody can say."""
    fields = KINDS[kind].fields
    dated = [profile for profile in profiles if len(profile.cells) > 1 and profile.share("day") >= _MOSTLY]
    dated = [profile for profile in dated if profile.share("money") < _MOSTLY]
    dated.sort(key=lambda profile: sorted(profile.first_days)[len(profile.first_days) // 2 :][:1] or ["9"])
    perhaps = "" if len(dated) == _TWO else "perhaps: "
    pairs = [("created_on", "close_on"), ("starts_on", "ends_on")]
    first, last = next((pair for pair in pairs if set(pair) & fields.keys()), ("on", "on"))
    if len(dated) > 1 and first in fields:
        yield first, dated[0].place, f"{perhaps}it holds the earlier days"
    if dated and last in fields:
        yield last, dated[-1].place, f"{perhaps}it holds the later days"
    if dated and "on" in fields:
        yield "on", dated[0].place, f"{'perhaps: ' if len(dated) > 1 else ''}it holds days"
