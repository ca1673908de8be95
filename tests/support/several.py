"""Several nodes of one installation, and nginx or plain turns in front of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from threading import Thread
from typing import Any

from support.manual import blocks, filled
from support.ports import free_port
from support.served import Served
from support.waiting import PATIENCE_SECONDS, PAUSE_SECONDS, wait_for

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
CONF = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; {user}
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{site}
}}
"""


def start_nodes(folder: Path, names: str, **settings: str) -> dict[str, Served]:
    """Start a node for each letter of some names, all at once, over folders of their own."""
    made: dict[str, Served] = {}

    def start(name: str) -> None:
        (folder / name).mkdir()
        made[name] = Served(folder / name / "data", NODE_NAME=name, **settings)

    threads = [Thread(target=start, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {name: made[name] for name in names}


@contextmanager
def in_front(folder: Path, ports: list[int]) -> Iterator[list[str]]:
    """Yield the addresses to ask in turn: nginx's, set up as the manual says, or without it those of all nodes."""
    if not Path(NGINX).is_file():
        yield [f"http://127.0.0.1:{port}" for port in ports]
        return
    port = free_port()
    own = {"listen 80;": f"listen 127.0.0.1:{port};", "server 10.0.0.12:8000 max_fails=0;": ""}
    own["server 10.0.0.11:8000"] = " max_fails=0;\n".join(f"server 127.0.0.1:{each}" for each in ports)
    site = filled(blocks("machines", "nginx")[0], own)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(CONF.format(folder=folder, site=site, user=user))
    command = [NGINX, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with subprocess.Popen(command) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(lambda: ask(address, "/health"), process=process)
            yield [address]
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def ask(address: str, path: str, *, token: str = "", body: Any = None, key: str = "") -> Any:
    """Ask the API at an address; returns its JSON, and raises OSError for anything but success."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    headers |= {"Idempotency-Key": key} if key else {}
    data = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(urllib.request.Request(f"{address}/api/v1{path}", data, headers), timeout=20) as answer:
        return json.load(answer)


class Writer:
    """Writes opens and searches all the time, repeats what wasn't answered, and keeps what was acknowledged."""

    def __init__(self, addresses: list[str], token: str) -> None:
        """Begin."""
        self._addresses, self._token = cycle(addresses), token
        self.opens: dict[str, str] = {}
        self.searches: list[str] = []
        self.unanswered = 0
        self.is_over = False
        self._thread = Thread(target=self._write, daemon=True)
        self._thread.start()

    def has_gone_on(self) -> Any:
        """Return what tells, when it is called, whether more was acknowledged since."""
        before = len(self.opens)
        return lambda: len(self.opens) > before + 3

    def stop(self) -> None:
        """End after what is being written."""
        self.is_over = True
        self._thread.join()

    def _write(self) -> None:
        number = 0
        while not self.is_over:
            try:
                self.opens[f"k{number}"] = self.repeat(f"k{number}")
                number += 1
                self.searches.append(ask(next(self._addresses), "/search?q=pilot", token=self._token)["search_id"])
            except (OSError, ValueError):
                self.unanswered += 1
                time.sleep(PAUSE_SECONDS)

    def repeat(self, key: str) -> str:
        """Write the open of a key, or ask for it again, at whichever node; returns its id."""
        made = ask(next(self._addresses), "/opens", token=self._token, body={"page_id": "home"}, key=key)
        return str(made["id"])
