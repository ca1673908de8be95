// One's own scorecard as a form: kept while it is filled in, published once it is complete, amended with a reason.

import { sendJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { sayMoment } from "../shared/words.js";
import { makeCriterion } from "./criterion.js";
import { forgetDraft, keepDraft, unsentOf } from "./keeping.js";
import { sayAnswer, sayTotal } from "./words.js";

// `shown` is the assessment, `done` is told it as it is once the card was published or amended.
export function makeCardForm({ shown, me }, done) {
  const isAmending = Boolean(shown.my_card?.published_at);
  const unsent = isAmending ? null : unsentOf(me.id, shown.id);
  const given = unsent?.given || shown.my_card || { answers: {}, summary: "" };
  const form = {
    shown,
    me,
    done,
    isAmending,
    version: shown.my_card?.version || 0,
    summary: make("textarea", { rows: "4", maxlength: "20000" }),
    reason: make("input", { type: "text", maxlength: "500", required: true }),
    state: make("p", { class: "rp-saved", role: "status" }),
    total: make("p", { class: "rp-criterion__total" }, shown.my_card ? sayTotal(shown.my_card.total) : ""),
    trouble: make("div"),
  };
  form.summary.value = given.summary;
  form.parts = shown.rubric.criteria.map((criterion) => [
    criterion.id,
    makeCriterion(criterion, given.answers[criterion.id], () => form.keeping?.change()),
  ]);
  form.summary.addEventListener("input", () => form.keeping?.change());
  if (!isAmending) startKeeping(form, Boolean(unsent));
  const element = showForm(form);
  element.addEventListener("focusin", ({ target }) => {
    form.at = form.parts.find(([, part]) => part.element.contains(target)) || form.at;
  });
  return { element, stop: () => form.keeping?.stop(), quote: (quote) => quoteLine(form, quote) };
}

// A line of the transcript goes to the criterion that was filled in last, the first where none was.
function quoteLine(form, quote) {
  const [id, part] = form.at || form.parts[0];
  part.quote(quote);
  const { name } = form.shown.rubric.criteria.find((criterion) => criterion.id === id);
  fill(form.state, `Quoted under ${name}`);
}

function startKeeping(form, hasUnsent) {
  form.keeping = keepDraft({
    personId: form.me.id,
    assessmentId: form.shown.id,
    version: form.version,
    read: () => read(form),
    report: (how, saved) => report(form, how, saved),
    clash: (current) => showClash(form, current),
    refuse: (error) => showProblem(form.trouble, error),
  });
  if (hasUnsent) form.keeping.change();
}

function showForm(form) {
  const { shown, isAmending } = form;
  const send = make(
    "button",
    { type: "submit", class: "rp-button rp-button--main" },
    isAmending ? "Save the amendment" : "Publish",
  );
  const element = make(
    "form",
    { class: "rp-form rp-scorecard", novalidate: true },
    form.parts.map(([, part]) => part.element),
    labelled("In a few words", form.summary, "What to keep, and the one thing to change."),
    isAmending ? labelled("Why it changes", form.reason, "Kept beside what you published before.") : null,
    form.total,
    form.trouble,
    make("div", { class: "rp-actions rp-scorecard__foot" }, send, form.state),
  );
  if (!isAmending && shown.my_card) fill(form.state, `Saved ${sayMoment(shown.my_card.updated_at)}`);
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form, send);
  });
  return element;
}

function read({ parts, summary }) {
  return { answers: Object.fromEntries(parts.map(([id, part]) => [id, part.read()])), summary: summary.value };
}

function report(form, how, saved) {
  const text = {
    changed: "Not saved yet",
    saved: saved ? `Saved ${sayMoment(saved.updated_at)}` : "Saved",
    kept: "Kept on this device; the server can't be reached",
  }[how];
  if (form.state.textContent !== text) fill(form.state, text);
  if (!saved) return;
  fill(form.total, sayTotal(saved.total));
  for (const [id, part] of form.parts)
    part.warn(saved.troubles.find(({ criterion, is_missing: isMissing }) => criterion === id && !isMissing)?.message);
}

// Somebody saved the same card elsewhere: both are shown, and nothing is lost before one is chosen.
function showClash(form, current) {
  const mine = read(form);
  const rows = form.shown.rubric.criteria
    .map((criterion) => [
      criterion.name,
      sayAnswer(criterion, mine.answers[criterion.id]),
      sayAnswer(criterion, current?.answers[criterion.id]),
    ])
    .filter(([, here, there]) => here !== there);
  const keepMine = make("button", { type: "button", class: "rp-button rp-button--main" }, "Keep what is here");
  const takeOther = make("button", { type: "button", class: "rp-button" }, "Take the other one");
  keepMine.addEventListener("click", () => {
    form.version = current?.version || 0;
    fill(form.trouble);
    startKeeping(form, true);
  });
  takeOther.addEventListener("click", () => {
    forgetDraft(form.me.id, form.shown.id);
    form.done(null);
  });
  fill(
    form.trouble,
    make(
      "div",
      { class: "rp-alert", role: "alert" },
      make("p", {}, "This scorecard was saved elsewhere meanwhile. What you filled in here is kept until you choose."),
      make(
        "ul",
        {},
        rows.map(([name, here, there]) => make("li", {}, `${name}: here ${here}, there ${there}`)),
      ),
      make("p", { class: "rp-actions" }, keepMine, takeOther),
    ),
  );
}

async function submit(form, send) {
  send.disabled = true;
  fill(form.trouble);
  const place = `/scoring/assessments/${form.shown.id}/card`;
  try {
    if (form.isAmending) {
      const body = { ...read(form), reason: form.reason.value };
      form.done(await sendJson("POST", `${place}/amended`, body, { match: form.version }));
      return;
    }
    if (!form.version && !form.keeping.version()) form.keeping.change();
    const stopped = await form.keeping.send();
    if (stopped) throw stopped;
    const shown = await sendJson("POST", `${place}/published`, undefined, { match: form.keeping.version() });
    form.keeping.stop();
    forgetDraft(form.me.id, form.shown.id);
    form.done(shown);
  } catch (error) {
    send.disabled = false;
    if (error.status !== 412 || form.isAmending) showProblem(form.trouble, error);
  }
}
