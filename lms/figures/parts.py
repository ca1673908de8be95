"""Parts of the figures that are read whole: only when they changed, and not so often that reading is all there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.days import Now
from lms.figures import coaching, promises, scores, sends, training
from lms.figures.frames import FigureSet, Frame
from lms.figures.people import Who
from lms.figures.words import WordLists

# For so many times as long as reading took, nothing is read again.
REST = 20


@dataclass(frozen=True)
class Portion:
    """Frames that are read together, and what changes whenever they do."""

    frames: tuple[str, ...]
    stamp: Callable[[Session], list[Any]]
    read: Callable[[Session, Who, WordLists, ZoneInfo], dict[str, Frame]]


PARTS = {
    "training": Portion(training.FRAMES, training.training_stamp, training.read_training),
    "coaching": Portion(coaching.FRAMES, coaching.coaching_stamp, coaching.read_coaching),
    "scores": Portion(scores.FRAMES, scores.scores_stamp, scores.read_scores),
    "promises": Portion(promises.FRAMES, promises.promises_stamp, promises.read_promises),
    "sends": Portion(sends.FRAMES, sends.sends_stamp, sends.read_sends),
}


def part_stamps(session: Session, last: FigureSet | None, now: Now) -> dict[str, list[Any]]:
    """Return the stamp of each part; the one it was read with, while it rests."""
    known = _noted(last)
    return {
        name: known[name]["stamp"] if name in known and _rests(known[name], now) else part.stamp(session)
        for name, part in PARTS.items()
    }


def read_parts(
    session: Session,
    *,
    last: FigureSet | None,
    stamps: Mapping[str, list[Any]],
    who: Who,
    vocabulary: WordLists,
    zone: ZoneInfo,
    now: Now,
) -> tuple[dict[str, Frame], dict[str, Any]]:
    """Return the frames of all parts, read anew where the stamp is another, and what to note of them."""
    known, frames, notes = _noted(last), {}, {}
    for name, part in PARTS.items():
        if last is not None and name in known and known[name]["stamp"] == stamps[name]:
            frames.update({frame: last.frames[frame] for frame in part.frames})
            notes[name] = known[name]
            continue
        began = perf_counter()
        frames.update(part.read(session, who, vocabulary, zone))
        notes[name] = {"stamp": stamps[name], "seconds": perf_counter() - began, "read_at": now.at.isoformat()}
    return frames, notes


def _noted(last: FigureSet | None) -> Mapping[str, Any]:
    found: Mapping[str, Any] = last.notes.get("parts", {}) if last else {}
    return found


def _rests(noted: Mapping[str, Any], now: Now) -> bool:
    return now.at < datetime.fromisoformat(noted["read_at"]) + timedelta(seconds=REST * noted["seconds"])
