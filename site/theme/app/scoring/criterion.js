// One criterion of a scorecard: its answer by kind, whether it applies at all, and what was heard or seen.

import { fill, labelled, make } from "../shared/dom.js";
import { readTime, sayTime } from "./words.js";

// `changed` is told that something is another now; `read` gives the answer as the API takes it.
export function makeCriterion(criterion, given, changed) {
  const known = given || { value: null, is_left_out: false, note: "", quotes: [] };
  const part = {
    criterion,
    quotes: [...known.quotes],
    answer: makeAnswer(criterion, known.value, changed),
    leftOut: criterion.may_be_left_out ? make("input", { type: "checkbox", checked: known.is_left_out }) : null,
    note: make("textarea", { rows: "2", maxlength: "5000" }),
    list: make("ul", { class: "rp-items" }),
    trouble: make("p", { class: "rp-overdue", hidden: true }),
  };
  part.note.value = known.note;
  part.note.addEventListener("input", changed);
  part.leftOut?.addEventListener("change", () => {
    part.answer.element.hidden = part.leftOut.checked;
    changed();
  });
  part.answer.element.hidden = known.is_left_out;
  showQuotes(part, changed);
  return {
    element: showCriterion(part, changed),
    read: () => readPart(part),
    warn: (text) => warn(part, text),
    quote: (quote) => addQuote(part, quote, changed),
  };
}

function showCriterion(part, changed) {
  const { criterion, answer, leftOut, note, list, trouble } = part;
  const hints = [criterion.skill && `Skill: ${criterion.skill}`, !criterion.is_mandatory && "Optional"].filter(Boolean);
  return make(
    "fieldset",
    { class: "rp-card rp-criterion", id: `criterion-${criterion.id}` },
    make("legend", {}, criterion.name),
    hints.length ? make("p", { class: "rp-muted" }, hints.join(". ")) : null,
    trouble,
    answer.element,
    leftOut ? make("label", { class: "rp-option" }, leftOut, make("span", {}, "Doesn't apply")) : null,
    labelled("What you heard or saw", note),
    make("details", {}, make("summary", {}, "Quotes with their time"), list, makeQuoteForm(part, changed)),
  );
}

function makeAnswer(criterion, value, changed) {
  if (criterion.kind === "level") {
    const levels = criterion.levels.map((text, place) => [place + 1, text]);
    return makeChoices(criterion, levels, value, changed);
  }
  if (criterion.kind === "yes-no")
    return makeChoices(
      criterion,
      [
        [true, "Yes"],
        [false, "No"],
      ],
      value,
      changed,
    );
  if (criterion.kind === "choice")
    return makeChoices(
      criterion,
      criterion.choices.map(({ name }) => [name, name]),
      value,
      changed,
    );
  return criterion.kind === "number" ? makeNumber(criterion, value, changed) : makeText(criterion, value, changed);
}

function makeChoices(criterion, pairs, value, changed) {
  const boxes = pairs.map(([own, text]) => {
    const box = make("input", { type: "radio", name: `answer-${criterion.id}`, checked: own === value });
    box.addEventListener("change", changed);
    return { own, box, element: make("label", { class: "rp-option" }, box, make("span", {}, text)) };
  });
  return {
    element: make(
      "div",
      {},
      boxes.map(({ element }) => element),
    ),
    read: () => boxes.find(({ box }) => box.checked)?.own ?? null,
  };
}

function makeNumber({ least, most, unit, name }, value, changed) {
  const box = make("input", { type: "number", min: least, max: most, step: "any", value: value ?? "" });
  box.addEventListener("input", changed);
  return {
    element: labelled(`${name}, ${least} to ${most} ${unit || ""}`.trim(), box),
    read: () => (box.value === "" || !Number.isFinite(box.valueAsNumber) ? null : box.valueAsNumber),
  };
}

function makeText({ name }, value, changed) {
  const box = make("textarea", { rows: "3", maxlength: "5000" });
  box.value = value ?? "";
  box.addEventListener("input", changed);
  return { element: labelled(name, box), read: () => (box.value.trim() ? box.value : null) };
}

function readPart({ answer, leftOut, note, quotes }) {
  const isLeftOut = Boolean(leftOut?.checked);
  return { value: isLeftOut ? null : answer.read(), is_left_out: isLeftOut, note: note.value, quotes };
}

function warn({ trouble }, text) {
  trouble.hidden = !text;
  fill(trouble, text || "");
}

function makeQuoteForm(part, changed) {
  const at = make("input", {
    type: "text",
    inputmode: "numeric",
    placeholder: "14:05",
    pattern: "(\\d{1,2}:)?\\d{1,3}:\\d{2}",
  });
  const text = make("input", { type: "text", maxlength: "2000" });
  const add = make("button", { type: "button", class: "rp-button" }, "Add quote");
  add.addEventListener("click", () => {
    const seconds = readTime(at.value);
    if (seconds === null || !text.value.trim()) return (seconds === null ? at : text).focus();
    addQuote(part, { at: seconds, text: text.value.trim() }, changed);
    at.value = text.value = "";
  });
  return make("div", { class: "rp-form rp-form--small" }, labelled("At", at), labelled("What was said", text), add);
}

function addQuote(part, quote, changed) {
  part.quotes.push(quote);
  showQuotes(part, changed);
  part.list.closest("details").open = true;
  changed();
}

function showQuotes(part, changed) {
  fill(
    part.list,
    part.quotes.map((quote) => {
      const away = make("button", { type: "button", class: "rp-link-button" }, "Remove");
      away.addEventListener("click", () => {
        part.quotes.splice(part.quotes.indexOf(quote), 1);
        showQuotes(part, changed);
        changed();
      });
      return make("li", {}, make("small", {}, sayTime(quote.at)), " ", quote.text, " ", away);
    }),
  );
}
