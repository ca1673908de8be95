// The questions of an attempt as a form: answers are kept as they come, and handed in once.

import { sendJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { answersOf, forget, keepAnswers, mayPass } from "./keeping.js";
import { isAnswered, sayUnanswered, showQuestion } from "./question-kinds.js";

const WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

// `done` is called with the attempt once it has a result, `refuse` with an error that ends it.
export function showForm(attempt, { done, refuse }) {
  const answers = answersOf(attempt);
  const shown = attempt.questions.map((question, index) =>
    showQuestion(question, index, answers[index], () => keeping.change(index, shown[index].read())),
  );
  const all = make(
    "fieldset",
    { class: "rp-plain" },
    make("legend", { class: "rp-unseen" }, "Questions"),
    shown.map((question) => question.element),
  );
  const saved = make("span", { class: "rp-saved", role: "status" });
  const trouble = make("div", { class: "rp-trouble" });
  const send = make("button", { type: "submit", class: "rp-button rp-button--main" }, "Hand in");
  const form = make(
    "form",
    { class: "rp-quiz", novalidate: true },
    all,
    trouble,
    make("p", { class: "rp-actions" }, send, saved),
  );
  const keeping = keepAnswers(attempt, { readAll, report, refuse: end });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  return form;

  function readAll() {
    return shown.map((question) => question.read());
  }

  // Says it only when it is news, so that a screen reader doesn't repeat it with every answer.
  function report(isSaved) {
    const text = isSaved ? "Saved" : "Not saved yet; kept on this device";
    saved.classList.toggle("rp-saved--not", !isSaved);
    if (saved.textContent !== text) saved.textContent = text;
  }

  function end(error) {
    keeping.stop();
    refuse(error);
  }

  function check() {
    const given = readAll();
    const missing = given.flatMap((answer, index) => (isAnswered(attempt.questions[index], answer) ? [] : [index]));
    if (missing.length) warn(missing);
    else handIn();
  }

  function warn(missing) {
    const first = shown[missing[0]].element.querySelector("input, select, button");
    const note = make(
      "div",
      { class: "rp-note", role: "alert" },
      make("p", {}, sayUnanswered(missing)),
      make(
        "p",
        { class: "rp-actions" },
        make(
          "button",
          { type: "button", class: "rp-button", onclick: () => first.focus() },
          `Go to question ${missing[0] + 1}`,
        ),
        make("button", { type: "button", class: "rp-button", onclick: handIn }, "Hand in anyway"),
      ),
    );
    fill(trouble, note);
    note.querySelector("button").focus();
  }

  async function handIn() {
    const given = readAll();
    keeping.stop();
    all.disabled = true;
    send.hidden = true;
    saved.textContent = "Handing in…";
    fill(trouble);
    try {
      const result = await handInUntilAnswered(attempt.id, given, waitAgain);
      forget(attempt.id);
      done(result);
    } catch (error) {
      fail(error);
    }
  }

  function fail(error) {
    if (error.status === 404 || error.status === 409) return refuse(error);
    all.disabled = false;
    send.hidden = false;
    saved.textContent = "";
    showProblem(trouble, error);
  }

  // Waits for a moment, for the connection or for a press of the button, whichever comes first.
  function waitAgain(tries) {
    return new Promise((resolve) => {
      const ending = new AbortController();
      const timer = setTimeout(goOn, Math.min(LONGEST_WAIT_MS, WAIT_MS * 2 ** tries));
      const again = make("button", { type: "button", class: "rp-button rp-button--main", onclick: goOn }, "Send again");
      addEventListener("online", goOn, { signal: ending.signal });
      saved.textContent = "";
      fill(
        trouble,
        make(
          "div",
          { class: "rp-note", role: "alert" },
          make(
            "p",
            {},
            "The server didn't answer, so your answers may not have arrived. They are kept here and sent again by themselves; they count once.",
          ),
          make("p", { class: "rp-actions" }, again),
        ),
      );
      again.focus();

      function goOn() {
        ending.abort();
        clearTimeout(timer);
        fill(trouble);
        saved.textContent = "Handing in…";
        resolve(undefined);
      }
    });
  }
}

// The server keeps what arrived first, whatever is sent again.
async function handInUntilAnswered(attemptId, answers, waitAgain) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await sendJson("POST", `/training/attempts/${attemptId}/submit`, { answers });
    } catch (error) {
      if (!mayPass(error)) throw error;
      await waitAgain(tries);
    }
  }
}
