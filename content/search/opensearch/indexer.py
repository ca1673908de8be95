"""Keeping a server's index in step with the library: the words go there, what pages say of themselves stays here."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from content.document import Document
from content.library import Library, Progress
from content.processes import FORKED
from content.search.engine import store
from content.search.engine.store import EngineError, Store
from content.search.head import Head
from content.search.inverting import REGIONS, Inverted, Shown, editions_of
from content.search.opensearch.building import Builder, content_key, state_in, state_of
from content.search.opensearch.client import Json, Server
from content.search.opensearch.documents import EDITIONS, document_id, document_of
from content.search.update import (
    Content,
    Indexer,
    Update,
    begin,
    content_of,
    dated,
    differences,
    numbers_of,
    publish,
    remove_others,
)

# Pages that a process analyses in one go.
BATCH = 200


class _Read(NamedTuple):
    """A page that was analysed: what stays here of its editions, and their documents with their ids."""

    page_id: str
    shown: list[Shown]
    documents: list[tuple[str, Json]]


class _Plan(NamedTuple):
    """The index that is to be searched, whether it is whole, and what it lacks and holds too much, by page id."""

    name: str
    is_whole: bool
    changed: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()


class ServerIndexer(Indexer):
    """Keeps one folder and an index on a server."""

    is_on_server = True

    def __init__(self, folder: Path, server: str, *, clock: Callable[[], float] = time.time) -> None:
        """Ask nothing yet; raises EngineError where the client isn't installed."""
        super().__init__(folder)
        self._builder = Builder(Server(server))
        self._clock = clock
        self._is_to_be_anew = False

    def _apply(
        self, library: Library, known: tuple[Head, Store] | None, jobs: int, progress: Progress | None
    ) -> Update:
        """Bring the server's index to the state of the library, then the folder; the head names both at last."""
        was_rebuilt = known is None
        head, opened = known or begin(library, self._folder)
        present, changed, gone = differences(library, opened)
        contents = {page.id: content_of(page) for page in library.pages}
        state = state_of(contents)
        if self._is_current(library, head, state, changed=changed, gone=gone):
            return Update(0, 0, len(present), was_rebuilt)
        here = {page.id for page in changed}
        is_in_step = bool(head.server_index) and state_in(head.server_index) == state_of(present)
        plan = self._plan(
            contents, state, _Plan(head.server_index if is_in_step else "", True, frozenset(here), frozenset(gone))
        )
        shown: list[Shown] = []
        pages = [page for page in library.pages if page.id in here or page.id in plan.changed]
        documents = self._documents(_read_all(library, pages, jobs), plan, here, shown, len(pages), progress)
        rows = numbers_of(opened, here | gone)
        if plan.is_whole:
            deque(documents, maxlen=0)  # what stays here is read on the way
        else:
            replaced = (document_id(one, name) for one in (*plan.changed, *plan.gone) for name in EDITIONS)
            self._builder.write(plan.name, documents=documents, removed=replaced)
            self._finish(plan.name, sum(part.living for part in opened.parts) - len(rows) + len(shown))
        self._builder.name(plan.name)
        self._commit(library, head, shown, rows, plan.name, was_rebuilt=was_rebuilt)
        return Update(len(changed), len(gone), len(library.pages), was_rebuilt)

    def _is_current(
        self, library: Library, head: Head, state: str, *, changed: Sequence[Document], gone: set[str]
    ) -> bool:
        """Tell whether nothing is to be done: the folder is in step, and names an index of this state that is there."""
        if changed or gone or not head.is_complete or head.taxonomy != library.taxonomy:
            return False
        return state_in(head.server_index) == state and self._builder.is_there(head.server_index)

    def _plan(self, contents: Mapping[str, Content], state: str, in_step: _Plan) -> _Plan:
        """Find a whole index of the state, or begin one from what the server has.

        `in_step` is the index that the folder is in step with, and what that lacks.
        """
        whole = self._builder.whole()
        found = next((name for name in sorted(whole) if state_in(name) == state), None)
        if found is not None:
            return _Plan(found, is_whole=True)
        source = in_step.name if in_step.name in whole else self._builder.named(whole)
        if self._is_to_be_anew:
            source = None
        name, is_copy = self._builder.begin(state, at=self._clock(), source=source)
        if not is_copy:
            return _Plan(name, is_whole=False, changed=frozenset(contents))
        if source == in_step.name:
            return in_step._replace(name=name, is_whole=False)
        there = self._builder.contents(str(source))
        differing = {one for one, content in contents.items() if there.get(one) != content_key(content)}
        return _Plan(name, False, frozenset(differing), frozenset(there.keys() - contents.keys()))

    def _documents(
        self,
        read: Iterator[_Read],
        plan: _Plan,
        here: set[str],
        shown: list[Shown],
        total: int,
        progress: Progress | None,
    ) -> Iterator[tuple[str, Json]]:
        """Yield the documents that the server lacks, and add to `shown` what the folder lacks, page by page."""
        for done, page in enumerate(read, start=1):
            shown += page.shown if page.page_id in here else ()
            yield from page.documents if page.page_id in plan.changed else ()
            if progress and (done % BATCH == 0 or done == total):
                progress(done, total)

    def _finish(self, index: str, size: int) -> None:
        """Finish an index; after one that doesn't hold what it should, none is a copy of another."""
        self._is_to_be_anew = True
        self._builder.finish(index, size=size, at=self._clock())
        self._is_to_be_anew = False

    def _commit(
        self, library: Library, head: Head, shown: list[Shown], rows: list[int], index: str, *, was_rebuilt: bool
    ) -> None:
        """Write what stays here, then the head, which switches both; what the server needs no more is removed."""
        folder = self._folder / head.folder
        segments = [store.make_segment(folder, Inverted(shown, iter(())))] if shown else []
        store.commit(folder, segments, removed=rows)
        publish(self._folder, head, is_complete=True, library=library, server_index=index)
        if was_rebuilt:
            remove_others(self._folder, head.folder)
        with suppress(EngineError):  # the next update tidies
            self._builder.tidy(kept=index, at=self._clock())


def _read_all(library: Library, pages: list[Document], jobs: int) -> Iterator[_Read]:
    """Analyse pages, in this process or in several."""
    rows = dated(library, pages)
    batches = iter(lambda: list(islice(rows, BATCH)), [])
    read = partial(_read, str(library.root.resolve()))
    if jobs <= 1 or len(pages) <= BATCH:
        for batch in batches:
            yield from read(batch)
        return
    with ProcessPoolExecutor(jobs, mp_context=FORKED) as pool:
        for found in pool.map(read, batches):
            yield from found


def _read(folder: str, pages: Sequence[tuple[Document, str]]) -> list[_Read]:
    """Analyse pages of a library's folder, given with the day they changed."""
    found = []
    for page, changed in pages:
        content = content_key(content_of(page))
        editions = list(editions_of(page, changed, library=folder))
        shown = [Shown(one.entry, one.group, [0] * REGIONS, ()) for one in editions]
        documents = [(document_id(page.id, one.entry.edition), document_of(one, content=content)) for one in editions]
        found.append(_Read(page.id, shown, documents))
    return found
