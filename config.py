"""Every setting of the product, and the only place that reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from content.brand import Brand, refusal_of_colour, refusal_of_logo

PROJECT = Path(__file__).resolve().parent
_DATA = Path("instance")
_PAGES = PROJECT / "content" / "pages"


class ConfigError(Exception):
    """A setting that can't be used; the message names it and says what to change."""


def _setting(default: Any, text: str) -> Any:
    return field(default=default, metadata={"help": text})


def _secret(default: str, text: str) -> Any:
    """Return a setting that is left out where settings are printed for a log."""
    return field(default=default, repr=False, metadata={"help": text})


@dataclass(frozen=True)
class Config:
    """The settings; each can be given in the environment by its name in capitals."""

    host: str = _setting("127.0.0.1", "Address that `serve` listens on.")
    port: int = _setting(8000, "Port that `serve` listens on.")
    data_dir: Path = _setting(_DATA, "Folder of the database, the index and the built site.")
    content_dir: Path = _setting(_PAGES, "Folder of the Markdown library.")
    database_url: str = _setting("", "SQLAlchemy URL; empty means SQLite in DATA_DIR.")
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
    fiscal_year_starts: int = _setting(1, "Month in which the fiscal year begins, 1 to 12.")
    salesforce_url: str = _setting("", "Address of the company's Salesforce; empty means it isn't read.")
    salesforce_client_id: str = _setting("", "Consumer key of a connected app that signs in with client credentials.")
    salesforce_client_secret: str = _secret("", "The consumer secret of the same app.")
    salesforce_session_id: str = _secret("", "Access token of a session, in place of a connected app; it ends soon.")
    hubspot_token: str = _secret("", "Token of a private app of the company's HubSpot; empty means it isn't read.")
    hubspot_url: str = _setting("", "Another address of HubSpot's API, such as that of a proxy; empty means its own.")
    crm_pull_hours: int = _setting(1, "Hours after which the CRM is read again; 0 means by `crm pull` alone.")
    baseline_seconds: float = _setting(
        0.0, "Median seconds it took to find content before; 0 means unknown, and no time saved is reported."
    )
    baseline_source: str = _setting("", "Where BASELINE_SECONDS comes from; shown beside the KPI.")
    cost_per_hour: float = _setting(
        0.0, "What an hour of a seller costs, in CURRENCY; 0 shows time saved in hours alone."
    )
    min_episodes: int = _setting(30, "Search episodes needed before a KPI of search is reported.")
    workers: int = _setting(1, "Processes that answer; each takes about a core under load, and counts rates by itself.")
    search_overdue_factor: float = _setting(0.85, "What a page's score is multiplied by once its review is overdue.")
    search_draft_factor: float = _setting(0.7, "The same for drafts, which only authors and admins find.")
    search_archived_factor: float = _setting(0.5, "The same for archived pages, which only authors and admins find.")
    search_use_share: float = _setting(0.2, "The most that a page's use may add to its score, as a share of it.")
    search_use_smoothing: float = _setting(20.0, "Opens after a search at which half of that is reached.")
    search_use_half_life_days: float = _setting(30.0, "Days after which an open counts half.")
    search_retention_days: int = _setting(730, "Days until searches, opens and KPIs of them are deleted; 0 keeps them.")
    search_anonymous_after_days: int = _setting(
        0, "Days until the person is taken from searches and opens, which ends KPIs of them; 0 means never."
    )
    review_due_days: int = _setting(30, "Days before the end of its review on which a page is due.")
    smtp_host: str = _setting("", "Mail server for digests; empty means that no mail is sent.")
    smtp_port: int = _setting(25, "Port of the mail server.")
    smtp_security: str = _setting("none", "How mail is protected on its way there: none, starttls or tls.")
    smtp_user: str = _setting("", "Name to sign in to the mail server with; empty means without.")
    smtp_password: str = _secret("", "Password to sign in to the mail server with.")
    mail_from: str = _setting("", "Address that mail comes from; needed with SMTP_HOST.")
    digest_weekday: str = _setting("monday", "Day of the week on which the digest of reviews is sent.")
    digest_hour: int = _setting(6, "Hour, in UTC, at which digests are sent.")
    coaching_history: str = _setting(
        "released", "Which earlier scorecards of a rep a new manager sees: released by the rep, or all."
    )
    external_images: bool = _setting(
        False, "Whether pages show pictures from other hosts, by https: true or false; those hosts see who reads."
    )
    edit_url: str = _setting(
        "", "Where a page's file is edited, with {path} for its path in the library; empty means no link."
    )
    rate_limit: str = _setting("600 per minute", "How often one person may search or write.")
    sign_in_rate_limit: str = _setting("20 per minute", "How often one address may come with a wrong link.")

    @property
    def index_dir(self) -> Path:
        """Folder of the search index."""
        return self.data_dir / "index"

    @property
    def figures_dir(self) -> Path:
        """Folder of the figures that reports count."""
        return self.data_dir / "figures"

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
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks of TRUSTED_PROXIES; one address is a network too."""
        return tuple(ip_network(part.strip()) for part in self.trusted_proxies.split(",") if part.strip())

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


_BOUNDS: dict[str, tuple[float, float]] = {
    "port": (1, 65_535),
    "workers": (1, 64),
    "search_overdue_factor": (0.01, 1),
    "search_draft_factor": (0.01, 1),
    "search_archived_factor": (0.01, 1),
    "search_use_share": (0, 10),
    "search_use_smoothing": (0.001, 1_000_000),
    "search_use_half_life_days": (0.01, 36_500),
    "search_retention_days": (0, 36_500),
    "search_anonymous_after_days": (0, 36_500),
    "review_due_days": (0, 3_650),
    "cost_per_hour": (0, 1_000_000),
    "crm_pull_hours": (0, 720),
    "smtp_port": (1, 65_535),
    "digest_hour": (0, 23),
    "fiscal_year_starts": (1, 12),
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MAX_SITE_NAME = 60
_SWITCHES = {"true": True, "false": False}
_CHOICES = {
    "smtp_security": ("none", "starttls", "tls"),
    "digest_weekday": WEEKDAYS,
    "coaching_history": ("released", "all"),
}
_EDIT_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+/[^\s{}<>\"'\\]*\{path\}[^\s{}<>\"'\\]*")
_CRM_URLS = {
    "salesforce_url": (re.compile(r"https://[A-Za-z0-9.:\[\]-]+/?"), "https://acme.my.salesforce.com"),
    "hubspot_url": (re.compile(r"https://[A-Za-z0-9.:\[\]-]+/?|http://127\.0\.0\.1:\d+/?"), "https://proxy.acme.com"),
}
_ADDRESS = re.compile(r"[!-;=?A-~]{1,64}@[A-Za-z0-9.-]{1,255}")


def settings() -> tuple[Field[Any], ...]:
    """Return the settings as data: name, default and help text."""
    return fields(Config)


def read_config(environ: Mapping[str, str] | None = None, **overrides: Any) -> Config:
    """Read the settings from the environment, overridden by what isn't None; raises ConfigError."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for setting in settings():
        given = environ.get(setting.name.upper())
        if overrides.get(setting.name) is not None:
            values[setting.name] = overrides[setting.name]
        elif given is not None:
            values[setting.name] = _convert(setting, given)
    config = Config(**values)
    for name, (least, most) in _BOUNDS.items():
        if not least <= getattr(config, name) <= most:
            raise ConfigError(f"{name.upper()} is {getattr(config, name)}; use a number from {least} to {most}")
    if config.baseline_seconds and not config.baseline_source:
        raise ConfigError("BASELINE_SECONDS is set without BASELINE_SOURCE; name where the figure comes from")
    _check_choices(config)
    _check_brand(config)
    _check_zone(config)
    _check_currency(config)
    _check_proxies(config)
    _check_crm(config)
    _check_mail(config)
    _check_edit_url(config)
    return config


def _check_choices(config: Config) -> None:
    """Refuse a word that a setting doesn't know."""
    for name, choices in _CHOICES.items():
        if getattr(config, name) not in choices:
            raise ConfigError(f"{name.upper()} is `{getattr(config, name)}`; use one of {', '.join(choices)}")


def _check_brand(config: Config) -> None:
    """Refuse a name that is none, a colour that white text can't be read on, and a logo that can't be shown."""
    if not config.site_name.strip() or len(config.site_name) > MAX_SITE_NAME:
        raise ConfigError(f"SITE_NAME is `{config.site_name}`; use a name of at most {MAX_SITE_NAME} characters")
    if config.brand_colour and (refusal := refusal_of_colour(config.brand_colour)):
        raise ConfigError(f"BRAND_COLOUR: {refusal}")
    if config.logo and (refusal := refusal_of_logo(config.logo)):
        raise ConfigError(f"LOGO: {refusal}")


def _check_zone(config: Config) -> None:
    """Refuse a name that no time zone has."""
    try:
        ZoneInfo(config.time_zone)
    except (KeyError, ValueError, OSError):  # unknown, no name of a zone at all, a folder of zones
        raise ConfigError(f"TIME_ZONE is `{config.time_zone}`; use a name such as Europe/Berlin, or UTC") from None


def _check_currency(config: Config) -> None:
    """Refuse what is no code of a currency."""
    from babel.numbers import list_currencies  # which takes longer than reading all settings

    if config.currency != Config.currency and config.currency not in list_currencies():
        raise ConfigError(f"CURRENCY is `{config.currency}`; use a code of ISO 4217, such as EUR")


def _check_proxies(config: Config) -> None:
    """Refuse what is no network, and the one that everybody belongs to: who is believed could be anybody."""
    try:
        networks = config.proxies
    except ValueError as error:
        raise ConfigError(f"TRUSTED_PROXIES: {error}; use addresses or networks, as in 127.0.0.1, 10.0.0.0/8") from None
    for network in networks:
        if network.prefixlen == 0:
            raise ConfigError(f"TRUSTED_PROXIES holds {network}, which is everybody; name the proxies alone")


def _check_crm(config: Config) -> None:
    """Refuse addresses that are none or show a token to all on the way, and what no CRM could be signed in to with."""
    for name, (pattern, example) in _CRM_URLS.items():
        if (url := getattr(config, name)) and not pattern.fullmatch(url):
            raise ConfigError(f"{name.upper()} is `{url}`; use an address such as {example}")
    app = bool(config.salesforce_client_id), bool(config.salesforce_client_secret)
    if any(app) != all(app) or bool(config.salesforce_url) != (all(app) or bool(config.salesforce_session_id)):
        app_names = "SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET"
        raise ConfigError(f"set SALESFORCE_URL with {app_names}, or with SALESFORCE_SESSION_ID, or none of them")


def _check_mail(config: Config) -> None:
    """Refuse what no mail could be sent with."""
    if config.smtp_host and not config.mail_from:
        raise ConfigError("SMTP_HOST is set without MAIL_FROM; name the address that mail comes from")
    if config.mail_from and not _ADDRESS.fullmatch(config.mail_from):
        raise ConfigError(f"MAIL_FROM is `{config.mail_from}`; use an e-mail address such as sales@company.example")
    if bool(config.smtp_user) != bool(config.smtp_password):
        raise ConfigError("set SMTP_USER and SMTP_PASSWORD together, or neither")
    if config.smtp_user and config.smtp_security == "none":
        raise ConfigError("SMTP_USER with SMTP_SECURITY none would send the password unprotected; use starttls or tls")


def _check_edit_url(config: Config) -> None:
    """Refuse what leads to no page, or what a browser would run instead of following it."""
    if config.edit_url and not _EDIT_URL.fullmatch(config.edit_url):
        raise ConfigError(
            f"EDIT_URL is `{config.edit_url}`; use an address of http or https that holds {{path}} once, "
            "as in https://forge.example/acme/sales/edit/main/pages/{path}"
        )


def _convert(setting: Field[Any], text: str) -> Any:
    if setting.default is MISSING:
        raise TypeError(f"{setting.name} has no default")
    if isinstance(setting.default, bool):
        if text.strip().lower() not in _SWITCHES:
            raise ConfigError(f"{setting.name.upper()} is `{text}`; use one of {', '.join(_SWITCHES)}")
        return _SWITCHES[text.strip().lower()]
    try:
        return type(setting.default)(text) if not isinstance(setting.default, Path) else Path(text)
    except ValueError:
        kind = type(setting.default).__name__
        raise ConfigError(f"{setting.name.upper()} is `{text}`; use a value of type {kind}") from None
