"""People leave and come back: what holds on every day, and until when they can sign in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.changes import change_person, come_back, leave
from lms.people.directory import addresses
from lms.people.memberships import employment, members_on
from lms.people.models import Person
from lms.people.proofs import actor_of_cookie, actor_of_token, issue_link, issue_token, sign_out_leavers, use_link
from support.acting import meanwhile
from support.factories import MONDAY, Cast, add_rep

CAME = MONDAY.date()
TODAY = date(2026, 6, 1)
MAY = date(2026, 5, 1)
JULY = date(2026, 7, 1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
UTC_ZONE = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("zone", "last_day", "ends_at"),
    [
        ("UTC", date(2026, 6, 30), datetime(2026, 7, 1, tzinfo=UTC)),
        ("Pacific/Auckland", date(2026, 6, 30), datetime(2026, 6, 30, 12, tzinfo=UTC)),
        ("America/Los_Angeles", date(2026, 6, 30), datetime(2026, 7, 1, 7, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),
    ],
)
def test_who_leaves_can_sign_in_until_midnight_of_the_last_day(
    session: Session, cast: Cast, zone: str, last_day: date, ends_at: datetime
) -> None:
    """In the company's time zone, also on days of 23 and 25 hours: token, cookie, link and address."""
    ada = leave(session, person_id=cast.ada.id, on=last_day, now=_now(TODAY), zone=ZoneInfo(zone))
    before, after = ends_at - SECOND, ends_at
    _, token = issue_token(session, person=ada, name="x", at=before)
    spent, unspent = (issue_link(session, person=ada, at=before) for _ in range(2))
    cookie = use_link(session, secret=spent, at=before)
    for at, is_here in ((before, True), (after, False)):
        assert (actor_of_token(session.connection(), secret=token, at=at) is not None) is is_here
        assert (actor_of_cookie(session.connection(), cookie=cookie, at=at) is not None) is is_here
        assert (ada.email in addresses(session, at=at)) is is_here
        assert ada.has_left(at) is not is_here
    with pytest.raises(NotFound):
        use_link(session, secret=unspent, at=after)
    assert _spans(session, cast.ada.id) == [(CAME, last_day + DAY)]


@pytest.mark.parametrize("is_swept", [False, True])
def test_who_comes_back_signs_in_anew(session: Session, cast: Cast, is_swept: bool) -> None:
    """A browser, a token and a link from before the last day open nothing again; of somebody else they stay."""
    noon = datetime.combine(JULY, time(12), UTC)
    ada, max_ = session.get_one(Person, cast.ada.id), session.get_one(Person, cast.max.id)
    known = [
        (issue_token(session, person=one, name="x", at=noon)[1], _browser(session, one, noon)) for one in (ada, max_)
    ]
    unspent = issue_link(session, person=ada, at=noon)
    leave(session, person_id=ada.id, on=JULY, now=_now(JULY), zone=UTC_ZONE)
    assert sign_out_leavers(session, at=noon) == 0
    after = noon + DAY
    if is_swept:
        assert [sign_out_leavers(session, at=after) for _ in range(2)] == [1, 0]
    come_back(session, person_id=ada.id, on=JULY + 2 * DAY, team_id=None, now=Now(after, after.date()))
    opened = [
        (actor_of_token(session.connection(), secret=token, at=after) is not None)
        and (actor_of_cookie(session.connection(), cookie=cookie, at=after) is not None)
        for token, cookie in known
    ]
    assert opened == [False, True]
    with pytest.raises(NotFound):
        use_link(session, secret=unspent, at=after)
    assert actor_of_cookie(session.connection(), cookie=_browser(session, ada, after), at=after) is not None


def test_taking_a_last_day_back_that_lies_ahead_signs_nobody_out(session: Session, cast: Cast) -> None:
    """Nothing has ended yet."""
    noon = datetime.combine(TODAY, time(12), UTC)
    cookie = _browser(session, session.get_one(Person, cast.ada.id), noon)
    leave(session, person_id=cast.ada.id, on=JULY, now=_now(TODAY), zone=UTC_ZONE)
    come_back(session, person_id=cast.ada.id, on=JULY + DAY, team_id=None, now=_now(TODAY))
    assert actor_of_cookie(session.connection(), cookie=cookie, at=noon) is not None


def _browser(session: Session, person: Person, at: datetime) -> str:
    return use_link(session, secret=issue_link(session, person=person, at=at), at=at)


def test_who_left_and_came_back_has_two_spans(session: Session, cast: Cast) -> None:
    """Ada is gone in May and back in South in June."""
    _leave(session, cast, MAY - DAY)
    back = _return(session, cast, TODAY)
    assert (back.left_at, back.team_id) == (None, cast.teams["South"])
    assert _spans(session, cast.ada.id) == [(CAME, MAY), (TODAY, None)]
    assert cast.ada.id in session.scalars(members_on(MAY - DAY, [cast.teams["North"]])).all()
    for day, team in ((MAY, "North"), (TODAY - DAY, "North"), (TODAY, "North"), (TODAY - DAY, "South")):
        assert cast.ada.id not in session.scalars(members_on(day, [cast.teams[team]])).all()
    assert cast.ada.id in session.scalars(members_on(TODAY, [cast.teams["South"]])).all()


def test_a_last_day_may_be_moved_in_both_directions(session: Session, cast: Cast) -> None:
    """The last that was said holds, of days passed and of days ahead."""
    for last_day in (JULY, TODAY, JULY + DAY, MAY, MAY + DAY, CAME):
        ada = _leave(session, cast, last_day)
        assert ada.left_at == datetime.combine(last_day + DAY, time(), UTC)
        assert _spans(session, cast.ada.id) == [(CAME, last_day + DAY)]


def test_a_last_day_before_a_move_takes_the_move_away(session: Session, cast: Cast) -> None:
    """Nobody moves after leaving."""
    change_person(
        session, actor=None, person_id=cast.ada.id, on=MAY, now=_now(TODAY), team_id=cast.teams["South"], region="UK"
    )
    _leave(session, cast, date(2026, 4, 1))
    assert _spans(session, cast.ada.id) == [(CAME, date(2026, 4, 2))]


def test_a_first_span_can_be_corrected_after_the_return(session: Session, cast: Cast) -> None:
    """What came later stays, and with it the access."""
    _leave(session, cast, MAY)
    _return(session, cast, TODAY)
    ada = _leave(session, cast, MAY + DAY)
    assert ada.left_at is None
    assert _spans(session, cast.ada.id) == [(CAME, MAY + 2 * DAY), (TODAY, None)]


def test_leaving_ahead_can_be_taken_back(session: Session, cast: Cast) -> None:
    """By returning on the very next day; a gap ahead is told when it has begun."""
    _leave(session, cast, JULY)
    with pytest.raises(Conflict, match="until 2026-07-01; record it after that"):
        _return(session, cast, JULY + 2 * DAY)
    assert _return(session, cast, JULY + DAY).left_at is None
    assert _spans(session, cast.ada.id) == [(CAME, None)]


def test_a_return_may_lie_ahead_and_be_called_off(session: Session, cast: Cast) -> None:
    """Ada can sign in again at once, but is with the company from July only."""
    _leave(session, cast, MAY)
    back = _return(session, cast, JULY)
    assert (back.left_at, back.team_id) == (None, cast.teams["South"])
    assert _spans(session, cast.ada.id) == [(CAME, MAY + DAY), (JULY, None)]
    gone = _leave(session, cast, TODAY)
    assert gone.left_at == datetime.combine(MAY + DAY, time(), UTC)
    assert _spans(session, cast.ada.id) == [(CAME, MAY + DAY)]


def test_who_never_starts_was_never_there(session: Session, cast: Cast) -> None:
    """Pia signs in before her first day, and declines; later she comes after all."""
    pia = add_rep(session, "p@x.example", name="Pia", hired_on=JULY)
    _, token = issue_token(session, person=pia, name="x", at=_now(TODAY).at)
    assert actor_of_token(session.connection(), secret=token, at=_now(TODAY).at) is not None
    leave(session, person_id=pia.id, on=TODAY - DAY, now=_now(TODAY), zone=UTC_ZONE)
    assert actor_of_token(session.connection(), secret=token, at=_now(TODAY).at) is None
    assert _spans(session, pia.id) == []
    come_back(session, person_id=pia.id, on=JULY, team_id=None, now=_now(TODAY))
    assert actor_of_token(session.connection(), secret=token, at=_now(TODAY).at) is None
    _, new = issue_token(session, person=pia, name="y", at=_now(TODAY).at)
    assert actor_of_token(session.connection(), secret=new, at=_now(TODAY).at) is not None
    assert _spans(session, pia.id) == [(JULY, None)]


@pytest.mark.parametrize("last_day", [CAME - DAY, date(2036, 6, 5), date.max])
def test_a_last_day_before_the_first_or_in_another_age_is_refused(session: Session, cast: Cast, last_day: date) -> None:
    """At the field."""
    with pytest.raises(Conflict) as refused:
        _leave(session, cast, last_day)
    assert refused.value.field == "last_day"


def test_only_who_left_can_come_back(session: Session, cast: Cast) -> None:
    """Not before the last day, not twice, and not into a team that isn't there."""
    with pytest.raises(Conflict, match="is with the company"):
        _return(session, cast, TODAY)
    _leave(session, cast, MAY)
    for on, says in ((MAY, "was with the company until 2026-05-01"), (date.max, "more than ten years ahead")):
        with pytest.raises(Conflict, match=says):
            _return(session, cast, on)
    with pytest.raises(NotFound):
        come_back(session, person_id=cast.ada.id, on=TODAY, team_id=uuid7(), now=_now(TODAY))


def test_who_left_can_not_be_moved_but_renamed(session: Session, cast: Cast) -> None:
    """A team that she was in before is another thing, and may be told late."""
    _leave(session, cast, MAY)
    with pytest.raises(Conflict, match="wasn't with the company on 2026-06-01"):
        _move(session, cast, TODAY)
    _move(session, cast, MAY)
    assert cast.ada.id in session.scalars(members_on(MAY, [cast.teams["South"]])).all()
    assert _spans(session, cast.ada.id) == [(CAME, MAY + DAY)]
    change_person(session, actor=None, person_id=cast.ada.id, on=TODAY, now=_now(TODAY), name="Ada Berg")
    with pytest.raises(Conflict) as refused:
        change_person(session, actor=None, person_id=cast.ada.id, on=TODAY, now=_now(TODAY), hired_on=MAY + DAY)
    assert refused.value.field == "hired_on"


def test_who_is_about_to_leave_can_still_be_moved(session: Session, cast: Cast) -> None:
    """The last day stays."""
    _leave(session, cast, JULY)
    assert _move(session, cast, TODAY).team_id == cast.teams["South"]
    assert _spans(session, cast.ada.id) == [(CAME, JULY + DAY)]


def test_the_last_admin_can_not_leave(session: Session, cast: Cast) -> None:
    """Nor the second last while the last is about to."""
    with pytest.raises(Conflict, match="last admin"):
        leave(session, person_id=cast.nadia.id, on=JULY, now=_now(TODAY), zone=UTC_ZONE)
    session.rollback()
    change_person(session, actor=None, person_id=cast.mara.id, on=TODAY, now=_now(TODAY), roles=["admin"])
    leave(session, person_id=cast.nadia.id, on=JULY, now=_now(TODAY), zone=UTC_ZONE)
    with pytest.raises(Conflict, match="last admin"):
        leave(session, person_id=cast.mara.id, on=JULY, now=_now(TODAY), zone=UTC_ZONE)


def test_leaving_and_moving_at_once_happen_one_after_the_other(session: Session, cast: Cast) -> None:
    """The move sees that she left, whichever of the two began."""
    outcome = meanwhile(session, lambda one: _leave(one, cast, MAY), lambda other: _move(other, cast, TODAY))
    assert isinstance(outcome, Conflict)
    assert _spans(session, cast.ada.id) == [(CAME, MAY + DAY)]


def _now(day: date) -> Now:
    return Now(datetime.combine(day, time(12), UTC), day)


def _leave(session: Session, cast: Cast, on: date) -> Person:
    return leave(session, person_id=cast.ada.id, on=on, now=_now(TODAY), zone=UTC_ZONE, actor=cast.nadia.actor)


def _return(session: Session, cast: Cast, on: date) -> Person:
    return come_back(session, person_id=cast.ada.id, on=on, team_id=cast.teams["South"], now=_now(TODAY))


def _move(session: Session, cast: Cast, on: date) -> Person:
    given: Any = {"actor": cast.nadia.actor, "now": _now(TODAY), "team_id": cast.teams["South"]}
    return change_person(session, person_id=cast.ada.id, on=on, **given)


def _spans(session: Session, person_id: UUID) -> list[tuple[date, date | None]]:
    return employment(session, person_ids=[person_id])[person_id]
