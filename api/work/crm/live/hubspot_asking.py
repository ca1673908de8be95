"""HubSpot's client: each question asked with patience, and what is refused said in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from api.work.crm.live.wanted import (
    TIMEOUT_SECONDS,
    PartRefusedError,
    Patience,
    PullFailedError,
    lacking_extra,
)


class HubSpotAsking:
    """The questions that are asked; every one raises what LiveCrm says."""

    def __init__(self, token: str, *, url: str, patience: Patience) -> None:
        """Connect to nothing yet; raises PullFailedError where the client isn't installed."""
        try:
            from hubspot import HubSpot
        except ImportError as error:
            raise lacking_extra("HubSpot", "hubspot") from error
        address = {"host": url.rstrip("/")} if url else {}
        self._crm = HubSpot(access_token=token, retry=patience.retries(), **address).crm

    def search(self, what: str, wanted: dict[str, Any]) -> Iterator[tuple[list[Any], str | None]]:
        """Yield the pages that a search finds, each with where the next one begins."""
        after: str | None = None
        while True:
            asked = wanted if after is None else wanted | {"after": after}
            page = self._ask(self._crm.objects.search_api.do_search, what, public_object_search_request=asked)
            after = page.paging.next.after if page.paging and page.paging.next else None
            if page.results:
                yield page.results, after
            if after is None:
                return

    def page(self, what: str, **asked: Any) -> Any:
        """Return a page of a list, of owners or of records."""
        if asked.get("after") is None:
            asked.pop("after", None)
        if what == "owners":
            return self._ask(self._crm.owners.owners_api.get_page, **asked)
        return self._ask(self._crm.objects.basic_api.get_page, what, **asked)

    def with_history(self, what: str, keys: Sequence[str], properties: Sequence[str]) -> list[Any]:
        """Return records with all values that their properties had, the newest first."""
        wanted = {
            "inputs": [{"id": key} for key in keys],
            "properties": [],
            "propertiesWithHistory": list(properties),
        }
        read = self._crm.objects.batch_api.read
        return list(self._ask(read, what, batch_read_input_simple_public_object_id=wanted).results)

    def first_linked(self, what: str, other: str, keys: Sequence[str]) -> dict[str, str]:
        """Return for records the first one of another object that each is linked to."""
        wanted = {"inputs": [{"id": key} for key in keys]}
        read = self._crm.associations.v4.batch_api.get_page
        found = self._ask(read, what, other, batch_input_public_fetch_associations_batch_request=wanted)
        return {one.to_dict()["_from"]["id"]: str(one.to[0].to_object_id) for one in found.results if one.to}

    def pipelines(self, what: str) -> list[Any]:
        """Return the pipelines of an object with their stages."""
        return list(self._ask(self._crm.pipelines.pipelines_api.get_all, what).results)

    def options(self, what: str, name: str) -> list[Any]:
        """Return what can be chosen for a property."""
        return list(self._ask(self._crm.properties.core_api.get_by_name, what, name).options or ())

    def _ask(self, question: Callable[..., Any], *asked: Any, **named: Any) -> Any:
        from urllib3.exceptions import HTTPError

        try:
            return question(*asked, **named, _request_timeout=TIMEOUT_SECONDS)
        except _refused_by_client() as error:
            raise _refusal(error) from error
        except (HTTPError, ValueError) as error:
            raise PullFailedError(
                f"the connection to HubSpot broke off ({type(error).__name__}); nothing of what was being read is "
                "kept, and the next pull reads it again"
            ) from error


@cache
def _refused_by_client() -> tuple[type[Exception], ...]:
    """Return what the client raises for an answer that is none: every part of it has its own."""
    from hubspot.crm import objects, owners, pipelines, properties
    from hubspot.crm.associations import v4

    return tuple(part.exceptions.ApiException for part in (objects, owners, pipelines, properties, v4))


def _refusal(error: Any) -> PullFailedError | PartRefusedError:
    """Return what HubSpot refuses in its own words; what concerns one object lets the others be read."""
    status, says = error.status, _said(error.body)
    if status == 401:
        return PullFailedError(f"HubSpot doesn't let HUBSPOT_TOKEN in; set it to the token of a private app: {says}")
    if not status or status == 429 or status >= 500:
        return PullFailedError(f"HubSpot wants to be asked later (HTTP {status}): {says}")
    return PartRefusedError(f"HubSpot refuses (HTTP {status}): {says}")


def _said(body: Any) -> str:
    try:
        return str(json.loads(body)["message"])[:300]
    except (ValueError, TypeError, KeyError):
        return "it gave no reason"
