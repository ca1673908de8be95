"""The generation that counts now, opened once for all threads of a process."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from lms.figures.frames import FigureSet, FiguresMissingError, current_name, read_generation

_TRIES = 3


class Figures:
    """The figures of a folder; whoever asks gets the newest generation, and may keep it as long as they like."""

    def __init__(self, folder: Path) -> None:
        """Open nothing yet."""
        self.folder = folder
        self._lock = Lock()
        self._generation: FigureSet | None = None

    @property
    def is_open(self) -> bool:
        """Whether any generation was opened yet."""
        return self._generation is not None

    def current(self) -> FigureSet:
        """Return the generation that counts now; raises FiguresMissingError before there is one."""
        name = current_name(self.folder)
        with self._lock:
            if self._generation is None or self._generation.name != name:
                self._generation = self._open(self._generation)
            return self._generation

    def _open(self, known: FigureSet | None) -> FigureSet:
        """Open the current generation; another may take its place meanwhile, and it is opened then."""
        for _ in range(_TRIES - 1):
            try:
                return read_generation(self.folder, known)
            except FiguresMissingError:
                continue
        return read_generation(self.folder, known)
