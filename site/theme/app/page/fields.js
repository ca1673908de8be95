// The merge fields of an e-mail template: filled in with what is known and was typed before, and kept for the next one.

import { fill, labelled, make } from "../shared/dom.js";
import { forgetWords, keepWords, keptWords } from "../shared/kept.js";

const KINDS = {
  date: { type: "date" },
  number: { type: "text", inputmode: "decimal" },
  amount: { type: "text", inputmode: "decimal" },
  link: { type: "url" },
};

// `values` is filled in, by name, with what was typed; `show` is called whenever it changed. Returns the form, how it is
// emptied, how it shows what the server knows of the fields, and how what was typed of some records is forgotten.
export function offerFields(fields, values, signedIn, show) {
  const form = { values, show, known: fields, faults: new Map(), me: null, rows: new Map() };
  form.count = make("span", { class: "rp-muted" });
  const rows = fields.map((field) => makeField(form, field));
  const keeping = make("p", { class: "rp-email-panel__keeping rp-hint", hidden: true }, offerForgetting(form));
  signedIn.then((me) => {
    form.me = me;
    keeping.hidden = !me;
    const early = { ...values };
    fillIn(form, me ? { ...keptWords(me.id), ...early } : early);
    // What was typed before it was known whose it is.
    if (Object.keys(early).length) keep(form);
  });
  const legend = make("legend", {}, "Fill in ", form.count);
  const fieldset = make(
    "fieldset",
    { class: "rp-plain rp-email-panel__fields" },
    legend,
    make("div", { class: "rp-grid" }, rows),
  );
  return {
    fieldset,
    keeping,
    showKnown: (known, faults) => showKnown(form, known, faults),
    forgetOf: (...records) => forgetOf(form, records),
  };
}

function makeField(form, field) {
  const { name, label, kind, required } = field;
  const how = KINDS[kind] || { type: "text" };
  const input = /** @type {HTMLInputElement} */ (
    make("input", { ...how, placeholder: field.default, maxlength: "5000", autocomplete: "off", required })
  );
  const row = labelled(label, input, "to fill in");
  form.rows.set(name, { input, row, hint: row.querySelector(".rp-hint"), field });
  input.addEventListener("input", () => {
    form.values[name] = input.value.trim();
    keep(form);
    form.show();
  });
  return row;
}

function offerForgetting(form) {
  const keepSender = () => {
    const words = keptWhere(form, (name) => isOfSender(form, name));
    startWith(form, words);
  };
  return [
    button("Start anew", "Keeps only what is about you", keepSender),
    button("Forget these", "Keeps nothing that you filled in", () => startWith(form, {})),
    "What you fill in is remembered on this device for your next template, until you sign out.",
  ];
}

function isOfSender(form, name) {
  return isFrom(form, name, "rep.");
}

function isFrom(form, name, record) {
  return Boolean(form.rows.get(name)?.field.known_from?.startsWith(record));
}

function forgetOf(form, records) {
  for (const [name, { input }] of form.rows)
    if (records.some((record) => isFrom(form, name, record))) {
      form.values[name] = "";
      input.value = "";
    }
  keep(form);
}

function button(text, title, onclick) {
  return make("button", { type: "button", class: "rp-link-button", title, onclick }, text);
}

function keptWhere(form, isWanted) {
  return Object.fromEntries(Object.entries(keptWords(form.me.id)).filter(([name]) => isWanted(name)));
}

// Whatever is about to be written is about somebody else; what is kept of other things than e-mails stays.
function startWith(form, words) {
  const others = keptWhere(form, (name) => name.includes("."));
  forgetWords();
  const kept = { ...others, ...words };
  if (Object.keys(kept).length) keepWords(form.me.id, kept);
  fillIn(form, words);
  const empty = [...form.rows].find(([name, { input }]) => !input.value && !isOfSender(form, name));
  empty?.[1].input.focus();
}

// An own word counts before what is known, so that a nickname stays.
function fillIn(form, words) {
  const before = JSON.stringify(form.values);
  for (const [name, { input }] of form.rows) {
    input.value = words[name] || "";
    if (input.value || form.values[name]) form.values[name] = input.value.trim(); // a browser takes no text for a day
  }
  showKnown(form, form.known, form.faults);
  if (JSON.stringify(form.values) !== before) form.show();
}

// What is known stands in its field unless something else was typed there; what is wrong is said beside it.
function showKnown(form, known, faults) {
  Object.assign(form, { known, faults });
  for (const field of known) {
    const { input, row, hint } = form.rows.get(field.name);
    const isTyped = Boolean(form.values[field.name]);
    if (!isTyped && document.activeElement !== input) input.value = isKnown(field) ? field.value : "";
    const fault = faults.get(field.name);
    const isOpen = Boolean(fault) || (!isTyped && !isKnown(field));
    row.classList.toggle("rp-field--open", isOpen);
    fill(hint, fault || "to fill in");
    hint.hidden = !isOpen;
    if (isOpen) input.setAttribute("aria-describedby", hint.id);
    else input.removeAttribute("aria-describedby");
    input.toggleAttribute("aria-invalid", Boolean(fault));
  }
  const done = known.filter((field) => form.values[field.name] || isKnown(field)).length;
  fill(form.count, `${done} of ${form.rows.size} done`);
}

function isKnown({ source }) {
  return source !== null && source !== "default" && source !== "typed";
}

function keep(form) {
  if (!form.me) return;
  const words = { ...keptWords(form.me.id) };
  for (const [name, value] of Object.entries(form.values)) {
    if (value) words[name] = value;
    else delete words[name];
  }
  keepWords(form.me.id, words);
}
