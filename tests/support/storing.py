"""A store for recordings on loopback, as S3 has them, and recordings that browsers could have made."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import urllib3
from minio import Minio

from support.ports import free_port
from support.waiting import wait_for

KEY, SECRET, BUCKET = "repertoire", "a-secret-of-the-tests", "recordings"
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"


def webm(size: int, *, seed: int = 1) -> bytes:
    """Return bytes that begin as a recording of a browser, each part of them unlike the others."""
    body = b"".join((number * seed).to_bytes(8, "big") for number in range(size // 8 + 1))
    return (WEBM + body)[:size]


@contextmanager
def store_server(folder: Path) -> Iterator[dict[str, Any]]:
    """Run a store in a process of its own, and yield the settings that name it."""
    port = free_port()
    environ = os.environ | {"NANIO_ACCESS_KEY": KEY, "NANIO_SECRET_KEY": SECRET}
    command = [sys.executable, "-m", "nanio", "serve", "--data-dir", str(folder), "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port)], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        client = Minio(f"127.0.0.1:{port}", KEY, SECRET, secure=False, http_client=urllib3.PoolManager(retries=0))

        def is_up() -> bool:
            try:
                return client.bucket_exists(BUCKET) or True
            except urllib3.exceptions.HTTPError:
                return False

        wait_for(is_up)
        client.make_bucket(BUCKET)
        yield {
            "practice_store": f"http://127.0.0.1:{port}/{BUCKET}",
            "practice_store_key": KEY,
            "practice_store_secret": SECRET,
        }
    finally:
        process.terminate()
        process.wait()
