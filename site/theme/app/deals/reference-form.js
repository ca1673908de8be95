// The form of a reference: who speaks for us, of what, and how often a year they may be asked.

import { labelled, make, showProblem } from "../shared/dom.js";

const TOPICS = [
  ["products", "Products"],
  ["industries", "Industries"],
  ["personas", "Personas"],
];

// Begins with a reference, or empty; `keep` is given what is said, and may fail.
export function makeReferenceForm(topics, reference, keep) {
  const text = (value, more) => make("input", { type: "text", maxlength: "200", autocomplete: "off", value, ...more });
  const fields = {
    account: text(reference?.account, { required: true }),
    contact_name: text(reference?.contact_name, { required: true }),
    language: text(reference?.language, { pattern: "[a-z]{2}(-[A-Za-z]{2,4}){0,2}" }),
    most_a_year: make("input", {
      type: "number",
      min: "1",
      max: "52",
      required: true,
      value: reference?.most_a_year || 4,
    }),
    note: text(reference?.note, { maxlength: "1000" }),
  };
  const chosen = TOPICS.map(([name, title]) => makeTopics(topics[name], name, title, reference));
  const said = make("div");
  const button = make("button", { type: "submit", class: "rp-button rp-button--main" }, "Keep");
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    const words = Object.entries(fields).map(([name, input]) => [name, input.value.trim() || null]);
    const body = Object.fromEntries([...words, ...chosen.map(({ name, read }) => [name, read()])]);
    try {
      await keep({ ...body, most_a_year: Number(body.most_a_year) });
    } catch (error) {
      showProblem(said, error);
    }
    button.disabled = false;
  };
  return make(
    "form",
    { class: "rp-form rp-form--rows", onsubmit: submit },
    labelled("Account", fields.account),
    labelled("Contact", fields.contact_name),
    chosen.map(({ element }) => element),
    labelled("Language (if you like)", fields.language, "Its code, such as de."),
    labelled("Asked at most so often a year", fields.most_a_year),
    labelled("Note (if you like)", fields.note, "Such as what they like to speak about."),
    make("p", { class: "rp-actions" }, button),
    said,
  );
}

function makeTopics(values, name, title, reference) {
  const boxes = values.map(({ value, label }) => {
    const box = make("input", { type: "checkbox", value, checked: reference?.[name].includes(value) });
    return make("label", { class: "rp-option" }, box, make("span", {}, label));
  });
  const element = make("fieldset", { class: "rp-plain" }, make("legend", {}, title), boxes);
  const read = () => [...element.querySelectorAll("input:checked")].map((box) => box.value);
  return { name, element, read };
}
