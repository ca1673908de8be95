"""Invitations as they are read on the other side."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from api.work.notices.invitation_letters import Invitation, invitation_message
from config import Config
from support.appointments import HOME, SENDER
from support.factories import MONDAY

CONFIG = Config(base_url=HOME, mail_from=SENDER, time_zone="Europe/Berlin")


def mail_of(letter: Invitation | None) -> EmailMessage:
    """Return a letter that there has to be, as a mail program reads it."""
    assert letter is not None
    sent = invitation_message(letter, CONFIG, MONDAY).as_bytes()
    assert all(len(line) <= 998 for line in sent.split(b"\r\n"))
    return email.message_from_bytes(sent, policy=email.policy.default)
