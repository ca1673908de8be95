"""Three nodes over one PostgreSQL and one git remote, each killed in turn: what was acknowledged stays, jobs go on."""

from __future__ import annotations

import os
import signal
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from support.checking import MARCH, Repository, write
from support.databases import PostgresDatabase
from support.noting import KEY
from support.served import Served
from support.several import Writer, ask, in_front, start_nodes
from support.sharing import WORKER
from support.waiting import PATIENCE_SECONDS, wait_for

pytestmark = pytest.mark.postgres
DECK = "---\nid: deck\ntype: deck\ntitle: Our deck\n---\n\n# Our deck\n\n## Why\n\n- It works.\n"


@pytest.fixture
def database(postgres: str) -> Iterator[str]:
    """The URL of a database without a table: the nodes that start at once make them."""
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"CREATE DATABASE nodes_{WORKER}".encode())
    made = PostgresDatabase(postgres, f"nodes_{WORKER}")
    yield made.url
    made.drop()


@pytest.fixture
def remote(tmp_path: Path) -> Repository:
    """The remote, with two pages."""
    made = Repository(tmp_path / "remote")
    write(made.folder, "pages/index.md", "---\nid: home\ntitle: Home\n---\n\n# Home\n\nAbout the pilot.\n")
    write(made.folder, "pages/deck.md", DECK)
    made.commit(at=MARCH)
    return made


@pytest.fixture
def nodes(tmp_path: Path, database: str, remote: Repository) -> Iterator[dict[str, Served]]:
    """Three nodes that began at once."""
    settings = {
        "DATABASE_URL": database,
        "NOTES_KEY": KEY,
        "CONTENT_REMOTE": str(remote.folder),
        "CONTENT_FOLDER": "pages",
        "CONTENT_PULL_SECONDS": "1",
        "RATE_LIMIT": "100000 per minute",
    }
    made = start_nodes(tmp_path, "abc", **settings)
    yield made
    for node in made.values():
        if node.process.poll() is None:
            os.killpg(node.process.pid, signal.SIGKILL)
            node.process.wait()


def test_each_of_three_nodes_may_be_killed(
    nodes: dict[str, Served], remote: Repository, database: str, tmp_path: Path
) -> None:
    """Writes go on through the others, each is there once, and what one held is another's within its time.

    A commit that is pushed reaches all, and a broken one none; whichever node is asked, files of decks come in the end.
    """
    token = nodes["a"].add_admin()
    with ExitStack() as stack:
        addresses = stack.enter_context(in_front(tmp_path, [node.port for node in nodes.values()]))

        def seen() -> dict[str, Any]:
            return {item["name"]: item for item in ask(addresses[0], "/nodes", token=token)["items"]}

        def are_there(*names: str) -> Callable[[], bool]:
            return lambda: {name for name, node in seen().items() if node["is_there"]} == set(names)

        wait_for(are_there("a", "b", "c"))
        writer = Writer(addresses, token)
        stack.callback(writer.stop)
        wait_for(writer.has_gone_on())
        _kill_each(nodes, seen, writer, token)
        writer.stop()
        _check_sign_in(nodes)
        _check_commits(nodes, remote, token)
        _get_deck(addresses, nodes, token)
        assert {key: writer.repeat(key) for key in writer.opens} == writer.opens, "each key has its answer everywhere"
    wait_for(lambda: _kept(database, "search_event") >= set(writer.searches))
    assert _kept(database, "open_event") >= set(writer.opens.values())
    assert len(_kept(database, "open_event")) == len(writer.opens)


def _kill_each(nodes: dict[str, Served], seen: Callable[[], dict[str, Any]], writer: Writer, token: str) -> None:
    """Kill each node at once with all its processes, see the others go on with its jobs, and start it again."""
    held = {job for node in seen().values() for job in node["jobs"]}
    assert "keep-training" in held
    for name, node in nodes.items():
        others = [other for other in nodes if other != name]
        node.kill()
        wait_for(writer.has_gone_on())
        wait_for(lambda others=others: {job for other in others for job in seen()[other]["jobs"]} == held)  # type: ignore[misc]  # of this round
        wait_for(lambda name=name: not seen()[name]["is_there"])  # type: ignore[misc]  # of this round
        node.start_again()
        holder = next(other for other in others if "keep-training" in seen()[other]["jobs"])
        wait_for(lambda node=node, holder=holder: _holder_of("keep-training", node, token) == holder)  # type: ignore[misc]  # of this round


def _holder_of(job: str, node: Served, token: str) -> str:
    jobs = {each["name"]: each["held_by"] for each in node.ask("/health", token=token)["jobs"]}
    return str(jobs.get(job))


def _check_sign_in(nodes: dict[str, Served]) -> None:
    """Who signs in at one node is signed in at all, and ends that at another for all."""
    link = nodes["a"].run("sign-in", "nadia@brightwharf.example").splitlines()[-1]
    here = {"Sec-Fetch-Site": "same-origin"}
    cookies = requests.post(link, headers=here, allow_redirects=False, timeout=PATIENCE_SECONDS).cookies
    places = [f"http://127.0.0.1:{node.port}/api/v1/me" for node in nodes.values()]

    def answers() -> list[int]:
        return [requests.get(place, cookies=cookies, timeout=PATIENCE_SECONDS).status_code for place in places]

    assert answers() == [200, 200, 200]
    ended = requests.delete(f"{places[1]}/sessions", cookies=cookies, headers=here, timeout=PATIENCE_SECONDS)
    assert ended.status_code == 204
    assert answers() == [401, 401, 401]


def _check_commits(nodes: dict[str, Served], remote: Repository, token: str) -> None:
    """A page that is pushed is found on all nodes; a broken commit is shown on none, and health says so."""
    write(remote.folder, "pages/winch.md", "---\nid: winch\ntitle: Winch\n---\n\n# Winch\n\nAbout the winch.\n")
    remote.commit(at=MARCH)
    good = remote.git("rev-parse", "HEAD").strip()
    for node in nodes.values():
        node.wait_until(lambda node=node: node.finds("winch", token=token) and node.health()["commit"] == good)  # type: ignore[misc]  # of this round
    write(remote.folder, "taxonomy.yml", "<<<<<<< ours\n")
    remote.commit(at=MARCH)
    for node in nodes.values():
        node.wait_until(lambda node=node: [each["what"] for each in node.health()["troubles"]] == ["pull-library"])  # type: ignore[misc]  # of this round
        job = next(each for each in node.ask("/health", token=token)["jobs"] if each["name"] == "pull-library")
        assert "its taxonomy can't be read" in job["last_error"]
        assert job["failing_since"]
        assert node.health()["commit"] == good
        assert node.finds("winch", token=token)


def _get_deck(addresses: list[str], nodes: dict[str, Served], token: str) -> None:
    """Whoever asks in front, at a node in turn, gets the file once a node that is asked has built it."""

    def is_built() -> bool:
        url = f"{addresses[0]}/api/v1/content/deck/deck.pptx"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return bool(answer.status == 200)

    wait_for(is_built)


def _kept(database: str, table: str) -> set[str]:
    with psycopg.connect(database) as connection:
        return {str(row[0]) for row in connection.execute(f"SELECT id FROM {table}".encode())}
