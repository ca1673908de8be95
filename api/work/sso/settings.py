"""Settings of identity providers: a YAML file, or JSON in the environment, read strictly before anything starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, TypeAdapter, ValidationError, model_validator

from api.work.sso.outgoing import is_safe_url

if TYPE_CHECKING:
    from config import Config

ProviderRole = Literal["rep", "author", "manager", "analyst", "admin", "partner"]
ShortText = Annotated[str, Field(min_length=1, max_length=300)]
MOST_BYTES = 200_000


class ProviderSettings(BaseModel):
    """One provider: how it is reached, whom it lets in, and what its claims mean here."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    label: Annotated[str, Field(min_length=1, max_length=60)]
    issuer: ShortText
    client_id: ShortText
    client_secret: SecretStr = SecretStr("")
    client_secret_file: str = ""
    scopes: list[ShortText] = ["openid", "email", "profile"]
    matches_by_email: bool = True
    email_verified_claim: ShortText = "email_verified"
    email_domains: list[ShortText] = []
    creates_people: bool = False
    default_role: ProviderRole | None = "rep"
    roles_claim: ShortText = "groups"
    roles: dict[str, ProviderRole] = {}
    teams_claim: ShortText = "groups"
    teams: dict[str, ShortText] = {}
    roles_follow: bool = False
    signs_out: bool = False
    api_audience: str = ""

    @model_validator(mode="after")
    def _fits(self) -> ProviderSettings:
        if not is_safe_url(self.issuer) or "?" in self.issuer:
            raise ValueError("issuer: use an address of https, as the provider writes it in its tokens")
        if "openid" not in self.scopes:
            raise ValueError("scopes: `openid` is missing, without which it is no sign-in")
        if self.api_audience and self.api_audience == self.client_id:
            raise ValueError(
                "api_audience is the client_id, so that tokens of the sign-in page would open the API; register the API"
                " with the provider by itself"
            )
        if self.default_role is None and not self.roles:
            raise ValueError("default_role: with `null` only groups that `roles` maps let people in, and it maps none")
        if self.client_secret.get_secret_value() and self.client_secret_file:
            raise ValueError("give client_secret or client_secret_file, not both")
        return self


_PROVIDERS = TypeAdapter(list[ProviderSettings])


def read_providers(config: Config) -> tuple[ProviderSettings, ...]:
    """Return the providers of the settings, each with its secret; raises ValueError with what to change."""
    if not config.oidc_providers.strip():
        if config.oidc_secrets:
            raise ValueError("OIDC_SECRETS is set without OIDC_PROVIDERS")
        return ()
    try:
        found = _PROVIDERS.validate_python(_read(config.oidc_providers))
    except ValidationError as error:
        raise ValueError(_told(error)) from None
    for key in ("name", "issuer"):
        values = [getattr(one, key) for one in found]
        if twice := next((value for value in values if values.count(value) > 1), None):
            raise ValueError(f"two providers have the {key} `{twice}`")
    given = _secrets(config.oidc_secrets)
    if unknown := given.keys() - {one.name for one in found}:
        raise ValueError(f"OIDC_SECRETS names `{min(unknown)}`, which is no provider of OIDC_PROVIDERS")
    return tuple(_with_secret(one, given.get(one.name)) for one in found)


def _read(given: str) -> object:
    """Read the list itself, or the file that it lies in."""
    text = given
    if not given.lstrip().startswith(("[", "{")):
        try:
            raw = Path(given).read_bytes()
            if len(raw) > MOST_BYTES:
                raise ValueError(f"the file has more than {MOST_BYTES:,} bytes")
            text = raw.decode()
        except OSError as error:
            raise ValueError(f"the file `{given}` can't be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise ValueError(f"the file `{given}` isn't UTF-8") from None
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise ValueError(f"it is neither YAML nor JSON{where}") from None


def _told(error: ValidationError) -> str:
    """Say the first fault without what was given, which may be a secret."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    return f"provider {place}: {said}" if place else f"{said}; write a list, one entry for each provider"


def _secrets(text: str) -> dict[str, str]:
    """Read NAME=SECRET, with commas between."""
    pairs = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    if any(not (name and sign and value) for name, sign, value in pairs):
        raise ValueError("OIDC_SECRETS isn't of the form NAME=SECRET, with commas between")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _with_secret(provider: ProviderSettings, given: str | None) -> ProviderSettings:
    """Put a provider's secret where it is looked for, wherever it came from."""
    if given and (provider.client_secret.get_secret_value() or provider.client_secret_file):
        raise ValueError(f"the secret of `{provider.name}` is given twice; keep it in one place")
    if provider.client_secret_file:
        try:
            given = Path(provider.client_secret_file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise ValueError(f"the client_secret_file of `{provider.name}` can't be read") from None
        if not given:
            raise ValueError(f"the client_secret_file of `{provider.name}` is empty")
    return provider.model_copy(update={"client_secret": SecretStr(given)}) if given else provider
