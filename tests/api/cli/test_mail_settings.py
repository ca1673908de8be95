"""Settings of mail: what no mail could be sent with is refused before anything starts."""

from __future__ import annotations

import pytest

from config import Config, ConfigError, read_config

MAIL = {"SMTP_HOST": "mail.example", "MAIL_FROM": "repertoire@company.example"}
BOX = {"IMAP_HOST": "mail.example", "IMAP_USER": "u", "IMAP_PASSWORD": "p"}


@pytest.mark.parametrize(
    "environ",
    [
        {},
        MAIL,
        MAIL | {"SMTP_SECURITY": "tls", "SMTP_PORT": "465", "SMTP_USER": "u", "SMTP_PASSWORD": "p"},
        MAIL | {"SMTP_SECURITY": "starttls", "DIGEST_WEEKDAY": "sunday", "DIGEST_HOUR": "23"},
        MAIL | {"SEND_AS_REPS": "true", "BASE_URL": "https://playbook.example", "SEND_LIMIT": "1"},
        MAIL | BOX,
        {**BOX, "IMAP_HOST": "127.0.0.1", "IMAP_SECURITY": "none"},
        {"DIGEST_HOUR": "0", "MAIL_FROM": "first.last+reviews@sub.company.example"},
    ],
)
def test_what_mail_can_be_sent_with_is_taken(environ: dict[str, str]) -> None:
    """A server needs a sender; all else has a default."""
    assert read_config(environ).smtp_host == environ.get("SMTP_HOST", "")


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"SMTP_HOST": "mail.example"}, "SMTP_HOST is set without MAIL_FROM"),
        (MAIL | {"MAIL_FROM": "nobody"}, "MAIL_FROM is `nobody`"),
        (MAIL | {"MAIL_FROM": "a@x.example\nBcc: b@x.example"}, "use an e-mail address such as"),
        (MAIL | {"MAIL_FROM": "A <a@x.example>"}, "use an e-mail address such as"),
        (MAIL | {"SMTP_PORT": "0"}, "SMTP_PORT is 0; use a number from 1 to 65535"),
        (MAIL | {"SMTP_SECURITY": "ssl"}, "SMTP_SECURITY is `ssl`; use one of none, starttls, tls"),
        (MAIL | {"SMTP_USER": "u"}, "set SMTP_USER and SMTP_PASSWORD together"),
        (MAIL | {"SMTP_PASSWORD": "p"}, "set SMTP_USER and SMTP_PASSWORD together"),
        (MAIL | {"SMTP_USER": "u", "SMTP_PASSWORD": "p"}, "would send the password unprotected; use starttls or tls"),
        (MAIL | {"SEND_AS_REPS": "true"}, "SEND_AS_REPS needs SMTP_HOST, and BASE_URL"),
        ({"SEND_AS_REPS": "true", "BASE_URL": "https://playbook.example"}, "SEND_AS_REPS needs SMTP_HOST"),
        ({"SEND_LIMIT": "0"}, "SEND_LIMIT is 0; use a number from 1"),
        ({"IMAP_HOST": "mail.example"}, "IMAP_HOST is set without IMAP_USER and IMAP_PASSWORD"),
        (BOX | {"IMAP_SECURITY": "none"}, "IMAP_SECURITY none would send the password unprotected"),
        ({"DIGEST_WEEKDAY": "mon"}, "DIGEST_WEEKDAY is `mon`; use one of monday, tuesday"),
        ({"DIGEST_HOUR": "24"}, "DIGEST_HOUR is 24; use a number from 0 to 23"),
        ({"DIGEST_HOUR": "-1"}, "DIGEST_HOUR is -1; use a number from 0 to 23"),
    ],
)
def test_what_mail_can_not_be_sent_with_is_refused(environ: dict[str, str], says: str) -> None:
    """The line names the setting and says what to change."""
    with pytest.raises(ConfigError) as refused:
        read_config(environ)
    assert says in str(refused.value)


def test_the_password_is_not_shown_with_the_other_settings() -> None:
    """Settings end up in logs."""
    shown = repr(Config(smtp_password="open sesame", imap_password="open sesame"))
    assert "smtp_host" in shown
    assert "sesame" not in shown
