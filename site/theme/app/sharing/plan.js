// The plan that a rep and a buyer share: written here, ticked by both.

import { sendJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { sayDate, sayDay } from "../shared/words.js";

export function makePlan(link, canWrite) {
  const place = make("div");
  showPlan(place, link, canWrite);
  return place;
}

function showPlan(place, link, canWrite) {
  if (!link.plan.length && !canWrite) return;
  const said = make("div");
  const act = async (method, path, body) => {
    try {
      showPlan(place, await sendJson(method, `/sharing/links/${link.id}/plan${path}`, body), canWrite);
    } catch (error) {
      showProblem(said, error);
    }
  };
  fill(
    place,
    make("h3", {}, "Plan with the buyer"),
    make(
      "ol",
      {},
      link.plan.map((step) => makeStep(step, canWrite, act, link)),
    ),
    canWrite ? makeForm(link, act) : null,
    said,
  );
}

function makeStep(step, canWrite, act, link) {
  const button = (text, onclick) =>
    make("button", { type: "button", class: "rp-button", "aria-label": `${text}: ${step.text}`, onclick }, text);
  const rest = link.plan.filter(({ id }) => id !== step.id).map(asWritten);
  const done = step.done_at ? ` · done ${sayDate(step.done_at)}${step.done_by === "buyer" ? " by the buyer" : ""}` : "";
  return make(
    "li",
    {},
    `${step.text} `,
    make("span", { class: "rp-muted" }, step.owner, step.due_on ? ` · by ${sayDay(step.due_on)}` : "", done, " "),
    canWrite
      ? [
          button(step.done_at ? "Not done" : "Done", () => act(step.done_at ? "DELETE" : "PUT", `/${step.id}/done`)),
          " ",
          button("Take out", () => act("PUT", "", { steps: rest })),
        ]
      : null,
  );
}

function makeForm(link, act) {
  const text = make("input", { type: "text", required: true, maxlength: "300", autocomplete: "off" });
  const owner = make("input", { type: "text", required: true, maxlength: "200", autocomplete: "off" });
  const isBuyers = make("input", { type: "checkbox" });
  const due = make("input", { type: "date" });
  const form = make(
    "form",
    { class: "rp-form rp-form--rows" },
    labelled("Next step", text),
    labelled("Who does it", owner),
    make("label", { class: "rp-option" }, isBuyers, make("span", {}, "On the buyer's side, who may tick it")),
    labelled("By (if there is a day)", due),
    make("p", { class: "rp-actions" }, make("button", { class: "rp-button" }, "Add the step")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const step = {
      text: text.value.trim(),
      owner: owner.value.trim(),
      is_buyers: isBuyers.checked,
      due_on: due.value || null,
    };
    act("PUT", "", { steps: [...link.plan.map(asWritten), step] });
  });
  return form;
}

function asWritten({ id, text, owner, is_buyers: isBuyers, due_on: dueOn }) {
  return { id, text, owner, is_buyers: isBuyers, due_on: dueOn };
}
