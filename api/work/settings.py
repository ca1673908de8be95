"""Settings that can't be used: names that nothing has, addresses that are none, and what contradicts itself."""

from __future__ import annotations

import re
from dataclasses import MISSING, Field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config import Config, ConfigError, settings
from content.brand import refusal_of_colour, refusal_of_logo

MAX_SITE_NAME = 60
_EDIT_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+/[^\s{}<>\"'\\]*\{path\}[^\s{}<>\"'\\]*")
_BASE_URL = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:/(?!\.)[A-Za-z0-9._~-]+)*/?")
_CRM_URLS = {
    "salesforce_url": (re.compile(r"https://[A-Za-z0-9.:\[\]-]+/?"), "https://acme.my.salesforce.com"),
    "hubspot_url": (re.compile(r"https://[A-Za-z0-9.:\[\]-]+/?|http://127\.0\.0\.1:\d+/?"), "https://proxy.acme.com"),
}
_STORE = re.compile(
    r"(?:https://[A-Za-z0-9.-]+(?::\d{1,5})?|http://127\.0\.0\.1:\d{1,5})/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/?"
)
_BRANCH = re.compile(r"(?!-)(?!.*(?:\.\.|//|@\{))[A-Za-z0-9._/-]{1,200}")
_FOLDER = re.compile(r"(?:(?!\.)[^/\s\\]+(?:/(?!\.)[^/\s\\]+)*)?")
_NODE = re.compile(r"[A-Za-z0-9._:-]{0,100}")
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
_TOKEN = re.compile(r"[!-~]{16,200}")
_OPENSEARCH = re.compile(r"https?://(?:[^\s/?#@]+@)?[A-Za-z0-9.:\[\]-]+(?:/(?:[a-z0-9][a-z0-9_-]{0,60})?)?")
_OTLP_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[^\s?#]*)?")
_OTEL = ("sdk", "instrumentation", "instrumentation.flask", "instrumentation.sqlalchemy", "exporter.otlp.proto.http")
_SWITCHES = {"true": True, "false": False}
_ADDRESS = re.compile(r"[!-;=?A-~]{1,64}@[A-Za-z0-9.-]{1,255}")


def read_setting(setting: Field[Any], text: str) -> Any:
    """Return what a setting is given as, of the type that its default has; raises ConfigError."""
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


def check_settings(config: Config) -> None:
    """Refuse what can't be used, each setting by its name; raises ConfigError."""
    _check_values(config)
    if config.baseline_seconds and not config.baseline_source:
        raise ConfigError("BASELINE_SECONDS is set without BASELINE_SOURCE; name where the figure comes from")
    _check_base_url(config)
    _check_notes_keys(config)
    _check_content(config)
    _check_providers(config)
    _check_practice(config)
    _check_search(config)
    _check_brand(config)
    _check_deck(config)
    _check_zone(config)
    _check_currency(config)
    _check_proxies(config)
    _check_crm(config)
    _check_mail(config)
    _check_mailbox(config)
    _check_directory(config)
    _check_edit_url(config)
    _check_watching(config)


def _check_values(config: Config) -> None:
    """Refuse numbers out of their bounds, and words that a setting doesn't know."""
    for setting in settings():
        name, value = setting.name.upper(), getattr(config, setting.name)
        bounds, choices = setting.metadata.get("bounds"), setting.metadata.get("choices")
        if bounds and not bounds[0] <= value <= bounds[1]:
            raise ConfigError(f"{name} is {value}; use a number from {bounds[0]} to {bounds[1]}")
        if choices and value not in choices:
            raise ConfigError(f"{name} is `{value}`; use one of {', '.join(choices)}")


def _check_base_url(config: Config) -> None:
    """Refuse what people could reach nothing at, and a path that would be written in several ways."""
    if config.base_url and not _BASE_URL.fullmatch(config.base_url):
        raise ConfigError(
            f"BASE_URL is `{config.base_url}`; use the whole address, as in https://tools.example.com or "
            "https://tools.example.com/playbook, whose path has plain letters, digits, dots, dashes and slashes alone"
        )


def _check_notes_keys(config: Config) -> None:
    """Refuse what is no key, without saying it."""
    if not config.notes_keys:
        return
    from lms.coaching.texts.cipher import key_of  # which loads more than most commands need

    for number, key in enumerate(config.notes_keys, start=1):
        try:
            key_of(key)
        except ValueError as error:
            raise ConfigError(f"NOTES_KEY, key {number}: {error}; `repertoire notes key` makes one") from None


def _check_content(config: Config) -> None:
    """Refuse a remote that is none, without saying it, what needs one, and a name that no node can have."""
    from content.pulling.remote import read_remote

    if not config.content_remote and (config.content_branch or config.content_folder):
        raise ConfigError("CONTENT_BRANCH and CONTENT_FOLDER say what is shown of CONTENT_REMOTE; set that, or neither")
    if config.content_remote and config.content_dir != Config.content_dir:
        raise ConfigError("set CONTENT_REMOTE, whose library lies in DATA_DIR, or CONTENT_DIR, and not both")
    if config.content_branch and not _BRANCH.fullmatch(config.content_branch):
        raise ConfigError(f"CONTENT_BRANCH is `{config.content_branch}`; use the name of a branch, such as main")
    if not _FOLDER.fullmatch(config.content_folder):
        raise ConfigError(f"CONTENT_FOLDER is `{config.content_folder}`; use a folder in it, such as sales/pages")
    if not _NODE.fullmatch(config.node_name):
        raise ConfigError(f"NODE_NAME is `{config.node_name}`; use letters, digits and .-_: alone, 100 at most")
    try:
        if config.content_remote:
            read_remote(config.content_remote, config.content_branch)
    except ValueError as error:
        raise ConfigError(f"CONTENT_REMOTE: {error}") from None


def _check_providers(config: Config) -> None:
    """Refuse identity providers that nobody could sign in with, or whose settings say something else than was meant."""
    if not (config.oidc_providers or config.oidc_secrets):
        return
    from api.work.sso.settings import read_providers  # which loads more than most commands need

    try:
        read_providers(config)
    except ValueError as error:
        raise ConfigError(f"OIDC_PROVIDERS: {error}") from None


def _check_practice(config: Config) -> None:
    """Refuse a store that is none, that shows recordings to all on the way, or that nothing here can speak to."""
    if config.practice_store and not _STORE.fullmatch(config.practice_store):
        raise ConfigError(
            f"PRACTICE_STORE is `{config.practice_store}`; use an address such as https://s3.eu-central-1.example/bucket"
        )
    keys = bool(config.practice_store_key), bool(config.practice_store_secret)
    if any(keys) != all(keys) or bool(config.practice_store) != all(keys):
        raise ConfigError("set PRACTICE_STORE with PRACTICE_STORE_KEY and PRACTICE_STORE_SECRET, or none of them")
    if config.practice_store and find_spec("minio") is None:
        raise ConfigError("PRACTICE_STORE needs the extra `s3`; install the product with it, as in `repertoire[s3]`")
    if config.practice_quota_mb < config.practice_max_mb:
        raise ConfigError("PRACTICE_QUOTA_MB is below PRACTICE_MAX_MB, so that nobody could send such a recording")


def _check_search(config: Config) -> None:
    """Refuse a server that is none, without saying it, or that nothing here can speak to."""
    if config.opensearch_url and not _OPENSEARCH.fullmatch(config.opensearch_url):
        raise ConfigError(
            "OPENSEARCH_URL: use an address such as https://user:password@search.example:9200, with nothing behind it "
            "or a name in small letters with which its indexes begin"
        )
    if config.opensearch_url and find_spec("opensearchpy") is None:
        raise ConfigError(
            "OPENSEARCH_URL needs the extra `opensearch`; install the product with it, as in `repertoire[opensearch]`"
        )


def _check_brand(config: Config) -> None:
    """Refuse a name that is none, a colour that white text can't be read on, and a logo that can't be shown."""
    if not config.site_name.strip() or len(config.site_name) > MAX_SITE_NAME:
        raise ConfigError(f"SITE_NAME is `{config.site_name}`; use a name of at most {MAX_SITE_NAME} characters")
    if config.brand_colour and (refusal := refusal_of_colour(config.brand_colour)):
        raise ConfigError(f"BRAND_COLOUR: {refusal}")
    if config.logo and (refusal := refusal_of_logo(config.logo)):
        raise ConfigError(f"LOGO: {refusal}")


def _check_deck(config: Config) -> None:
    """Refuse a template that is no presentation."""
    if not config.deck_template:
        return
    from content.deck.template import refusal_of_template  # which few installations need

    if refusal := refusal_of_template(config.deck_template):
        raise ConfigError(f"DECK_TEMPLATE: {refusal}")


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
    if config.send_as_reps and not (config.smtp_host and config.base_url):
        raise ConfigError("SEND_AS_REPS needs SMTP_HOST, and BASE_URL for the links that end such mail")
    if config.smtp_user and config.smtp_security == "none":
        raise ConfigError("SMTP_USER with SMTP_SECURITY none would send the password unprotected; use starttls or tls")


def _check_mailbox(config: Config) -> None:
    """Refuse a mailbox that nobody could sign in to, or whose password would cross a network unprotected."""
    if config.imap_host and not (config.imap_user and config.imap_password):
        raise ConfigError("IMAP_HOST is set without IMAP_USER and IMAP_PASSWORD; set all three, or none")
    if config.imap_host and config.imap_security == "none" and config.imap_host not in _THIS_MACHINE:
        raise ConfigError("IMAP_SECURITY none would send the password unprotected; use tls or starttls")


def _check_directory(config: Config) -> None:
    """Refuse a group without a name, and what is no role."""
    if not config.roles_of_groups:
        return
    from lms.people.models import ROLES  # which loads more than most commands need

    for group, role in config.roles_of_groups:
        if not group or role not in ROLES:
            raise ConfigError(f"DIRECTORY_ROLES holds `{group}={role}`; name a group and one of {', '.join(ROLES)}")


def _check_edit_url(config: Config) -> None:
    """Refuse what leads to no page, or what a browser would run instead of following it."""
    if config.edit_url and not _EDIT_URL.fullmatch(config.edit_url):
        raise ConfigError(
            f"EDIT_URL is `{config.edit_url}`; use an address of http or https that holds {{path}} once, "
            "as in https://forge.example/acme/sales/edit/main/pages/{path}"
        )


def _check_watching(config: Config) -> None:
    """Refuse a token that could be guessed, and traces that nothing here can send."""
    if config.metrics_token and not _TOKEN.fullmatch(config.metrics_token):
        raise ConfigError("METRICS_TOKEN isn't 16 to 200 visible characters of ASCII; `openssl rand -hex 32` makes one")
    if not config.otel_exporter_otlp_endpoint:
        return
    if not _OTLP_URL.fullmatch(config.otel_exporter_otlp_endpoint):
        raise ConfigError(
            f"OTEL_EXPORTER_OTLP_ENDPOINT is `{config.otel_exporter_otlp_endpoint}`; use an address such as http://127.0.0.1:4318"
        )
    if any(find_spec(name) is None for name in ("opentelemetry", *(f"opentelemetry.{part}" for part in _OTEL))):
        raise ConfigError(
            "OTEL_EXPORTER_OTLP_ENDPOINT needs the extra `otel`; install the product with it, as in `repertoire[otel]`"
        )
