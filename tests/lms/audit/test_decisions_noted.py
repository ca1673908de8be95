"""Decisions that a session doesn't see by itself, and what is said of secrets: each is an entry, once."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry
from lms.crm.aliases import forget_alias, set_alias
from lms.days import Now
from lms.notices.feeds import issue_feed, revoke_feed
from lms.scoring.assessments import release_assessment
from lms.sending.suppression import lift, suppress
from lms.sharing.links import LinkChange, LinkTerms, Shared, change_link, make_link
from lms.training.ending import end_rule
from support.factories import MONDAY, Cast
from support.learning import give, on
from support.scoring import assess, seat

NOW = Now(MONDAY, MONDAY.date())
PAGE, PLAN = Shared("page", "dockside", "Dockside"), Shared("file", "plan.pdf", "plan.pdf")


def _noted(session: Session, noun: str) -> list[tuple[str, UUID | None, dict[str, Any]]]:
    """Commit, and return action, person and details of the entries of a noun, oldest first."""
    session.commit()
    wanted = select(AuditEntry).where(AuditEntry.action.startswith(f"{noun}.")).order_by(AuditEntry.number)
    return [
        (entry.action.partition(".")[2], entry.person_id, json.loads(entry.details or "{}"))
        for entry in session.scalars(wanted)
    ]


def test_ending_a_rule_for_a_team_is_noted_once(session: Session, cast: Cast) -> None:
    """Nadia's rule is ended by Max for North, and saying it again changes nothing."""
    rule = give(session, cast.nadia, [cast.ada.id, cast.olga.id])
    for _ in range(2):
        end_rule(session, actor=cast.max.actor, rule_id=rule.id, now=on(1))
    ((became, _, said),) = _noted(session, "rule-end")
    assert became == "added"
    assert (said["after"]["team_id"], said["after"]["rule_id"]) == (str(cast.teams["North"]), str(rule.id))


def test_an_address_that_may_not_be_written_to_is_noted_once_and_its_lifting(session: Session, cast: Cast) -> None:
    """Whoever says it: here somebody, then nobody by a link, who finds it said."""
    made = suppress(session, email="Lena@buyer.example", by_id=cast.ada.id, reason="asked", now=NOW)
    suppress(session, email="lena@buyer.example", by_id=None, reason="link", now=NOW)
    lift(session, actor=cast.nadia.actor, suppressed_id=made.id, now=NOW)
    added, changed = _noted(session, "suppressed-address")
    assert (added[0], changed[0]) == ("added", "changed")
    assert added[2]["after"]["email"] == "lena@buyer.example"
    assert changed[2]["after"]["lifted_by_id"] == str(cast.nadia.id)


def test_the_end_of_a_calendars_address_is_noted(session: Session, cast: Cast) -> None:
    """Where another takes its place too, and not again where none works."""
    for _ in range(2):
        issue_feed(session, actor=cast.ada.actor, at=MONDAY)
    for _ in range(2):
        revoke_feed(session, actor=cast.ada.actor, at=MONDAY)
    found = _noted(session, "calendar")
    assert [became for became, _, _ in found].count("added") == 2
    ended = [said for became, whose, said in found if became == "changed" and whose == cast.ada.id]
    assert [said["before"] for said in ended] == [{"revoked_at": None}] * 2


def test_who_an_owner_of_the_crm_is_is_noted_and_taken_back(session: Session, cast: Cast) -> None:
    """Said, said of somebody else, said again, and taken back."""
    for player in (cast.ada, cast.max, cast.max):
        set_alias(session, name=" A. LIND", person_id=player.id, by_id=cast.nadia.id, at=MONDAY)
    forget_alias(session, name="a. lind")
    found = _noted(session, "crm-owner")
    assert [(became, whose) for became, whose, _ in found] == [
        ("added", cast.ada.id),
        ("changed", cast.max.id),
        ("removed", cast.max.id),
    ]
    assert found[1][2]["before"] == {"person_id": str(cast.ada.id)}
    assert found[2][2]["before"] == {"name": "a. lind", "person_id": str(cast.max.id)}
    # What an erasure leaves of an entry doesn't say what the person is called.
    assert not session.scalars(select(AuditEntry.id).where(AuditEntry.subject.contains("lind"))).all()


def test_of_a_passcode_is_said_that_there_is_one_and_never_which(session: Session, cast: Cast) -> None:
    """Set with the link, set anew, taken away and set."""
    terms = LinkTerms("Dockside", "Lena", passcode="first-code")
    link = make_link(session, actor=cast.ada.actor, terms=terms, items=[PAGE], now=NOW)
    hashes = [link.passcode]
    for passcode in ("second-code", "", "third-code"):
        change_link(session, actor=cast.ada.actor, link_id=link.id, change=LinkChange(passcode=passcode), now=NOW)
        hashes.append(link.passcode)
    made, *changed = _noted(session, "buyer-link")
    assert made[2]["after"]["passcode"] == "set"
    assert [(said["before"], said["after"]) for _, _, said in changed] == [
        ({"passcode": "set"}, {"passcode": "set anew"}),
        ({"passcode": "set"}, {"passcode": None}),
        ({"passcode": None}, {"passcode": "set"}),
    ]
    said = " ".join(entry.details or "" for entry in session.scalars(select(AuditEntry)))
    secrets = ["-code", link.secret, *(part for own in hashes if own for part in (own.hex(), repr(own)))]
    assert not [secret for secret in secrets if secret in said]


def test_what_a_link_leads_to_is_noted(session: Session, cast: Cast) -> None:
    """A file that comes, and a page that goes; another order of the same is no change of it."""
    made = make_link(session, actor=cast.ada.actor, terms=LinkTerms("Dockside", "Lena"), items=[PAGE], now=NOW)
    for items in ([PAGE, PLAN], [PLAN, PAGE], [PLAN]):
        change_link(session, actor=cast.ada.actor, link_id=made.id, change=LinkChange(items=items), now=NOW)
    first, second, gone = _noted(session, "buyer-link-item")
    assert [said["after"]["target"] for _, _, said in (first, second)] == ["dockside", "plan.pdf"]
    assert first[2]["after"]["link_id"] == str(made.id)
    assert (gone[0], list(gone[2]["after"])) == ("changed", ["removed_at"])


def test_what_a_rep_lets_later_managers_see_is_noted(session: Session, cast: Cast) -> None:
    """And that they take it back; what changes nothing isn't."""
    call = assess(session, cast.max, cast.ada)
    for is_released in (True, True, False):
        release_assessment(session, seat=seat(session, cast.ada, call), is_released=is_released, now=on())
    found = _noted(session, "assessment")
    assert [(became, whose) for became, whose, _ in found] == [("released", cast.ada.id), ("held-back", cast.ada.id)]
    assert found[0][2]["before"] == found[1][2]["after"] == {"released_at": None}
