"""Rendering with a clock."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from content.html import to_html
from content.rendering import Renderer, RenderingError
from support.factories import read_text

SLOW = "# T\n\ntext\n\n" + "[a" * 50_000


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    """One pool for this file: a process takes a second to start."""
    made = Renderer(workers=1, kept=4)
    yield made
    made.close()


def test_a_page_is_rendered_as_it_would_be_without_a_pool(renderer: Renderer) -> None:
    """And the second time comes from memory."""
    page = read_text("# Title\n\ntext\n")
    assert renderer.render(page) == to_html(page.body)
    assert renderer.render(page) is renderer.render(page)


def test_a_page_that_takes_too_long_is_refused_and_the_next_one_rendered(renderer: Renderer) -> None:
    """The refusal names the line, and is remembered."""
    slow = read_text(SLOW)
    with pytest.raises(RenderingError, match="more than 2 s") as caught:
        renderer.render(slow)
    assert caught.value.line == 5
    with pytest.raises(RenderingError) as again:
        renderer.render(slow)
    assert again.value is caught.value
    assert renderer.render(read_text("fine")).html == "<p>fine</p>"


@pytest.mark.parametrize(
    "body", ["> " * 3000 + "x", "- " * 3000 + "x", "<div>" * 20_000, "[" * 3000 + "](" * 3000, "\0" * 1000]
)
def test_hostile_markdown_gives_a_page_or_a_refusal(renderer: Renderer, body: str) -> None:
    """Recursion and memory run out in the worker alone."""
    try:
        assert isinstance(renderer.render(read_text(body)).html, str)
    except RenderingError as error:
        assert error.line == 1  # noqa: PT017 - a page is as good


def test_pages_with_the_same_text_are_both_rendered(renderer: Renderer) -> None:
    """A copied page shares its hash with the original."""
    pages = [read_text("# Same", path=path) for path in ("a.md", "b.md")]
    renderer.start_all(pages)
    assert [renderer.render(page).html for page in pages] == ['<h1 id="same">Same</h1>'] * 2


def test_threads_may_share_a_renderer(renderer: Renderer) -> None:
    """Forty pages asked for by eight threads, far more than are kept."""
    pages = [read_text(f"# Page {number % 20}") for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(renderer.render, pages))
    assert [result.html for result in results] == [to_html(page.body).html for page in pages]


@pytest.mark.parametrize("why", [signal.SIGKILL, signal.SIGPROF])
def test_a_page_whose_worker_was_ended_once_is_rendered(why: signal.Signals) -> None:
    """Memory may be short, and a busy machine charges a page with what others cost: the page is innocent."""
    renderer = Renderer(workers=1)
    try:
        renderer.render(read_text("warm up"))
        page = read_text("# Innocent\n\n" + "[a" * 1000)
        renderer.start_all([page])
        time.sleep(0.25)
        for child in multiprocessing.active_children():
            os.kill(child.pid or 0, why)
        assert "Innocent" in renderer.render(page).html
    finally:
        renderer.close()


def test_all_who_wait_for_a_page_that_takes_too_long_share_its_two_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs a process its time, however many ask."""
    renderer = Renderer(workers=2)
    try:
        renderer.render(read_text("warm up"))
        schedule, scheduled = renderer._pool.schedule, list[Any]()

        def note(*words: Any, **settings: Any) -> Any:
            scheduled.append(schedule(*words, **settings))
            return scheduled[-1]

        monkeypatch.setattr(renderer._pool, "schedule", note)
        with ThreadPoolExecutor(8) as threads:
            waiting = [threads.submit(renderer.render, read_text(SLOW)) for _ in range(8)]
        assert {str(one.exception()).partition(";")[0] for one in waiting} == {"the page takes more than 2 s to render"}
        assert len(scheduled) == 2
    finally:
        renderer.close()


def test_a_closed_renderer_can_be_closed_again_and_used_again() -> None:
    """Closing stops processes, not the object."""
    renderer = Renderer(workers=1)
    renderer.close()
    assert renderer.render(read_text("x")).html == "<p>x</p>"
    renderer.close()
    renderer.close()
