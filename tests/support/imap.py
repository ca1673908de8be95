"""A mailbox of the tests: a real IMAP server on loopback, in a process of its own, into which letters are put."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from imapclient import IMAPClient

from support.ports import free_port
from support.waiting import wait_for

USER, PASSWORD, FOLDER = "answers", "open sesame", "Answers"


@dataclass(frozen=True)
class Mailbox:
    """The server's port, and a client that puts letters in."""

    port: int
    client: Any

    @property
    def settings(self) -> dict[str, Any]:
        """The settings that name it."""
        server = {"imap_host": "127.0.0.1", "imap_port": self.port, "imap_security": "none"}
        return {**server, "imap_user": USER, "imap_password": PASSWORD, "imap_folder": FOLDER}

    def put(self, message: EmailMessage | bytes) -> None:
        """Put a letter into the folder."""
        raw = message if isinstance(message, bytes) else message.as_bytes()
        self.client.append(FOLDER, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def number_anew(self) -> None:
        """Make the folder anew, empty and with another numbering."""
        self.client.delete_folder(FOLDER)
        self.client.create_folder(FOLDER)

    def flags(self) -> list[tuple[bytes, ...]]:
        """Return the flags of each letter, but for the one that it is new to whoever looks."""
        self.client.select_folder(FOLDER, readonly=True)
        found = self.client.get_flags(self.client.search("ALL"))
        return [tuple(flag for flag in flags if flag != b"\\Recent") for flags in found.values()]


@contextmanager
def mailbox_on_loopback() -> Iterator[Mailbox]:
    """Run the server with an empty folder for answers."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "pymap"), "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    process = subprocess.Popen(
        [*command, "dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: _is_open(port), process=process)
        client = IMAPClient("127.0.0.1", port, ssl=False, timeout=20)
        client.login(USER, PASSWORD)
        client.create_folder(FOLDER)
        yield Mailbox(port, client)
        client.logout()
    finally:
        process.kill()
        process.wait()


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
