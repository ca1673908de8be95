// Two questions after a course, both optional: how it was, and how sure one was before and is now.

import { readJson, sendJson } from "../shared/api.js";
import { make, showProblem } from "../shared/dom.js";

const QUESTIONS = [
  { name: "rating", text: "How good was this course?", ends: ["Poor", "Excellent"] },
  { name: "confidence_before", text: "How sure were you of this before it?", ends: ["Not at all", "Very"] },
  { name: "confidence_after", text: "And now?", ends: ["Not at all", "Very"] },
];

// Nothing while it isn't completed, or was answered or skipped; nothing of it may disturb whoever learns.
export async function offerRating(courseId, place) {
  const path = `/ratings/courses/${encodeURIComponent(courseId)}`;
  const asked = await readJson(`${path}/mine`).catch(() => null);
  if (asked?.is_asked) place.append(makeRating(path));
}

function makeRating(path) {
  const answers = {};
  const send = make("button", { type: "submit", class: "rp-button rp-button--main", disabled: true }, "Send");
  const skip = make("button", { type: "button", class: "rp-button" }, "Don't ask");
  const trouble = make("div");
  const form = make(
    "form",
    { class: "rp-card rp-rating", lang: "en", "aria-label": "Two questions about this course" },
    make("h2", {}, "Two questions, if you like"),
    QUESTIONS.map((question) =>
      makeScale(question, (value) => {
        answers[question.name] = value;
        send.disabled = false;
      }),
    ),
    make("p", { class: "rp-hint" }, "Shown for the course alone, from five people on; never of whom."),
    make("p", { class: "rp-actions" }, send, skip),
    trouble,
  );
  const say = async (body, said) => {
    send.disabled = skip.disabled = true;
    try {
      await sendJson("POST", path, body);
      form.replaceWith(make("p", { class: "rp-muted", role: "status" }, said));
    } catch (error) {
      // Answered in another window meanwhile.
      if (error.status === 409) return form.remove();
      send.disabled = skip.disabled = false;
      showProblem(trouble, error);
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say(answers, "Thank you.");
  });
  skip.addEventListener("click", () => say({}, "You won't be asked about this again."));
  return form;
}

function makeScale({ name, text, ends }, choose) {
  const options = [1, 2, 3, 4, 5].map((value) =>
    make(
      "label",
      { class: "rp-rating__step" },
      make("input", { type: "radio", name, value: String(value), onchange: () => choose(value) }),
      make("span", {}, String(value)),
    ),
  );
  return make(
    "fieldset",
    { class: "rp-plain" },
    make("legend", {}, text),
    make("div", { class: "rp-rating__steps" }, make("small", {}, ends[0]), options, make("small", {}, ends[1])),
  );
}
