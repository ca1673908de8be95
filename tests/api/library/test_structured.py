"""What front matter says for readers: in the API for whoever may see it, and found by a search."""

from __future__ import annotations

from api.library.structured import StructuredOut
from content.fields.structured import INSIDE, SENT
from support.factories import Cast


def test_every_structured_field_is_answered() -> None:
    """By its name in the front matter."""
    assert set(StructuredOut.model_fields) == {*SENT, *INSIDE}


def test_a_page_says_its_structured_fields(cast: Cast) -> None:
    """A playbook, a sequence, a plan, a rubric and a case study each have theirs, and nothing else."""
    told = {
        "playbook-conversion": {"stage", "objective", "entry_criteria", "plays"},
        "outbound-logistics": {"steps"},
        "rubric-demo": {"criteria"},
        "frostvale-foods": {"customer", "results"},
        "quote-sent": {"subject", "fields"},
        "pricing-and-discounts": set[str](),
    }
    for page_id, names in told.items():
        fields = cast.ada.get(f"/content/{page_id}").get_json()["fields"]
        assert {name for name, value in fields.items() if value is not None} == names, page_id
    steps = cast.ada.get("/content/outbound-logistics").get_json()["fields"]["steps"]
    assert steps[0] == {"day": 0, "template": "first-touch-logistics"}


def test_partners_get_those_that_are_sent(cast: Cast) -> None:
    """The results of a customer's story, and no criteria of ours."""
    fields = cast.paula.get("/content/frostvale-foods").get_json()["fields"]
    turned = {"measure": "Average truck turn time", "before": "104 minutes", "after": "63 minutes"}
    assert fields["customer"] == "Frostvale Foods"
    assert fields["results"][0] == turned


def test_what_they_say_is_found(cast: Cast) -> None:
    """An entry criterion of a playbook, by words that its text lacks."""
    body = cast.ada.get('/search?q="corrected the business case"').get_json()
    assert "playbook-conversion" in [item["id"] for item in body["items"]]
