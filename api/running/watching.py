"""Watching a library: each of its folders by itself, because a watch of all below would follow symbolic links.

Of these one may lead through the whole machine.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchfiles import watch
from watchfiles._rust_notify import WatchfilesRustInternalError

from api.running.waiting import doubled
from api.work.seldom import Seldom
from content.library import Library, read_library
from content.taxonomy import FILE_NAME as TAXONOMY

log = logging.getLogger("repertoire.watching")
# A name that isn't UTF-8 ends the watching, a full disk what follows from it: neither is a fault of ours.
EXPECTED = (OSError, WatchfilesRustInternalError)
# How often a quiet folder is looked at, whether it is still the same.
IDLE_MS = 1_000
# After an error the folder is looked at again in a moment, then in twice as long, up to the last.
FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS = 0.25, 4.0


def changes_in(library: Library, *, besides: Path | None = None, stop: threading.Event | None = None) -> Iterator[bool]:
    """Yield True when something of a library has changed and False after a quiet second; end when told to stop.

    The first look always counts as a change: something may have been saved after the library was read and before it is
    watched. It ends, too, when the folder at the library's path is another one. Folders that are made meanwhile aren't
    watched: who finds some begins anew. `besides` is one more file, which need not be there, but its folder.
    """
    root, place = library.root.resolve(), _place(library.root)
    taxonomy = root.parent / TAXONOMY
    other = besides and besides.parent.resolve() / besides.name

    def is_of_interest(_: object, path: str) -> bool:
        found = Path(path)
        if other and found.is_relative_to(other.parent):
            return found == other
        if not found.is_relative_to(root):
            return found == taxonomy
        return not any(part.startswith(".") for part in found.relative_to(root).parts)

    is_caught_up = False
    for changes in watch(
        *(root / folder for folder in library.folders),
        *([taxonomy] if taxonomy.is_file() else []),
        *([other.parent] if other else []),
        recursive=False,
        debounce=200,
        step=50,
        rust_timeout=IDLE_MS,
        yield_on_timeout=True,
        watch_filter=is_of_interest,
        stop_event=stop,
    ):
        if _place(library.root) != place:
            return
        yield bool(changes) or not is_caught_up
        is_caught_up = True


@contextmanager
def following(root: Path, changed: Callable[[], object]) -> Iterator[None]:
    """Call `changed` in a thread meanwhile, whenever the library in a folder has changed."""
    stop = threading.Event()
    thread = threading.Thread(target=_follow, args=(root, changed, stop), name="following", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _follow(root: Path, changed: Callable[[], object], stop: threading.Event) -> None:
    """Follow a library until told to stop; after an error it is looked at again."""
    seldom = Seldom(log, *EXPECTED)
    known: Library | None = None
    failures = 0
    while not stop.is_set():
        try:
            known = watched = _read(root, known, changed)
            for is_changed in changes_in(watched, stop=stop):
                if is_changed:
                    failures = 0
                    known = _read(root, known, changed)
                    if known.folders != watched.folders:
                        break
        except EXPECTED as error:
            seldom.warn("watch", f"the library is looked at again: {error}", error=error)
            stop.wait(doubled(FIRST_WAIT_SECONDS, failures, longest=LAST_WAIT_SECONDS))
            failures += 1


def _read(root: Path, before: Library | None, changed: Callable[[], object]) -> Library:
    """Read a library again, and tell when it isn't as it was before."""
    library = read_library(root, previous=before)
    # The stamp is worked out in any case: it is of now.
    if library.stamp and before and (library.stamp, library.page_problems) != (before.stamp, before.page_problems):
        changed()
    return library


def _place(folder: Path) -> tuple[Path, int, int]:
    """Return what tells a folder from another one at the same path, and from itself at another; zeros for none."""
    try:
        found = folder.stat()
    except OSError:
        return folder.resolve(), 0, 0
    return folder.resolve(), found.st_dev, found.st_ino
