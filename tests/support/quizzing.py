"""Taking a quiz in a browser: what is right is known from its page, the order is read from the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from playwright.sync_api import Locator, Page, expect

from content.document import Document
from content.library import Library
from content.quiz.model import Question
from content.quiz.reading import read_quiz
from support.waiting import wait_for

FOCUSED = """() => {
  const element = document.activeElement;
  const question = element.closest(".rp-question");
  const step = element.closest(".rp-steps li");
  return {
    question: question?.querySelector("legend").textContent ?? "",
    words: element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent,
    chosen: element.selectedOptions?.[0].textContent ?? "",
    place: step ? [...step.parentElement.children].indexOf(step) : -1,
    type: element.type ?? "",
  };
}"""
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('repertoire.answers'))"
MOST_STOPS = 120


def questions_of(library: Library, title: str) -> tuple[Question, ...]:
    """Return the questions, with their answers, of the course with this title."""
    course = next(page for page in library.pages if page.type == "course" and page.title == title)
    return questions_on(
        next(page for page in library.pages if page.path == f"{course.path.rpartition('/')[0]}/quiz.md")
    )


def questions_on(page: Document) -> tuple[Question, ...]:
    """Return the questions of a quiz page."""
    return read_quiz(page)[0].questions


def answer(page: Page, questions: Sequence[Question], *, is_right: bool) -> None:
    """Answer every question on the screen, all of them right or all of them wrong."""
    expect(page.locator(".rp-question")).not_to_have_count(0)
    for group in page.locator(".rp-question").all():
        _answer_one(group, asked(questions, group.locator("legend").inner_text()), is_right=is_right)


def answer_by_keyboard(page: Page, questions: Sequence[Question]) -> None:
    """Answer every question right with Tab, the arrows, Space and Enter, until the button that hands in has the focus.

    One way down the page is enough to order steps: each that stands too low is moved up to its place.
    """
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUSED)
        if focus["words"] == "Hand in":
            return
        if focus["question"]:
            for key in _keys(page, asked(questions, focus["question"])):
                page.keyboard.press(key)
    raise AssertionError("Tab doesn't lead to the button that hands in")


def asked(questions: Sequence[Question], legend: str) -> Question:
    """Return the question with this legend."""
    return next(question for question in questions if question.text in legend)


def number_beside(question: Question, off: Decimal) -> str:
    """Return the number that is right, or one that is so far off."""
    assert question.number
    return str(question.number.value + off)


def wait_for_saved(page: Page) -> None:
    """Wait until nothing of the answers is on this device only."""
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_visible()
    wait_for(lambda: page.evaluate(KEPT) == [])


def filled_in(page: Page) -> list[object]:
    """Return what every field of the quiz holds, and the order of its steps."""
    fields: list[object] = page.evaluate(
        "[...document.querySelectorAll('.rp-quiz input, .rp-quiz select')].map((field) => "
        "field.matches('[type=radio], [type=checkbox]') ? field.checked : field.value)"
    )
    return [*fields, *page.locator(".rp-steps__text").all_inner_texts()]


def without_storage(page: Page) -> dict[str, object]:
    """Return who is signed in, without what the page kept on the device."""
    return {"cookies": page.context.storage_state()["cookies"], "origins": []}


def _keys(page: Page, question: Question) -> Iterator[str]:
    """Yield what to press on the element that has the focus."""
    focus = page.evaluate(FOCUSED)
    right = {option.text for option in question.options if option.is_right}
    if question.kind == "single":
        while page.evaluate(FOCUSED)["words"] not in right:
            yield "ArrowDown"
        yield "Space"
    elif question.kind == "multiple" and focus["words"] in right:
        yield "Space"
    elif question.kind == "ordering" and focus["words"].startswith("Move up: "):
        place = question.steps.index(focus["words"].removeprefix("Move up: "))
        yield from ["Enter"] * (focus["place"] - place)
    elif question.kind == "matching":
        wanted = next(pair.right for pair in question.pairs if pair.left == focus["words"])
        while page.evaluate(FOCUSED)["chosen"] != wanted:
            yield "ArrowDown"
    elif question.kind in {"text", "number"}:
        page.keyboard.type(question.accepted[0] if question.accepted else number_beside(question, Decimal(0)))


def _answer_one(group: Locator, question: Question, *, is_right: bool) -> None:
    if question.options:
        wanted = [option.text for option in question.options if option.is_right == is_right]
        if question.kind == "multiple" and not is_right:
            wanted = [option.text for option in question.options]
        for text in wanted:
            group.get_by_label(text, exact=True).check()
    elif question.steps:
        _arrange(group, question.steps if is_right else (*question.steps[1:], question.steps[0]))
    elif question.pairs:
        rights = [pair.right for pair in question.pairs]
        for pair, right in zip(question.pairs, rights if is_right else rights[1:] + rights[:1], strict=True):
            group.get_by_label(pair.left, exact=True).select_option(label=right)
    elif question.accepted:
        group.get_by_label("Your answer").fill(question.accepted[0] if is_right else "no idea")
    else:
        group.get_by_label("Your answer").fill(number_beside(question, Decimal(0 if is_right else 1000)))


def _arrange(group: Locator, wanted: Sequence[str]) -> None:
    """Move each step up to its place; the first goes there and back, so that something is moved in any case."""
    for place, step in enumerate(wanted):
        up = group.get_by_role("button", name=f"Move up: {step}", exact=True)
        if place == 0:
            group.get_by_role("button", name=re.compile("^Move down: ")).first.click()
            group.get_by_role("button", name=re.compile("^Move up: ")).nth(1).click()
        for _ in range(_places(group).index(step) - place):
            up.click()
    assert _places(group) == list(wanted)


def _places(group: Locator) -> list[str]:
    return group.locator(".rp-steps__text").all_inner_texts()
