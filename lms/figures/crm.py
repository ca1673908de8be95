"""The CRM's frames: kept where nothing changed that they follow from, brought up to date, or read anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lms.crm.facts import each_record
from lms.crm.kinds import KINDS, KindName
from lms.figures.changed import Imports, is_among, people_moved
from lms.figures.contacts import CONTACT_KEY, link_contacts, read_contacts
from lms.figures.deals import DEAL_TEXT, DealRows
from lms.figures.frames import FigureSet, Frame
from lms.figures.keys import DEAL_KEY, frame_of_keys, keys_of, more_keys
from lms.figures.linking import Links, link_accounts, link_customers, link_deals, link_plans
from lms.figures.linking_rows import DealNumbers, link_rows, relink_rows
from lms.figures.months import activity_months
from lms.figures.openings import openings_of
from lms.figures.owners import Owners
from lms.figures.people import Who
from lms.figures.records import SHAPES, Shape, read_frame
from lms.figures.rows import merged, reference, taken
from lms.figures.stays import stays_of
from lms.figures.texts import TextPool
from lms.figures.words import WordLists

# Above this share of all rows, reading all anew is quicker.
_MOST_CHANGED = 0.3
# And where the texts that deals once had take so many times as much room as those that they have.
_MOST_WASTE = 3
# Frames with many rows, whose records come one by one and are put in their places.
_LARGE = ("activity", "lead")
# What follows from deals, accounts and where people stood, and the records that it follows from.
_FAMILY = (
    "deal",
    "held",
    "end",
    DEAL_KEY,
    DEAL_TEXT,
    "account",
    "stay",
    "stage",
    "held_opening",
    "held_open",
    "survey",
    "contract",
    "contact",
    CONTACT_KEY,
)
_OF_FAMILY: tuple[KindName, ...] = ("deals", "accounts", "products", "people", "surveys", "contracts", "contacts")
_Refs = NDArray[np.int64] | None


@dataclass
class Crm:
    """What the CRM says now, beside the generation before."""

    imports: Imports
    today: date
    last: FigureSet | None
    vocabulary: WordLists
    who: Who

    def frames(self, stand: Frame) -> tuple[dict[str, Frame], Links]:
        """Return all frames of the CRM, and how owners are people, who stood as they did."""
        owners = Owners(self.imports.session, self.who, self.imports.counted)
        links = self._links(owners, stand)
        if self._stays(links) and not self.imports.is_changed(*KINDS) and self.last is not None:
            names = (*_FAMILY, *SHAPES, "activity_month", "owner")
            return {name: self.last.frames[name] for name in names}, links
        is_new = not self._stays(links) or self.imports.is_changed(*_OF_FAMILY)
        found, refs = self._deals()
        found |= {name: self._all_rows(shape) for name, shape in SHAPES.items() if name not in _LARGE}
        found |= self._contacts()
        fresh = {name: self._new_rows(SHAPES[name]) for name in _LARGE}
        before, links = links, self._links(owners, stand)  # of the words that came, too
        if is_new or self.last is None:
            self._link_family(found, links)
        else:
            found |= {name: self.last.frames[name] for name in _FAMILY}
        link_plans(found, links)
        numbers = DealNumbers(found["deal"]["ref"])
        for name, (keys, rows) in fresh.items():
            found[name] = self._large(name, keys, rows, before, links, numbers, refs)
        found["activity_month"] = self._months(found["activity"])
        found["owner"] = {"who": links.owners}
        return found, links

    def _links(self, owners: Owners, stand: Frame) -> Links:
        return Links(owners.numbers(self.vocabulary["owner"]), owners.users(), stand, self.vocabulary)

    def _stays(self, links: Links) -> bool:
        """Tell whether owners are the people that they were, who stood where they did, and no deal's day has come."""
        return (
            self.last is not None
            and np.array_equal(self.last.frames["owner"]["who"], links.owners)
            and all(self.last.frames["stand"][name] is values for name, values in links.stand.items())
            and not len(self._waiting())
        )

    def _waiting(self) -> NDArray[np.intp]:
        """Return the deals that read differently by now, without anything having been said."""
        if self.last is None:
            return np.zeros(0, dtype=np.intp)
        waits = self.last.frames["deal"]["waits"]
        return np.flatnonzero((waits > 0) & (waits <= self.today.toordinal()))

    def _deals(self) -> tuple[dict[str, Frame], _Refs]:
        """Return the rows of deals, and the references of those that got a number or lost it; None where all may."""
        if self.last is None:
            return self._all_deals(), None
        old = {name: dict(self.last.frames[name]) for name in ("deal", "held", "end", DEAL_KEY, DEAL_TEXT)}
        keys = self.imports.changed_keys("deals") if self.imports.is_changed("deals") else set()
        waiting = self._waiting().tolist()
        sources = old["deal"]["source"][waiting].tolist() if waiting else []
        keys |= set(zip(sources, keys_of(old[DEAL_KEY], waiting), strict=True))
        if not keys:
            return old, np.zeros(0, dtype=np.int64)
        is_wasteful = len(old[DEAL_TEXT]["text"]) > _MOST_WASTE * int(old["deal"]["text_length"].sum())
        if is_wasteful or len(keys) > _MOST_CHANGED * len(old["deal"]["ref"]):
            return self._all_deals(), None
        return self._some_deals(old, sorted(keys))

    def _all_deals(self) -> dict[str, Frame]:
        texts = TextPool()
        rows, keys = DealRows(self.vocabulary, texts), []
        records = each_record(self.imports.session, kind=KINDS["deals"].number, counted=self.imports.counted)
        for number, record in enumerate(records):
            rows.add(number, record, today=self.today)
            keys.append(record.key)
        return {**rows.frames(), DEAL_KEY: frame_of_keys(keys), DEAL_TEXT: {"text": texts.column()}}

    def _some_deals(self, old: dict[str, Frame], keys: list[tuple[int, str]]) -> tuple[dict[str, Frame], _Refs]:
        """Take the deals that changed out of the frames, and put them in as they read now."""
        refs = old["deal"]["ref"]
        wanted = [reference(*key) for key in keys]
        places = np.flatnonzero(is_among(refs, wanted))
        numbers = dict(zip(refs[places].tolist(), places.tolist(), strict=True))
        texts = TextPool(old[DEAL_TEXT]["text"])
        rows, added, other = DealRows(self.vocabulary, texts), list[str](), list[int]()
        known = self.imports.records("deals", set(keys))
        for ref, (source_id, key) in zip(wanted, keys, strict=True):
            record = known.get((source_id, key))
            if ref not in numbers:
                numbers[ref] = len(refs) + len(added)
                added.append(key)
                other.append(ref)
            if record is None:
                rows.gone(numbers[ref])
                other.append(ref)
            else:
                rows.add(numbers[ref], record, today=self.today)
        changed = np.zeros(len(refs) + len(added), dtype=bool)
        changed[list(numbers.values())] = True
        found = {DEAL_KEY: more_keys(old[DEAL_KEY], added), DEAL_TEXT: {"text": texts.column()}}
        for name, new in rows.frames().items():
            stays = ~changed[old[name]["number" if name == "deal" else "deal"]]
            found[name] = {each: np.concatenate([old[name][each][stays], values]) for each, values in new.items()}
        found["deal"] = taken(found["deal"], np.argsort(found["deal"]["number"], kind="stable"))
        return found, np.array(other, dtype=np.int64)

    def _link_family(self, found: dict[str, Frame], links: Links) -> None:
        account_of = link_accounts(found, links)
        link_deals(found, links, account_of)
        link_customers(found, links, account_of)
        link_contacts(found["contact"], account_of)
        found["stay"], found["stage"] = stays_of(found["held"], found["end"], self.vocabulary)
        found["held_opening"], found["held_open"] = openings_of(found["held"])

    def _contacts(self) -> dict[str, Frame]:
        if self.last is not None and not self.imports.is_changed("contacts"):
            return {name: dict(self.last.frames[name]) for name in ("contact", CONTACT_KEY)}
        records = each_record(self.imports.session, kind=KINDS["contacts"].number, counted=self.imports.counted)
        return read_contacts(records, self.vocabulary)

    def _all_rows(self, shape: Shape) -> Frame:
        """Return the rows of a kind of which there aren't many, in their order."""
        if self.last is not None and not self.imports.is_changed(shape.kind):
            own = self.last.frames[shape.name]
            return {name: own[name] for name in shape.columns}
        return self._read(shape)

    def _read(self, shape: Shape) -> Frame:
        records = each_record(self.imports.session, kind=KINDS[shape.kind].number, counted=self.imports.counted)
        return self._sorted(shape, read_frame(shape, records, self.vocabulary))

    @staticmethod
    def _sorted(shape: Shape, rows: Frame) -> Frame:
        return taken(rows, np.argsort(rows[shape.order], kind="stable")) if shape.order else rows

    def _new_rows(self, shape: Shape) -> tuple[list[int] | None, Frame]:
        """Return the references of records that changed, and their rows as they read now; None for all records."""
        if self.last is None:
            return None, self._read(shape)
        if not self.imports.is_changed(shape.kind):
            return [], {}
        keys = self.imports.changed_keys(shape.kind)
        if len(keys) > _MOST_CHANGED * len(self.last.frames[shape.name]["ref"]):
            return None, self._read(shape)
        records = self.imports.records(shape.kind, keys).values()
        rows = read_frame(shape, records, self.vocabulary)
        return [reference(*key) for key in keys], self._sorted(shape, rows)

    def _large(
        self,
        name: str,
        keys: list[int] | None,
        rows: Frame,
        before: Links,
        links: Links,
        numbers: DealNumbers,
        refs: _Refs,
    ) -> Frame:
        """Return the rows of a frame with many: what they follow from is looked up again only for whom it changed."""
        if self.last is None or keys is None:
            return link_rows(name, rows, links, numbers)
        old = self.last.frames[name]
        are_same = np.array_equal(self.last.frames["owner"]["who"], before.owners)
        moved = (
            people_moved(self._standing(self.last.frames["stand"]), self._standing(links.stand)) if are_same else None
        )
        kept = relink_rows(old, links, numbers, moved=moved, refs=refs)
        if not keys:
            return kept
        stays = ~is_among(kept["ref"], keys)
        kept = kept if stays.all() else taken(kept, stays)
        return merged(kept, link_rows(name, rows, links, numbers), by=SHAPES[name].order or "day")

    @staticmethod
    def _standing(stand: Frame) -> list[NDArray[np.int64]]:
        return [stand[name] for name in ("who", "since", "until", "team", "is_employed")]

    def _months(self, activity: Frame) -> Frame:
        old = self.last.frames["activity"] if self.last else {}
        is_old = self.last is not None and all(old[name] is values for name, values in activity.items())
        return self.last.frames["activity_month"] if self.last and is_old else activity_months(activity)
