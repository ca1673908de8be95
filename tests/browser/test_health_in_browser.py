"""Health as an admin sees it: what isn't being done, and how every process and job is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.running.jobs import server_jobs, worker_jobs
from config import Config
from support.browsers import OpenBrowser
from support.live import Server, run
from support.waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.browser


def test_an_admin_sees_how_every_process_and_job_is(sign_in: OpenBrowser, demo: Server) -> None:
    """Those that health names are rows of its page; the tool is in the bar of admins."""
    jobs = {"hold-jobs", *(job.name for job in (*server_jobs(), *worker_jobs(Config())))}
    demo.wait_until(lambda: {job["name"] for job in demo.health()["jobs"]} == jobs)
    nadia = sign_in("nadia")
    nadia.goto("/")
    nadia.get_by_role("navigation", name="Tools").get_by_role("link", name="Admin").click()
    expect(nadia.get_by_text("Everything works")).to_be_visible()
    for process in demo.health()["processes"]:
        expect(nadia.get_by_role("rowheader", name=process["name"])).to_be_visible()
    # Each process notes how busy its connections are.
    for does, times in Counter(job["does"] for job in demo.health()["jobs"]).items():
        expect(nadia.get_by_role("rowheader", name=does, exact=True)).to_have_count(times)


def test_what_is_not_being_done_stands_first(own: Server, open_browser: OpenBrowser) -> None:
    """With since when and, for admins, why; once it is done again the page says so by itself."""
    run("person", "add", "ruth@own.example", "--name", "Ruth", "--role", "admin", environ=own.environ)
    own.wait_until_published()
    library = Path(own.environ["CONTENT_DIR"])
    aside = library.with_name("aside")
    library.rename(aside)
    try:
        own.wait_until(lambda: own.health()["troubles"])
        ruth = open_browser(own, "ruth@own.example")
        ruth.goto("/app/health/")
        expect(ruth.get_by_role("alert")).to_contain_text("index, since")
        expect(ruth.get_by_role("cell", name="is not a folder")).to_be_visible()
    finally:
        aside.rename(library)
    expect(ruth.get_by_text("Everything works")).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
    expect(ruth.get_by_role("alert")).to_be_hidden()
