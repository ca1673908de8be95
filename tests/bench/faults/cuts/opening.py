"""Opening what a power cut left, with the product's own code, and looking for all that was promised."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.web.database import database_app, db, upgrade
from api.web.searching import open_search
from api.work.notes_key import notes_keys
from api.work.status import take_request
from config import Config
from content.library import read_library
from content.search import EngineError, IndexMissingError, read_query, update_index
from lms.coaching.texts.cipher import Belongs, NotesCipher
from lms.errors import Unreadable
from lms.sharing.visits import open_visits
from lms.usage.searched import open_searches
from support.storing import webm

CLOSED = "(closed) text"
LARGEST = 1_000_000
Row = tuple[Any, ...]


@dataclass
class Wanted:
    """What was promised by some moment: values of columns, the least of others, and bytes of uploads."""

    rows: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    least: dict[tuple[str, str, str], dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    uploads: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def add(self, said: dict[str, Any]) -> None:
        """Add a promise."""
        self.count += 1
        if "upload" in said:
            self.uploads[said["upload"]] = said["size"]
            return
        table, column, value = said["table"], said["column"], said["value"]
        self.rows[table, column].add(value)
        for other, number in said.get("least", {}).items():
            self.least[table, column, other][value] = number


class Opener:
    """Opens one folder again and again, whatever lies in it then."""

    def __init__(self, data: Path, library: Path) -> None:
        """Open nothing yet."""
        self.config = Config(data_dir=data, content_dir=library)
        self._app = database_app(self.config)
        self._data = webm(LARGEST)
        self._opened: dict[tuple[str, str], str] = {}
        self._findable: set[tuple[str, str]] = set()

    def start_again(self) -> None:
        """Bring the database to the newest schema, as a start does."""
        upgrade(self._app)
        self._forget()

    def missing(self, wanted: Wanted, *, is_thorough: bool) -> list[str]:
        """Move what the journals hold, and return what isn't there of what was promised; raises what opening raises."""
        with self._app.app_context():
            try:
                session = db.session()
                for journal in (
                    open_searches(self.config.data_dir / "searches", zone=self.config.zone),
                    open_visits(self.config.data_dir / "visits", zone=self.config.zone),
                ):
                    journal.move(session)
                lost = self._integrity(session) if is_thorough else []
                for (table, column), values in wanted.rows.items():
                    lost += [f"{table} {column} {value}" for value in values - self._values(session, table, column)]
                for (table, column, other), numbers in wanted.least.items():
                    known = _pairs(session, f"SELECT {column}, max({other}) FROM {table} GROUP BY 1")
                    lost += [f"{table} {value} {other}" for value, n in numbers.items() if known.get(value, 0) < n]
                return lost + self._uploads(session, wanted.uploads)
            finally:
                db.session.remove()
                db.engine.dispose()

    def index_faults(self) -> list[str]:
        """Bring the index up to the library as a start does, and say what isn't found that should be."""
        if not self._findable:
            with tempfile.TemporaryDirectory() as name:
                self._findable = self._found(Config(data_dir=Path(name), content_dir=self.config.content_dir))
        found = self._found(self.config)
        return [f"index: {path} by {word}" for path, word in sorted(self._findable - found)]

    def _found(self, config: Config) -> set[tuple[str, str]]:
        """Return which pages are found by which words, once what is broken was reported and built anew."""
        library = read_library(config.content_dir)
        update_index(library, config.index_dir)
        found = set()
        for _ in range(2):
            search = open_search(config)
            for word in sorted({word for page in library.pages for word in page.title.split()}):
                with suppress(EngineError, IndexMissingError):
                    found |= {(hit.entry.path, word) for hit in search.find(read_query(word), limit=100).hits}
            broken = take_request(config.data_dir)
            if not broken:
                break
            update_index(library, config.index_dir, distrusted=broken)
            found = set()
        return found

    def _integrity(self, session: Session) -> list[str]:
        found = [str(row[0]) for row in session.execute(text("PRAGMA integrity_check"))]
        return [] if found == ["ok"] else [f"integrity: {line}" for line in found]

    def _values(self, session: Session, table: str, column: str) -> set[str]:
        """Return all values of a column, and the words of those that have several."""
        if column == CLOSED:
            rows = session.execute(text(f"SELECT text, session_id, writer_id FROM {table} WHERE kind = 'private'"))
            return {word for row in rows for word in self._read(*row).split()}
        found = {str(row[0]) for row in session.execute(text(f"SELECT {column} FROM {table}"))}
        return found | {word for value in found if " " in value or "\n" in value for word in value.split()}

    def _read(self, closed: str, session_id: str, writer_id: str) -> str:
        """Return a private note; what was read once is known, as long as the key is the same."""
        try:
            keys = notes_keys(self.config, has_notes=lambda: True)
        except Unreadable:
            return ""
        if (keys[0], closed) not in self._opened:
            cipher = NotesCipher(lambda: keys)
            self._opened[keys[0], closed] = cipher.open(closed, Belongs(UUID(session_id), UUID(writer_id)))
        return self._opened[keys[0], closed]

    def _uploads(self, session: Session, wanted: dict[str, int]) -> list[str]:
        kept = _pairs(session, "SELECT id, kept_bytes FROM practice")
        lost = []
        for name, size in wanted.items():
            file = self.config.practice_dir / name
            data = file.read_bytes()[:size] if file.is_file() else b""
            if kept.get(name, 0) < size or data != self._data[:size]:
                lost.append(f"upload {name}: {kept.get(name, 0)} kept, {len(data)} there of {size}")
        return lost

    def _forget(self) -> None:
        with self._app.app_context():
            db.session.remove()
            db.engine.dispose()


def _pairs(session: Session, query: str) -> dict[str, float]:
    return {str(key): value for key, value in session.execute(text(query))}
