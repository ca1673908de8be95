"""A quiz as a rep takes it: every kind of question, by keyboard and by touch, on a line that breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Page, Route, expect

from content.quiz.model import Question
from support.accessibility import FAULTS, WIDER
from support.browsers import UNHURRIED, OpenBrowser
from support.factories import read_text, write_good_page
from support.live import Server, run, serving
from support.quizzing import answer, answer_by_keyboard, filled_in, questions_on, wait_for_saved, without_storage

pytestmark = pytest.mark.browser
QUIZ = """# Quiz: knots

## Which knot makes a loop that doesn't slip?

- [x] The bowline
- [ ] The slip knot
  > It slips, as its name says.

> Why: The bowline is the king of knots.

## Which two knots join ropes?

- [x] The reef knot
- [x] The sheet bend
- [ ] The anchor hitch

## Put the moves of a bowline into their order.

1. Make a small loop
2. Come up through it
3. Go round behind the rope
4. Go down again

## What is each for?

- Reef knot => Equal ropes
- Sheet bend => Unequal ropes
- Anchor hitch => A ring

## Who ties them?

Answer: a bosun | the bosun

## How many kinds are there?

Answer: 3854 ± 10

> Why: The book of Ashley counts them.
"""
SECRETS = ["king of knots", "It slips, as", "bosun", "3854", "book of Ashley"]
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
numbers = count(1)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A company with a course whose quiz has every kind, one with two attempts, and one without a quiz."""
    folder = tmp_path_factory.mktemp("school")
    pages = folder / "library"
    write_good_page(pages, "index.md", title="Home")
    for name, fields in {"knots": {"valid_days": "365"}, "splices": {"attempts": "2"}, "flags": {}}.items():
        course = {"title": name.title(), "type": "course", "version": "1", "pass_mark": "80", **fields}
        write_good_page(pages, f"courses/{name}/index.md", f"# {name.title()}\n\nA course.\n", **course)
        write_good_page(pages, f"courses/{name}/01-rope.md", "# Rope\n\nHold it.\n", title="Rope", type="lesson")
        if name != "flags":
            write_good_page(pages, f"courses/{name}/quiz.md", QUIZ, title="Quiz", type="quiz")
    with serving(folder, CONTENT_DIR=str(pages), **UNHURRIED) as server:
        server.wait_until_published()
        yield server


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    """The questions of the school, with their answers."""
    head = "---\nid: quiz\ntitle: Quiz\ntype: quiz\nowner: mara@brightwharf.example\n---\n"
    return questions_on(read_text(head + QUIZ, path="quiz.md"))


@pytest.fixture
def rep(school: Server, open_browser: OpenBrowser) -> Callable[..., Page]:
    """Open the browser of a new rep, who has read the lesson of a course and stands before its quiz."""

    def open_quiz(course: str = "knots", *, has_read: bool = True, **options: object) -> Page:
        email = f"rep{next(numbers)}@own.example"
        run("person", "add", email, "--name", "Rita", "--role", "rep", environ=school.environ)
        page = open_browser(school, email, **options)
        if has_read:
            lesson = f"/api/v1/training/courses/courses-{course}-index/lessons/courses-{course}-01-rope/read"
            assert page.request.put(lesson, headers=SAME_SITE).status == 200
        page.goto(f"/app/quiz/?course=courses-{course}-index")
        return page

    return open_quiz


def test_a_whole_quiz_by_keyboard_alone(rep: Callable[..., Page], questions: tuple[Question, ...]) -> None:
    """Tab, arrows, Space and Enter answer every kind of question and hand in, and the focus goes to the result."""
    page = rep()
    expect(page.get_by_role("group", name="Questions")).to_be_visible()
    answer_by_keyboard(page, questions)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Passed with 100 %")).to_be_focused()
    expect(page.get_by_text("You have completed the course. It is valid until")).to_be_visible()
    assert page.locator(".rp-answer").count() == len(questions)


def test_an_answer_that_got_lost_counts_once(rep: Callable[..., Page], questions: tuple[Question, ...]) -> None:
    """The line drops after the server graded: the same attempt is sent again and one attempt is spent."""
    page = rep("splices")
    answer(page, questions, is_right=False)
    sent: list[str] = []

    def lose_the_first(route: Route) -> None:
        answered = route.fetch()
        sent.append(route.request.url)
        route.abort() if len(sent) == 1 else route.fulfill(response=answered)

    page.route("**/submit", lose_the_first)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("alert")).to_contain_text("may not have arrived")
    expect(page.get_by_role("button", name="Send again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Not passed: 0 %")).to_be_focused()
    expect(page.get_by_text("You have 1 attempt left.")).to_be_visible()
    assert len(sent) == 2
    assert sent[0] == sent[1]


def test_it_is_handed_in_by_itself_once_the_line_is_back(
    rep: Callable[..., Page], questions: tuple[Question, ...]
) -> None:
    """Nobody has to watch for the connection."""
    page = rep()
    answer(page, questions, is_right=True)
    page.context.set_offline(offline=True)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("alert")).to_contain_text("sent again by themselves")
    page.context.set_offline(offline=False)
    expect(page.get_by_role("heading", name="Passed with 100 %")).to_be_visible()


def test_answers_are_there_after_a_reload_and_on_another_device(
    rep: Callable[..., Page], school: Server, open_browser: OpenBrowser, questions: tuple[Question, ...]
) -> None:
    """What was chosen is kept on the server: both places show the same attempt, every kind filled in."""
    page = rep()
    answer(page, questions, is_right=True)
    wait_for_saved(page)
    before = filled_in(page)
    page.reload()
    expect(page.locator(".rp-question")).to_have_count(len(questions))
    assert filled_in(page) == before
    phone = open_browser(school, storage_state=without_storage(page), viewport={"width": 390, "height": 844})
    phone.goto("/app/quiz/?course=courses-knots-index")
    expect(phone.locator(".rp-question")).to_have_count(len(questions))
    assert filled_in(phone) == before
    phone.get_by_role("button", name="Hand in").click()
    expect(phone.get_by_role("heading", name="Passed with 100 %")).to_be_visible()


def test_what_could_not_be_saved_is_kept_on_the_device(rep: Callable[..., Page]) -> None:
    """It says so, survives a reload, and is saved as soon as the server answers again."""
    page = rep()
    page.route("**/answers", lambda route: route.abort())
    page.get_by_label("The bowline").check()
    expect(page.get_by_role("status").filter(has_text="Not saved yet; kept on this device")).to_be_visible()
    page.reload()
    expect(page.get_by_label("The bowline")).to_be_checked()
    page.unroute("**/answers")
    page.get_by_label("Your answer").first.fill("3850")
    wait_for_saved(page)
    page.reload()
    expect(page.get_by_label("The bowline")).to_be_checked()


def test_what_is_not_answered_is_named(rep: Callable[..., Page], questions: tuple[Question, ...]) -> None:
    """It can be filled in or handed in as it is; half a match isn't an answer."""
    page = rep()
    page.get_by_label("The bowline").check()
    page.get_by_label("Reef knot").and_(page.locator("select")).select_option(label="A ring")
    page.get_by_role("button", name="Hand in").click()
    note = page.get_by_role("alert")
    legends = page.locator(".rp-question legend").all_inner_texts()
    missing = [number for number, legend in enumerate(legends, 1) if "doesn't slip" not in legend]
    expect(note).to_contain_text(f"questions {', '.join(map(str, missing[:-1]))} and {missing[-1]}.")
    note.get_by_role("button", name="Go to question").click()
    expect(page.locator(".rp-question").nth(missing[0] - 1).locator(":focus")).to_have_count(1)
    page.get_by_role("button", name="Hand in anyway").click()
    expect(page.get_by_role("heading", name="Not passed: 16 %")).to_be_focused()
    expect(page.locator(".rp-answer--good")).to_contain_text("The bowline is the king of knots.")


def test_no_answer_is_in_the_page_before(rep: Callable[..., Page], questions: tuple[Question, ...]) -> None:
    """Neither what the server sends nor what is shown holds an answer or an explanation; the result does."""
    page = rep("knots", has_read=False)
    bodies: list[str] = []

    def listen(route: Route) -> None:
        answered = route.fetch()
        bodies.append(answered.text())
        route.fulfill(response=answered)

    page.route("**/api/v1/training/**", listen)
    read_the_lesson(page)
    expect(page.locator(".rp-question")).to_have_count(len(questions))
    page.get_by_label("The slip knot").check()
    wait_for_saved(page)
    assert any("The slip knot" in body for body in bodies)
    for secret in SECRETS:
        assert secret not in page.content()
        assert not [body for body in bodies if secret in body]
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("button", name="Hand in anyway").click()
    expect(page.get_by_text("It slips, as its name says.")).to_be_visible()


def test_attempts_that_are_used_up(rep: Callable[..., Page], questions: tuple[Question, ...]) -> None:
    """After the last one the rep is told whom to ask, in the result, in the course and in the quiz."""
    page = rep("splices")
    expect(page.get_by_text("You have 2 attempts left.")).to_be_visible()
    for _ in range(2):
        answer(page, questions, is_right=False)
        page.get_by_role("button", name="Hand in").click()
        expect(page.get_by_role("heading", name="Not passed: 0 %")).to_be_visible()
        if page.get_by_role("button", name="Try again").is_visible():
            page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("No attempt is left. Ask your manager for another one.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Not passed: 0 %")).to_be_visible()
    page.get_by_role("link", name="Back to the course").click()
    expect(page.get_by_role("region", name="Your progress")).to_contain_text("No attempt at the quiz is left.")
    page.goto("/app/quiz/?course=courses-splices-index")
    expect(page.get_by_role("status")).to_have_text("No attempt is left. Ask your manager for another one.")


def test_handed_in_from_another_tab(rep: Callable[..., Page], questions: tuple[Question, ...]) -> None:
    """The tab that was left behind shows the result as soon as somebody goes on in it."""
    page = rep()
    answer(page, questions, is_right=True)
    wait_for_saved(page)
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Hand in").click()
    expect(other.get_by_role("heading", name="Passed with 100 %")).to_be_visible()
    page.get_by_label("The slip knot").check()
    expect(page.get_by_role("heading", name="Passed with 100 %")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("?course=courses-flags-index", "This course has no quiz."),
        ("?course=courses-knots-index", "Read all lessons first: 1 left."),
        ("?course=courses-nothing-index", "There is no such course, or it has no quiz."),
        ("", "Choose a course in My training to take its quiz."),
    ],
)
def test_a_quiz_that_can_not_be_taken_says_why(rep: Callable[..., Page], address: str, words: str) -> None:
    """It is no error: there is a sentence and a way on."""
    page = rep(has_read=False)
    page.goto(f"/app/quiz/{address}")
    expect(page.locator("#app")).to_contain_text(words)
    expect(page.locator("#app").get_by_role("link")).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_every_kind_on_a_phone(rep: Callable[..., Page], questions: tuple[Question, ...]) -> None:
    """Steps move by touch and say where they are, everything has a name, and nothing sticks out, before and after."""
    page = rep(viewport={"width": 390, "height": 844}, has_touch=True)
    steps = page.locator(".rp-steps__text")
    expect(steps).to_have_count(4)
    first, second = steps.nth(0).inner_text(), steps.nth(1).inner_text()
    page.get_by_role("button", name=f"Move down: {first}").tap()
    expect(page.get_by_role("status").filter(has_text=f"{first}: now 2 of 4.")).to_be_attached()
    assert steps.all_inner_texts()[:2] == [second, first]
    page.get_by_role("button", name=f"Move up: {second}").press("Enter")
    expect(page.get_by_role("status").filter(has_text=f"{second} is first already.")).to_be_attached()
    assert page.evaluate(FAULTS) == []
    assert page.evaluate(WIDER) == []
    page.get_by_role("button", name="Hand in").tap()
    assert page.evaluate(WIDER) == []
    page.get_by_role("button", name="Hand in anyway").tap()
    expect(page.get_by_role("heading", name="Not passed")).to_be_visible()
    assert page.evaluate(FAULTS) == []
    assert page.evaluate(WIDER) == []


def read_the_lesson(page: Page) -> None:
    """Go to the lesson, record it as read and come back to the quiz."""
    page.goto("/courses/knots/01-rope/")
    page.get_by_role("button", name="I have read this lesson").click()
    page.get_by_role("link", name="Take the quiz").click()
