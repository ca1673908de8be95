"""Templates with the merge tags of other systems, by the one table of names."""

from __future__ import annotations

import pytest
import yaml

from content.email.names import KNOWN, SYSTEMS, FieldNames, naming_fault
from content.email.rendering import Template
from content.email.tagging import tag_template
from content.fields.items import MergeField

FIELDS = {"first_name": "there", "company": "you", "sender_name": "us", "site_city": "your site"}
MADE = Template(
    "For {{ company }}",
    "<p>Hi {{ first_name }} in {{ site_city }}, {{ Sender_Name }}</p>",
    "en",
    {name: MergeField(default=text) for name, text in FIELDS.items()} | {"Sender_Name": MergeField()},
)


@pytest.mark.parametrize(
    ("system", "subject", "text"),
    [
        ("hubspot", "For {{ company.name }}", "Hi {{ contact.firstname }} in your site, {{ sender.fullname }}"),
        ("salesforce", "For {!Account.Name}", "Hi {!Contact.FirstName} in your site, {!User.Name}"),
        ("outreach", "For {{account.name}}", "Hi {{first_name}} in your site, {{sender.name}}"),
        ("salesloft", "For {{company}}", "Hi {{first_name}} in your site, {{my.name}}"),
        ("mailchimp", "For *|COMPANY|*", "Hi *|FNAME|* in your site, [Sender Name]"),
        ("plain", "For [Company]", "Hi [First name] in [Site city], [Sender Name]"),
    ],
)
def test_each_system_gets_its_own_tags(system: str, subject: str, text: str) -> None:
    """What it has none for stands there with its default, and is listed."""
    name = next(one for one in SYSTEMS if one == system)
    tagged = tag_template(MADE, name, FieldNames({}))
    assert (tagged.draft.subject, tagged.draft.text) == (subject, f"{text}\n")
    lacking = {"plain": [], "mailchimp": ["sender_name", "site_city", "Sender_Name"]}
    assert list(tagged.unmapped) == lacking.get(system, ["site_city"])


def test_a_library_says_what_its_own_fields_are_called() -> None:
    """In its taxonomy; that counts before the usual names."""
    own = {
        "site_city": {"from": "account.region", "hubspot": "company.city"},
        "company": {"hubspot": "contact.company"},
    }
    tagged = tag_template(MADE, "hubspot", FieldNames(own))
    assert tagged.unmapped == ()
    assert tagged.draft.subject == "For {{ contact.company }}"
    assert "{{ company.city }}" in tagged.draft.text


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("{from: account.name, also: [x], mailchimp: X}", None),
        ("{from: account.mood}", "nothing is filled in from `account.mood`"),
        ("{marketo: x}", "`marketo` isn't known here"),
        ("{also: x}", "`also` is a list"),
        ("x", "say `from`, `also`"),
    ],
)
def test_what_a_taxonomy_says_of_a_field_is_checked(said: str, fault: str | None) -> None:
    """With what it may say instead."""
    found = naming_fault(yaml.safe_load(said))
    assert found is None if fault is None else (found or "").startswith(fault)


def test_the_usual_names_are_filled_in_from_what_is_known() -> None:
    """And no name means two fields."""
    names = FieldNames({})
    for name in ("first_name", "Prospect_Name", "account_name", "sender", "MY_EMAIL"):
        record, _, part = (names.of(name).source or "").partition(".")
        assert part in KNOWN[record], name
    assert names.of("site_city").source is None
