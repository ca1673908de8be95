"""Every setting of the product, and the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from socket import gethostname
from typing import Any
from zoneinfo import ZoneInfo

from content.brand import Brand

PROJECT = Path(__file__).resolve().parent
_DATA = Path("instance")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# With time it is noted too how long parts were on screen.
LINK_NOTES = ("time", "opens", "nothing")
DIRECTORY_TEAMS = ("both", "groups", "departments")
_PAGES = PROJECT / "content" / "pages"


class ConfigError(Exception):
    """A setting that can't be used; the message names it and says what to change."""


def _setting(
    default: Any, text: str, *, bounds: tuple[float, float] | None = None, choices: tuple[str, ...] = ()
) -> Any:
    return field(default=default, metadata={"help": text, "bounds": bounds, "choices": choices})


def _secret(default: str, text: str) -> Any:
    """Return a setting that is left out where settings are printed for a log."""
    return field(default=default, repr=False, metadata={"help": text})


@dataclass(frozen=True)
class Config:
    """The settings; each can be given in the environment by its name in capitals."""

    host: str = _setting("127.0.0.1", "Address that `serve` listens on.")
    port: int = _setting(8000, "Port that `serve` listens on.", bounds=(1, 65_535))
    node_name: str = _setting("", "Name of this machine among several; empty means that of its host, and PORT.")
    data_dir: Path = _setting(_DATA, "Folder of the database, the index and the built site.")
    content_dir: Path = _setting(_PAGES, "Folder of the Markdown library.")
    content_remote: str = _secret(
        "", "Address of a git repository that the library is pulled from into DATA_DIR; empty means CONTENT_DIR."
    )
    content_branch: str = _setting("", "Branch of CONTENT_REMOTE that is shown; empty means the repository's own.")
    content_folder: str = _setting("", "Folder of the library in that repository; empty means all of it.")
    content_pull_seconds: int = _setting(
        30, "Seconds after which CONTENT_REMOTE is asked for a newer commit.", bounds=(1, 86_400)
    )
    database_url: str = _setting("", "SQLAlchemy URL; empty means SQLite in DATA_DIR.")
    database_pool: int = _setting(
        16, "Connections to PostgreSQL that each process keeps open once it needed them.", bounds=(1, 1_000)
    )
    database_pool_more: int = _setting(
        8, "Connections that a process may have beside these while more ask at once.", bounds=(0, 1_000)
    )
    database_pool_seconds: float = _setting(
        5.0, "Seconds that a request waits for a connection before it is told to come again.", bounds=(0.1, 60)
    )
    base_url: str = _setting("", "Address people reach the product at; empty means where `serve` listens.")
    trusted_proxies: str = _setting(
        "", "Proxies in front, as addresses or networks with commas between; they are believed who is asking."
    )
    site_name: str = _setting("Playbook", "What the product is called on every screen; the company's own name for it.")
    brand_colour: str = _setting("", "The company's colour behind white text, such as #123f5c; empty means our own.")
    logo: str = _setting("", "File of the company's logo (SVG, PNG or WebP, square); empty means our own.")
    time_zone: str = _setting("UTC", "Time zone of the company, such as Europe/Berlin; days begin and end there.")
    currency: str = _setting(
        "EUR", "Currency of reports, ISO 4217, such as EUR; amounts without one are taken to be in it."
    )
    fiscal_year_starts: int = _setting(1, "Month in which the fiscal year begins, 1 to 12.", bounds=(1, 12))
    salesforce_url: str = _setting("", "Address of the company's Salesforce; empty means it isn't read.")
    salesforce_client_id: str = _setting("", "Consumer key of a connected app that signs in with client credentials.")
    salesforce_client_secret: str = _secret("", "The consumer secret of the same app.")
    salesforce_session_id: str = _secret("", "Access token of a session, in place of a connected app; it ends soon.")
    hubspot_token: str = _secret("", "Token of a private app of the company's HubSpot; empty means it isn't read.")
    hubspot_url: str = _setting("", "Another address of HubSpot's API, such as that of a proxy; empty means its own.")
    crm_pull_hours: int = _setting(
        1, "Hours after which the CRM is read again; 0 means by `crm pull` alone.", bounds=(0, 720)
    )
    baseline_seconds: float = _setting(
        0.0, "Median seconds it took to find content before; 0 means unknown, and no time saved is reported."
    )
    baseline_source: str = _setting("", "Where BASELINE_SECONDS comes from; shown beside the KPI.")
    cost_per_hour: float = _setting(
        0.0, "What an hour of a seller costs, in CURRENCY; 0 shows time saved in hours alone.", bounds=(0, 1_000_000)
    )
    min_episodes: int = _setting(30, "Search episodes needed before a KPI of search is reported.")
    workers: int = _setting(
        1,
        "Processes that answer; each takes about a core under load, and counts rates by itself on SQLite.",
        bounds=(1, 64),
    )
    search_overdue_factor: float = _setting(
        0.85, "What a page's score is multiplied by once its review is overdue.", bounds=(0.01, 1)
    )
    search_draft_factor: float = _setting(0.7, "The same for drafts, which authors and admins find.", bounds=(0.01, 1))
    search_archived_factor: float = _setting(0.5, "The same for archived pages, found by the same.", bounds=(0.01, 1))
    search_use_share: float = _setting(
        0.2, "The most that a page's use may add to its score, as a share of it.", bounds=(0, 10)
    )
    search_use_smoothing: float = _setting(
        20.0, "Opens after a search at which half of that is reached.", bounds=(0.001, 1_000_000)
    )
    search_use_half_life_days: float = _setting(30.0, "Days after which an open counts half.", bounds=(0.01, 36_500))
    search_retention_days: int = _setting(
        730, "Days until searches, opens and KPIs of them are deleted; 0 keeps them.", bounds=(0, 36_500)
    )
    search_anonymous_after_days: int = _setting(
        0,
        "Days until the person is taken from searches and opens, which ends KPIs of them; 0 means never.",
        bounds=(0, 36_500),
    )
    review_due_days: int = _setting(30, "Days before the end of its review on which a page is due.", bounds=(0, 3_650))
    smtp_host: str = _setting("", "Mail server for digests and invitations; empty means that no mail is sent.")
    smtp_port: int = _setting(25, "Port of the mail server.", bounds=(1, 65_535))
    smtp_security: str = _setting(
        "none", "How mail is protected on its way there: none, starttls or tls.", choices=("none", "starttls", "tls")
    )
    smtp_user: str = _setting("", "Name to sign in to the mail server with; empty means without.")
    smtp_password: str = _secret("", "Password to sign in to the mail server with.")
    mail_from: str = _setting("", "Address that mail comes from; needed with SMTP_HOST.")
    send_as_reps: bool = _setting(
        False, "Whether steps of sequences may leave by the mail server in the names of reps: true or false."
    )
    send_limit: int = _setting(50, "Messages that one rep may send this way on a day.", bounds=(1, 10_000))
    link_notes: str = _setting("time", "What is noted of buyers' visits: time, opens, nothing.", choices=LINK_NOTES)
    link_visits_days: int = _setting(365, "Days until visits of links are deleted; 0 keeps them.", bounds=(0, 36_500))
    imap_host: str = _setting(
        "", "Server of the mailbox in which answers to sequences and bounces arrive; empty means it isn't read."
    )
    imap_port: int = _setting(993, "Port of that server.", bounds=(1, 65_535))
    imap_security: str = _setting(
        "tls", "How it is reached: tls, starttls, or none on this machine alone.", choices=("none", "starttls", "tls")
    )
    imap_user: str = _setting("", "Name to sign in to the mailbox with; needed with IMAP_HOST.")
    imap_password: str = _secret("", "Password to sign in to the mailbox with.")
    imap_folder: str = _setting("INBOX", "Folder of the mailbox; headers of what is new in it are read, and not kept.")
    digest_weekday: str = _setting("monday", "Day of the week on which the weekly digest is sent.", choices=WEEKDAYS)
    digest_hour: int = _setting(6, "Hour, in UTC, at which digests are sent.", bounds=(0, 23))
    coaching_history: str = _setting(
        "released",
        "Which earlier scorecards of a rep a new manager sees: released by the rep, or all.",
        choices=("released", "all"),
    )
    skill_half_life_days: int = _setting(180, "Days after which evidence of a skill counts half.", bounds=(7, 3_650))
    advice_target_days: int = _setting(
        45, "Days for which a missed target is a reason to coach; 0 leaves that out.", bounds=(0, 366)
    )
    advice_score_days: int = _setting(
        180, "Days of scores in which a fall is a reason to coach; 0 leaves that out.", bounds=(0, 3_650)
    )
    advice_action_days: int = _setting(
        1, "Days after its due day on which an action is a reason to coach; 0 leaves that out.", bounds=(0, 366)
    )
    advice_session_days: int = _setting(
        30, "Days without a session that are a reason to coach; 0 leaves that out.", bounds=(0, 366)
    )
    advice_gap_levels: float = _setting(
        0.5, "Levels below the target at which a skill gap is a reason to coach; 0 leaves that out.", bounds=(0, 10)
    )
    advice_new_hire_weeks: int = _setting(
        12, "First weeks in which somebody new is a reason to coach; 0 leaves that out.", bounds=(0, 104)
    )
    advice_expiry_days: int = _setting(
        30, "Days before a certificate expires that are a reason to coach; 0 leaves that out.", bounds=(0, 366)
    )
    oidc_providers: str = _secret(
        "", "Identity providers that people sign in with: a YAML file, or the same list as JSON; empty means none."
    )
    oidc_secrets: str = _secret("", "Secrets of those providers, as NAME=SECRET with commas between.")
    notes_key: str = _secret(
        "", "Keys of private notes with commas between, the newest first; empty means the file notes.key in DATA_DIR."
    )
    practice_store: str = _setting(
        "", "Store for recordings of practice, as S3 has them: https://HOST/BUCKET; empty keeps them in DATA_DIR."
    )
    practice_store_key: str = _setting("", "Name of the access key of that store.")
    practice_store_secret: str = _secret("", "The secret of that key.")
    practice_max_mb: int = _setting(200, "Megabytes that one recording of practice may have.", bounds=(1, 2_000))
    practice_quota_mb: int = _setting(
        2_000, "Megabytes of recordings that are kept of one person, all together.", bounds=(1, 1_000_000)
    )
    practice_keep_days: int = _setting(
        365, "Days after which a recording that was handed in is deleted; 0 keeps them.", bounds=(0, 36_500)
    )
    backup_dir: str = _setting(
        "", "Folder in which a backup is made each day, best on another disk; empty means that none is."
    )
    backup_hour: int = _setting(2, "Hour of the company's day from which on that day's is made.", bounds=(0, 23))
    backup_keep_days: int = _setting(14, "Days whose backups are kept, each of them.", bounds=(1, 3_650))
    backup_keep_weeks: int = _setting(8, "Weeks of which the first backup is kept longer.", bounds=(0, 520))
    deck_template: str = _setting(
        "", "A presentation (.pptx) whose layouts, colours and fonts decks take as PowerPoint; empty means plain ones."
    )
    external_images: bool = _setting(
        False, "Whether pages show pictures from other hosts, by https: true or false; those hosts see who reads."
    )
    log_format: str = _setting(
        "text",
        "How the log is written: text, or json with a line for each request.",
        choices=("text", "json"),
    )
    metrics_token: str = _secret("", "Token of whoever reads /metrics; empty means from this machine alone.")
    otel_exporter_otlp_endpoint: str = _setting(
        "", "Address that traces are sent to by OTLP over HTTP, such as http://127.0.0.1:4318; empty means nowhere."
    )
    directory_teams: str = _setting(
        "both", "What of a directory (SCIM) makes teams: groups, departments, or both.", choices=DIRECTORY_TEAMS
    )
    directory_roles: str = _setting(
        "", "Groups of the directory that give roles, as GROUP=ROLE with commas between, such as Sales leads=manager."
    )
    directory_rate_limit: str = _setting("6000 per minute", "How often a directory may write.")
    edit_url: str = _setting(
        "", "Where a page's file is edited, with {path} for its path in the library; empty means no link."
    )
    audit_keep_days: int = _setting(
        1_095, "Days for which the audit keeps who changed what; 0 keeps it for good.", bounds=(0, 36_500)
    )
    rate_limit: str = _setting("600 per minute", "How often one person may search or write.")
    sign_in_rate_limit: str = _setting("20 per minute", "How often one address may come with a wrong link or passkey.")
    sign_in_letters: str = _setting("5 per 15 minutes", "How often a link by e-mail may be asked for with one address.")
    sign_in_begun: str = _setting(
        "100 per 10 minutes", "How often one network may begin to sign in, by e-mail or passkey, whoever it names."
    )
    sign_in_help: str = _setting(
        "", "A sentence on the sign-in page that says whom to ask for help, such as Ask it@company.example."
    )
    session_days: int = _setting(14, "Days after which a browser must sign in again.", bounds=(1, 366))
    session_idle_hours: int = _setting(
        168, "Hours without a request after which a browser must sign in again; 0 means never.", bounds=(0, 8_784)
    )

    @property
    def node(self) -> str:
        """The name of this node of the installation."""
        return self.node_name or f"{gethostname()}:{self.port}"

    @property
    def index_dir(self) -> Path:
        """Folder of the search index."""
        return self.data_dir / "index"

    @property
    def figures_dir(self) -> Path:
        """Folder of the figures that reports count."""
        return self.data_dir / "figures"

    @property
    def practice_dir(self) -> Path:
        """Folder of recordings of practice, and of those on their way into a store."""
        return self.data_dir / "practice"

    @property
    def decks_dir(self) -> Path:
        """Folder of the files that were built of decks."""
        return self.data_dir / "decks"

    @property
    def site_dir(self) -> Path:
        """Folder of the built site's generations."""
        return self.data_dir / "site"

    @property
    def sqlalchemy_url(self) -> str:
        """The database's URL with the driver that this product uses."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir.resolve() / 'repertoire.db'}"
        for prefix in ("postgresql://", "postgres://"):
            if self.database_url.startswith(prefix):
                return f"postgresql+psycopg://{self.database_url.removeprefix(prefix)}"
        return self.database_url

    @property
    def is_on_postgresql(self) -> bool:
        """Whether records are kept by PostgreSQL, and not in a file of SQLite."""
        return self.sqlalchemy_url.startswith("postgresql")

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks of TRUSTED_PROXIES; one address is a network too."""
        return tuple(ip_network(part.strip()) for part in self.trusted_proxies.split(",") if part.strip())

    @property
    def roles_of_groups(self) -> tuple[tuple[str, str], ...]:
        """The groups of DIRECTORY_ROLES, each with a role."""
        pairs = (part.rpartition("=") for part in self.directory_roles.split(",") if part.strip())
        return tuple((group.strip(), role.strip()) for group, _, role in pairs)

    @property
    def notes_keys(self) -> tuple[str, ...]:
        """The keys of NOTES_KEY, the one that is used for what is written first."""
        return tuple(part.strip() for part in self.notes_key.split(",") if part.strip())

    @property
    def brand(self) -> Brand:
        """The company's name, colour and logo."""
        return Brand(self.site_name, self.brand_colour, self.logo)

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def public_url(self) -> str:
        """The product's address without a slash at the end."""
        return self.base_url.rstrip("/") or self.own_url

    @property
    def own_url(self) -> str:
        """Where this machine reaches what listens on HOST and PORT."""
        host = self.own_host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def own_host(self) -> str:
        """HOST, or an address of this machine where that means all of them."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - asked, not bound


def settings() -> tuple[Field[Any], ...]:
    """Return the settings as data: name, default and help text."""
    return fields(Config)


def read_config(environ: Mapping[str, str] | None = None, **overrides: Any) -> Config:
    """Read the settings from the environment, overridden by what isn't None; raises ConfigError."""
    from api.work.settings import check_settings, read_setting  # which need this module

    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for setting in settings():
        given = environ.get(setting.name.upper())
        if overrides.get(setting.name) is not None:
            values[setting.name] = overrides[setting.name]
        elif given is not None:
            values[setting.name] = read_setting(setting, given)
    config = Config(**values)
    check_settings(config)
    return config
