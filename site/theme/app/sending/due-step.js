// One step that is due: whom it is for, its template, and the buttons that say what became of it.

import { dealLink } from "../shared/deals.js";
import { fill, make } from "../shared/dom.js";
import { sayDay, sayMoment, today } from "../shared/words.js";
import { markButton, OUTCOMES, say } from "./marking.js";

export function makeDueStep(page, { run, step, left_at: leftAt }) {
  const place = make("div");
  const mark = (what, body, done) => say(place, run, `/${what}`, { step: step.number, ...body }, done, page.changed);
  const name = run.contact.name;
  return make(
    "li",
    { class: "rp-card", id: run.id },
    make("h3", {}, name),
    make(
      "p",
      {},
      run.contact.email,
      run.contact.company ? ` · ${run.contact.company}` : "",
      run.deal ? [" · ", dealLink(run.deal, "Deal")] : null,
    ),
    makeFacts(run, step),
    leftAt
      ? make("p", {}, `The mail server was given it on ${sayMoment(leftAt)}, and whether it left isn't known.`)
      : null,
    make(
      "p",
      { class: "rp-actions" },
      nameTemplate(step.template),
      step.template.url ? makeFillIn(page, run, step, place, mark) : null,
      markButton("Sent", run, () => mark("sent", { way: page.way }, `Sent to ${name}.`), "rp-button--main"),
      markButton("Skip", run, () => mark("skipped", {}, `Step ${step.number} to ${name} is skipped.`)),
      run.last_sent_at ? OUTCOMES.map((outcome) => makeOutcome(place, page, run, outcome)) : null,
    ),
    place,
  );
}

// The e-mail filled in for the contact, opened below the step.
function makeFillIn(page, run, step, place, mark) {
  const open = make("button", { type: "button", class: "rp-button", "aria-expanded": "false" }, "Fill in");
  open.setAttribute("aria-label", `Fill in: ${run.contact.name}`);
  open.addEventListener("click", async () => {
    const isOpen = open.getAttribute("aria-expanded") === "true";
    open.setAttribute("aria-expanded", String(!isOpen));
    fill(place);
    if (!isOpen) await showEmail(page, run, step, place, mark);
  });
  return open;
}

async function showEmail(page, run, step, place, mark) {
  const said = make("p", { class: "rp-note rp-page-said", role: "status" });
  const body = make("div", { class: "rp-email" });
  fill(place, said, body);
  const { name, email, company } = run.contact;
  const say = (text, kind = "good") => {
    fill(said, text || null);
    said.classList.toggle("rp-note--good", kind === "good");
  };
  const buttons = page.canMail ? [(message) => makeMail(message, mark, name)] : [];
  const contact = { name, email, ...(company && { company }) };
  const asked = { id: step.template.id, body, deal: run.deal, contact, recordCopy: () => null, say, buttons };
  await (await import("../page/email.js")).offerEmail(asked, Promise.resolve(page.me));
}

function makeMail(message, mark, name) {
  const send = async () => {
    await message.writing;
    const { subject, text, html } = message.message;
    await mark("mailed", { subject, text, html }, `Sent to ${name} by our mail server.`);
  };
  return make("button", { type: "button", class: "rp-button rp-button--main", onclick: send }, "Send now");
}

export function makeOutcome(place, page, run, { kind, label }) {
  const done = `${run.contact.name}: ${label.toLowerCase()}. The sequence has ended.`;
  return markButton(label, run, () => say(place, run, "/outcomes", { kind }, done, page.changed));
}

function makeFacts(run, step) {
  const since = step.due_on < today() ? "rp-overdue" : "";
  return make(
    "p",
    { class: "rp-muted" },
    `Step ${step.number} of ${run.steps.length} of ${run.sequence.title || run.sequence.id} · `,
    make("span", { class: since }, `due ${sayDay(step.due_on)}`),
  );
}

function nameTemplate({ id, title, url, language }) {
  const label = `Open ${title || id}`;
  return url ? make("a", { class: "rp-button", href: url, lang: language }, label) : make("span", {}, `${id} is gone`);
}
