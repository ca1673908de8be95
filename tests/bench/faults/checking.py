"""Looking for what must be there again after a kill or a start: answers, pages, and all that was acknowledged."""

from __future__ import annotations

import time
from contextlib import suppress
from http.client import HTTPException

from bench.faults.clients import Asker, People, missing_of
from bench.faults.product import REP, Place, Running
from bench.faults.tally import Tally

BACK_WITHIN = 10.0
ANSWERS_WITHIN = 120.0
# Pages that are saved so soon after a kill or a start are looked for too.
ALSO_SAVED_WITHIN = 1.0
STEP = 0.02


def is_answered(tally: Tally, place: Place, running: Running, since: float) -> bool:
    """Search until there is an answer, note the seconds that passed since then, and tell whether there was one at all.

    There is none when the product has ended or doesn't answer for two minutes.
    """
    asker = Asker(place.port, place.tokens[REP], patience=5)
    while time.monotonic() < since + ANSWERS_WITHIN and running.process.poll() is None:
        with suppress(OSError, HTTPException, ValueError):
            if asker.ask("GET", "/api/v1/search?q=pricing")[0] == 200:
                tally.answers.append(time.monotonic() - since)
                return True
        time.sleep(STEP)
    tally.absent += 1
    tally.notes[f"nobody answered any more; exit code {running.process.poll()}"] += 1
    return False


def pages_missing(tally: Tally, place: Place, people: People, since: float) -> None:
    """Look for all pages by their words, and count those not found ten seconds after `since` or their saving."""
    asker = Asker(place.port, place.tokens[REP], patience=5)
    found: set[str] = set()
    while True:
        wanted = {n: page for n, page in people.saved.copy().items() if page.at < since + ALSO_SAVED_WITHIN}
        pending = {n: page for n, page in wanted.items() if page.word not in found}
        for page in pending.values():
            with suppress(OSError, HTTPException, ValueError):
                status, answer = asker.ask("GET", f"/api/v1/search?q={page.word}")
                if status == 200 and answer["total"]:
                    found.add(page.word)
        # What was saved once more meanwhile says something else by now.
        left = [page for n, page in pending.items() if page.word not in found and people.saved.get(n) == page]
        now = time.monotonic()
        if now > since + ALSO_SAVED_WITHIN and all(now > max(since, page.at) + BACK_WITHIN for page in left):
            break
        time.sleep(STEP)
    tally.missing += len(left)
    if not left:
        tally.found.append(now - since)


def note_lost(tally: Tally, place: Place, people: People) -> None:
    """Count what was acknowledged and isn't in the database ten seconds from now; the product must be running."""
    give_up = time.monotonic() + BACK_WITHIN
    wanted = people.acknowledged.until_now()
    while (missing := missing_of(wanted, place.data)) and time.monotonic() < give_up:
        time.sleep(STEP)
    tally.acknowledged, tally.lost = sum(map(len, wanted.values())), len(missing)
    tally.twice = people.twice()
    tally.notes.update(f"lost: {what}" for what in missing)
    for status, count in people.acknowledged.bad.items():
        tally.notes[f"answered with {status}"] = count
