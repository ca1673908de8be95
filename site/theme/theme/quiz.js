// The quiz: each attempt is sent once, and one whose answer got lost is sent again as the same attempt.

import { readJson, sendJson } from "./api.js";
import { readCourse } from "./courses.js";
import { badge, fill, make, showProblem } from "./dom.js";
import { count, sayDate } from "./words.js";

const courseId = new URLSearchParams(location.search).get("course") || "";
const path = `/training/courses/${encodeURIComponent(courseId)}`;
const KEPT = `repertoire.attempt.${courseId}`;
const app = document.getElementById("app");
let course = null;

async function start() {
  if (!courseId) return fill(app, make("p", {}, "Choose a course in ", make("a", { href: "../my-training/" }, "My training"), " to take its quiz."));
  try {
    const [quiz, found] = await Promise.all([readJson(`${path}/quiz`), readCourse(courseId)]);
    course = found;
    document.querySelector("h1").firstChild.data = `Quiz: ${course.page.title}`;
    showQuiz(quiz);
  } catch (error) {
    showProblem(app, error, start);
  }
}

function showQuiz(quiz) {
  const pending = readKept(quiz);
  const questions = quiz.questions.map((question, index) => showQuestion(question, index, pending?.answers[index]));
  const all = make("fieldset", { class: "rp-plain", "aria-label": "Questions" }, questions);
  const send = make("button", { type: "submit", class: "rp-button rp-button--main" }, "Hand in");
  const status = make("div", { role: "status" });
  const form = make("form", { class: "rp-quiz" }, all, status, make("p", { class: "rp-actions" }, send));
  const state = { quiz, all, send, status, pending };
  form.addEventListener("submit", (event) => { event.preventDefault(); handIn(state); });
  fill(app, make("p", { class: "rp-lead" }, `${count(quiz.questions.length, "question")}. You pass with ${quiz.pass_mark} %, and may try as often as you like. `, make("a", { href: course.page.url }, "Back to the course")), form);
  if (pending) holdForRetry(state, "Your last answers may not have arrived. Send them again: they count once.");
}

function showQuestion(question, index, chosen = []) {
  const kind = question.choices === 1 ? "radio" : "checkbox";
  const options = question.options.map((text, position) => make("label", { class: "rp-option" },
    make("input", { type: kind, name: `question-${index}`, value: position, required: kind === "radio", checked: chosen.includes(position) }),
    make("span", {}, text)));
  const hint = kind === "checkbox" ? make("span", { class: "rp-hint" }, ` Choose ${question.choices}.`) : null;
  return make("fieldset", { class: "rp-card rp-question", "data-question": index }, make("legend", {}, `${index + 1}. ${question.text}`, hint), options, make("div", { class: "rp-question__result" }));
}

async function handIn(state) {
  state.pending ||= { key: crypto.randomUUID(), version: state.quiz.course_version, answers: readAnswers(state) };
  if (state.pending.answers.some((chosen) => !chosen.length)) return askForAll(state);
  keepAttempt(state.pending);
  state.send.disabled = true;
  state.all.disabled = true;
  try {
    const result = await sendJson("POST", `${path}/attempts`, { answers: state.pending.answers }, { key: state.pending.key });
    keepAttempt(null);
    showResult(state, result);
  } catch (error) {
    state.send.disabled = false;
    if (error.status === 0 || error.status >= 500) holdForRetry(state, `${error.message} Your answers are kept here: send them again.`);
    else refuse(state, error);
  }
}

function readAnswers({ all, quiz }) {
  return quiz.questions.map((_, index) => [...all.querySelectorAll(`[name="question-${index}"]:checked`)].map((input) => Number(input.value)));
}

function askForAll(state) {
  const index = state.pending.answers.findIndex((chosen) => !chosen.length);
  state.pending = null;
  fill(state.status, make("p", { class: "rp-note" }, `Question ${index + 1} has no answer yet.`));
  state.all.querySelector(`[name="question-${index}"]`).focus();
}

function holdForRetry(state, text) {
  state.all.disabled = true;
  state.send.textContent = "Send again";
  fill(state.status, make("p", { class: "rp-note" }, text));
  state.send.focus();
}

function refuse(state, error) {
  keepAttempt(null);
  state.pending = null;
  state.all.disabled = false;
  state.send.textContent = "Hand in";
  showProblem(state.status, error);
}

function showResult(state, result) {
  const title = make("h2", { tabindex: "-1" }, result.has_passed ? `Passed with ${result.score} %` : `Not passed: ${result.score} %`);
  const again = make("button", { type: "button", class: "rp-button", onclick: () => { start(); scrollTo(0, 0); } }, "Try again");
  const summary = make("section", { class: `rp-card rp-result rp-result--${result.has_passed ? "good" : "bad"}` }, title,
    make("p", {}, adviceOn(state.quiz, result)),
    make("p", { class: "rp-actions" }, again, make("a", { class: "rp-button", href: course.page.url }, "Back to the course")));
  result.questions.forEach((answer, index) => showAnswer(state.all, answer, index));
  state.send.hidden = true;
  fill(state.status);
  app.prepend(summary);
  title.focus();
}

function adviceOn(quiz, result) {
  const right = result.questions.filter((question) => question.is_right).length;
  const score = `${right} of ${count(result.questions.length, "question")} right.`;
  if (!result.has_passed) return `${score} You need ${quiz.pass_mark} %. Read the explanations below, then try again.`;
  if (!result.completion) return score;
  const until = result.completion.expires_at ? ` It is valid until ${sayDate(result.completion.expires_at)}.` : "";
  return `${score} You have completed the course.${until}`;
}

function showAnswer(all, answer, index) {
  const place = all.querySelector(`[data-question="${index}"] .rp-question__result`);
  fill(place, badge(answer.is_right ? "Right" : "Not right", answer.is_right ? "complete" : "overdue"), make("p", {}, answer.feedback));
}

function readKept(quiz) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    return kept?.version === quiz.course_version && kept.answers.length === quiz.questions.length ? kept : null;
  } catch {
    return null;
  }
}

function keepAttempt(attempt) {
  try {
    if (attempt) sessionStorage.setItem(KEPT, JSON.stringify(attempt));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Without storage the attempt lasts as long as the page.
  }
}

start();
