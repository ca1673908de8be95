"""Whose access tokens these are: what is remembered of one, and for how long."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from api.work.sso.fetched import Pace
from api.work.sso.providers import Providers
from api.work.sso.settings import read_providers
from config import Config
from support.issuer import AUDIENCE, issuing, provider_of

# Keys are asked for anew each time, and a token is remembered for a moment alone.
MOMENT = Pace(fresh=1e-6, kept=0, again=0, retry=0)


def test_a_token_is_looked_at_anew_after_a_while() -> None:
    """So that it is worth nothing any more once its key is withdrawn."""
    with issuing() as issuer:
        issuer.add_key("second")
        known = Providers(read_providers(Config(oidc_providers=json.dumps([provider_of(issuer)]))), pace=MOMENT)
        token, at = issuer.sign({"aud": AUDIENCE}), datetime.now(UTC)
        assert known.bearer(token, at=at) is not None
        del issuer.keys["first"]
        assert known.bearer(token, at=at) is not None
        assert known.bearer(token, at=at + timedelta(seconds=1)) is None
