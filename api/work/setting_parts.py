"""Settings in groups of their own, each a part of `config.Config`, where what is read stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# With time it is noted too how long parts were on screen.
LINK_NOTES = ("time", "opens", "nothing")


def setting(
    default: Any, text: str, *, bounds: tuple[float, float] | None = None, choices: tuple[str, ...] = ()
) -> Any:
    """Return a field with its default and its help text; a number may have bounds, a word choices."""
    return field(default=default, metadata={"help": text, "bounds": bounds, "choices": choices})


def secret(default: str, text: str) -> Any:
    """Return a setting that is left out where settings are printed for a log."""
    return field(default=default, repr=False, metadata={"help": text})


@dataclass(frozen=True)
class CrmSettings:
    """How the company's CRM is reached."""

    salesforce_url: str = setting("", "Address of the company's Salesforce; empty means it isn't read.")
    salesforce_client_id: str = setting("", "Consumer key of a connected app that signs in with client credentials.")
    salesforce_client_secret: str = secret("", "The consumer secret of the same app.")
    salesforce_session_id: str = secret("", "Access token of a session, in place of a connected app; it ends soon.")
    hubspot_token: str = secret("", "Token of a private app of the company's HubSpot; empty means it isn't read.")
    hubspot_url: str = setting("", "Another address of HubSpot's API, such as that of a proxy; empty means its own.")
    crm_pull_hours: int = setting(
        1, "Hours after which the CRM is read again; 0 means by `crm pull` alone.", bounds=(0, 720)
    )


@dataclass(frozen=True)
class SearchSettings:
    """Where words are kept, what moves a page up or down, and how long searches are kept."""

    opensearch_url: str = setting(
        "", "Address of an OpenSearch server that keeps the words of pages; empty means the index in DATA_DIR."
    )
    search_overdue_factor: float = setting(
        0.85, "What a page's score is multiplied by once its review is overdue.", bounds=(0.01, 1)
    )
    search_draft_factor: float = setting(0.7, "The same for drafts, which authors and admins find.", bounds=(0.01, 1))
    search_archived_factor: float = setting(0.5, "The same for archived pages, found by the same.", bounds=(0.01, 1))
    search_use_share: float = setting(
        0.2, "The most that a page's use may add to its score, as a share of it.", bounds=(0, 10)
    )
    search_use_smoothing: float = setting(
        20.0, "Opens after a search at which half of that is reached.", bounds=(0.001, 1_000_000)
    )
    search_use_half_life_days: float = setting(30.0, "Days after which an open counts half.", bounds=(0.01, 36_500))
    search_retention_days: int = setting(
        730, "Days until searches, opens and KPIs of them are deleted; 0 keeps them.", bounds=(0, 36_500)
    )
    search_anonymous_after_days: int = setting(
        0,
        "Days until the person is taken from searches and opens, which ends KPIs of them; 0 means never.",
        bounds=(0, 36_500),
    )


@dataclass(frozen=True)
class MailSettings:
    """How letters leave and answers are read, and what is sent when."""

    smtp_host: str = setting("", "Mail server for digests and invitations; empty means that no mail is sent.")
    smtp_port: int = setting(25, "Port of the mail server.", bounds=(1, 65_535))
    smtp_security: str = setting(
        "none", "How mail is protected on its way there: none, starttls or tls.", choices=("none", "starttls", "tls")
    )
    smtp_user: str = setting("", "Name to sign in to the mail server with; empty means without.")
    smtp_password: str = secret("", "Password to sign in to the mail server with.")
    mail_from: str = setting("", "Address that mail comes from; needed with SMTP_HOST.")
    send_as_reps: bool = setting(
        False, "Whether steps of sequences may leave by the mail server in the names of reps: true or false."
    )
    send_limit: int = setting(50, "Messages that one rep may send this way on a day.", bounds=(1, 10_000))
    link_notes: str = setting("time", "What is noted of buyers' visits: time, opens, nothing.", choices=LINK_NOTES)
    link_visits_days: int = setting(365, "Days until visits of links are deleted; 0 keeps them.", bounds=(0, 36_500))
    imap_host: str = setting(
        "", "Server of the mailbox in which answers to sequences and bounces arrive; empty means it isn't read."
    )
    imap_port: int = setting(993, "Port of that server.", bounds=(1, 65_535))
    imap_security: str = setting(
        "tls", "How it is reached: tls, starttls, or none on this machine alone.", choices=("none", "starttls", "tls")
    )
    imap_user: str = setting("", "Name to sign in to the mailbox with; needed with IMAP_HOST.")
    imap_password: str = secret("", "Password to sign in to the mailbox with.")
    imap_folder: str = setting("INBOX", "Folder of the mailbox; headers of what is new in it are read, and not kept.")
    digest_weekday: str = setting("monday", "Day of the week on which the weekly digest is sent.", choices=WEEKDAYS)
    digest_hour: int = setting(6, "Hour, in UTC, at which digests are sent.", bounds=(0, 23))


@dataclass(frozen=True)
class CoachingSettings:
    """What is a reason to coach, private notes, and recordings of practice."""

    coaching_history: str = setting(
        "released",
        "Which earlier scorecards of a rep a new manager sees: released by the rep, or all.",
        choices=("released", "all"),
    )
    skill_half_life_days: int = setting(180, "Days after which evidence of a skill counts half.", bounds=(7, 3_650))
    advice_target_days: int = setting(
        45, "Days for which a missed target is a reason to coach; 0 leaves that out.", bounds=(0, 366)
    )
    advice_score_days: int = setting(
        180, "Days of scores in which a fall is a reason to coach; 0 leaves that out.", bounds=(0, 3_650)
    )
    advice_action_days: int = setting(
        1, "Days after its due day on which an action is a reason to coach; 0 leaves that out.", bounds=(0, 366)
    )
    advice_session_days: int = setting(
        30, "Days without a session that are a reason to coach; 0 leaves that out.", bounds=(0, 366)
    )
    advice_gap_levels: float = setting(
        0.5, "Levels below the target at which a skill gap is a reason to coach; 0 leaves that out.", bounds=(0, 10)
    )
    advice_new_hire_weeks: int = setting(
        12, "First weeks in which somebody new is a reason to coach; 0 leaves that out.", bounds=(0, 104)
    )
    advice_expiry_days: int = setting(
        30, "Days before a certificate expires that are a reason to coach; 0 leaves that out.", bounds=(0, 366)
    )
    notes_key: str = secret(
        "", "Keys of private notes with commas between, the newest first; empty means the file notes.key in DATA_DIR."
    )
    practice_store: str = setting(
        "", "Store for recordings of practice, as S3 has them: https://HOST/BUCKET; empty keeps them in DATA_DIR."
    )
    practice_store_key: str = setting("", "Name of the access key of that store.")
    practice_store_secret: str = secret("", "The secret of that key.")
    practice_max_mb: int = setting(200, "Megabytes that one recording of practice may have.", bounds=(1, 2_000))
    practice_quota_mb: int = setting(
        2_000, "Megabytes of recordings that are kept of one person, all together.", bounds=(1, 1_000_000)
    )
    practice_keep_days: int = setting(
        365, "Days after which a recording that was handed in is deleted; 0 keeps them.", bounds=(0, 36_500)
    )
