"""nginx in front of the product, as the manual sets it up, with a certificate of its own for `localhost`."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from support.manual import blocks, filled
from support.ports import free_port
from support.waiting import PATIENCE_SECONDS, wait_for

PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
# What of nginx's own would lie where this test may not write, and what `nginx.conf` of Debian has around a site.
AROUND = """\
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""


@dataclass(frozen=True)
class Answer:
    """What curl was answered."""

    status: int
    version: str
    headers: dict[str, list[str]]
    body: bytes


@dataclass
class Nginx:
    """A proxy that isn't running yet: where people will reach it, below a path that ends with a slash."""

    folder: Path
    path: str
    port: int
    plain_port: int

    @property
    def url(self) -> str:
        """The address of the product behind it, as BASE_URL takes it."""
        return f"https://localhost:{self.port}{self.path}".rstrip("/")

    @property
    def certificate(self) -> Path:
        """The certificate, for whoever should trust it."""
        return self.folder / "site.pem"

    @contextmanager
    def before(self, port: int) -> Iterator[None]:
        """Stand before what listens on a port until the block ends."""
        _make_certificate(self.certificate, self.folder / "site.key")
        names = {
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "listen 80": f"listen 127.0.0.1:{self.plain_port}",
            "https://tools.example.com": f"https://localhost:{self.port}",
            "/etc/ssl/tools.example.com.pem": str(self.certificate),
            "/etc/ssl/private/tools.example.com.key": str(self.folder / "site.key"),
            "tools.example.com": "localhost",
            "http://127.0.0.1:8000": f"http://127.0.0.1:{port}",
            "location /playbook/": f"location {self.path}",
        }
        (block,) = blocks("deploying", "nginx")
        user = "user root;" if os.geteuid() == 0 else ""
        site = AROUND.format(folder=self.folder, user=user, site=filled(block, names))
        (self.folder / "nginx.conf").write_text(site, encoding="utf-8")
        command = [nginx_program(), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        with (self.folder / "said.txt").open("wb") as said, subprocess.Popen(command, stderr=said) as process:
            try:
                wait_for(lambda: _listens(self.port), process=process, tell=(self.folder / "said.txt").read_text)
                yield
            finally:
                process.terminate()

    def curl(self, path: str, *options: str, base: str = "") -> Answer:
        """Ask for a path of the product, or of another `base`, by HTTP/2 where it is spoken."""
        head, body = self.folder / "head.txt", self.folder / "body.bin"
        body.unlink(missing_ok=True)
        command = ["curl", "-sS", "--http2", "--cacert", str(self.certificate), "-D", str(head), "-o", str(body)]
        command += ["-w", "%{http_version} %{http_code}", *options, f"{base or self.url}{path}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True)
        version, status = done.stdout.split()
        lines = [
            line.partition(":") for line in head.read_bytes().decode().strip().split("\r\n\r\n")[-1].splitlines()[1:]
        ]
        headers: dict[str, list[str]] = {}
        for name, _, value in lines:
            headers.setdefault(name.lower(), []).append(value.strip())
        return Answer(int(status), version, headers, body.read_bytes() if body.exists() else b"")


def make_nginx(folder: Path, path: str) -> Nginx:
    """Choose where a proxy will be; skips the test, loudly, on a machine without nginx, and fails in CI."""
    nginx_program()
    folder.mkdir(parents=True, exist_ok=True)
    return Nginx(folder, path, free_port(), free_port())


def nginx_program() -> str:
    """Return the program."""
    found = shutil.which("nginx", path=PLACES)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("CI has no nginx: install the package `nginx-light` before the tests", pytrace=False)
    if found is None:
        pytest.skip("NO NGINX: nothing was tested behind a proxy; install it with `apt install nginx-light`")
    return found


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _make_certificate(certificate: Path, key_file: Path) -> None:
    """Write a certificate for `localhost` that it signs itself, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names: Sequence[x509.GeneralName] = [x509.DNSName("localhost")]
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kept = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    key_file.write_bytes(key.private_bytes(*kept))
