"""`repertoire serve`: database, worker, API and site on one origin, started, kept alive and stopped together."""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import tempfile
from collections.abc import Sequence

from api.running.announcing import announce
from api.running.server import ServeError, listen_for_each, run_server, server_name
from api.running.supervising import Wanted, supervise
from api.running.worker import run_worker
from api.work.address import note_address
from api.work.metrics.shared import begin_counting, note_deaths
from api.work.status import ProcessState, forget_last_run, write_processes
from config import Config

# Of a socket's path in a folder for temporary files; Linux takes 107 bytes, and `multiprocessing` adds two names to it.
MOST_BYTES = 107 - len("/pymp-12345678/listener-12345678")


def serve(config: Config, *, announcement: Sequence[str]) -> None:
    """Run until stopped; the announcement is printed once the API answers. Raises ServeError before anything starts.

    This process listens from the first moment, for each server process: who comes before that can answer, or while it
    died and is replaced, waits and isn't refused.
    """
    _refuse_deep_folder(tempfile.gettempdir())
    listeners = listen_for_each(config.host, config.port, config.workers)
    forget_last_run(config.data_dir)
    begin_counting(config.data_dir)
    noted = note_address(config.data_dir, config.public_url)
    # A process that is killed leaves semaphores, which the standard library then removes, and warns of.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker")
    _open_more_files()
    servers = [
        Wanted(server_name(number), functools.partial(run_server, config, listener, number))
        for number, listener in enumerate(listeners, start=1)
    ]
    others = [
        Wanted("worker", functools.partial(run_worker, config)),
        Wanted("announcer", functools.partial(announce, config, announcement), is_once=True),
    ]
    with noted or contextlib.nullcontext():
        supervise([*servers, *others], report=functools.partial(_report, config))


def _refuse_deep_folder(folder: str) -> None:
    """Refuse a folder for temporary files in which no process could be spoken to, before each process ends by that."""
    if len(os.fsencode(folder)) > MOST_BYTES:
        raise ServeError(
            f"TMPDIR {folder} has a name of more than {MOST_BYTES} bytes, too long for sockets in it; choose a shorter"
        )


def _report(config: Config, processes: Sequence[Wanted]) -> None:
    """Note how the processes are, for health and metrics."""
    kept = [each for each in processes if not each.is_once]
    write_processes(config.data_dir, [_state(each) for each in kept])
    note_deaths(config.data_dir, [each.name for each in kept if each.process is None])


def _state(wanted: Wanted) -> ProcessState:
    since = wanted.since.isoformat(timespec="seconds")
    return ProcessState(wanted.name, wanted.process.pid if wanted.process else None, since, wanted.deaths, wanted.ended)


def _open_more_files() -> None:
    """Allow as many open files as the system lets this process have: a connection is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
