"""Readers of the product: searches, pages as JSON and pages of the site, from several threads, each answer timed."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote

from bench.faults.clients import Asker
from bench.faults.product import REP, Place
from bench.figures import QUERIES

THREADS = 4
REQUESTS_A_CONNECTION = 10
PATIENCE = 10.0
PAGES = 60


@dataclass
class Load:
    """What readers got: milliseconds of each request, those that failed included, and the failures by kind."""

    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


class Readers:
    """A rep with a token and, in a browser, with a cookie; reads the same pages in each load."""

    def __init__(self, place: Place) -> None:
        """Sign in and learn which pages there are; the product must be running."""
        self._port = place.port
        pages = Asker(place.port, place.tokens[REP]).ask("GET", f"/api/v1/content?limit={PAGES}")[1]["items"]
        token, cookie = {"Authorization": f"Bearer {place.tokens[REP]}"}, {"Cookie": place.cookie(REP)}
        self._asks = [(f"/api/v1/search?q={quote(query)}", token) for query in QUERIES]
        self._asks += [(f"/api/v1/content/{quote(page['id'])}", token) for page in pages]
        self._asks += [(page["url"], cookie) for page in pages if page["url"]]

    def read(self, requests: int, seconds: float) -> Load:
        """Let four threads read at once, so many requests together, and begin none after so many seconds."""
        load, give_up = Load(), time.monotonic() + seconds
        shares = [(random.Random(number), requests // THREADS) for number in range(THREADS)]
        threads = [threading.Thread(target=self._read, args=(load, *share, give_up)) for share in shares]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return load

    def _read(self, load: Load, chance: random.Random, requests: int, give_up: float) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        for number in range(requests):
            if time.monotonic() > give_up:
                break
            if number % REQUESTS_A_CONNECTION == 0:
                connection.close()
            path, headers = self._of_a_kind(chance)
            began = time.perf_counter()
            try:
                connection.request("GET", path, headers=headers)
                answer: Any = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    load.errors[str(answer.status)] += 1
            except (OSError, HTTPException) as error:
                load.errors[type(error).__name__] += 1
                connection.close()
            load.times.append(1000 * (time.perf_counter() - began))
        connection.close()

    def _of_a_kind(self, chance: random.Random) -> tuple[str, dict[str, str]]:
        """Return an address of one of the three kinds, each as likely."""
        searches = self._asks[: len(QUERIES)]
        return chance.choice(searches if chance.random() < 1 / 3 else self._asks[len(QUERIES) :])
