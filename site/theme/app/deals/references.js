// References: customers who speak for us, added, changed and retired by those who keep them.

import { startFor } from "../shared/allowed.js";
import { readJson, sendJson } from "../shared/api.js";
import { badge, fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { showMore } from "../shared/pager.js";
import { makeWaiting } from "../shared/waiting.js";
import { nameLanguage } from "../shared/words.js";
import { makeReferenceForm } from "./reference-form.js";

const HEADS = ["Reference", "Speaks of", "Asked in a year", "Action"];
const app = document.getElementById("app");

async function start() {
  fill(app, makeWaiting("References"));
  try {
    const [topics, answer] = await Promise.all([readJson("/references/topics"), readJson("/references?limit=50")]);
    const view = { topics, labels: labelsOf(topics), form: make("div"), list: make("div"), said: make("div") };
    view.fold = make(
      "details",
      { class: "rp-card rp-fold" },
      make("summary", {}, make("h2", {}, "Add a reference")),
      view.form,
    );
    fill(app, view.fold, view.said, view.list);
    offerForm(view, null);
    show(view, answer);
  } catch (error) {
    showProblem(app, error, start);
  }
}

function labelsOf(topics) {
  return new Map(
    Object.values(topics)
      .flat()
      .map(({ value, label }) => [value, label]),
  );
}

// The form for another one, or for one that is there.
function offerForm(view, reference) {
  const keep = async (body) => {
    const path = reference ? `/references/${reference.id}` : "/references";
    const kept = await sendJson(reference ? "PUT" : "POST", path, body);
    offerForm(view, null);
    view.fold.open = false;
    await load(view, `${kept.contact_name} is kept.`);
  };
  fill(view.fold.querySelector("h2"), reference ? `Change ${reference.contact_name}` : "Add a reference");
  fill(view.form, makeReferenceForm(view.topics, reference, keep));
  if (!reference) return;
  view.fold.open = true;
  view.form.querySelector("input").focus();
}

async function load(view, done) {
  try {
    show(view, await readJson("/references?limit=50"));
    fill(view.said, make("p", { class: "rp-status", role: "status" }, done));
  } catch (error) {
    showProblem(view.said, error, () => load(view, done));
  }
}

function show(view, { items, next }) {
  if (!items.length) return fill(view.list, make("p", { class: "rp-empty" }, "Nobody speaks for us yet."));
  const rows = make(
    "tbody",
    {},
    items.map((one) => showRow(view, one)),
  );
  const add = (more) => rows.append(...more.map((one) => showRow(view, one)));
  return fill(view.list, scrollingTable("References", HEADS, rows), showMore(next, add, { class: "rp-pager" }));
}

function showRow(view, one) {
  const { contact_name: name, account, language, note, retired_at: retired } = one;
  const topics = [...one.products, ...one.industries, ...one.personas].map((value) => view.labels.get(value) || value);
  const details = [account, language && nameLanguage(language), note].filter(Boolean).join(" · ");
  const retire = async () => {
    try {
      await sendJson(retired ? "DELETE" : "PUT", `/references/${one.id}/retired`);
      await load(view, retired ? `${name} may be asked again.` : `${name} is asked no more.`);
    } catch (error) {
      showProblem(view.said, error);
    }
  };
  return make(
    "tr",
    {},
    make(
      "th",
      { scope: "row" },
      name,
      " ",
      retired ? badge("Retired", "waived") : null,
      make("div", { class: "rp-hint" }, details),
    ),
    make("td", { "data-label": "Speaks of" }, topics.join(", ")),
    make("td", { class: "rp-nowrap", "data-label": "Asked in a year" }, `${one.asked_in_year} of ${one.most_a_year}`),
    make(
      "td",
      { "data-label": "Action" },
      make(
        "p",
        { class: "rp-actions" },
        retired ? null : button("Change", name, () => offerForm(view, one)),
        button(retired ? "Bring back" : "Retire", name, retire),
      ),
    ),
  );
}

function button(text, name, onclick) {
  return make("button", { type: "button", class: "rp-button", "aria-label": `${text}: ${name}`, onclick }, text);
}

startFor(start);
