"""Store for recordings as S3 has them, where settings name one; the only place that knows its client."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config import Config
from lms.practice.models import Practice

if TYPE_CHECKING:
    from minio import Minio
PREFIX = "practice/"
PIECE_BYTES = 256 * 1024
# Seconds for a connection, and without a byte of an answer, until a store counts as away.
CONNECT_SECONDS, READ_SECONDS = 3.0, 20.0


class StoreAwayError(Exception):
    """The store can't be reached, refuses us, or isn't named by the settings any more."""


class MediaStore:
    """One bucket, in which each recording is an object of its own."""

    def __init__(self, client: Minio, bucket: str) -> None:
        """Ask nothing yet."""
        self._client, self._bucket = client, bucket

    def put(self, file: Path, practice: Practice) -> None:
        """Put a recording into the store, in place of an earlier try."""
        media_type = practice.media_type or "application/octet-stream"
        with _telling():
            self._client.fput_object(self._bucket, _name(practice), str(file), media_type, num_parallel_uploads=1)

    def has(self, practice: Practice) -> bool:
        """Tell whether a recording is in the store."""
        from minio.error import S3Error

        with _telling():
            try:
                self._client.stat_object(self._bucket, _name(practice))
            except S3Error as error:
                if error.code == "NoSuchKey":
                    return False
                raise
        return True

    def pieces(self, practice: Practice, start: int, length: int) -> Iterator[bytes]:
        """Yield a part of a recording, piece by piece."""
        with _telling():
            answer = self._client.get_object(self._bucket, _name(practice), offset=start, length=length)
            try:
                yield from answer.stream(PIECE_BYTES)
            finally:
                answer.close()
                answer.release_conn()

    def remove(self, practice: Practice) -> None:
        """Remove a recording, if it is there."""
        with _telling():
            self._client.remove_object(self._bucket, _name(practice))


@lru_cache(maxsize=4)
def open_store(config: Config) -> MediaStore | None:
    """Return the store that the settings name; None for none."""
    if not config.practice_store:
        return None
    import urllib3
    from certifi import where
    from minio import Minio

    address = urlsplit(config.practice_store)
    pool = urllib3.PoolManager(
        timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        retries=urllib3.Retry(total=2, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504]),
        cert_reqs="CERT_REQUIRED",
        ca_certs=where(),
    )
    client = Minio(
        address.netloc,
        access_key=config.practice_store_key,
        secret_key=config.practice_store_secret,
        secure=address.scheme == "https",
        http_client=pool,
    )
    return MediaStore(client, address.path.strip("/"))


def _name(practice: Practice) -> str:
    return f"{PREFIX}{practice.id.hex}"


@contextmanager
def _telling() -> Iterator[None]:
    """Turn what goes wrong between us and the store into one error."""
    from minio.error import MinioException
    from urllib3.exceptions import HTTPError

    try:
        yield
    except (MinioException, HTTPError, ConnectionError, TimeoutError) as error:
        raise StoreAwayError(f"the store of recordings: {error}") from error
