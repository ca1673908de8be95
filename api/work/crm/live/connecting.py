"""The CRMs that the settings say how to sign in to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.work.crm.live.wanted import LiveCrm, PullFailedError

if TYPE_CHECKING:
    from config import Config


def connected(config: Config) -> tuple[str, ...]:
    """Return the names of the CRMs that the settings say how to sign in to."""
    given = {"salesforce": config.salesforce_url, "hubspot": config.hubspot_token}
    return tuple(name for name, value in given.items() if value)


def connect(config: Config, name: str) -> LiveCrm:
    """Return a CRM by its name; raises PullFailedError where nothing says how to sign in, or its client lacks."""
    from api.work.crm.live.hubspot import LiveHubSpot
    from api.work.crm.live.salesforce import LiveSalesforce

    if name not in connected(config):
        needed = "HUBSPOT_TOKEN" if name == "hubspot" else "SALESFORCE_URL and SALESFORCE_CLIENT_ID"
        raise PullFailedError(f"nothing says how to sign in to {name}; set {needed} in the environment")
    if name == "hubspot":
        return LiveHubSpot(config.hubspot_token, url=config.hubspot_url)
    return LiveSalesforce(
        config.salesforce_url,
        session_id=config.salesforce_session_id,
        client_id=config.salesforce_client_id,
        client_secret=config.salesforce_client_secret,
    )
