"""Behind nginx as the manual sets it up: HTTPS and HTTP/2, below a path and on a host of its own."""

from __future__ import annotations

import json
import random
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from api.web.auth import COOKIE, allow
from api.web.context import session
from api.web.tables import streamed_csv
from api.work.status import CURRENT
from lms.people.models import Person
from lms.people.proofs import issue_link
from support.factories import Cast, fill
from support.fronting import fronting
from support.nginx import Nginx, make_nginx
from support.waiting import PATIENCE_SECONDS, wait_for

FILM = random.Random(7).randbytes(3_000_000)


@dataclass
class Behind:
    """The product behind a proxy; its export of `/waiting.csv` goes on once it `may`, and says how it ended."""

    nginx: Nginx
    app: Flask
    cast: Cast
    may_go_on: threading.Event
    ended: list[str]

    def bearer(self) -> tuple[str, str]:
        """Return curl's options of the admin."""
        return ("-H", f"Authorization: Bearer {self.cast.nadia.token}")


@pytest.fixture
def behind(request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[..., Flask]) -> Iterator[Behind]:
    """The product with a site of one film, behind nginx."""
    nginx = make_nginx(tmp_path / "nginx", getattr(request, "param", "/playbook/"))
    app = make_app(base_url=nginx.url, trusted_proxies="127.0.0.1", sign_in_rate_limit="2 per minute")
    folder = app.extensions["repertoire"].config.site_dir
    (folder / "one").mkdir(parents=True)
    (folder / "one" / "film.mp4").write_bytes(FILM)
    (folder / CURRENT).write_text(json.dumps({"folder": "one", "script_hashes": [], "open": []}), encoding="utf-8")
    made = Behind(nginx, app, fill(app), threading.Event(), [])
    app.add_url_rule("/api/v1/waiting.csv", "waiting", allow("admin")(lambda: _export(made)))
    with fronting(app) as port, nginx.before(port):
        yield made


def _export(behind: Behind) -> tuple[Iterator[str], int, dict[str, str]]:
    """Return an export that is made slowly: a million bytes at once, and five more when the test says so."""

    def rows(_: Session) -> Iterator[list[str]]:
        try:
            for number in range(60_000):
                if number == 10_000:
                    behind.may_go_on.wait(PATIENCE_SECONDS)
                yield [str(number), "x" * 100]
            behind.ended.append("whole")
        finally:
            behind.ended.append("closed")

    return streamed_csv(["number", "text"], rows, name="waiting.csv")


@pytest.mark.parametrize("behind", ["/playbook/", "/"], indirect=True)
def test_somebody_signs_in_searches_and_looks_at_a_film(behind: Behind, tmp_path: Path) -> None:
    """By HTTP/2, with cookies that go by HTTPS alone and below the path alone."""
    nginx, jar = behind.nginx, tmp_path / "jar.txt"
    browser = ("-b", str(jar), "-c", str(jar))
    path = nginx.path.rstrip("/")
    asked = nginx.curl("/film.mp4", *browser, "-H", "Accept: text/html")
    assert (asked.status, asked.headers["location"]) == (303, [f"{path}/sign-in"])
    with behind.app.app_context():
        secret = issue_link(session(), person=session().get_one(Person, behind.cast.ada.id), at=datetime.now(UTC))
        session().commit()
    foreign = nginx.curl(f"/sign-in/{secret}", *browser, "-X", "POST", "-H", "Origin: https://evil.example")
    assert foreign.status == 403
    signed_in = nginx.curl(
        f"/sign-in/{secret}", *browser, "-X", "POST", "-H", f"Origin: https://localhost:{nginx.port}"
    )
    assert (signed_in.status, signed_in.version, signed_in.headers["location"]) == (303, "2", [f"{path}/film.mp4"])
    assert signed_in.headers["strict-transport-security"] == ["max-age=31536000"]
    (cookie,) = [each for each in signed_in.headers["set-cookie"] if each.startswith(COOKIE)]
    assert re.search(rf"; Path={nginx.path}(;|$)", cookie)
    assert {"; Secure", "; HttpOnly", "; SameSite=Lax"} <= set(re.findall(r"; \w+(?:=Lax)?", cookie))
    found = nginx.curl("/api/v1/search?q=pricing", *browser)
    assert found.status == 200
    urls = [item["url"] for item in json.loads(found.body)["items"]]
    assert urls
    assert all(url.startswith(nginx.path) for url in urls)
    part = nginx.curl("/film.mp4", *browser, "-H", "Range: bytes=1000000-2000004")
    assert (part.status, part.body) == (206, FILM[1_000_000:2_000_005])
    assert nginx.curl("/film.mp4", *browser).body == FILM
    assert nginx.curl("/api/v1/me", *browser, base=f"https://localhost:{nginx.port}/elsewhere").status == 404


def test_a_long_export_arrives_while_it_is_made(behind: Behind, tmp_path: Path) -> None:
    """Its first bytes come before the last are made; nginx holds them back nowhere."""
    got = tmp_path / "export.csv"
    command = ["curl", "-sS", "-N", "--http2", "--cacert", str(behind.nginx.certificate), *behind.bearer()]
    with got.open("wb") as file:
        process = subprocess.Popen([*command, f"{behind.nginx.url}/api/v1/waiting.csv"], stdout=file)
        wait_for(lambda: got.stat().st_size > 500_000, process=process)
        assert behind.ended == []
        behind.may_go_on.set()
        assert process.wait(PATIENCE_SECONDS) == 0
    assert len(got.read_bytes().splitlines()) == 60_001


def test_whoever_hangs_up_ends_the_answer(behind: Behind) -> None:
    """What isn't read by anybody isn't made to its end, and others are answered."""
    command = ["curl", "-sS", "-N", "--http2", "--cacert", str(behind.nginx.certificate), *behind.bearer()]
    with subprocess.Popen([*command, f"{behind.nginx.url}/api/v1/waiting.csv"], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.read(100_000)
        process.kill()
    wait_for(lambda: "waiting.csv" in (behind.nginx.folder / "access.log").read_text())  # it is over for nginx
    behind.may_go_on.set()
    wait_for(lambda: behind.ended == ["closed"])
    assert behind.nginx.curl("/api/v1/health").status == 200


def test_a_large_list_comes_through(behind: Behind, tmp_path: Path) -> None:
    """As large as the product takes them; a larger one is refused by the product, or by nginx before it."""
    sent = tmp_path / "list.csv"
    head = "email,course,completed on\n"
    sent.write_text(head + f"nobody@brightwharf.example,{'x' * 1000},2026-01-01\n" * 15_000)
    options = (*behind.bearer(), "-H", "Content-Type: text/csv", "--data-binary", f"@{sent}")
    path = "/api/v1/training/completions.csv?dry_run=true"
    answer = behind.nginx.curl(path, *options)
    assert answer.status not in {400, 408, 413, 502, 504}, answer.body[:500]
    for size in (25_000_000, 40_000_000):
        sent.write_bytes(b"x" * size)
        assert behind.nginx.curl(path, *options).status == 413


def test_guesses_are_counted_by_who_makes_them(behind: Behind) -> None:
    """Whatever they write into the header that nginx writes anew."""
    guess = ("-X", "POST", "-H", f"Origin: https://localhost:{behind.nginx.port}")
    answers = [behind.nginx.curl("/sign-in/guess", *guess, "-H", f"X-Forwarded-For: 203.0.113.{n}") for n in range(3)]
    assert [answer.status for answer in answers] == [404, 404, 429]


def test_plain_http_is_sent_to_https(behind: Behind) -> None:
    """To our own name, whatever the request calls us."""
    plain = behind.nginx.curl(
        "/api/v1/health", "-H", "Host: evil.example", base=f"http://localhost:{behind.nginx.plain_port}"
    )
    assert (plain.status, plain.headers["location"]) == (301, [f"https://localhost:{behind.nginx.port}/api/v1/health"])
