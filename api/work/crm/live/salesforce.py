"""Salesforce through `simple-salesforce`: signed in, asked for what changed page by page, deleted records with it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from api.work.crm.live.salesforce_parts import SALESFORCE_OBJECTS, SalesforceObject
from api.work.crm.live.wanted import (
    PATIENCE,
    TIMEOUT_SECONDS,
    LivePart,
    LiveRow,
    PartRefusedError,
    Patience,
    PullFailedError,
    lacking_extra,
)

if TYPE_CHECKING:
    from requests import Session
    from simple_salesforce.api import Salesforce

_Answer = TypeVar("_Answer")


class LiveSalesforce:
    """A company's Salesforce, by its address and by what it lets us in with: a session, or a connected app."""

    name = "salesforce"

    def __init__(
        self,
        url: str,
        *,
        session_id: str = "",
        client_id: str = "",
        client_secret: str = "",
        patience: Patience = PATIENCE,
    ) -> None:
        """Connect to nothing yet; raises PullFailedError where the client isn't installed."""
        try:
            import simple_salesforce  # noqa: F401 - asked whether it is there
        except ImportError as error:
            raise lacking_extra("Salesforce", "salesforce") from error
        self._url = url.rstrip("/")
        self._session_id, self._app = session_id, (client_id, client_secret)
        self._patience = patience
        self._known: dict[str, list[str]] = {}

    def parts(self) -> tuple[LivePart, ...]:
        """Return what can be read; people before what they own."""
        return tuple(LivePart(own.name, own.kind, own.given) for own in SALESFORCE_OBJECTS)

    def columns(self, part: LivePart) -> tuple[str, ...]:
        """Return the fields that there are, under the names that exports give them."""
        own = _object(part)
        return tuple(own.columns.get(name, name) for name in self._fields(own) if name != "SystemModstamp")

    def rows(self, part: LivePart, since: datetime | None) -> Iterator[LiveRow]:
        """Yield what changed since a moment, deleted records too where their kind can say so."""
        own = _object(part)
        query = _query(own, self._fields(own), since)
        page = self._ask(lambda: self._client.query(query, include_deleted=True))
        while True:
            for record in page["records"]:
                row = own.mend(_flat(record))
                if row is not None:
                    yield {own.columns.get(name, name): value for name, value in row.items()}
            more = page.get("nextRecordsUrl")
            if page["done"] or not more:
                return
            page = self._more(more)

    @cached_property
    def _client(self) -> Salesforce:
        from simple_salesforce.api import Salesforce

        session = _patient_session(self._patience)
        url, session_id = self._signed_in(session) if self._app[0] else (self._url, self._session_id)
        # Salesforce writes ten million as 1.0E7; as floats numbers could lose cents.
        return Salesforce(instance_url=url, session_id=session_id, session=session, parse_float=Decimal)

    def _signed_in(self, session: Session) -> tuple[str, str]:
        """Sign in as the connected app (OAuth 2.0, client credentials): (address, token)."""
        from simple_salesforce.login import token_login

        client_id, client_secret = self._app
        basic = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        token, host = token_login(
            f"{self._url}/services/oauth2/token",
            {"grant_type": "client_credentials"},
            "",
            client_id,
            {"Authorization": f"Basic {basic}"},
            None,
            session,
        )
        return f"https://{host}", token

    def _more(self, address: str) -> Any:
        return self._ask(lambda: self._client.query_more(address, identifier_is_url=True))

    def _fields(self, own: SalesforceObject) -> list[str]:
        """Return the fields of an object that the company has, and shows to whoever signed in."""
        if own.name in self._known:
            return self._known[own.name]
        described = self._ask(lambda: self._client.restful(f"sobjects/{own.name}/describe")) or {"fields": ()}
        there = {one["name"] for one in described["fields"]} | {
            one["relationshipName"] for one in described["fields"] if one.get("relationshipName")
        }
        fields = [name for name in own.fields.split() if name.partition(".")[0] in there]
        return self._known.setdefault(own.name, fields)

    def _ask(self, question: Callable[[], _Answer], *, is_second: bool = False) -> _Answer:
        """Ask, and sign in once more where a token that can be had again has run out; raises what LiveCrm says."""
        from requests import RequestException
        from simple_salesforce.exceptions import (
            SalesforceAuthenticationFailed,
            SalesforceError,
            SalesforceExpiredSession,
        )

        try:
            return question()
        except SalesforceAuthenticationFailed as error:
            raise PullFailedError(f"Salesforce doesn't let SALESFORCE_CLIENT_ID in: {error}") from error
        except SalesforceExpiredSession as error:
            if self._app[0] and not is_second:
                self.__dict__.pop("_client", None)
                return self._ask(question, is_second=True)
            raise PullFailedError(
                "Salesforce says that the session has ended; set SALESFORCE_SESSION_ID to a new one, or use "
                "SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET, which need none"
            ) from error
        except SalesforceError as error:
            raise _refusal(error) from error
        except (RequestException, ValueError) as error:
            raise PullFailedError(
                f"the connection to {self._url} broke off ({type(error).__name__}); nothing of what was being read is "
                "kept, and the next pull reads it again"
            ) from error


def _object(part: LivePart) -> SalesforceObject:
    return next(one for one in SALESFORCE_OBJECTS if one.name == part.what)


def _query(own: SalesforceObject, fields: list[str], since: datetime | None) -> str:
    conditions = [own.where] if own.where else []
    if since is not None:
        conditions.append(f"{own.changed} >= {since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT {', '.join(fields)} FROM {own.name}{where}"  # noqa: S608 - all of it is ours


def _flat(record: LiveRow) -> LiveRow:
    """Return a record with the fields of others that it names, as `Owner.Email`."""
    row: LiveRow = {}
    for name, value in record.items():
        if isinstance(value, dict):
            row |= {f"{name}.{inner}": its for inner, its in value.items() if inner != "attributes"}
        else:
            row[name] = value
    return row


def _refusal(error: Any) -> PullFailedError | PartRefusedError:
    """Return what Salesforce refuses in its own words; what concerns one object lets the others be read."""
    content = error.content
    first = content[0] if isinstance(content, list) and content else {}
    code, says = first.get("errorCode", f"HTTP {error.status}"), first.get("message", "")
    if code == "REQUEST_LIMIT_EXCEEDED" or error.status in {429, 500, 502, 503, 504}:
        return PullFailedError(f"Salesforce wants to be asked later ({code}): {says or 'it gave no reason'}")
    return PartRefusedError(f"Salesforce refuses ({code}): {says or 'it gave no reason'}")


def _patient_session(patience: Patience) -> Session:
    """Return a session whose requests wait as they are told, and not for ever."""
    import requests
    from requests.adapters import HTTPAdapter

    class Waiting(HTTPAdapter):
        def send(self, request: Any, **options: Any) -> Any:  # type: ignore[override]
            return super().send(request, **options | {"timeout": TIMEOUT_SECONDS})

    session = requests.Session()
    session.mount("https://", Waiting(max_retries=patience.retries()))
    return session
