"""The newest generation of the index that can be read, shared by all threads of a process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from content.search.engine.store import EngineError, open_store
from content.search.generation import Generation
from content.search.head import NAME, HeadError, read_head

# How long a request waits for a new generation before it goes on with the one before.
PATIENCE_SECONDS = 0.05
Stamp = tuple[int, int]


class IndexMissingError(Exception):
    """There is no index that can be read yet; `folder` names one that is there but broken."""

    def __init__(self, message: str, *, folder: str | None = None) -> None:
        """Keep the broken index's name beside the message."""
        super().__init__(message)
        self.folder = folder


class Current:
    """Follows the head in a folder. Whoever has a generation keeps it; a new one is loaded beside it."""

    def __init__(
        self, folder: Path, *, report: Callable[[str], None], patience: float, is_on_server: bool = False
    ) -> None:
        """Open nothing yet; `report` is told the name of an index that can't be read.

        `is_on_server` says which of two kinds of index is read: with its words in the folder, or on a server.
        """
        self._folder = folder
        self._report = report
        self._patience = patience
        self._is_on_server = is_on_server
        self._stamp: Stamp | None = None
        self._generation: Generation | None = None
        self._loading = threading.Lock()

    def generation(self) -> Generation:
        """Return the newest generation; raises IndexMissingError when there is none."""
        stamp = self._read_stamp()
        if self._generation is None:
            with self._loading:
                if self._generation is None:
                    self._load(stamp)
        elif stamp != self._stamp and self._loading.acquire(blocking=False):
            loader = threading.Thread(target=self._load_beside, args=(stamp,), name="load-index", daemon=True)
            loader.start()
            loader.join(self._patience)
        if self._generation is None:
            raise IndexMissingError("the library is being indexed for the first time")
        return self._generation

    def _read_stamp(self) -> Stamp | None:
        try:
            status = (self._folder / NAME).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _load_beside(self, stamp: Stamp | None) -> None:
        """Load a new generation while the one before answers; where that fails, it goes on answering."""
        try:
            self._load(stamp)
        except IndexMissingError as error:
            self._stamp = stamp
            if error.folder:
                self._report(error.folder)
        finally:
            self._loading.release()

    def _load(self, stamp: Stamp | None) -> None:
        try:
            head = read_head(self._folder)
        except HeadError as error:
            raise IndexMissingError(str(error)) from error
        if bool(head.server_index) != self._is_on_server:
            raise IndexMissingError("the library is being indexed for another engine")
        old = self._generation
        if old and old.head.is_complete and not head.is_complete and old.head.library == head.library:
            self._stamp = stamp  # a rebuild that has only begun: what is known is more
            return
        try:
            store = open_store(self._folder / head.folder, previous=old.store if old else None)
            self._generation = Generation(head, store, previous=old).warmed()
        except EngineError as error:
            raise IndexMissingError(str(error), folder=head.folder) from error
        self._stamp = stamp
