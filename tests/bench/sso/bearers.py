"""Measures what a request with a provider's access token costs: `uv run --no-sync python tests/bench/sso/bearers.py`.

Printed are microseconds of processor time of `GET /api/v1/tokens` over SQLite, with a token of ours, with an access
token that was seen before, and with one that is new each time (RS256), each the mean of so many requests.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from api import create_app
from api.web.database import upgrade
from config import Config
from support.factories import fill
from support.issuer import AUDIENCE, enter, issuing, let_in_by, provider_of

REQUESTS = 500


def _measured(ask: Callable[[int], int]) -> float:
    assert [ask(number) for number in range(20)] == [200] * 20
    began = time.process_time()
    for number in range(20, 20 + REQUESTS):
        ask(number)
    return (time.process_time() - began) / REQUESTS * 1e6


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder, issuing() as issuer:
        app = create_app(Config(data_dir=Path(folder), rate_limit="100000 per minute"))
        upgrade(app)
        ada = fill(app).ada
        let_in_by(app, provider_of(issuer))
        claims = {"aud": AUDIENCE, "email": ada.email, "email_verified": True}
        assert enter(app.test_client(), issuer, email=ada.email, email_verified=True).status_code == 303
        seen = issuer.sign(claims)
        new = [issuer.sign(claims | {"jti": str(number)}) for number in range(REQUESTS + 20)]
        client = app.test_client()

        def ask(token: str) -> int:
            return client.get("/api/v1/tokens", headers={"Authorization": f"Bearer {token}"}).status_code

        print(f"a token of ours        {_measured(lambda _: ask(ada.token)):6.0f} µs")
        print(f"an access token, again {_measured(lambda _: ask(seen)):6.0f} µs")
        print(f"an access token, new   {_measured(lambda number: ask(new[number])):6.0f} µs")


if __name__ == "__main__":
    main()
