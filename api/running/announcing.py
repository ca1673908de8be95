"""Lines that `serve` prints: one for each step, and where to go once the API answers."""

from __future__ import annotations

import http.client
import logging
import time
from collections.abc import Sequence

from config import Config

log = logging.getLogger("repertoire.serve")
STEP_SECONDS = 0.05
PATIENCE_SECONDS = 60


def say(line: str) -> None:
    """Print a line of progress; where the log is for programs it is one of its lines."""
    if log.isEnabledFor(logging.INFO):
        log.info(" ".join(line.split()))
    else:
        print(f"  {line}", flush=True)  # noqa: T201 - `serve` shows it


def announce(config: Config, lines: Sequence[str]) -> None:
    """Print the lines as soon as the API answers."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not _answers(config):
        if time.monotonic() > give_up:
            say("the API doesn't answer; stop with Ctrl-C and look above")
            return
        time.sleep(STEP_SECONDS)
    for line in lines:
        say(line)


def _answers(config: Config) -> bool:
    connection = http.client.HTTPConnection(config.own_host, config.port, timeout=5)
    try:
        connection.request("GET", f"{config.base_path}/api/v1/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
