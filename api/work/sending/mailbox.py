"""Reading the mailbox in which answers arrive: the headers of what is new, by IMAP, and of reports what failed."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.work.sending.letters import failed_in, read_headers
from config import Config
from lms.days import Now, day_of, now_in
from lms.people.directory import addresses
from lms.sending.mailbox import Heard, ReadTo, keep_place, note_heard, place_of

PATIENCE_SECONDS = 20
BATCH = 200
# A mailbox that is read for the first time, or numbered anew, is read so far back.
FIRST_DAYS = 14
# What a report says of the message stands in its beginning; what it returns of it may be long.
MOST_OF_REPORT = 65_536
_HEADERS = (
    "BODY.PEEK[HEADER.FIELDS (IN-REPLY-TO REFERENCES FROM CONTENT-TYPE AUTO-SUBMITTED X-AUTOREPLY X-AUTORESPOND)]"
)


class MailboxError(Exception):
    """The mailbox can't be reached, or doesn't let us in; the message says why, in one line."""


def read_mailbox(session: Session, *, config: Config, now: Now) -> Iterator[int]:
    """Note what is new in the mailbox that the settings name, in steps that count what was noted.

    It is only looked at: nothing is marked as read, and nothing kept but how far it was read. Raises MailboxError.
    """
    if not config.imap_host:
        return
    mailbox = f"{config.imap_user}@{config.imap_host}:{config.imap_port}/{config.imap_folder}"
    place, own = place_of(session, mailbox=mailbox), addresses(session, at=now.at)
    yield 0  # nothing is held while the mail server takes its time
    with _opened(config) as (client, validity, newest):
        new = _new_in(client, place, validity, config, now)
        if not new and (place is None or place.uid_validity != validity):
            keep_place(session, mailbox=mailbox, place=ReadTo(validity, newest, now.at))
            yield 0
        for start in range(0, len(new), BATCH):
            uids = new[start : start + BATCH]
            heard = list(_heard(client, uids, own, config, now))
            keep_place(session, mailbox=mailbox, place=ReadTo(validity, uids[-1], now.at))
            yield sum(note_heard(session, one) for one in heard)


def _new_in(client: Any, place: ReadTo | None, validity: int, config: Config, now: Now) -> list[int]:
    """Return the UIDs of what wasn't read yet, in their order."""
    if place is not None and place.uid_validity == validity:
        # The last message is found by `*` whatever its number.
        return sorted(uid for uid in client.search(["UID", f"{place.last_uid + 1}:*"]) if uid > place.last_uid)
    since = day_of(config.zone, place.read_at) - timedelta(days=1) if place else now.day - timedelta(days=FIRST_DAYS)
    return sorted(client.search(["SINCE", since]))


def _heard(client: Any, uids: Sequence[int], own: set[str], config: Config, now: Now) -> Iterator[Heard]:
    """Yield what some messages say of those that they name; what our own people write is no answer."""
    found = client.fetch(list(uids), [_HEADERS, "INTERNALDATE"])
    for uid in uids:
        if uid not in found:  # it went while we looked
            continue
        letter, came = read_headers(_body(found[uid])), _when(found[uid], config, now)
        if letter.is_report:
            report = client.fetch([uid], [f"BODY.PEEK[]<0.{MOST_OF_REPORT}>"])
            if about := failed_in(_body(report.get(uid, {}))):
                yield Heard("bounced", about, came)
        elif letter.about and not letter.is_automatic and letter.sender not in own:
            yield Heard("replied", letter.about, came)


def _body(fetched: dict[bytes, Any]) -> bytes:
    """Return the text of what was fetched, under whatever name the server gave it back."""
    return next((value for name, value in fetched.items() if name.startswith(b"BODY[") and value), b"")


def _when(fetched: dict[bytes, Any], config: Config, now: Now) -> Now:
    """Return when a message came; never later than now."""
    came = fetched.get(b"INTERNALDATE")
    return now_in(config.zone, came) if isinstance(came, datetime) and came.tzinfo and came < now.at else now


@contextmanager
def _opened(config: Config) -> Iterator[tuple[Any, int, int]]:
    """Open the folder to look at it, with the name of its numbering and the last number given."""
    from imapclient.exceptions import IMAPClientError

    client = None
    try:
        client = _connect(config)
        client.normalise_times = False
        client.login(config.imap_user, config.imap_password)
        folder = client.select_folder(config.imap_folder, readonly=True)
        yield client, int(folder[b"UIDVALIDITY"]), int(folder[b"UIDNEXT"]) - 1
    except (IMAPClientError, OSError) as error:
        said = " ".join(str(error).split())[:300] or type(error).__name__
        raise MailboxError(f"{config.imap_host}:{config.imap_port}: {said}") from error
    finally:
        if client is not None:
            with suppress(IMAPClientError, OSError):
                client.logout()


def _connect(config: Config) -> Any:
    from imapclient import IMAPClient

    context = ssl.create_default_context()
    is_tls = config.imap_security == "tls"
    client = IMAPClient(
        config.imap_host,
        config.imap_port,
        ssl=is_tls,
        ssl_context=context if is_tls else None,
        timeout=PATIENCE_SECONDS,
    )
    if config.imap_security == "starttls":
        client.starttls(context)
    return client
