"""Connections that a server should be able to stand: idle, silent, stuck in a request, or not reading what they asked.

A crowd lives in one thread with an event loop; what each of its members met is noted when that ends.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

CONNECTING_AT_ONCE = 20
THERE_WITHIN = 60.0
DRIP_SECONDS = 1.0
LOOK_SECONDS = 0.5
SMALL_BUFFER = 4096
AT_ONCE = 65_536
ESTABLISHED = 1
STEP = 0.05


@dataclass(frozen=True)
class Manner:
    """How a member behaves: what it sends at once, what byte by byte afterwards, and whether it reads.

    One that is `heard_first` is there once its request is answered; for others an answer is the end.
    """

    label: str
    first: bytes = b""
    drip: bytes = b""
    reads: bool = True
    heard_first: bool = False


@dataclass
class Ending:
    """What became of a connection: after how many seconds it was answered or cut, and the status if it was answered.

    One that isn't `is_there` has waited for others to connect, or for its first answer, until the end.
    """

    label: str
    seconds: float | None = None
    status: int | None = None
    is_refused: bool = False
    is_there: bool = False


class Crowd:
    """Members in their manners, all at once."""

    def __init__(self, port: int, manners: Sequence[Manner]) -> None:
        """Connect nobody yet."""
        self._port = port
        self._manners = manners
        self._arrived = 0
        self.endings = [Ending(manner.label) for manner in manners]

    @contextmanager
    def present(self) -> Iterator[None]:
        """Let all arrive, and leave when the block ends."""
        loop = asyncio.new_event_loop()
        task = loop.create_task(self._all())
        thread = threading.Thread(target=_run, args=(loop, task), daemon=True)
        thread.start()
        try:
            give_up = time.monotonic() + THERE_WITHIN
            while self._arrived < len(self._manners) and time.monotonic() < give_up:
                time.sleep(STEP)
            yield
        finally:
            loop.call_soon_threadsafe(task.cancel)
            thread.join()
            loop.close()
            if not task.cancelled():
                task.result()  # raises what went wrong with us

    def wait_until_over(self, seconds: float) -> None:
        """Wait until all were answered or cut, some seconds at the most."""
        give_up = time.monotonic() + seconds
        while any(end.seconds is None for end in self.endings) and time.monotonic() < give_up:
            time.sleep(STEP)

    async def _all(self) -> None:
        # One for each manner, so that those who aren't answered don't keep the others out.
        doors = {manner.label: asyncio.Semaphore(CONNECTING_AT_ONCE) for manner in self._manners}
        pairs = zip(self._manners, self.endings, strict=True)
        await asyncio.gather(*(self._live(manner, ending, doors[manner.label]) for manner, ending in pairs))

    async def _live(self, manner: Manner, ending: Ending, door: asyncio.Semaphore) -> None:
        loop = asyncio.get_running_loop()
        with socket.socket() as connection:
            connection.setblocking(False)
            if not manner.reads:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
            try:
                async with door:
                    await loop.sock_connect(connection, ("127.0.0.1", self._port))
                    began = time.monotonic()
                    await loop.sock_sendall(connection, manner.first)
                    if manner.heard_first and _status(await loop.sock_recv(connection, AT_ONCE)) != 200:
                        ending.is_refused = True
                    ending.is_there = True
            except OSError:
                ending.is_refused, ending.seconds = True, 0.0
                return
            finally:
                self._arrived += 1
            dripping = asyncio.create_task(_drip(connection, manner.drip))
            try:
                if manner.heard_first:
                    await _until_closed(connection)
                else:
                    ending.status = await (_heard(connection) if manner.reads else _until_cut(connection))
            finally:
                dripping.cancel()
            ending.seconds = time.monotonic() - began


async def _drip(connection: socket.socket, data: bytes) -> None:
    loop = asyncio.get_running_loop()
    with suppress(OSError):  # who listens learns that it was cut
        for number in range(len(data)):
            await asyncio.sleep(DRIP_SECONDS)
            await loop.sock_sendall(connection, data[number : number + 1])


async def _heard(connection: socket.socket) -> int | None:
    """Wait for an answer and return its status; None when the connection was cut without one."""
    try:
        return _status(await asyncio.get_running_loop().sock_recv(connection, AT_ONCE))
    except OSError:
        return None


async def _until_closed(connection: socket.socket) -> None:
    """Read the rest of what was answered, and wait until the connection is closed."""
    with suppress(OSError):
        while await asyncio.get_running_loop().sock_recv(connection, AT_ONCE):
            pass


async def _until_cut(connection: socket.socket) -> None:
    """Wait, reading nothing, until the kernel says that the connection is no longer whole."""
    while connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == ESTABLISHED:  # noqa: ASYNC110 - no event
        await asyncio.sleep(LOOK_SECONDS)


def _status(data: bytes) -> int | None:
    words = data.split(maxsplit=2)
    return int(words[1]) if len(words) > 1 and data.startswith(b"HTTP/") else None


def _run(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    with suppress(BaseException):  # the task keeps it
        loop.run_until_complete(task)
