"""What Microsoft Entra ID and Okta send beside the standard, as their documents show it."""

from __future__ import annotations

import pytest
from flask import Flask

from support.factories import Cast
from support.scim import ENTERPRISE, GROUP, ROOT, USER, Directory, directory_of, person_of

WORK = 'emails[type eq "work"].value'


@pytest.fixture
def directory(app: Flask, cast: Cast) -> Directory:
    """A directory with Nadia's token."""
    return directory_of(app, cast.nadia)


def test_entra_looks_for_somebody_who_is_not_there(directory: Directory) -> None:
    """The test of a connection is a filter for a random user: an empty page, and no 404."""
    page = directory.get("/Users", filter='userName eq "9f0ab1e2-0000@example.com"')
    assert (page["totalResults"], page["Resources"]) == (0, [])


def test_entra_adds_a_user_with_more_than_is_kept(directory: Directory, cast: Cast) -> None:
    """A phone number and an address are taken and not kept; the manager may be a bare id."""
    made = directory.add(
        "Zoe@Example.com",
        active="True",
        externalId="0a21f0f2",
        displayName="Zoe Marsh",
        emails=[{"primary": True, "type": "work", "value": "zoe.marsh@example.com"}],
        phoneNumbers=[{"type": "mobile", "value": "+49 30 1"}],
        addresses=[{"type": "work", "formatted": "Quay 1"}],
        **{ENTERPRISE: {"department": "North", "employeeNumber": "701984", "manager": str(cast.max.id)}},
    )
    assert made["userName"] == "Zoe@Example.com"
    assert made[ENTERPRISE]["manager"]["value"] == str(cast.max.id)
    assert not {"phoneNumbers", "addresses"} & made.keys()
    person = person_of(cast.nadia, made)
    assert (person["email"], person["name"], person["team_name"]) == ("zoe@example.com", "Zoe Marsh", "North")
    assert [found["id"] for found in directory.find('userName eq "zoe@EXAMPLE.com"')] == [made["id"]]
    assert [found["id"] for found in directory.find('externalId eq "0a21f0f2"')] == [made["id"]]
    assert [found["id"] for found in directory.find(f'{WORK} eq "zoe.marsh@example.com"')] == [made["id"]]


def test_entra_changes_a_user_in_its_own_words(directory: Directory, cast: Cast) -> None:
    """Operations in capitals, booleans as strings, paths that select, and one without a path whose keys are paths."""
    made = directory.add("zoe@example.com", displayName="Zoe", emails=[{"type": "work", "value": "zoe@example.com"}])
    place = f"/Users/{made['id']}"
    directory.patch(
        place,
        {"op": "Replace", "path": WORK, "value": "z@example.com"},
        {"op": "Add", "path": 'emails[type eq "home"].value', "value": "home@example.com"},
        {"op": "Add", "path": 'addresses[type eq "work"].formatted', "value": "Quay 2"},
        {"op": "Replace", "value": {"name.givenName": "Zoe", "nickName": "Z", f"{ENTERPRISE}:department": "South"}},
        {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": str(cast.greta.id)},
        {"op": "Add", "path": "roles", "value": [{"primary": "True", "value": "author"}]},
    )
    user = directory.get(place)
    assert [email["value"] for email in user["emails"]] == ["z@example.com", "home@example.com"]
    assert (user["name"], user[ENTERPRISE]["department"]) == ({"givenName": "Zoe"}, "South")
    assert user[ENTERPRISE]["manager"]["value"] == str(cast.greta.id)
    person = person_of(cast.nadia, user)
    assert (person["email"], person["team_name"], person["roles"]) == ("zoe@example.com", "South", ["author"])
    directory.patch(place, {"op": "Replace", "path": "active", "value": "False"})
    assert directory.get(place)["active"] is False
    assert [found["id"] for found in directory.find('active eq "False"')] == [made["id"]]


def test_entra_takes_members_out_by_a_value(directory: Directory, cast: Cast) -> None:
    """What to remove stands in the value, not in the path; the standard's path does too."""
    people = [directory.add(f"p{number}@example.com")["id"] for number in range(3)]
    group = directory.add_group("Harbour", people[0])
    place = f"/Groups/{group['id']}"
    directory.patch(
        place, {"op": "Add", "path": "members", "value": [{"$ref": None, "value": one} for one in people[1:]]}
    )
    assert [member["value"] for member in directory.get(place)["members"]] == people
    directory.patch(place, {"op": "Remove", "path": "members", "value": [{"$ref": None, "value": people[0]}]})
    directory.patch(place, {"op": "remove", "path": f'members[value eq "{people[1]}"]'})
    assert [member["value"] for member in directory.get(place)["members"]] == people[2:]
    assert "members" not in directory.get(place, excludedAttributes="members")
    assert person_of(cast.nadia, {"id": people[2]})["team_name"] == "Harbour"
    assert person_of(cast.nadia, {"id": people[0]})["team_name"] is None


def test_okta_puts_the_whole_user(directory: Directory, cast: Cast) -> None:
    """It asks first, a page at a time, adds, and then sends all there is; what it leaves out is gone."""
    assert directory.find('userName eq "kim@example.com"', startIndex=1, count=100) == []
    name = {"givenName": "Kim", "familyName": "Aro"}
    emails = [{"primary": True, "value": "kim@example.com", "type": "work"}]
    made = directory.add("kim@example.com", name=name, emails=emails, locale="en-US", groups=[], active=True)
    whole = {**made, "name": {"givenName": "Kim", "familyName": "Berg"}, "password": "x1!aaaaaa", "active": True}
    del whole["emails"]
    answer = directory.ask("PUT", f"/Users/{made['id']}", {**whole, "schemas": [USER]})
    assert answer.status_code == 200
    assert not {"emails", "password"} & answer.get_json(force=True).keys()
    assert person_of(cast.nadia, made)["name"] == "Kim Berg"


def test_okta_lets_somebody_go_and_takes_them_back(directory: Directory, cast: Cast) -> None:
    """Both are a PATCH without a path; it gets an answer that is no error."""
    made = directory.add("kim@example.com")
    place = f"/Users/{made['id']}"
    directory.patch(place, {"op": "replace", "value": {"active": False}})
    assert person_of(cast.nadia, made)["left_at"] is not None
    directory.patch(place, {"op": "replace", "value": {"active": True}})
    assert person_of(cast.nadia, made)["left_at"] is None


def test_okta_renames_a_group_that_it_pushes(directory: Directory, cast: Cast) -> None:
    """The operation says the id too; the team takes the new name with everybody in it."""
    kim = directory.add("kim@example.com")
    group = directory.add_group("Pier", kim["id"])
    value = {"id": group["id"], "displayName": "Pier East"}
    directory.patch(f"/Groups/{group['id']}", {"op": "replace", "value": value})
    assert directory.find('displayName eq "pier east"', "/Groups")[0]["id"] == group["id"]
    assert person_of(cast.nadia, kim)["team_name"] == "Pier East"
    whole = {"schemas": [GROUP], "displayName": "Pier East", "members": []}
    assert directory.ask("PUT", f"/Groups/{group['id']}", whole).status_code == 200
    assert person_of(cast.nadia, kim)["team_name"] is None


def test_addresses_of_resources_are_those_that_people_reach_the_product_at(app: Flask, directory: Directory) -> None:
    """A location begins with BASE_URL, not with what the proxy calls us."""
    made = directory.add("kim@example.com")
    base = app.extensions["repertoire"].config.public_url
    assert made["meta"]["location"] == f"{base}{ROOT}/Users/{made['id']}"
