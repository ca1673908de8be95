"""A crowd that asks at a steady rate whatever it is answered: each request at its moment, as a thousand browsers do.

Its client is the plain one of the standard library, in threads: it costs a twentieth of what answers do, and the core
that it shares with the product on a small machine is measured beside them. How long a request took counts from the
moment at which it was to be sent, so that a server which stands still is not asked less.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from urllib.parse import urlsplit

from bench.load.company import Member
from bench.load.mix import REPORTS, SHARES, Day, Request

THREADS = 64
_CLOSED = (RemoteDisconnected, ConnectionResetError, BrokenPipeError)
PATIENCE = 60.0


@dataclass
class Heard:
    """What a crowd was answered: milliseconds by kind of request, and what went wrong, by its words."""

    times: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)
    late: float = 0.0  # the most seconds by which a request left after its moment

    def all(self, group: str | None = None) -> list[float]:
        """Return the times of a part of the mix, or of all."""
        return [time for (part, _), times in self.times.items() if group in {None, part} for time in times]


class Crowd:
    """People who are signed in, and the day of each."""

    def __init__(self, members: Sequence[Member], seed: int) -> None:
        """Begin everybody's day."""
        self._dice = random.Random(seed)
        self._days = [(member, Day(number)) for number, member in enumerate(members)]
        self._managers = [each for each in self._days if each[0].role == "manager"]
        self._own = threading.local()
        self._noting = threading.Lock()
        self.heard = Heard()

    def ask(self, seconds: float, rate: float) -> Heard:
        """Ask so many times a second on average, at moments of chance, and return what was answered."""
        began = moment = time.perf_counter()
        with ThreadPoolExecutor(THREADS) as threads:
            while (moment := moment + self._dice.expovariate(rate)) < began + seconds:
                time.sleep(max(0.0, moment - time.perf_counter()))
                (group,) = self._dice.choices(list(SHARES), list(SHARES.values()))
                member, day = self._dice.choice(self._managers if group == REPORTS else self._days)
                threads.submit(self._ask, member, day, group, moment)
        return self.heard

    def _ask(self, member: Member, day: Day, group: str, moment: float) -> None:
        asked, late = day.next(group), time.perf_counter() - moment
        try:
            status, answer, kind = self._answered(member, asked)
            wrong = "" if status < 400 else f"{asked.method} {asked.path}: {status} {answer[:200]!r}"
            if not wrong and kind == "application/json":
                day.heard(asked, json.loads(answer))
        except (OSError, HTTPException, ValueError, KeyError) as error:
            wrong = f"{asked.method} {asked.path}: {error!r}"
        took = 1000 * (time.perf_counter() - moment)
        with self._noting:
            self.heard.late = max(self.heard.late, late)
            self.heard.times[asked.group, asked.kind].append(took)
            if wrong:
                self.heard.wrong[wrong] += 1

    def _answered(self, member: Member, asked: Request) -> tuple[int, bytes, str]:
        """Return status, body and type, over this thread's connection to that server."""
        connections = self._own.__dict__.setdefault("connections", {})
        is_new = member.base not in connections
        if is_new:
            connections[member.base] = HTTPConnection(urlsplit(member.base).netloc, timeout=PATIENCE)
        try:
            return _sent(connections[member.base], member, asked)
        except (OSError, HTTPException) as error:
            connections.pop(member.base).close()
            if is_new or not isinstance(error, _CLOSED):
                raise
        return self._answered(member, asked)  # on a new one, as browsers do where theirs was closed while it was idle


def _sent(connection: HTTPConnection, member: Member, asked: Request) -> tuple[int, bytes, str]:
    headers = {"Cookie": member.cookie, "Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip"}
    if asked.method != "GET":
        headers |= {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    elif asked.kind == "search":
        headers.pop("Accept-Encoding")  # its answer is read here
    body = None if asked.body is None else json.dumps(asked.body)
    connection.request(asked.method, asked.path, body, headers)
    answer = connection.getresponse()
    is_read = asked.method != "GET" or "Accept-Encoding" not in headers
    return answer.status, answer.read(), answer.headers.get_content_type() if is_read else ""
