"""Templates of other systems are adopted in our words: their tags as our fields, their subject as one of the page's."""

from __future__ import annotations

import pytest

from content.authoring.adopting import adopt_text
from content.document import parse
from content.fields.models import EmailTemplateFields
from content.taxonomy import Taxonomy


def adopted(text: str) -> EmailTemplateFields | None:
    """Return the fields of a page once its patch was applied; None for one that is no template then."""
    after, _ = adopt_text(text, path="mails/a.md", page_id="a", language="en", taxonomy=Taxonomy(), wanted={})
    page, problems = parse(after, path="mails/a.md", taxonomy=Taxonomy())
    assert page is not None
    assert [problem for problem in problems if problem.severity == "error"] == []
    return page.fields if isinstance(page.fields, EmailTemplateFields) else None


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("For {{ company.name }}", "Hi {{ contact.firstname }}, {{ sender.fullname }}"),
        ("For {{account.name}}", "Hi {{first_name}}, {{sender.name}}"),
        ("For {{company}}", "Hi {{first_name}}, {{my.name}}"),
        ("For {!Account.Name}", "Hi {!Contact.FirstName}, {!User.Name}"),
        ("For *|COMPANY|*", "Hi *|FNAME|*, {{ sender_name }}"),
        ("For [Company]", "Hi [First Name], [Sender Name]"),
    ],
)
def test_tags_become_our_fields(subject: str, body: str) -> None:
    """Of HubSpot, Outreach, Salesloft, Salesforce, Mailchimp, and those that people fill in by hand."""
    text = f"# A mail\n\nSubject: {subject}\n\n{body}\n"
    after, done = adopt_text(text, path="a.md", page_id="a", language="en", taxonomy=Taxonomy(), wanted={})
    fields = adopted(text)
    assert fields is not None
    assert fields.subject == "For {{ company }}"
    assert set(fields.fields) == {"company", "first_name", "sender_name"}
    assert after.endswith("# A mail\n\nHi {{ first_name }}, {{ sender_name }}\n")
    assert done.patch.startswith("--- a/a.md")


def test_a_default_comes_along_and_code_stays_as_it_is() -> None:
    """HubSpot's longer way has one."""
    text = (
        "---\ntype: email-template\nsubject: Hello\n---\n"
        "Hi {{ personalization_token('contact.firstname', 'there') }}\n\n```\n{{ contact.lastname }}\n```\n"
    )
    after, _ = adopt_text(text, path="a.md", page_id="a", language="en", taxonomy=Taxonomy(), wanted={})
    assert "Hi {{ first_name }}\n\n```\n{{ contact.lastname }}\n```" in after
    fields = adopted(text)
    assert fields is not None
    assert fields.fields["first_name"].default == "there"


@pytest.mark.parametrize(
    "text",
    [
        "# A page\n\nHi {{ contact.firstname }}\n",
        "# A page\n\nSubject: prices\n\nNothing to fill in.\n",
        "---\ntype: guide\n---\n# A\n\nSubject: x\n\nHi *|FNAME|*\n",
        "# A page\n\nSubject: x\n\nUse {{ page.title }} in Hugo.\n",
    ],
)
def test_what_is_not_surely_a_template_stays_as_it_is(text: str) -> None:
    """Without a subject, without a tag of a person or a company, or with another type."""
    after, _ = adopt_text(text, path="a.md", page_id="a", language="en", taxonomy=Taxonomy(), wanted={})
    assert after.endswith(text.rpartition("---\n")[2])
    assert adopted(text) is None
