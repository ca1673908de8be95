"""Settings of identity providers: what is read, and what is refused with words that say what to change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.work.sso.settings import read_providers
from config import ConfigError, read_config

SECRET = "do-not-print-me"
ENTRA = {"name": "entra", "label": "Microsoft", "issuer": "https://login.example/tenant/v2.0", "client_id": "playbook"}


def _read(*providers: dict[str, Any], **settings: str) -> Any:
    return read_config({"OIDC_PROVIDERS": json.dumps(providers), **settings})


def test_a_file_of_yaml_names_the_providers(tmp_path: Path) -> None:
    """Each with its secret, wherever that lies; none is ever printed."""
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    text = f"""
- name: entra
  label: Sign in with Microsoft
  issuer: https://login.example/tenant/v2.0
  client_id: playbook
  client_secret_file: {tmp_path / "secret"}
  roles: {{sales-leads: manager}}
- name: okta
  label: Okta
  issuer: https://acme.okta.example
  client_id: "0123"
"""
    (tmp_path / "providers.yml").write_text(text, encoding="utf-8")
    config = read_config({"OIDC_PROVIDERS": str(tmp_path / "providers.yml"), "OIDC_SECRETS": f"okta={SECRET}"})
    found = read_providers(config)
    assert [(one.name, one.client_secret.get_secret_value()) for one in found] == [("entra", SECRET), ("okta", SECRET)]
    assert SECRET not in f"{config} {found}"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"issuer": "http://login.example"}, "use an address of https"),
        ({"issuer": "https://me:pw@login.example"}, "use an address of https"),
        ({"name": "Entra ID"}, "provider 1.name"),
        ({"client_id": 7}, "provider 1.client_id"),
        ({"client_secrets": SECRET}, "provider 1.client_secrets"),
        ({"roles": {"it": "boss"}}, "provider 1.roles.it"),
        ({"scopes": ["email"]}, "`openid` is missing"),
        ({"api_audience": "playbook"}, "register the API"),
        ({"client_secret": SECRET, "client_secret_file": "x"}, "not both"),
        ({"client_secret_file": "/nowhere/secret"}, "can't be read"),
        ({"default_role": None}, "`roles` maps let people in, and it maps none"),
        ({"creates_people": "yes"}, "provider 1.creates_people"),
    ],
)
def test_what_cannot_be_used_is_refused(given: dict[str, Any], says: str) -> None:
    """By its place, and without the secret."""
    with pytest.raises(ConfigError, match="OIDC_PROVIDERS") as refusal:
        _read(ENTRA | given)
    assert says in str(refusal.value)
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"OIDC_PROVIDERS": "/nowhere/providers.yml"}, "can't be read"),
        ({"OIDC_PROVIDERS": "[{"}, "neither YAML nor JSON"),
        ({"OIDC_PROVIDERS": json.dumps(ENTRA)}, "write a list"),
        ({"OIDC_PROVIDERS": json.dumps([ENTRA, ENTRA])}, "two providers have the name"),
        ({"OIDC_PROVIDERS": json.dumps([ENTRA, ENTRA | {"name": "b"}])}, "two providers have the issuer"),
        ({"OIDC_SECRETS": f"entra={SECRET}"}, "without OIDC_PROVIDERS"),
        ({"OIDC_PROVIDERS": json.dumps([ENTRA]), "OIDC_SECRETS": f"okta={SECRET}"}, "names `okta`"),
        ({"OIDC_PROVIDERS": json.dumps([ENTRA]), "OIDC_SECRETS": SECRET}, "NAME=SECRET"),
    ],
)
def test_the_whole_is_refused_where_it_does_not_fit(settings: dict[str, str], says: str) -> None:
    """A file that isn't there, no list, a name twice, a secret of nobody."""
    with pytest.raises(ConfigError) as refusal:
        read_config(settings)
    assert says in str(refusal.value)
    assert SECRET not in str(refusal.value)
