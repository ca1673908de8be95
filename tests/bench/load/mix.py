"""What people ask on a working day: searches and pages mostly, training, reports, and the rest, by how often."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import quote

from bench.figures import QUERIES

COURSES = {
    "course-discovery-calls": ("lesson-before-the-call", "lesson-questions-that-open", "lesson-closing-the-call"),
    "course-dockside-basics": ("lesson-the-problem-at-the-gate", "lesson-slots-and-rules", "lesson-showing-the-value"),
}
KPIS = ("win_rate", "won_value", "sales_cycle", "training_completion", "content_adoption", "coaching_coverage")
QUIZ = "course-discovery-calls"
REPORTS = "reports"
# How many of a hundred requests belong to each part.
SHARES = {"finding": 60, "training": 20, REPORTS: 10, "rest": 10}
API = "/api/v1"


Asked = tuple[str, str] | tuple[str, str, Any]


class Request(NamedTuple):
    """What is asked: `kind` names it in the table, and `group` says which part of the mix it belongs to."""

    group: str
    kind: str
    method: str
    path: str
    body: Any = None


class Day:
    """One person's day, request by request: what was found is opened, and a quiz that was begun is answered."""

    def __init__(self, number: int) -> None:
        """Begin a day of its own."""
        self.dice = random.Random(number)
        self.search_id: str | None = None
        self.page = "product-dockside"
        self.site = "/"
        self.read: set[str] = set()
        self.attempt: tuple[str, int] | None = None

    def next(self, group: str) -> Request:
        """Return what this person asks next of a part of the mix."""
        kinds = MIX[group]
        (kind,) = self.dice.choices(list(kinds), list(kinds.values()))
        if kind is quiz and not self.read.issuperset(COURSES[QUIZ]):
            kind = lesson
        return Request(group, kind.__name__.replace("_", " "), *kind(self))

    def heard(self, asked: Request, answer: Any) -> None:
        """Remember what an answer said."""
        if asked.kind == "search" and answer["items"]:
            hit = self.dice.choice(answer["items"][:3])
            self.search_id, self.page, self.site = answer["search_id"], hit["id"], hit["url"]
        elif asked.kind == "lesson":
            self.read.add(answer["lesson_id"])
        elif asked.kind == "quiz" and "questions" in answer:
            self.attempt = answer["id"], len(answer["questions"])


def search(day: Day) -> Asked:
    """Search for something that people search for."""
    return "GET", f"{API}/search?q={quote(day.dice.choice(QUERIES))}"


def opened(day: Day) -> Asked:
    """Tell that the page was opened which a search found."""
    return "POST", f"{API}/opens", {"page_id": day.page, "search_id": day.search_id}


def page(day: Day) -> Asked:
    """Read that page in the site."""
    return "GET", day.site


def mine(_: Day) -> Asked:
    """See what there is to learn."""
    return "GET", f"{API}/training/mine"


def course(day: Day) -> Asked:
    """See a course."""
    return "GET", f"{API}/training/courses/{day.dice.choice(list(COURSES))}"


def lesson(day: Day) -> Asked:
    """Have the next lesson read, or one of them again."""
    lessons = [(course_id, one) for course_id, all_ in COURSES.items() for one in all_]
    course_id, one = next((each for each in lessons if each[1] not in day.read), None) or day.dice.choice(lessons)
    return "PUT", f"{API}/training/courses/{course_id}/lessons/{one}/read"


def quiz(day: Day) -> Asked:
    """Begin a quiz, or keep the answers so far of the one that is open."""
    if day.attempt is None:
        return "POST", f"{API}/training/courses/{QUIZ}/attempts"
    attempt, questions = day.attempt
    return "PUT", f"{API}/training/attempts/{attempt}/answers", {"answers": [None] * questions}


def figures(_: Day) -> Asked:
    """See all figures of one's teams."""
    return "GET", f"{API}/kpis"


def breakdown(day: Day) -> Asked:
    """Tell one figure apart by people."""
    return "GET", f"{API}/kpis/{day.dice.choice(KPIS)}/breakdown?by=person"


def matrix(_: Day) -> Asked:
    """See who has which training."""
    return "GET", f"{API}/training/matrix?limit=50"


def skills(_: Day) -> Asked:
    """See the map of skills."""
    return "GET", f"{API}/skills/map"


def home(_: Day) -> Asked:
    """Come home."""
    return "GET", f"{API}/home"


def coaching(_: Day) -> Asked:
    """See the sessions to come."""
    return "GET", f"{API}/coaching/sessions?when=coming"


def questions(_: Day) -> Asked:
    """See one's questions."""
    return "GET", f"{API}/questions"


def deals(_: Day) -> Asked:
    """See one's deals."""
    return "GET", f"{API}/deals"


def links(_: Day) -> Asked:
    """See one's links for buyers."""
    return "GET", f"{API}/sharing/links"


MIX: dict[str, dict[Callable[[Day], Asked], int]] = {
    "finding": {search: 30, opened: 15, page: 15},
    "training": {mine: 6, course: 6, lesson: 5, quiz: 3},
    REPORTS: {figures: 3, breakdown: 3, matrix: 3, skills: 1},
    "rest": {home: 4, coaching: 2, questions: 2, deals: 1, links: 1},
}
