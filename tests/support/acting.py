"""What the cast does in the tests of the API and of the records, and what is checked of every answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7
from werkzeug.test import TestResponse

from api.web.context import parts
from api.web.database import db
from content.library import Library
from content.quiz.reading import read_quiz
from lms.people.access import Actor
from lms.people.directory import get_person
from lms.people.proofs import issue_token
from lms.training.courses import register_course
from lms.training.waivers import waive_course
from lms.usage.models import SearchEvent
from lms.usage.searched import Searched
from support.factories import MONDAY, PREFIX, Cast, Player
from support.learning import PLAIN, complete, give, on, read
from support.learning import QUIZ as LEARNED

T = TypeVar("T")
ALPHA = replace(LEARNED, id="alpha", title="Alpha", areas=("product",), skills=("discovery",))
BETA = replace(PLAIN, id="beta", title="Beta", areas=("product", "tools"), skills=("negotiation",))
# By days after Monday: how Ada, Sven and Olga stand in Alpha and Beta after `live_through`; `-` is not assigned.
LIFE = {
    -1: ("- -", "- -", "- -"),
    0: ("not_started not_started", "not_started not_started", "- not_started"),
    2: ("not_started not_started", "not_started waived", "- not_started"),
    5: ("complete not_started", "not_started waived", "- in_progress"),
    9: ("complete not_started", "not_started not_started", "- in_progress"),
    11: ("complete not_started", "overdue not_started", "- in_progress"),
    15: ("complete not_started", "complete not_started", "- in_progress"),
    20: ("complete not_started", "complete not_started", "- in_progress"),
    21: ("complete overdue", "complete overdue", "- overdue"),
    340: ("expiring overdue", "complete overdue", "- overdue"),
    371: ("expired overdue", "expiring overdue", "- overdue"),
}
COURSE = "course-discovery-calls"
QUIZ = "quiz-discovery-calls"
PAGE = "too-expensive"


def newcomer(cast: Cast, *roles: str, team: str | None = None) -> Player:
    """Let the admin add Uma with some roles, and return her as one of the cast."""
    body = {"email": "uma@brightwharf.example", "name": "Uma", "roles": list(roles)}
    made = cast.nadia.post("/people", body | ({"team_id": str(cast.teams[team])} if team else {}))
    assert made.status_code == 201, made.get_data(as_text=True)
    with cast.nadia.client.application.app_context():
        person = get_person(db.session(), person_id=UUID(made.get_json()["id"]))
        _, token = issue_token(db.session(), person=person, name="test", at=datetime.now(UTC))
        db.session.commit()
        who = Actor.of(person)
        db.session.remove()
    return replace(cast.nadia, id=who.id, name=who.name, email=who.email, actor=who, token=token)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect what is sent to a database meanwhile, each statement as one line without its values."""
    sent: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        sent.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def at_once(*calls: Callable[[], T]) -> list[T]:
    """Make calls in threads at the same time, and return what they returned."""
    results: list[T] = []
    threads = [Thread(target=lambda call=call: results.append(call())) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def meanwhile(session: Session, first: Callable[[Session], object], second: Callable[[Session], T]) -> T | Exception:
    """Do the first thing, and the second in another transaction before the first is committed.

    Returns what came of the second, be it an error.
    """
    outcome: list[T | Exception] = []
    engine = session.get_bind()

    def run() -> None:
        with Session(engine, expire_on_commit=False) as other:
            try:
                outcome.append(second(other))
                other.commit()
            except Exception as error:  # noqa: BLE001 - the test says which errors are right
                outcome.append(error)

    session.rollback()
    first(session)
    thread = Thread(target=run)
    thread.start()
    thread.join(0.3)
    session.commit()
    thread.join()
    return outcome[-1]


def failures(*calls: Callable[[], object]) -> list[Exception]:
    """Make calls in threads at the same time, and return what they raised."""

    def outcome(call: Callable[[], object]) -> Exception | None:
        try:
            call()
        except Exception as error:  # noqa: BLE001 - the test says that there is none
            return error
        return None

    return [error for error in at_once(*[lambda call=call: outcome(call) for call in calls]) if error is not None]


def problem_of(answer: TestResponse, status: int) -> dict[str, Any]:
    """Return the problem of an answer after checking that it is one, of this status, after RFC 9457."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    body: dict[str, Any] = answer.get_json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body.pop("request_id") == answer.headers["X-Request-ID"]  # of each answer another
    return body


def pointers_of(answer: TestResponse) -> list[str]:
    """Return the pointers to the bad fields of a 422."""
    return sorted(error["pointer"] for error in problem_of(answer, 422)["errors"])


def items_of(answer: TestResponse) -> list[dict[str, Any]]:
    """Return the items of a list that was answered with 200."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: list[dict[str, Any]] = answer.get_json()["items"]
    return found


def follow(player: Player, path: str) -> list[list[dict[str, Any]]]:
    """Return every page of a collection, `next` followed to its end."""
    pages = []
    address: str | None = f"{PREFIX}{path}"
    while address is not None:
        answer = player.get(address.removeprefix(PREFIX))
        pages.append(items_of(answer))
        address = answer.get_json()["next"]
    return pages


def searched(person_id: UUID, query: str = "price", **fields: object) -> Searched:
    """Return a search of Monday morning as the journal takes it."""
    known: dict[str, object] = {
        "id": uuid7(),
        "person_id": person_id,
        "session_id": UUID(int=5),
        "at": MONDAY,
        "query": query,
        "normal": query.lower(),
        "language": "en",
        "filters": {},
        "page": 1,
        "was_typing": False,
        "hits": 3,
        "took_ms": 1.5,
    }
    return Searched(**{**known, **fields})  # type: ignore[arg-type]  # the test says what is what


def queries(session: Session) -> list[str]:
    """Return the queries of the searches in the database in the order they were made."""
    return list(session.scalars(select(SearchEvent.query).order_by(SearchEvent.id)))


def recorded_searches(session: Session) -> list[SearchEvent]:
    """Move what the app's journal holds into the database, and return all searches in the order they were made."""
    parts().journal.move(session)
    return list(session.scalars(select(SearchEvent).order_by(SearchEvent.id)))


def in_days(days: int) -> date:
    """Return the day so many days from today, in UTC."""
    return datetime.now(UTC).date() + timedelta(days=days)


def assign(player: Player, *people: Player, course_id: str = COURSE, days: int = 7) -> TestResponse:
    """Assign a course, due in some days, to people."""
    ids = [str(person.id) for person in people]
    due_on = in_days(days).isoformat()
    return player.post("/training/assignments", {"course_id": course_id, "person_ids": ids, "due_on": due_on})


def right_answers(library: Library) -> list[list[int]]:
    """Return the right answers to the quiz of COURSE, whose options stand where its page has them."""
    questions = read_quiz(library.by_id[QUIZ])[0].questions
    return [[at for at, option in enumerate(question.options) if option.is_right] for question in questions]


def read_lessons(player: Player, course_id: str = COURSE) -> TestResponse:
    """Read every lesson of a course and return the last answer."""
    course = player.get(f"/training/courses/{course_id}").get_json()
    for lesson in course["lessons"]:
        answer = player.put(f"/training/courses/{course_id}/lessons/{lesson['page']['id']}/read")
        assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer


def begin(player: Player, course_id: str = COURSE) -> dict[str, Any]:
    """Begin an attempt at a course's quiz, or go on with the open one, and return it."""
    answer = player.post(f"/training/courses/{course_id}/attempts")
    assert answer.status_code in {200, 201}, answer.get_data(as_text=True)
    attempt: dict[str, Any] = answer.get_json()
    return attempt


def hand_in(player: Player, attempt: dict[str, Any], answers: list[Any], **options: Any) -> TestResponse:
    """Hand in an attempt with these answers."""
    return player.post(f"/training/attempts/{attempt['id']}/submit", {"answers": answers}, **options)


def pass_course(player: Player, library: Library) -> TestResponse:
    """Read the lessons of COURSE and hand in the right answers."""
    read_lessons(player)
    return hand_in(player, begin(player), right_answers(library))


def live_through(session: Session, cast: Cast) -> None:
    """Let North and South learn from Monday on; what becomes of it stands in `LIFE`. Commits.

    Max gives Alpha to Ada and Sven, due after ten days; Nadia gives Beta to every rep, due after twenty. Ada completes
    Alpha on day 5 and Sven on day 15; Beta is waived for Sven on days 2 to 8; Olga begins it on day 3.
    """
    for course in (ALPHA, BETA):
        register_course(session, course=course, day=on().day)
    give(session, cast.max, [cast.ada.id, cast.sven.id], course_id="alpha", due_days=10)
    give(session, cast.nadia, course_id="beta", due_days=20, role="rep")
    person = {"person_id": cast.sven.id, "course": BETA, "reason": "was ill", "until_on": on(8).day}
    waive_course(session, actor=cast.max.actor, now=on(2), **person)  # type: ignore[arg-type]  # as it takes them
    read(session, cast.olga.actor, BETA, "one", on(3))
    complete(session, cast.ada.actor, ALPHA, on(5))
    complete(session, cast.sven.actor, ALPHA, on(15))
    session.commit()


def follow_people_of(player: Player, path: str) -> list[dict[str, Any]]:
    """Return the lines of a matrix, `next` followed to its end."""
    lines: list[dict[str, Any]] = []
    address: str | None = f"{PREFIX}{path}"
    while address is not None:
        answer = player.get(address.removeprefix(PREFIX))
        assert answer.status_code == 200, answer.get_data(as_text=True)
        lines += answer.get_json()["people"]
        address = answer.get_json()["next"]
    return lines


def rows_of(answer: TestResponse) -> list[dict[str, str]]:
    """Return the rows of a CSV download after checking that a spreadsheet reads it as UTF-8."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
