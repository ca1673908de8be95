"""Columns that follow from others: whose a row is, in which team on its day, and what its deal and account are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lms.figures.contracts import lasts_until
from lms.figures.deals import GONE
from lms.figures.frames import NEVER, Frame, FrameColumn
from lms.figures.people import team_on
from lms.figures.rows import taken
from lms.figures.words import WordLists

# What rows of deals can be told apart by.
DIMENSIONS = ("type", "product", "segment", "region", "lead_source", "campaign", "industry", "competitor")


@dataclass(frozen=True)
class Links:
    """What linking needs: people by owner, where they stood, and what accounts and products are called."""

    owners: NDArray[np.int32]
    users: Mapping[int, Mapping[str, Any]]
    stand: Frame
    vocabulary: WordLists


def at(values: FrameColumn, numbers: FrameColumn) -> FrameColumn:
    """Return values by number, -1 where the number is -1."""
    if not len(values):
        return np.full(len(numbers), -1, dtype=np.int32)
    found: FrameColumn = np.where(numbers >= 0, values[numbers], -1).astype(np.int32)
    return found


def link_accounts(frames: dict[str, Frame], links: Links) -> NDArray[np.int32]:
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


def link_deals(frames: dict[str, Frame], links: Links, account_of: NDArray[np.int32]) -> None:
    """Add what follows to deals, to the days in which they stood alike, and to their ends, in the order of days."""
    deal, held, end, account = frames["deal"], frames["held"], frames["end"], frames["account"]
    deal["account"] = at(account_of, deal["account_text"])
    deal["who"] = at(links.owners, deal["owner_ref"])
    for name in ("type", "lead_source", "campaign", "competitor"):
        deal[name] = deal[f"{name}_word"]
    deal["product"] = at(_products(frames["product"], links.vocabulary), deal["product_word"])
    for name in ("segment", "region"):
        deal[name] = np.where(deal[f"{name}_word"] >= 0, deal[f"{name}_word"], at(account[name], deal["account"]))
    deal["industry"] = at(account["industry"], deal["account"])
    regions = _regions(links)
    deal["region"] = np.where(deal["region"] >= 0, deal["region"], at(regions, deal["who"])).astype(np.int32)
    deal["team"] = team_on(links.stand, deal["who"], np.maximum(deal["created"], deal["began"]))
    for frame, day in ((held, "since"), (end, "day")):
        frame["who"] = at(links.owners, frame["owner_ref"])
        frame["team"] = team_on(links.stand, frame["who"], frame[day])
        for name in (*DIMENSIONS, "account"):
            frame[name] = deal[name][frame["deal"]]
    frames["held"] = taken(held, np.argsort(held["since"], kind="stable"))
    frames["end"] = end = taken(end, np.argsort(end["day"], kind="stable"))
    deal["order"] = order_of(deal)
    first = np.full(len(account["key_text"]), NEVER, dtype=np.int32)
    won = (end["is_won"] == 1) & (end["account"] >= 0) & (end["until"] == NEVER)
    np.minimum.at(first, end["account"][won], end["day"][won])
    account["first_won"] = first


def order_of(deal: Frame) -> NDArray[np.int32]:
    """Return deals in the order in which they were created, those that don't count last."""
    return np.argsort(created_days(deal), kind="stable").astype(np.int32)


def created_days(deal: Frame) -> FrameColumn:
    """Return on which day each deal was created, NEVER for one that doesn't count."""
    return np.where(deal["state"] == GONE, NEVER, deal["created"])


def _products(known: Frame, vocabulary: WordLists) -> NDArray[np.int32]:
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


def link_customers(frames: dict[str, Frame], links: Links, account_of: NDArray[np.int32]) -> None:
    """Add owners and accounts to surveys and contracts, and until when contracts run."""
    for name, day in (("survey", "day"), ("contract", "start")):
        own = frames[name]
        own["who"] = at(links.owners, own["owner_ref"])
        own["team"] = team_on(links.stand, own["who"], own[day])
        own["account"] = at(account_of, own["account_text"])
        for dimension in ("segment", "region", "industry"):
            own[dimension] = at(frames["account"][dimension], own["account"])
    contract = frames["contract"]
    contract["until"] = np.where(contract["end"] > 0, contract["end"] + 1, NEVER).astype(np.int32)
    contract["lasts"] = lasts_until(contract)


def link_plans(frames: dict[str, Frame], links: Links) -> None:
    """Add whose quotas are, and until when spend counts."""
    frames["quota"]["who"] = at(links.owners, frames["quota"]["owner_ref"])
    spend = frames["spend"]
    spend["until"] = (np.maximum(spend["start"], spend["end"]) + 1).astype(np.int32)
