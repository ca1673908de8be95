"""A provider as the product asks it: where to send a browser, who came back, whose token this is, where to sign out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from authlib.common.errors import AuthlibBaseError
from jwt import PyJWK, PyJWKSet, PyJWTError

from api.work.heard import for_log
from api.work.sso.claims import Arrival, BadTokenError, is_kept_out, read_arrival, read_subject, says_all
from api.work.sso.discovery import Discovered, discover
from api.work.sso.fetched import Fetched, Pace
from api.work.sso.flow import Flow
from api.work.sso.outgoing import BoundedClient, ProviderAwayError, get_json
from api.work.sso.settings import ProviderSettings
from api.work.sso.tokens import read_access_token, read_id_token, read_logout_token


class Provider:
    """One provider of the settings; nothing is asked of it before somebody needs it. Safe for threads."""

    def __init__(self, settings: ProviderSettings, *, pace: Pace) -> None:
        """Know nothing of it yet but its settings."""
        self.settings = settings
        self._discovered = Fetched(lambda: discover(settings.issuer), pace)
        self._keys = Fetched(self._fetch_keys, pace)

    def sign_in_url(self, flow: Flow, *, callback: str) -> str:
        """Return where the browser goes to sign in; raises ProviderAwayError."""
        found = self._discovered.get()
        with self._client(found, callback) as client:
            made = client.create_authorization_url(
                found.authorization_endpoint, state=flow.state, nonce=flow.nonce, code_verifier=flow.verifier
            )
        return str(made[0])

    def check_issuer(self, said: str | None) -> None:
        """Refuse an answer that names another issuer, or none where this one always does (RFC 9207)."""
        must_say = self._discovered.get().authorization_response_iss_parameter_supported
        if (said is not None or must_say) and said != self.settings.issuer:
            raise BadTokenError("the answer comes from another issuer")

    def arrival(self, flow: Flow, *, code: str, callback: str) -> Arrival:
        """Return who came back with a code; raises BadTokenError and ProviderAwayError."""
        found = self._discovered.get()
        with self._client(found, callback) as client:
            try:
                given = client.fetch_token(
                    found.token_endpoint, grant_type="authorization_code", code=code, code_verifier=flow.verifier
                )
            except AuthlibBaseError as error:
                raise BadTokenError(f"the provider refuses the code: {for_log(str(error.error))}") from error
            except (OSError, ValueError, RecursionError) as error:  # requests' own errors are OSErrors
                raise ProviderAwayError(f"{found.token_endpoint} gives no token") from error
        claims = read_id_token(
            given.get("id_token"),
            key_of=self.key_of,
            issuer=self.settings.issuer,
            client_id=self.settings.client_id,
            nonce=flow.nonce,
        )
        return read_arrival(self.settings, self._more(found, given.get("access_token"), claims) | claims)

    def bearer(self, token: str) -> tuple[Arrival, int]:
        """Return whom an access token speaks of, and until when (seconds since 1970); raises as `arrival` does.

        There is no address where people aren't found by it.
        """
        if not self.settings.api_audience:
            raise BadTokenError("this provider's tokens don't open the API")
        settings = self.settings
        claims = read_access_token(token, key_of=self.key_of, issuer=settings.issuer, audience=settings.api_audience)
        arrival = read_arrival(settings, claims)
        if is_kept_out(settings, arrival.roles):
            raise BadTokenError("none of the account's groups has access")
        return arrival if settings.matches_by_email else replace(arrival, email=None), int(claims["exp"])

    def logged_out(self, token: str, *, at: datetime) -> dict[str, Any]:
        """Return the claims of a logout token; raises as `arrival` does."""
        own = self.settings
        return read_logout_token(token, key_of=self.key_of, issuer=own.issuer, client_id=own.client_id, at=at)

    def sign_out_url(self, *, back_to: str) -> str | None:
        """Return where the browser goes to sign out there too; None where settings or provider don't offer it."""
        if not self.settings.signs_out:
            return None
        end = self._discovered.get().end_session_endpoint
        if end is None:
            return None
        parts = urlsplit(end)
        asked = urlencode({"client_id": self.settings.client_id, "post_logout_redirect_uri": back_to})
        return urlunsplit(parts._replace(query=f"{parts.query}&{asked}" if parts.query else asked))

    def key_of(self, key_id: str | None) -> PyJWK:
        """Return the provider's key of an id, looked for anew where it isn't known; without an id its only one.

        Raises BadTokenError where there is none, and ProviderAwayError where that can't be told.
        """
        if key_id is None:
            keys = self._keys.get()
            if len(keys) != 1:
                raise BadTokenError(f"the header names no key, and the provider has {len(keys)}")
            return keys[0]
        for is_missing in (False, True):
            for key in self._keys.get(is_missing=is_missing):
                if key.key_id == key_id:
                    return key
        raise BadTokenError("the provider has no such key")

    def _fetch_keys(self) -> list[PyJWK]:
        """Return the keys that may have signed; which algorithm is one's own, PyJWT holds by its kind."""
        url = self._discovered.get().jwks_uri
        try:
            found = PyJWKSet.from_dict(get_json(url)).keys
        except (PyJWTError, ValueError, TypeError, AttributeError) as error:
            raise ProviderAwayError(f"{url} has no keys that can be used") from error
        return [key for key in found if key.public_key_use in {"sig", None} and key.key_type != "oct"]

    def _more(self, found: Discovered, access_token: object, claims: dict[str, Any]) -> dict[str, Any]:
        """Return what the provider says beside the token, where many keep address and groups; asked if it may help."""
        if found.userinfo_endpoint is None or not isinstance(access_token, str) or says_all(self.settings, claims):
            return {}
        more = get_json(found.userinfo_endpoint, bearer=access_token)
        if more.get("sub") != read_subject(claims):
            raise BadTokenError("the provider speaks of somebody else beside its token")
        return more

    def _client(self, found: Discovered, callback: str) -> BoundedClient:
        secret = self.settings.client_secret.get_secret_value()
        if found.has_basic:  # RFC 6749 2.3.1, which the library leaves out
            secret = quote(secret, safe="")
        method = "client_secret_basic" if found.has_basic else "client_secret_post"
        return BoundedClient(
            client_id=self.settings.client_id,
            client_secret=secret or None,
            token_endpoint_auth_method=method if secret else "none",
            scope=" ".join(self.settings.scopes),
            redirect_uri=callback,
            code_challenge_method="S256",
        )
