"""Health: whether the product is ready, what it is still doing, and what isn't being done; open to everyone.

Strangers are told what and since when; why, which may name folders and pages, only admins.
"""

from __future__ import annotations

import platform
from datetime import datetime
from typing import Any, Literal

from flask import Blueprint
from pydantic import BaseModel
from spectree import Response as Answers

from api.web.auth import ANYONE, allow, caller
from api.web.context import parts
from api.web.database import database_state
from api.web.documentation import PREFIX, Answer, spec
from api.work.status import PARTS, JobState, ProcessState, read_commit, read_jobs, read_processes, read_status
from api.work.version import VERSION
from content.search import IndexMissingError

blueprint = Blueprint("health", __name__, url_prefix=PREFIX)


class WorkOut(BaseModel):
    """A piece of background work: how much of it is done, and since when it is in this state; `detail` for admins."""

    state: Literal["waiting", "working", "ready", "failed"]
    done: int
    total: int
    detail: str | None
    since: datetime | None


class ProcessOut(BaseModel):
    """A process of `serve`: since when it runs or doesn't, how often it died; its id and how it ended, for admins."""

    name: str
    is_running: bool
    pid: int | None
    since: datetime
    deaths: int
    ended: str | None


class JobOut(BaseModel):
    """What a process does from time to time: when it last went well, and since when it fails; why is for admins.

    `held_by` names, to admins, the node that does it for all; null where each does it for itself.
    """

    name: str
    does: str
    process: str
    every_seconds: float
    last_success: datetime | None
    failing_since: datetime | None
    last_error_at: datetime | None
    last_error: str | None
    held_by: str | None


class TroubleOut(BaseModel):
    """What isn't being done, and since when."""

    what: str
    since: datetime | None


class HealthOut(BaseModel):
    """`ready` when searches and records work and all is being done; the site may still be building.

    `degraded` when they work and something else isn't being done: `troubles` say what; also when the database is
    `read-only`, so that nothing can be recorded. `starting` before there is an index; `broken` without a database.
    `commit` is that of the library that this node answers from; its name, `node`, is for admins.
    """

    status: Literal["ready", "degraded", "starting", "broken"]
    versions: dict[str, str]
    node: str | None
    commit: str | None
    database: Literal["ready", "read-only", "broken"]
    pages: int
    index: WorkOut
    site: WorkOut
    check: WorkOut
    troubles: list[TroubleOut]
    processes: list[ProcessOut]
    jobs: list[JobOut]


@blueprint.get("/health")
@allow(ANYONE)
@spec.validate(resp=Answers(HTTP_200=HealthOut, HTTP_503=HealthOut), tags=["health"])
def health() -> Answer:
    """Say whether the product is ready, with versions; 503 without a database."""
    database = database_state()
    try:
        pages = len(parts().search.catalogue().entries)
        is_indexed = True
    except IndexMissingError:
        pages, is_indexed = 0, False
    data_dir = parts().config.data_dir
    work, processes, jobs = read_status(data_dir), read_processes(data_dir), read_jobs(data_dir)
    troubles = find_troubles(work, processes, jobs)
    if database == "read-only":
        troubles.append(TroubleOut(what="database", since=None))
    status = "degraded" if troubles else "ready"
    if not is_indexed:
        status = "starting"
    if database == "broken":
        status = "broken"
    found = HealthOut(
        status=status,
        versions={"repertoire": VERSION, "api": "v1", "python": platform.python_version()},
        node=parts().config.node,
        commit=read_commit(data_dir),
        database=database,
        pages=pages,
        **{part: WorkOut(**work[part]) for part in PARTS},
        troubles=troubles,
        processes=[ProcessOut(is_running=each.pid is not None, **vars(each)) for each in processes],
        jobs=[JobOut(**vars(job)) for job in jobs],
    )
    if database == "broken" or not _is_admin():
        _leave_out_reasons(found)
    return found, 503 if database == "broken" else 200


def find_troubles(
    work: dict[str, dict[str, Any]], processes: list[ProcessState], jobs: list[JobState]
) -> list[TroubleOut]:
    """Return what isn't being done."""
    parts_ = [TroubleOut(what=name, since=part["since"]) for name, part in work.items() if part["state"] == "failed"]
    dead = [TroubleOut(what=each.name, since=each.since) for each in processes if each.pid is None]
    failing = [TroubleOut(what=job.name, since=job.failing_since) for job in jobs if job.failing_since]
    journals = {"record-searches": parts().journal, "record-visits": parts().visits}
    refused = [TroubleOut(what=name, since=one.refused_since) for name, one in journals.items() if one.refused_since]
    return [*parts_, *dead, *failing, *refused]


def _is_admin() -> bool:
    who = caller()
    return who is not None and "admin" in who.roles


def _leave_out_reasons(found: HealthOut) -> None:
    for part in (found.index, found.site, found.check):
        part.detail = None
    for process in found.processes:
        process.pid = process.ended = None
    for job in found.jobs:
        job.last_error = job.held_by = None
    found.node = None
