// What came of an attempt: the score, what to do next, and each question with what its author says to the answer.

import { badge, make } from "../shared/dom.js";
import { count, sayDay } from "../shared/words.js";
import { sayAnswer } from "./question-kinds.js";

// `again` begins another attempt; `course` is null when it has left the library. The first element returned is the heading, which takes the focus.
export function showResult(attempt, course, again) {
  const { result } = attempt;
  const title = make(
    "h2",
    { tabindex: "-1" },
    result.has_passed ? `Passed with ${result.score} %` : `Not passed: ${result.score} %`,
  );
  const summary = make(
    "section",
    { class: `rp-card rp-result rp-result--${result.has_passed ? "good" : "bad"}` },
    title,
    make("p", {}, sayResult(attempt, course)),
    make("p", { class: "rp-actions" }, actionsOf(result, course, again)),
  );
  const questions = attempt.questions.map((question, index) =>
    showAnswer(question, attempt.answers[index], result.questions[index], index),
  );
  return [title, summary, make("h2", {}, "Your answers"), ...questions];
}

function sayResult({ pass_mark, result }, course) {
  const right = result.questions.filter((question) => question.is_right).length;
  const score = `${right} of ${count(result.questions.length, "question")} right.`;
  if (!result.has_passed) return `${score} You need ${pass_mark} %. ${course ? sayNext(result.attempts_left) : GONE}`;
  if (!result.completion) return course ? `${score}${sayRest(course)}` : `${score} ${GONE}`;
  const until = result.completion.valid_until ? ` It is valid until ${sayDay(result.completion.valid_until)}.` : "";
  return `${score} You have completed the course.${until}`;
}

const GONE = "The course is no longer in the library; your result stays on record.";

// A course that asks for more than its quiz is gone on with on its page.
function sayRest({ practical, is_due }) {
  return practical && !practical.is_enough && is_due ? " The practical is still to pass." : "";
}

function sayNext(left) {
  if (left === null) return "Read the explanations below, then try again as often as you like.";
  if (!left) return "No attempt is left. Ask your manager for another one.";
  return `Read the explanations below. You have ${count(left, "attempt")} left.`;
}

function actionsOf({ has_passed, attempts_left }, course, again) {
  const main = "rp-button rp-button--main";
  if (!course) return [make("a", { class: main, href: "../my-training/" }, "Go to My training")];
  const back = make("a", { class: has_passed ? main : "rp-button", href: course.page.url }, "Back to the course");
  const retry = make("button", { type: "button", class: has_passed ? "rp-button" : main, onclick: again }, "Try again");
  if (has_passed) return course.attempts_allowed === null ? [back, retry] : [back];
  return attempts_left === 0 ? [back] : [retry, back];
}

function showAnswer(question, answer, { is_right, feedback }, index) {
  return make(
    "section",
    { class: `rp-card rp-answer rp-answer--${is_right ? "good" : "bad"}` },
    make(
      "div",
      { class: "rp-card__head" },
      make("h3", {}, `${index + 1}. ${question.text}`),
      badge(is_right ? "Right" : "Not right", is_right ? "complete" : "overdue"),
    ),
    make("p", { class: "rp-muted" }, "You answered"),
    make(
      "ul",
      { class: "rp-answer__given" },
      sayAnswer(question, answer).map((line) => make("li", {}, line)),
    ),
    feedback.map((text) => make("p", {}, text)),
  );
}
