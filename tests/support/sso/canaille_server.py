"""The provider Canaille on loopback, in memory: `python canaille_server.py PORT PRODUCT`, with Ada and Nina in it.

Whose address is verified Canaille doesn't say: here Ada's is, and Nina's once a file named in VERIFIED stands there.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from canaille import create_app
from canaille.app import models
from werkzeug.serving import make_server

PEOPLE = (("ada", "Ada", "Lind", "ada@brightwharf.example"), ("nina", "Nina", "Moor", "nina@brightwharf.example"))
SETTINGS: dict[str, Any] = {
    "SECRET_KEY": "only-for-tests",
    "CANAILLE": {"DATABASE": "memory", "ENABLE_PASSWORD_COMPROMISSION_CHECK": False},
    "CANAILLE_OIDC": {},
}


def serve(port: int, product: str, verified: Path) -> None:
    """Serve until somebody ends the process."""
    app = create_app(SETTINGS | {"SERVER_NAME": f"127.0.0.1:{port}", "PREFERRED_URL_SCHEME": "http"})
    known = "{% if user.user_name == 'ada' or nina_is_verified() %}true{% endif %}"
    app.config["CANAILLE_OIDC"]["USERINFO_MAPPING"]["EMAIL_VERIFIED"] = known
    app.jinja_env.globals["nina_is_verified"] = verified.exists
    with app.app_context():
        save = app.backend.save
        people = []
        for name, given, family, email in PEOPLE:
            person = models.User(user_name=name, given_name=given, family_name=family, emails=[email])
            person.formatted_name, person.password = f"{given} {family}", "correct horse"
            save(person)
            people.append(person)
        save(models.Group(display_name="leads", members=people))
        _register(product, save)
    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


def _register(product: str, save: Any) -> None:
    """Make the product known."""
    client = models.Client(
        client_id="playbook",
        client_secret="a secret",
        client_name="Playbook",
        client_uri="http://127.0.0.1",
        redirect_uris=[f"{product}/sign-in/with/canaille/callback"],
        post_logout_redirect_uris=[f"{product}/sign-in"],
        scope=["openid", "email", "profile", "groups"],
        grant_types=["authorization_code"],
        response_types=["code"],
        token_endpoint_auth_method="client_secret_basic",
    )
    save(client)
    client.audience = [client]
    save(client)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
