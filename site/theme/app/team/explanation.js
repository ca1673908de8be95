// Why a person stands as they do in a course: a dialog with the facts, and with what a manager can decide.

import { signedIn } from "../shared/account.js";
import { readJson } from "../shared/api.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { STATES, sayDay } from "../shared/words.js";
import { makeDecisions } from "./decisions.js";
import { sayFacts, sayStanding } from "./standing.js";

let made = 0;

// `closed` is told the explanation as it is after a decision, or null when nothing was decided. `wants` opens a form.
export function openExplanation({ personId, courseId, asOf = "", wants = null }, closed) {
  const view = {
    path: `/training/people/${personId}/courses/${encodeURIComponent(courseId)}${asOf ? `?as_of=${asOf}` : ""}`,
    personId,
    courseId,
    asOf,
    wants,
    decided: null,
    heading: make("h2", { id: `explanation-${(made += 1)}`, tabindex: "-1", autofocus: true }, "Explanation"),
    said: make("p", { class: "rp-status", role: "status" }),
    body: make("div"),
  };
  const close = make("button", { type: "button", class: "rp-button", onclick: () => dialog.close() }, "Close");
  const dialog = make(
    "dialog",
    { class: "rp-dialog rp-explanation", "aria-labelledby": view.heading.id },
    make("div", { class: "rp-dialog__head" }, view.heading, close),
    make("div", { class: "rp-dialog__body" }, view.said, view.body),
  );
  const opener = /** @type {HTMLElement} */ (document.activeElement);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener?.focus();
    closed(view.decided);
  });
  document.querySelector("#app").append(dialog);
  dialog.showModal();
  load(view);
}

async function load(view) {
  try {
    // A course that the library no longer has can still be explained.
    const course = readJson(`/training/courses/${encodeURIComponent(view.courseId)}`).catch(() => null);
    const [explanation, found, me] = await Promise.all([readJson(view.path), course, signedIn]);
    show(view, explanation, found, me);
    return explanation;
  } catch (error) {
    showProblem(view.body, error, () => load(view));
    return null;
  }
}

function show(view, explanation, course, me) {
  const {
    person_name: name,
    course: { title, url },
    standing,
    as_of: asOf,
    facts,
  } = explanation;
  fill(view.heading, `${name}: ${title}`);
  const state = standing?.state ?? null;
  const decide = async (said) => {
    view.wants = null;
    view.decided = await load(view);
    fill(view.said, said);
    view.heading.focus();
  };
  fill(
    view.body,
    make(
      "p",
      { class: "rp-standing" },
      badge(state ? STATES[state] : "Not assigned", state),
      " ",
      make("span", {}, sayStanding(explanation)),
    ),
    view.asOf
      ? make(
          "p",
          { class: "rp-muted" },
          `As of ${sayDay(asOf)}. Decisions hold from today on; look at today to make one.`,
        )
      : makeDecisions({ view, explanation, course, me }, decide),
    make("h3", {}, "What happened"),
    facts.length
      ? make("ol", { class: "rp-history" }, sayFacts(facts).map(showFact))
      : make("p", { class: "rp-muted" }, "Nothing yet."),
    make(
      "p",
      { class: "rp-actions" },
      url ? make("a", { href: url }, "Go to the course") : null,
      personLink(view.personId, `Go to ${name}`),
    ),
  );
  if (view.wants) view.body.querySelector("details[open] :is(textarea, button)")?.focus();
}

function showFact({ day, text, small }) {
  return make(
    "li",
    {},
    make("time", { datetime: day }, sayDay(day)),
    make("span", {}, text, small ? make("small", {}, small) : null),
  );
}
