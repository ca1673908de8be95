"""What a directory's interface does with what nobody should send: an answer in its own words, soon, and no 500."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from api.work.scim import searching
from support.factories import Cast
from support.scim import GROUP, PATCH, ROOT, USER, Directory, directory_of

SCIM_ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
DEEP = "(" * 400 + "userName pr" + ")" * 400
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def directory(app: Flask, cast: Cast) -> Directory:
    """A directory with Nadia's token."""
    return directory_of(app, cast.nadia)


@pytest.fixture
def quick(sqlite_app: Flask, sqlite_cast: Cast) -> Directory:
    """The same where the kind of database can't matter."""
    return directory_of(sqlite_app, sqlite_cast.nadia)


@pytest.mark.parametrize(
    ("scim_filter", "status"),
    [
        (DEEP, 400),
        ("not (" * 100 + "userName pr" + ")" * 100, 400),
        (" or ".join(['userName co "x"'] * 2000), 400),
        ('userName eq "a\\u0000b"', 400),
        ('externalId eq "\\ud800"', 400),
        ('userName eq "%_\\\\"', 200),
        ("userName eq", 400),
        ("userName eq 5", 400),
        ('phoneNumbers eq "1"', 400),
        ('id eq "no id"', 200),
        ('meta.created gt "yesterday"', 400),
        ('meta.created gt "2011-05-13T04:42:34Z" and not (active eq false)', 200),
        ('emails[value co "@" and type ne "home"]', 200),
        ('name.familyName sw "Ö" or groups.display eq "x"', 200),
        ("", 400),
    ],
)
def test_a_filter_finds_or_is_refused(directory: Directory, scim_filter: str, status: int) -> None:
    """Nested, long, broken or odd, on either database."""
    answer = directory.ask("GET", "/Users", query_string={"filter": scim_filter})
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.mimetype == "application/scim+json"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/Users", {"schemas": [USER]}),
        ("POST", "/Users", {"schemas": [USER], "userName": "  "}),
        ("POST", "/Users", {"schemas": [USER], "userName": 7}),
        ("POST", "/Users", {"schemas": [USER], "userName": "x" * 400}),
        ("POST", "/Users", {"schemas": [USER], "userName": "a\0b"}),
        ("POST", "/Users", {"schemas": [USER], "userName": "x", "externalId": "x" * 300}),
        ("POST", "/Users", {"schemas": [USER], "userName": "x", "emails": "x@example.com"}),
        ("POST", "/Users", {"schemas": [USER], "userName": "x", "active": "perhaps"}),
        ("POST", "/Users", {"schemas": [USER], "userName": "x", "emails": [{"value": "x"}] * 100}),
        ("POST", "/Users", [1]),
        ("POST", "/Groups", {"schemas": [GROUP], "displayName": " "}),
        ("POST", "/Groups", {"schemas": [GROUP], "displayName": "x", "members": [{"value": NOBODY}]}),
        ("POST", "/Groups", {"schemas": [GROUP], "displayName": "x", "members": [{"value": "me"}]}),
        ("PATCH", "/Users/{ada}", {"schemas": [PATCH], "Operations": []}),
        ("PATCH", "/Users/{ada}", {"schemas": [PATCH], "Operations": [{"op": "explode", "path": "active"}]}),
        ("PATCH", "/Users/{ada}", {"schemas": [PATCH], "Operations": [{"op": "remove"}]}),
        ("PATCH", "/Users/{ada}", {"schemas": [PATCH], "Operations": [{"op": "remove", "path": f"emails[{DEEP}]"}]}),
        ("PATCH", "/Users/{ada}", {"schemas": [PATCH], "Operations": [{"op": "remove", "path": "x" * 5000}]}),
        ("PATCH", "/Users/{ada}", {"schemas": [PATCH], "Operations": [{"op": "remove", "path": "userName"}]}),
    ],
)
def test_what_makes_no_sense_is_a_400(quick: Directory, sqlite_cast: Cast, method: str, path: str, body: Any) -> None:
    """Wrong types, nothing at all, too much of it."""
    answer = quick.ask(method, path.format(ada=sqlite_cast.ada.id), body)
    assert answer.status_code == 400, answer.get_data(as_text=True)
    assert answer.get_json(force=True)["schemas"] == [SCIM_ERROR]


@pytest.mark.parametrize("body", ["{", "[" * 100_000, '{"a":' * 100_000, "\xff"])
def test_what_is_no_json_is_a_400(quick: Directory, body: str) -> None:
    """Also where it is nested as deep as a body can be."""
    sent = body.encode("latin-1")
    assert quick.ask("POST", "/Users", data=sent, content_type="application/scim+json").status_code == 400


def test_what_is_not_there_is_a_404_in_its_words(quick: Directory) -> None:
    """A wrong address, a wrong id, and nobody's id."""
    for path in ("/nothing/here/at/all", "/Users/me", f"/Users/{NOBODY}", f"/Groups/{NOBODY}"):
        answer = quick.ask("GET", path)
        assert (answer.status_code, answer.get_json(force=True)["schemas"]) == (404, [SCIM_ERROR])
    assert quick.ask("GET", "/Me").status_code == 501


def test_too_many_operations_are_none(quick: Directory) -> None:
    """Ten thousand are refused whole, before the first is done."""
    one = {"method": "DELETE", "path": f"/Users/{NOBODY}"}
    assert quick.bulk(*[one] * 10_000).status_code == 413


def test_a_bulk_request_stops_where_it_is_told_to(directory: Directory) -> None:
    """What went well before stays; a reference between two of them is resolved."""
    wrong = {"method": "DELETE", "path": f"/Users/{NOBODY}"}
    adds = [
        {
            "method": "POST",
            "path": "/Users",
            "bulkId": name,
            "data": {"schemas": [USER], "userName": f"{name}@x.example"},
        }
        for name in ("a", "b", "a2")
    ]
    group = {"schemas": [GROUP], "displayName": "Bulk", "members": [{"value": "bulkId:a"}]}
    grouped = {"method": "POST", "path": "/Groups", "bulkId": "g", "data": group}
    answer = directory.bulk(grouped, adds[0], adds[0], wrong, adds[2], failOnErrors=2)
    statuses = [one["status"] for one in answer.get_json(force=True)["Operations"]]
    assert statuses == ["201", "201", "400", "404"]
    assert len(directory.find('userName eq "a@x.example"')[0]["groups"]) == 1
    assert directory.find('userName eq "a2@x.example"') == []


def test_a_version_that_is_no_more_is_not_written_over(directory: Directory, cast: Cast) -> None:
    """If-Match with the ETag of before gets 412, the present one passes, and asking with it again says 304."""
    user = directory.find(f'userName eq "{cast.ada.email}"')[0]
    place, old = f"/Users/{user['id']}", {"If-Match": user["meta"]["version"]}
    change = {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "displayName", "value": "A. L."}]}
    assert directory.ask("PATCH", place, change, headers=old).status_code == 204
    assert directory.ask("PATCH", place, change, headers=old).status_code == 412
    assert directory.ask("DELETE", place, headers=old).status_code == 412
    now = directory.ask("GET", place).headers["ETag"]
    assert directory.ask("GET", place, headers={"If-None-Match": now}).status_code == 304
    cast.nadia.post(f"/people/{cast.ada.id}/leaving", {"last_day": "2040-01-01"})
    assert directory.ask("GET", place).status_code == 200


def test_pages_and_orders(directory: Directory, cast: Cast) -> None:
    """Every person comes once, in either order; a page behind the last is empty, one of none counts."""
    everybody = sorted(player.email for player in cast.everyone())
    seen = []
    for start in range(1, 12, 3):
        page = directory.get("/Users", sortBy="userName", startIndex=start, count=3)
        assert page["totalResults"] == len(everybody)
        seen += [user["userName"] for user in page["Resources"]]
    assert seen == everybody
    down = directory.get("/Users", sortBy="displayName", sortOrder="descending")["Resources"]
    names = [user["displayName"] for user in down]
    assert names == sorted(names, reverse=True)
    assert directory.get("/Users", startIndex=10**20, count=5)["Resources"] == []
    assert directory.get("/Users", count=0)["totalResults"] == len(everybody)
    assert directory.get("/", count=2)["itemsPerPage"] == 2


def test_what_would_have_to_be_read_one_by_one_is_bounded(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A filter that no column holds is refused where too many are left; with one that columns hold it passes."""
    monkeypatch.setattr(searching, "MOST_READ", 3)
    refused = directory.ask("GET", "/Users", query_string={"filter": "name.familyName pr"})
    assert (refused.status_code, refused.get_json(force=True)["scimType"]) == (400, "tooMany")
    assert directory.find('name.familyName pr and userName sw "ada"') == []


def test_only_a_token_for_it_opens_the_interface_and_it_opens_nothing_else(
    sqlite_app: Flask, sqlite_cast: Cast, quick: Directory
) -> None:
    """An admin's own token doesn't, a browser doesn't, a rep can't make one; errors are in the interface's words."""
    own = Directory(quick.client, sqlite_cast.nadia.token).ask("GET", "/Users")
    assert (own.status_code, own.mimetype) == (403, "application/scim+json")
    assert sqlite_app.test_client().get(f"{ROOT}/Users").status_code == 401
    headers = {"Authorization": f"Bearer {quick.token}"}
    for path in ("/api/v1/me", "/api/v1/people", "/api/v1/tokens"):
        assert sqlite_app.test_client().get(path, headers=headers).status_code == 403
    assert sqlite_app.test_client().get("/app/", headers=headers).status_code in {302, 303, 401, 404}
    assert sqlite_cast.ada.post("/tokens", {"name": "x", "scope": "scim"}).status_code == 409
