// Whom to coach next: each with the reasons in words; a manager sets a reason aside, and the rep reads who did and why.

import { readJson, sendJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { showWorking } from "../shared/shares.js";
import { sayDay } from "../shared/words.js";

const SHOWN = 10;

// `query` names one person; without it all whom one manages are meant, or oneself.
export function makeAdvice({ title, query = "", nothing, isOwn = false }) {
  const part = { query, nothing, isOwn, all: false, place: make("div", { "aria-busy": "true" }) };
  load(part);
  return make("section", { id: "advice" }, make("h2", {}, title), part.place);
}

async function load(part) {
  try {
    show(part, await readJson(`/coaching/advice${part.query}`));
  } catch (error) {
    showProblem(part.place, error, () => load(part));
  }
  part.place.removeAttribute("aria-busy");
}

function show(part, found) {
  const people = found.people.filter(({ reasons, set_aside: aside }) => reasons.length || (part.isOwn && aside.length));
  const shown = part.all ? people : people.slice(0, SHOWN);
  const more = make("button", { type: "button", class: "rp-button" }, `Show all ${people.length}`);
  more.addEventListener("click", () => {
    part.all = true;
    show(part, found);
  });
  fill(
    part.place,
    people.length
      ? make(
          part.isOwn ? "ul" : "ol",
          { class: "rp-items rp-advice" },
          shown.map((one) => showPerson(part, found, one)),
        )
      : make("p", { class: "rp-empty" }, part.nothing),
    shown.length < people.length ? make("p", { class: "rp-actions" }, more) : null,
    showWorking([
      make("p", {}, found.order),
      ...found.rules.map(({ title, explains, setting, number, weight }) =>
        make("p", {}, make("strong", {}, title), ` (weight ${weight}): ${explains} ${setting} is ${number}.`),
      ),
    ]),
  );
}

function showPerson(part, found, { person, reasons, set_aside: aside }) {
  return make(
    "li",
    { class: "rp-card" },
    part.isOwn ? null : make("h3", {}, personLink(person.id, person.name)),
    reasons.length
      ? make(
          "ul",
          {},
          reasons.map((reason) => showReason(part, found, person, reason)),
        )
      : make("p", { class: "rp-muted" }, "No reason counts now."),
    aside.length
      ? make(
          "details",
          {},
          make("summary", {}, `Set aside (${aside.length})`),
          make(
            "ul",
            {},
            aside.map((reason) => showAside(part, found, reason)),
          ),
        )
      : null,
  );
}

function showReason(part, found, person, reason) {
  return make(
    "li",
    {},
    make("a", { href: reason.url }, reason.text),
    make(
      "p",
      { class: "rp-actions" },
      reason.actions.map(({ label, url }) => make("a", { class: "rp-button", href: url }, label)),
    ),
    found.may_decide ? makeDecision(part, person, reason) : null,
  );
}

function showAside(part, found, { text, decision }) {
  const until = decision.until ? ` until ${sayDay(decision.until)}` : "";
  const said = `${text} Set aside by ${decision.by.name}${until}${decision.reason ? `: ${decision.reason}` : ""}.`;
  if (!found.may_decide) return make("li", {}, said);
  const back = make("button", { type: "button", class: "rp-link" }, "Take it back");
  const trouble = make("div");
  back.addEventListener("click", () =>
    change(part, trouble, () => sendJson("DELETE", `/coaching/advice/decisions/${decision.id}`)),
  );
  return make("li", {}, said, " ", back, trouble);
}

// Dismissed for good needs a reason; until a day it needs none.
function makeDecision(part, person, { rule, subject }) {
  const why = make("input", { type: "text", maxlength: "500" });
  const until = make("input", { type: "date" });
  const send = make("button", { type: "submit", class: "rp-button" }, "Set aside");
  const trouble = make("div");
  const form = make(
    "form",
    { class: "rp-form rp-form--small" },
    labelled("Why", why, `${person.name} reads it.`),
    labelled("Until (empty for good)", until),
    send,
    trouble,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = { person_id: person.id, rule, subject, reason: why.value || null, until: until.value || null };
    const key = crypto.randomUUID();
    change(part, trouble, () => sendJson("POST", "/coaching/advice/decisions", body, { key }));
  });
  return make("details", {}, make("summary", {}, "Set it aside"), form);
}

async function change(part, trouble, send) {
  try {
    await send();
    await load(part);
  } catch (error) {
    showProblem(trouble, error);
  }
}
