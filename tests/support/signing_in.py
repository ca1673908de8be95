"""Signing in: the writes of its pages with whom they may reach, and what tests of them do in a browser."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from support.factories import apart
from support.mailing import Postbox
from support.reaching import ADMINS, OWN, Write

SAME = {"Sec-Fetch-Site": "same-origin"}
# Passkeys are made in a browser, and nowhere at an address that is a number.
SIGNING_IN = {
    "POST /sign-in": Write(OWN, 403),
    "POST /sign-in/{token}": Write(OWN, 403),
    "POST /sign-in/passkey": Write(OWN, 403),
    "POST /sign-in/passkey/challenge": Write(OWN, 403),
    "POST /sign-in/with/{token}/logout": Write(OWN, 404),
    "POST /sign-out": Write(OWN, 403),
    "DELETE /me/sessions": Write(OWN, 204),
    "DELETE /me/sessions/{open}": Write(OWN, 404),
    "DELETE /people/{olga}/sessions": Write(ADMINS, 403),
    "POST /me/passkeys/challenge": Write(OWN, 409),
    "POST /me/passkeys": Write(OWN, 409, {"name": "x", "credential": "{{}}"}),
    "DELETE /me/passkeys/{open}": Write(OWN, 404),
}
MAIL_FROM = "playbook@brightwharf.example"


def mail_settings(postbox: Postbox, **settings: Any) -> dict[str, Any]:
    """Return settings with which links are sent to a mail server of the tests."""
    return {"smtp_host": "127.0.0.1", "smtp_port": postbox.port, "mail_from": MAIL_FROM, **settings}


def ask_for_link(client: FlaskClient, email: str, *, headers: dict[str, str] | None = None, **options: Any) -> Any:
    """Type an address into the sign-in page and press its button."""
    given = SAME if headers is None else headers
    return apart(client.post, "/sign-in", data={"email": email}, headers=given, **options)


def use(client: FlaskClient, secret: str, *, headers: dict[str, str] | None = None) -> Any:
    """Press the button of the page that a link opens."""
    return apart(client.post, f"/sign-in/{secret}", headers=SAME if headers is None else headers)


def who(client: FlaskClient) -> str | None:
    """Return the name of who is signed in with a browser; None for nobody."""
    answer = apart(client.get, "/api/v1/me")
    return answer.get_json()["name"] if answer.status_code == 200 else None


def send_asked(app: Flask) -> None:
    """Do the job that sends links."""
    from api.running.company_jobs import send_links

    with app.app_context():
        send_links()
