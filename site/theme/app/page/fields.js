// The merge fields of an e-mail template: filled in with what is known and was typed before, and kept for the next one.

import { fill, labelled, make } from "../shared/dom.js";
import { forgetWords, keepWords, keptWords } from "../shared/kept.js";
import { isOfSender, knownOfSender } from "./sender.js";

// `values` is filled in, by name; `show` is called whenever it changed. Returns the form, and how it is emptied.
export function offerFields(fields, values, signedIn, show) {
  const form = { values, show, me: null, inputs: new Map(), count: make("span", { class: "rp-muted" }) };
  const rows = fields.map(({ name, example }) => makeField(form, name, example));
  const keeping = make("p", { class: "rp-email-panel__keeping rp-hint", hidden: true }, offerForgetting(form));
  signedIn.then((me) => {
    form.me = me;
    keeping.hidden = !me;
    const early = typed(form);
    fillIn(form, me ? { ...keptWords(me.id), ...early } : early);
    // What was typed before it was known whose it is.
    if (Object.keys(early).length) keep(form);
  });
  fillIn(form, {});
  const legend = make("legend", {}, "Fill in ", form.count);
  const fieldset = make(
    "fieldset",
    { class: "rp-plain rp-email-panel__fields" },
    legend,
    make("div", { class: "rp-grid" }, rows),
  );
  return { fieldset, keeping };
}

// What a field is called: "site_city" is "Site city".
export function sayField(name) {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function makeField(form, name, example) {
  const input = /** @type {HTMLInputElement} */ (
    make("input", { type: "text", placeholder: example, maxlength: "300", autocomplete: "off" })
  );
  const row = labelled(name.replaceAll("_", " "), input, "to fill in");
  form.inputs.set(name, input);
  input.addEventListener("input", () => {
    form.values[name] = input.value.trim();
    keep(form);
    mark(form);
  });
  return row;
}

function offerForgetting(form) {
  const keepSender = () => {
    const words = Object.entries(keptWords(form.me.id)).filter(([name]) => isOfSender(name));
    startWith(form, Object.fromEntries(words));
  };
  return [
    button("Start anew", "Keeps only what is about you", keepSender),
    button("Forget these", "Keeps nothing that you filled in", () => startWith(form, {})),
    "What you fill in is remembered on this device for your next template, until you sign out.",
  ];
}

function button(text, title, onclick) {
  return make("button", { type: "button", class: "rp-link-button", title, onclick }, text);
}

// Whatever is about to be written is about somebody else.
function startWith(form, words) {
  forgetWords();
  if (Object.keys(words).length) keepWords(form.me.id, words);
  fillIn(form, words);
  [...form.inputs.values()].find((input) => !input.value)?.focus();
}

// An own word counts before what is known, so that a nickname stays.
function fillIn(form, words) {
  for (const [name, input] of form.inputs) {
    const value = words[name] || knownOfSender(name, form.me);
    if (input.value.trim() !== value) input.value = value;
    form.values[name] = value;
  }
  mark(form);
}

function mark(form) {
  for (const [name, input] of form.inputs) {
    const isOpen = !form.values[name];
    input.closest(".rp-field").classList.toggle("rp-field--open", isOpen);
    const hint = input.parentElement.querySelector(".rp-hint");
    hint.hidden = !isOpen;
    if (isOpen) input.setAttribute("aria-describedby", hint.id);
    else input.removeAttribute("aria-describedby");
  }
  const done = Object.keys(typed(form)).length;
  fill(form.count, `${done} of ${form.inputs.size} done`);
  form.show();
}

function typed(form) {
  return Object.fromEntries(Object.entries(form.values).filter(([, value]) => value));
}

// What is known anyway isn't kept: it may change.
function keep(form) {
  if (!form.me) return;
  const words = { ...keptWords(form.me.id) };
  for (const [name, value] of Object.entries(form.values)) {
    if (value && value !== knownOfSender(name, form.me)) words[name] = value;
    else delete words[name];
  }
  keepWords(form.me.id, words);
}
