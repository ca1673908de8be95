// The form that asks somebody: about a page or a skill where one is given, of those whom one may ask.

import { readJson, sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";

// `about` is a kind and an id, or nothing; `asked` is told the question that was made.
export function makeAskForm(about, asked) {
  const form = {
    about,
    key: crypto.randomUUID(),
    text: make("textarea", { rows: "4", required: true, maxlength: "5000" }),
    whom: choice([]),
    named: make("input", { type: "checkbox" }),
    send: make("button", { type: "submit", class: "rp-button rp-button--main" }, "Ask"),
    subject: make("p", { class: "rp-ask__about" }),
    trouble: make("div", { role: "status" }),
  };
  const element = make(
    "form",
    { class: "rp-form rp-ask" },
    form.subject,
    labelled("Your question", form.text),
    labelled("To", form.whom),
    make(
      "label",
      { class: "rp-option" },
      form.named,
      make("span", {}, "Should the answer become a page: its authors may read that I asked"),
    ),
    make("p", { class: "rp-actions" }, form.send),
    form.trouble,
  );
  element.addEventListener("input", () => {
    form.key = crypto.randomUUID();
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, asked);
  });
  return { element, ready: readWhom(form, element), focus: () => form.text.focus() };
}

async function readWhom(form, element) {
  const query = form.about ? `?${new URLSearchParams({ about: form.about.kind, about_id: form.about.id })}` : "";
  try {
    const { about, people } = await readJson(`/questions/whom${query}`);
    fill(
      form.whom,
      people.map(({ id, name }) => make("option", { value: id }, name)),
    );
    if (about) fill(form.subject, "About ", about.url ? link(about) : about.title || about.id, ".");
    if (!people.length) refuse(element);
    return people.length > 0;
  } catch (error) {
    if (error.status === 404 && form.about) element.replaceWith(gone());
    else showProblem(form.trouble, error, () => readWhom(form, element));
    return false;
  }
}

function refuse(element) {
  const way = "You can ask the owner of a page: open it and press Ask.";
  element.replaceWith(make("p", { class: "rp-empty" }, `Nobody manages or mentors you. ${way}`));
}

function gone() {
  return make("p", { class: "rp-empty" }, "What you want to ask about isn't there for you.");
}

function link({ url, title, language }) {
  return make("a", { href: url, lang: language }, title);
}

async function send(form, asked) {
  form.send.disabled = true;
  const body = { text: form.text.value, asked_id: form.whom.value, is_named: form.named.checked };
  try {
    asked(await sendJson("POST", "/questions", { ...body, about: form.about }, { key: form.key }));
  } catch (error) {
    form.send.disabled = false;
    showProblem(form.trouble, error);
  }
}
