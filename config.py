"""Every setting of the product, and the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from socket import gethostname
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from api.work.setting_parts import CoachingSettings, CrmSettings, MailSettings, SearchSettings, secret, setting
from content.brand import Brand

PROJECT = Path(__file__).resolve().parent
_DATA = Path("instance")
DIRECTORY_TEAMS = ("both", "groups", "departments")
_PAGES = PROJECT / "content" / "pages"


class ConfigError(Exception):
    """A setting that can't be used; the message names it and says what to change."""


@dataclass(frozen=True)
class InstallationSettings:
    """Where it runs, and whose it is."""

    host: str = setting("127.0.0.1", "Address that `serve` listens on.")
    port: int = setting(8000, "Port that `serve` listens on.", bounds=(1, 65_535))
    node_name: str = setting("", "Name of this machine among several; empty means that of its host, and PORT.")
    data_dir: Path = setting(_DATA, "Folder of the database, the index and the built site.")
    content_dir: Path = setting(_PAGES, "Folder of the Markdown library.")
    content_remote: str = secret(
        "", "Address of a git repository that the library is pulled from into DATA_DIR; empty means CONTENT_DIR."
    )
    content_branch: str = setting("", "Branch of CONTENT_REMOTE that is shown; empty means the repository's own.")
    content_folder: str = setting("", "Folder of the library in that repository; empty means all of it.")
    content_pull_seconds: int = setting(
        30, "Seconds after which CONTENT_REMOTE is asked for a newer commit.", bounds=(1, 86_400)
    )
    database_url: str = setting("", "SQLAlchemy URL; empty means SQLite in DATA_DIR.")
    database_pool: int = setting(
        16, "Connections to PostgreSQL that each process keeps open once it needed them.", bounds=(1, 1_000)
    )
    database_pool_more: int = setting(
        8, "Connections that a process may have beside these while more ask at once.", bounds=(0, 1_000)
    )
    database_pool_seconds: float = setting(
        5.0, "Seconds that a request waits for a connection before it is told to come again.", bounds=(0.1, 60)
    )
    base_url: str = setting(
        "",
        "Address people reach the product at, with the path below which it stands; empty means where `serve` listens.",
    )
    trusted_proxies: str = setting(
        "", "Proxies in front, as addresses or networks with commas between; they are believed who is asking."
    )
    site_name: str = setting("Playbook", "What the product is called on every screen; the company's own name for it.")
    brand_colour: str = setting("", "The company's colour behind white text, such as #123f5c; empty means our own.")
    logo: str = setting("", "File of the company's logo (SVG, PNG or WebP, square); empty means our own.")
    time_zone: str = setting("UTC", "Time zone of the company, such as Europe/Berlin; days begin and end there.")
    currency: str = setting(
        "EUR", "Currency of reports, ISO 4217, such as EUR; amounts without one are taken to be in it."
    )
    fiscal_year_starts: int = setting(1, "Month in which the fiscal year begins, 1 to 12.", bounds=(1, 12))


@dataclass(frozen=True)
class Config(CoachingSettings, MailSettings, SearchSettings, CrmSettings, InstallationSettings):
    """The settings; each can be given in the environment by its name in capitals."""

    baseline_seconds: float = setting(
        0.0, "Median seconds it took to find content before; 0 means unknown, and no time saved is reported."
    )
    baseline_source: str = setting("", "Where BASELINE_SECONDS comes from; shown beside the KPI.")
    cost_per_hour: float = setting(
        0.0, "What an hour of a seller costs, in CURRENCY; 0 shows time saved in hours alone.", bounds=(0, 1_000_000)
    )
    min_episodes: int = setting(30, "Search episodes needed before a KPI of search is reported.")
    workers: int = setting(
        1,
        "Processes that answer; each takes about a core under load, and counts rates by itself on SQLite.",
        bounds=(1, 64),
    )
    review_due_days: int = setting(30, "Days before the end of its review on which a page is due.", bounds=(0, 3_650))
    oidc_providers: str = secret(
        "", "Identity providers that people sign in with: a YAML file, or the same list as JSON; empty means none."
    )
    oidc_secrets: str = secret("", "Secrets of those providers, as NAME=SECRET with commas between.")
    backup_dir: str = setting(
        "", "Folder in which a backup is made each day, best on another disk; empty means that none is."
    )
    backup_hour: int = setting(2, "Hour of the company's day from which on that day's is made.", bounds=(0, 23))
    backup_keep_days: int = setting(14, "Days whose backups are kept, each of them.", bounds=(1, 3_650))
    backup_keep_weeks: int = setting(8, "Weeks of which the first backup is kept longer.", bounds=(0, 520))
    deck_template: str = setting(
        "", "A presentation (.pptx) whose layouts, colours and fonts decks take as PowerPoint; empty means plain ones."
    )
    external_images: bool = setting(
        False, "Whether pages show pictures from other hosts, by https: true or false; those hosts see who reads."
    )
    log_format: str = setting(
        "text",
        "How the log is written: text, or json with a line for each request.",
        choices=("text", "json"),
    )
    metrics_token: str = secret("", "Token of whoever reads /metrics; empty means from this machine alone.")
    otel_exporter_otlp_endpoint: str = setting(
        "", "Address that traces are sent to by OTLP over HTTP, such as http://127.0.0.1:4318; empty means nowhere."
    )
    directory_teams: str = setting(
        "both", "What of a directory (SCIM) makes teams: groups, departments, or both.", choices=DIRECTORY_TEAMS
    )
    directory_roles: str = setting(
        "", "Groups of the directory that give roles, as GROUP=ROLE with commas between, such as Sales leads=manager."
    )
    directory_rate_limit: str = setting("6000 per minute", "How often a directory may write.")
    edit_url: str = setting(
        "", "Where a page's file is edited, with {path} for its path in the library; empty means no link."
    )
    audit_keep_days: int = setting(
        1_095, "Days for which the audit keeps who changed what; 0 keeps it for good.", bounds=(0, 36_500)
    )
    rate_limit: str = setting("600 per minute", "How often one person may search or write.")
    sign_in_rate_limit: str = setting("20 per minute", "How often one address may come with a wrong link or passkey.")
    sign_in_letters: str = setting("5 per 15 minutes", "How often a link by e-mail may be asked for with one address.")
    sign_in_begun: str = setting(
        "100 per 10 minutes", "How often one network may begin to sign in, by e-mail or passkey, whoever it names."
    )
    sign_in_help: str = setting(
        "", "A sentence on the sign-in page that says whom to ask for help, such as `Ask it@company.example.`"
    )
    session_days: int = setting(14, "Days after which a browser must sign in again.", bounds=(1, 366))
    session_idle_hours: int = setting(
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
    def base_path(self) -> str:
        """The path of BASE_URL without a slash at the end; empty where the product has a host of its own."""
        return urlsplit(self.base_url).path.rstrip("/")

    @property
    def public_origin(self) -> str:
        """The product's address without its path, as browsers write it in an Origin header."""
        return self.public_url.removesuffix(self.base_path)

    @property
    def is_secure(self) -> bool:
        """Whether people reach the product by HTTPS alone, so that its cookies need go by nothing else."""
        return self.public_url.startswith("https://")

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
    for one in settings():
        given = environ.get(one.name.upper())
        if overrides.get(one.name) is not None:
            values[one.name] = overrides[one.name]
        elif given is not None:
            values[one.name] = read_setting(one, given)
    config = Config(**values)
    check_settings(config)
    return config
