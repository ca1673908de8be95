"""Requests as Granian has them (RSGI), turned into what WSGI's apps are given."""

from __future__ import annotations

import io
import sys
import time
from typing import Any

from granian.rsgi import Scope

from api.web.measuring import BEGAN
from api.web.request_ids import GIVEN, HEADER, id_for

Environ = dict[str, Any]


def environ_of(scope: Scope) -> Environ:
    """Return the request as WSGI has it (PEP 3333), with an empty body."""
    client, _, client_port = scope.client.rpartition(":")
    server, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "REMOTE_ADDR": client.strip("[]"),
        "REMOTE_PORT": client_port,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:  # it would be taken for the header with dashes that a proxy set
            continue
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    environ[GIVEN] = id_for(environ.get(f"HTTP_{HEADER.upper().replace('-', '_')}", ""))
    environ[BEGAN] = time.perf_counter()
    return environ
