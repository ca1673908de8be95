"""An OpenSearch server's index: how it is built and switched, and what a search says while the server is away."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.library import read_library
from content.search import (
    STAFF_SIGHT,
    EngineError,
    IndexMissingError,
    Search,
    indexer_of,
    known_words,
    read_query,
    update_index,
)
from content.search.head import read_head
from content.search.opensearch.building import KEPT
from content.search.opensearch.client import ServerAwayError
from content.search.opensearch.indexer import ServerIndexer
from support.factories import write_good_page
from support.opensearch.server import OpenSearchServer, opensearch_server

ASKED = read_query("walrus")


@pytest.fixture
def server() -> Iterator[OpenSearchServer]:
    """Run a stand-in."""
    with opensearch_server() as running:
        yield running


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Write three pages."""
    for name in ("a", "b", "c"):
        write_good_page(tmp_path / "library", f"{name}.md", f"The walrus of {name}.", id=name, title=f"Page {name}")
    return tmp_path / "library"


def update(library: Path, index: Path, server: OpenSearchServer) -> None:
    """Bring one node's index up to date."""
    update_index(read_library(library), index, server=server.url)


def found(index: Path, server: OpenSearchServer) -> list[str]:
    """Return the ids of what a node finds."""
    hits = Search(index, server=server.url).find(ASKED, sight=STAFF_SIGHT).hits
    return sorted(hit.entry.id for hit in hits)


def written(server: OpenSearchServer) -> int:
    """Return how many documents were sent so far."""
    lines = [line for one in server.exchanges if one.path.endswith("/_bulk") for line in one.body]
    return sum("index" in line for line in lines)


def test_who_may_ask_is_in_the_address_and_nowhere_else(library: Path, server: OpenSearchServer) -> None:
    """User and password go with each request, and with no refusal."""
    update(library, library.parent / "index", server)
    assert {one.authorization for one in server.exchanges} == {"Basic c2Vla2VyOnBAc3M="}
    server.refuse = lambda *_: 403
    with pytest.raises(EngineError) as refused:
        update_index(read_library(library), library.parent / "other", server=server.url)
    assert "p@ss" not in str(refused.value)
    assert "p%40ss" not in str(refused.value)


def test_only_what_changed_is_sent(library: Path, server: OpenSearchServer) -> None:
    """The new index is a copy of the last one, which stays as it was until it is removed."""
    index = library.parent / "index"
    update(library, index, server)
    before, first = written(server), read_head(index).server_index
    write_good_page(library, "b.md", "A heron.", id="b", title="Page b")
    (library / "c.md").unlink()
    update(library, index, server)
    second = read_head(index).server_index
    assert (before, written(server)) == (3, 4)
    assert first != second
    assert (len(server.indexes[first].shown), len(server.indexes[second].shown)) == (3, 2)
    assert server.aliases == {"repertoire": {second}}
    assert found(index, server) == ["a"]


def test_nothing_is_sent_where_nothing_changed(library: Path, server: OpenSearchServer) -> None:
    """And an index that was lost is built again."""
    index = library.parent / "index"
    update(library, index, server)
    update(library, index, server)
    assert written(server) == 3
    server.indexes.clear()
    update(library, index, server)
    assert (written(server), found(index, server)) == (6, ["a", "b", "c"])


@pytest.mark.parametrize("step", ["_bulk", "_refresh", "_settings", "_count", "_mapping", "_aliases", "_clone"])
def test_an_update_that_fails_anywhere_leaves_what_was_there(
    library: Path, server: OpenSearchServer, step: str
) -> None:
    """Be it killed there or refused; the next update brings what is new."""
    index = library.parent / "index"
    update(library, index, server)
    first = read_head(index)
    write_good_page(library, "d.md", "A new walrus.", id="d", title="Page d")
    server.refuse = lambda _, path: 503 if f"/{step}" in path else None
    with pytest.raises(EngineError):
        update(library, index, server)
    server.refuse = lambda *_: None
    assert (read_head(index), found(index, server)) == (first, ["a", "b", "c"])
    assert server.aliases == {"repertoire": {first.server_index}}
    update(library, index, server)
    assert found(index, server) == ["a", "b", "c", "d"]


def test_a_server_that_copies_nothing_gets_all_pages(library: Path, server: OpenSearchServer) -> None:
    """One that refuses the copy is no reason to have no index."""
    index = library.parent / "index"
    update(library, index, server)
    write_good_page(library, "d.md", "A new walrus.", id="d", title="Page d")
    server.refuse = lambda _, path: 400 if "/_clone/" in path else None
    update(library, index, server)
    assert (written(server), found(index, server)) == (7, ["a", "b", "c", "d"])


def test_a_copy_that_lacks_a_page_is_not_searched(library: Path, server: OpenSearchServer) -> None:
    """What doesn't hold as many documents as it should is built anew by the next update."""
    index = library.parent / "index"
    indexer = indexer_of(index, server=server.url)
    indexer.update(read_library(library))
    first = read_head(index).server_index
    server.indexes[first].shown.popitem()
    write_good_page(library, "d.md", "A new walrus.", id="d", title="Page d")
    with pytest.raises(EngineError, match="holds 3 documents and not 4"):
        indexer.update(read_library(library))
    assert read_head(index).server_index == first
    indexer.update(read_library(library))
    assert found(index, server) == ["a", "b", "c", "d"]


def test_a_second_node_takes_the_index_of_the_first(library: Path, server: OpenSearchServer) -> None:
    """And one with other pages gets its own, so that each finds what it can show."""
    one, two = library.parent / "one", library.parent / "two"
    update(library, one, server)
    update(library, two, server)
    assert written(server) == 3
    assert read_head(one).server_index == read_head(two).server_index
    write_good_page(library, "d.md", "A new walrus.", id="d", title="Page d")
    update(library, two, server)
    assert (found(one, server), found(two, server)) == (["a", "b", "c"], ["a", "b", "c", "d"])


def test_two_nodes_that_build_at_once_do_not_meet(library: Path, server: OpenSearchServer) -> None:
    """Neither writes to what the other builds, and both find all."""
    nodes = [library.parent / name for name in ("one", "two", "three")]
    threads = [threading.Thread(target=update, args=(library, node, server)) for node in nodes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found(node, server) for node in nodes] == [["a", "b", "c"]] * 3
    targets: dict[str, int] = {}
    for one in server.exchanges:
        if one.path.endswith("/_bulk"):
            targets[one.path] = targets.get(one.path, 0) + 1
    assert set(targets.values()) == {1}


def test_old_indexes_go_and_foreign_ones_stay(library: Path, server: OpenSearchServer) -> None:
    """A few are left for other nodes, and one that was given up goes after a day."""
    index, now = library.parent / "index", [1_000_000.0]
    indexer = ServerIndexer(index, server.url, clock=lambda: now[0])
    server.refuse = lambda _, path: 503 if path.endswith("_bulk") else None
    with pytest.raises(EngineError):
        indexer.update(read_library(library))
    server.refuse = lambda *_: None
    [given_up] = server.indexes
    for number in range(KEPT + 3):
        now[0] += 60
        write_good_page(library, "d.md", f"Walrus {number}.", id="d", title="Page d")
        indexer.update(read_library(library))
    assert given_up in server.indexes
    assert len(server.indexes) == KEPT + 1
    now[0] += 100_000
    write_good_page(library, "d.md", "The last walrus.", id="d", title="Page d")
    indexer.update(read_library(library))
    assert given_up not in server.indexes


def test_titles_are_found_while_the_server_is_away(library: Path, server: OpenSearchServer) -> None:
    """At once after the first time; nobody asks for the index to be built anew."""
    index, reported = library.parent / "index", list[str]()
    update(library, index, server)
    search = Search(index, server=server.url, report=reported.append)
    server.refuse = lambda *_: 503
    answer = search.find(read_query("page"), sight=STAFF_SIGHT)
    assert (answer.is_reduced, {hit.entry.id for hit in answer.hits}) == (True, {"a", "b", "c"})
    assert known_words(search)("nothing")
    assert (search.suggest("pag", sight=STAFF_SIGHT), search.similar("a", sight=STAFF_SIGHT)) == ((), ())
    asked = len(server.exchanges)
    assert search.find(read_query("other"), sight=STAFF_SIGHT).is_reduced
    assert (len(server.exchanges), reported) == (asked, [])
    server.close()
    with pytest.raises(ServerAwayError):
        update_index(read_library(library), library.parent / "other", server="http://127.0.0.1:9")
    assert Search(index, server="http://127.0.0.1:9").find(read_query("page"), sight=STAFF_SIGHT).is_reduced


def test_an_index_that_is_gone_is_asked_for(library: Path, server: OpenSearchServer) -> None:
    """By the name of the folder that stands for it."""
    index, reported = library.parent / "index", list[str]()
    update(library, index, server)
    search = Search(index, server=server.url, report=reported.append)
    server.indexes.clear()
    assert search.find(ASKED, sight=STAFF_SIGHT).is_reduced
    assert reported == [read_head(index).folder]


def test_an_index_of_one_engine_is_none_of_the_other(library: Path, server: OpenSearchServer) -> None:
    """Who changes the setting finds nothing by mistake; the next update builds what is needed."""
    index = library.parent / "index"
    update(library, index, server)
    with pytest.raises(IndexMissingError):
        Search(index).find(ASKED)
    update_index(read_library(library), index)
    assert Search(index).find(ASKED).total == 3
    with pytest.raises(IndexMissingError):
        Search(index, server=server.url).find(ASKED)
    update(library, index, server)
    assert found(index, server) == ["a", "b", "c"]


def test_every_question_is_asked_of_what_may_be_seen(library: Path, server: OpenSearchServer) -> None:
    """Also what only counts; but for words that are proposed, each of which is then looked for."""
    index = library.parent / "index"
    update(library, index, server)
    before = len(server.searches())
    search = Search(index, server=server.url)
    for text in ("walrus", "walrsu", '"the walrus" -heron', "type:page"):
        search.find(read_query(text), sight=STAFF_SIGHT)
    search.suggest("wal", sight=STAFF_SIGHT)
    search.similar("a", sight=STAFF_SIGHT)
    asked = server.searches()[before:]
    sight = json.dumps({"terms": {"status": ["approved"]}})
    own = [body for body in asked if "suggest" not in body and body.get("_source") != ["sections"]]
    assert len(own) > 8
    assert [body for body in own if sight not in json.dumps(body["query"])] == []
    assert [body for body in asked if "suggest" in body and body["size"]] == []
