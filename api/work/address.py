"""Address of the server of an installation: a note in DATA_DIR that counts while who wrote it runs.

It runs while it holds the note's lock, which the system lets go of however it ends.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TextIO

from lms.locks import try_lock

NAME = "address"
# Commands look for an instant; another server holds the lock for as long as it runs.
PATIENCE_SECONDS = 1.0
log = logging.getLogger("repertoire.address")


def note_address(data_dir: Path, address: str) -> TextIO | None:
    """Note the address of this installation's server, for as long as the file that is returned stays open.

    None where another server of the same folder has its note there, or none can be written.
    """
    try:
        file = (data_dir / NAME).open("a", encoding="utf-8")
    except OSError as error:
        log.info("%s can't be written: %s", NAME, error)
        return None
    give_up = time.monotonic() + PATIENCE_SECONDS
    try:
        while not try_lock(file.fileno()):
            if time.monotonic() > give_up:
                file.close()
                return None
            time.sleep(PATIENCE_SECONDS / 50)
    except OSError as error:
        log.info("%s can't be locked: %s", NAME, error)
        file.close()
        return None
    file.truncate(0)
    file.write(address)
    file.flush()
    return file


def running_address(data_dir: Path) -> str | None:
    """Return the address of this installation's server; None where none runs."""
    try:
        with (data_dir / NAME).open(encoding="utf-8") as file:
            return None if try_lock(file.fileno(), is_shared=True) else file.read() or None
    except OSError:
        return None
