"""Sending e-mail over SMTP: how the server is reached, and what may go wrong."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from config import Config
from lms.people.addresses import NOWHERE

PATIENCE_SECONDS = 20


class MailServerError(Exception):
    """The mail server can't be reached or doesn't let us in; the message says why, in one line."""


class UnreachableError(MailServerError):
    """The mail server can't be reached or doesn't let us in, so nothing has left."""


class RefusedError(Exception):
    """The mail server didn't take this message; others may fare better."""


def send(config: Config, message: EmailMessage, *, bounces_to: str | None = None) -> None:
    """Hand a message to the mail server that the settings name; raises MailServerError or RefusedError.

    `bounces_to` is the address that hears of it where it can't be delivered; the sender's if not given. What goes to
    nobody, because a directory knows no address of theirs, is refused here.
    """
    if str(message["To"]).rstrip(">").endswith(f"@{NOWHERE}"):
        raise RefusedError("there is no e-mail address of this person")
    with _connected(config) as connection:
        try:
            connection.send_message(message, from_addr=bounces_to)
        except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
            raise MailServerError(_reason(error)) from error
        except (smtplib.SMTPException, ValueError) as error:
            raise RefusedError(_reason(error)) from error


@contextmanager
def _connected(config: Config) -> Iterator[smtplib.SMTP]:
    try:
        connection = _connect(config)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise UnreachableError(f"{config.smtp_host}:{config.smtp_port}: {_reason(error)}") from error
    try:
        yield connection
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()


def _connect(config: Config) -> smtplib.SMTP:
    address = (config.smtp_host, config.smtp_port)
    connection: smtplib.SMTP
    if config.smtp_security == "tls":
        connection = smtplib.SMTP_SSL(*address, timeout=PATIENCE_SECONDS, context=ssl.create_default_context())
    else:
        connection = smtplib.SMTP(*address, timeout=PATIENCE_SECONDS)
    try:
        if config.smtp_security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if config.smtp_user:
            connection.login(config.smtp_user, config.smtp_password)
    except BaseException:
        connection.close()
        raise
    return connection


def _reason(error: Exception) -> str:
    """Return what went wrong in one line, with no more of the server's answer than a log should hold."""
    return " ".join(str(error).split())[:300] or type(error).__name__
