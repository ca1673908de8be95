"""Discovery: what a provider says of itself at its issuer's address, checked before anything of it is used."""

from __future__ import annotations

from pydantic import BaseModel, ValidationError

from api.work.sso.outgoing import ProviderAwayError, get_json, is_safe_url

WELL_KNOWN = "/.well-known/openid-configuration"


class Discovered(BaseModel):
    """The provider's endpoints; what it can't do is left out."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]
    authorization_response_iss_parameter_supported: bool = False

    @property
    def has_basic(self) -> bool:
        """Tell whether the secret is sent in a header, and not in the form, where the provider takes only that."""
        known = self.token_endpoint_auth_methods_supported
        return "client_secret_basic" in known or "client_secret_post" not in known

    def endpoints(self) -> list[str]:
        """Return all addresses that may be asked, or led to."""
        needed = [self.authorization_endpoint, self.token_endpoint, self.jwks_uri]
        return [*needed, *filter(None, (self.userinfo_endpoint, self.end_session_endpoint))]


def discover(issuer: str) -> Discovered:
    """Ask an issuer what it is; raises ProviderAwayError, also where it says that it is somebody else."""
    url = issuer.rstrip("/") + WELL_KNOWN
    try:
        found = Discovered.model_validate(get_json(url))
    except ValidationError as error:
        raise ProviderAwayError(f"{url} lacks what a provider says of itself") from error
    if found.issuer != issuer:
        raise ProviderAwayError(f"{url} says that it is another issuer than {issuer}")
    if unsafe := next((one for one in found.endpoints() if not is_safe_url(one)), None):
        raise ProviderAwayError(f"{url} names {unsafe[:100]!r}, which is no address of https")
    return found
