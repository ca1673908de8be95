"""Measures filling in templates: `uv run --no-sync python tests/bench/sending/rendering.py [--requests N]`.

Every e-mail template of the sample library is rendered over HTTP by a rep, on a real server: as the panel of its page
does while somebody types (a draft, with a value that changes), and as it is sent. Printed are milliseconds of the whole
request, on an idle machine.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.figures import quantile

from support.live import run, serving

REP = "ada.lindqvist@brightwharf.example"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=280)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}")
    with tempfile.TemporaryDirectory() as name, serving(Path(name), "--demo") as server:
        server.wait_until_published()
        token = run("token", REP, "--name", "bench", environ=server.environ).split()[-1]
        ask = _asker(server.url, token)
        pages = [page["id"] for page in ask("GET", "/content?type=email-template&limit=200")["items"]]
        for label, is_draft in (("draft, while typing", True), ("as it is sent", False)):
            times = []
            for number in range(options.requests):
                values = {"first_name": f"Name {number}", "valid_until": "2027-01-31"}
                asked = {"values": values, "is_draft": is_draft}
                start = time.perf_counter()
                ask("POST", f"/content/{pages[number % len(pages)]}/render", asked)
                times.append((time.perf_counter() - start) * 1000)
            warm = times[len(pages) :]
            print(
                f"{label}: {len(pages)} templates, {len(warm)} requests, p50 {quantile(warm, 50):.1f} ms, "
                f"p95 {quantile(warm, 95):.1f} ms; first of each p95 {quantile(times[: len(pages)], 95):.1f} ms"
            )


def _asker(url: str, token: str) -> Any:
    def ask(method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{url}/api/v1{path}", data, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    return ask


if __name__ == "__main__":
    main()
