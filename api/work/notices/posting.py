"""Post: invitations handed to the mail server, each claimed before it leaves and noted after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.errors import MessageError

from sqlalchemy.orm import Session

from api.work.notices.invitation_letters import Invitation, invitation_message
from api.work.notices.mail import MailServerError, RefusedError, send
from api.work.notices.sending import SendingOutcome
from config import Config
from lms.notices.invitations import EventName, LastSent, claim_invitation, note_invitation

# So many in one go: whoever switches on a mail server has years of sessions to come.
MOST = 500


class Post:
    """What is sent in one go, and what came of it."""

    def __init__(self, session: Session, config: Config, at: datetime) -> None:
        """Send nothing yet."""
        self.session, self.config, self.at = session, config, at
        self._sent, self._skipped = 0, 0
        self._problems: list[str] = []

    @property
    def is_enough(self) -> bool:
        """Whether the rest waits for the next time."""
        return self._sent + len(self._problems) >= MOST

    @property
    def outcome(self) -> SendingOutcome:
        """How many were sent, weren't to be sent now, and failed."""
        return SendingOutcome(self._sent, self._skipped, tuple(self._problems))

    def send(self, letter: Invitation, also: Mapping[EventName, LastSent]) -> bool:
        """Send a letter, and note what it says `also`; tell whether the mail server took it.

        Commits before and after. Raises MailServerError where others would fare no better.
        """
        if self.is_enough or not self._claim(letter):
            self._skipped += 1
            return False
        try:
            send(self.config, invitation_message(letter, self.config, self.at))
        except (RefusedError, MessageError, ValueError, MailServerError) as error:
            self._problems.append(f"{letter.to.email}: {str(error).splitlines()[0] if str(error) else 'no reason'}")
            if isinstance(error, MailServerError):
                raise
            return False
        note_invitation(self.session, letter.name, sequence=letter.sequence, method=letter.method, at=self.at)
        for name, one in also.items():
            note_invitation(self.session, name, sequence=one.sequence, method=one.method, at=self.at)
        self.session.commit()
        self._sent += 1
        return True

    def _claim(self, letter: Invitation) -> bool:
        """Claim a letter and commit, so that no other process sends it, and nothing is locked meanwhile."""
        self.session.rollback()
        is_claimed = claim_invitation(self.session, letter.name, sequence=letter.sequence, at=self.at)
        self.session.commit()
        return is_claimed
