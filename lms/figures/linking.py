"""Columns that follow from others: whose a row is, in which team on its day, and what its deal and account are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lms.figures.contracts import lasts_until
from lms.figures.deals import GONE
from lms.figures.frames import NEVER, Column, Frame
from lms.figures.people import team_on
from lms.figures.rows import taken
from lms.figures.stays import stays_of
from lms.figures.words import Vocabulary, Words

# What rows of deals can be told apart by.
DIMENSIONS = ("type", "product", "segment", "region", "lead_source", "campaign", "industry", "competitor")
CALL, EMAIL, MEETING, OTHER = 0, 1, 2, 3
_ACTIVITIES = {
    CALL: re.compile(r"call|phone|telefon|anruf|appel|llamada|rozmow|звон|电话"),
    EMAIL: re.compile(r"e-?mail|mail|письм|wiadomo|correo|courriel|邮件"),
    MEETING: re.compile(r"meet|demo|event|visit|spotkan|termin|réunion|reunión|встреч|会议"),
}
_CONNECTED = re.compile(
    r"^(?!.*\b(?:no|not|left|busy|wrong|nie|нет|kein)\b).*(?:connect|reach|answer|held|complet|spoke)"
)


@dataclass(frozen=True)
class Links:
    """What linking needs: people by owner, where they stood, and what accounts and products are called."""

    owners: NDArray[np.int32]
    users: Mapping[int, Mapping[str, Any]]
    stand: Frame
    vocabulary: Vocabulary


def link_all(frames: dict[str, Frame], links: Links) -> None:
    """Add the columns that follow to all frames, and sort the rows; `deal` stays in the order of its numbers."""
    deal = frames["deal"]
    account_of = _link_accounts(frames, links)
    _link_deals(frames, links, account_of)
    refs = np.argsort(deal["ref"], kind="stable")
    for name in ("activity", "lead"):
        frames[name]["deal"] = _found(deal["ref"], refs, frames[name]["deal_ref"])
    for name, day in (("activity", "day"), ("lead", "day"), ("survey", "day"), ("contract", "start")):
        _link_owner(frames[name], links, day)
    frames["quota"]["who"] = _at(links.owners, frames["quota"]["owner_ref"])
    for name in ("survey", "contract"):
        frames[name]["account"] = _at(account_of, frames[name]["account_text"])
        for dimension in ("segment", "region", "industry"):
            frames[name][dimension] = _at(frames["account"][dimension], frames[name]["account"])
    contract = frames["contract"]
    contract["until"] = np.where(contract["end"] > 0, contract["end"] + 1, NEVER).astype(np.int32)
    contract["lasts"] = lasts_until(contract)
    spend = frames["spend"]
    spend["until"] = (np.maximum(spend["start"], spend["end"]) + 1).astype(np.int32)
    _link_activities(frames["activity"], links.vocabulary)
    frames["stay"], frames["stage"] = stays_of(frames["held"], frames["end"], links.vocabulary)
    for name, order in (("activity", "day"), ("lead", "day"), ("survey", "day"), ("contract", "start")):
        frames[name] = taken(frames[name], np.argsort(frames[name][order], kind="stable"))


def words_of(texts: Words, pattern: re.Pattern[str]) -> NDArray[np.bool_]:
    """Return for each word whether it fits a pattern, in lower case; one more at the end, for none."""
    return np.array([bool(pattern.search(text.casefold())) for text in texts.texts] + [False])


def _at(values: Column, numbers: Column) -> Column:
    """Return values by number, -1 where the number is -1."""
    if not len(values):
        return np.full(len(numbers), -1, dtype=np.int32)
    found: Column = np.where(numbers >= 0, values[numbers], -1).astype(np.int32)
    return found


def _found(keys: Column, order: Column, wanted: Column) -> Column:
    """Return the numbers of rows by their references, -1 where there is none."""
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int32)
    place = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
    number = order[place]
    return np.where((keys[number] == wanted) & (wanted != 0), number, -1).astype(np.int32)


def _link_accounts(frames: dict[str, Frame], links: Links) -> NDArray[np.int32]:
    """Return the account's number for each text that names one; texts that no record explains are accounts too."""
    known, texts = frames["account"], links.vocabulary["account_text"]
    count = len(known["key_text"])
    numbers = np.full(len(texts.texts), -1, dtype=np.int32)
    numbers[known["name_text"][known["name_text"] >= 0]] = np.flatnonzero(known["name_text"] >= 0)
    numbers[known["key_text"]] = np.arange(count)
    used = np.unique(np.concatenate([frames[name]["account_text"] for name in ("deal", "survey", "contract")]))
    alone = used[(used >= 0) & (numbers[np.maximum(used, 0)] < 0)] if len(texts.texts) else used[:0]
    numbers[alone] = count + np.arange(len(alone))
    bare = {name: np.full(len(alone), -1, dtype=column.dtype) for name, column in known.items()}
    bare["key_text"] = alone.astype(np.int32)
    frames["account"] = {name: np.concatenate([known[name], bare[name]]) for name in known}
    return numbers


def _link_deals(frames: dict[str, Frame], links: Links, account_of: NDArray[np.int32]) -> None:
    deal, held, end, account = frames["deal"], frames["held"], frames["end"], frames["account"]
    deal["account"] = _at(account_of, deal["account_text"])
    deal["who"] = _at(links.owners, deal["owner_ref"])
    for name in ("type", "lead_source", "campaign", "competitor"):
        deal[name] = deal[f"{name}_word"]
    deal["product"] = _at(_products(frames["product"], links.vocabulary), deal["product_word"])
    for name in ("segment", "region"):
        deal[name] = np.where(deal[f"{name}_word"] >= 0, deal[f"{name}_word"], _at(account[name], deal["account"]))
    deal["industry"] = _at(account["industry"], deal["account"])
    regions = _regions(links)
    deal["region"] = np.where(deal["region"] >= 0, deal["region"], _at(regions, deal["who"])).astype(np.int32)
    deal["team"] = team_on(links.stand, deal["who"], np.maximum(deal["created"], deal["began"]))
    for frame, day in ((held, "since"), (end, "day")):
        frame["who"] = _at(links.owners, frame["owner_ref"])
        frame["team"] = team_on(links.stand, frame["who"], frame[day])
        for name in (*DIMENSIONS, "account"):
            frame[name] = deal[name][frame["deal"]]
    frames["held"] = taken(held, np.argsort(held["since"], kind="stable"))
    frames["end"] = end = taken(end, np.argsort(end["day"], kind="stable"))
    deal["order"] = np.argsort(np.where(deal["state"] == GONE, NEVER, deal["created"]), kind="stable").astype(np.int32)
    first = np.full(len(account["key_text"]), NEVER, dtype=np.int32)
    won = (end["is_won"] == 1) & (end["account"] >= 0) & (end["until"] == NEVER)
    np.minimum.at(first, end["account"][won], end["day"][won])
    account["first_won"] = first


def _products(known: Frame, vocabulary: Vocabulary) -> NDArray[np.int32]:
    """Return the product's number for each text that names one; a text that no record explains is a product too."""
    texts = vocabulary["product_text"].texts
    found = np.full(len(texts), -1, dtype=np.int32)
    found[known["name_text"][known["name_text"] >= 0]] = known["name"][known["name_text"] >= 0]
    found[known["key_text"]] = known["name"]
    for number in np.flatnonzero(found < 0):
        found[number] = vocabulary["product"].number(texts[number])
    return found


def _regions(links: Links) -> NDArray[np.int32]:
    """Return the region of everybody: where they stand now, else what the CRM says of them."""
    count = 1 + max([*links.users, *links.owners.tolist(), *links.stand["who"].tolist()], default=-1)
    found = np.full(count, -1, dtype=np.int32)
    for number, user in links.users.items():
        found[number] = links.vocabulary["region"].number(user.get("region"))
    is_now = links.stand["until"] == NEVER
    who, region = links.stand["who"][is_now], links.stand["region"][is_now]
    found[who[region >= 0]] = region[region >= 0]
    return found


def _link_owner(frame: Frame, links: Links, day: str) -> None:
    frame["who"] = _at(links.owners, frame["owner_ref"])
    frame["team"] = team_on(links.stand, frame["who"], frame[day])


def _link_activities(activity: Frame, vocabulary: Vocabulary) -> None:
    """Tell calls, e-mails and meetings apart, and which calls reached somebody."""
    kinds = np.full(len(vocabulary["activity_kind"].texts) + 1, OTHER, dtype=np.int8)
    for category, pattern in reversed(_ACTIVITIES.items()):
        kinds[words_of(vocabulary["activity_kind"], pattern)] = category
    activity["category"] = kinds[activity["kind"]]
    reached = words_of(vocabulary["outcome"], _CONNECTED)[activity["outcome"]].astype(np.int8)
    said = np.where(activity["outcome"] >= 0, reached, -1)
    activity["was_connected"] = np.where(activity["is_connected"] >= 0, activity["is_connected"], said).astype(np.int8)
