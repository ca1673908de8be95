"""Sending e-mail over SMTP: how the server is reached, and what may go wrong."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from api.work.heard import for_log
from config import Config
from lms.people.addresses import NOWHERE

PATIENCE_SECONDS = 20
# The first code by which a server refuses for good (RFC 5321, 4.2.1).
_FOR_GOOD = 500


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


def is_for_good(error: RefusedError) -> bool:
    """Tell whether it is the recipient's address that was refused, and not only for now."""
    cause = error.__cause__
    refused = cause.recipients.values() if isinstance(cause, smtplib.SMTPRecipientsRefused) else ()
    return bool(refused) and all(code >= _FOR_GOOD for code, _ in refused)


def is_of_server(error: RefusedError) -> bool:
    """Tell whether the server said no; else it wasn't asked, since no letter can be made of this, or none for it."""
    cause = error.__cause__
    return isinstance(cause, smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException)


def is_of_sender(error: RefusedError) -> bool:
    """Tell whether it is the sender that was refused, so that other letters fare no better."""
    return isinstance(error.__cause__, smtplib.SMTPSenderRefused)


def refusal_for_log(error: RefusedError) -> str:
    """Return what a mail server said, without anybody's address."""
    cause = error.__cause__
    said: list[tuple[int, bytes | str]] = []
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        said = list(cause.recipients.values())
    elif isinstance(cause, smtplib.SMTPResponseException):
        said = [(cause.smtp_code, cause.smtp_error)]
    words = [f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}" for code, text in said]
    return for_log("; ".join(words) or type(cause).__name__)


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
