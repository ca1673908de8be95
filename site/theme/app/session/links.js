// What a session is about: a page, a recording at a time in it, a deal, a quiz attempt; listed, added and taken out.

import { offerSuggestions } from "../search/suggest.js";
import { sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";

const KINDS = [
  ["page", "A page of the library"],
  ["recording", "A recording"],
  ["deal", "A deal"],
  ["attempt", "A quiz attempt"],
];
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

export function makeLinks(session) {
  const place = `/coaching/sessions/${session.id}/links`;
  const list = make("div");
  const trouble = make("div");
  const fold = make("details", {}, make("summary", {}, "Add a link"));
  show(session.links);
  fold.append(makeForm((body) => change("POST", place, body)));
  return make("section", { class: "rp-links" }, make("h2", {}, "What it is about"), list, fold, trouble);

  function show(links) {
    const rows = links.map((link) => make("li", {}, showLink(link), makeRemove(link)));
    fill(
      list,
      rows.length ? make("ul", { class: "rp-items" }, rows) : make("p", { class: "rp-muted" }, "No link yet."),
    );
  }

  function makeRemove({ id, label }) {
    const remove = () => change("DELETE", `${place}/${id}`);
    return make(
      "button",
      { type: "button", class: "rp-button", "aria-label": `Take out: ${label}`, onclick: remove },
      "×",
    );
  }

  async function change(method, path, body) {
    fill(trouble);
    try {
      show((await sendJson(method, path, body)).links);
      return true;
    } catch (error) {
      showProblem(trouble, error);
      return false;
    }
  }
}

// Each kind has fields of its own; `add` is told what is sent, and says whether it was taken.
function makeForm(add) {
  const kind = choice(KINDS);
  const fields = make("div", { class: "rp-grid" });
  let read = () => ({});
  const form = make(
    "form",
    { class: "rp-form" },
    labelled("Kind", kind),
    fields,
    make("p", { class: "rp-actions" }, make("button", { type: "submit", class: "rp-button" }, "Add")),
  );
  kind.addEventListener("change", ask);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await add({ kind: kind.value, ...read() })) ask();
  });
  ask();
  return form;

  function ask() {
    const asked = { page: askPage, recording: askRecording, deal: askDeal, attempt: askAttempt }[kind.value]();
    read = asked.read;
    fill(fields, asked.fields);
    asked.ready?.();
  }
}

function askPage() {
  const box = make("input", {
    type: "text",
    inputmode: "search",
    required: true,
    maxlength: "200",
    autocomplete: "off",
  });
  let chosen = null;
  box.addEventListener("input", () => (chosen = null));
  const open = (page, title) => {
    chosen = page.id;
    box.value = title || page.title;
  };
  const ready = () =>
    offerSuggestions(
      box,
      ({ text }) => {
        box.value = text;
        box.dispatchEvent(new Event("input"));
      },
      open,
    );
  return {
    fields: [labelled("Its title", box, "Type some of it and choose the page.")],
    read: () => ({ target: chosen || box.value.trim() }),
    ready,
  };
}

function askRecording() {
  const target = make("input", { type: "url", required: true, maxlength: "1000", placeholder: "https://" });
  const at = make("input", { type: "text", pattern: "(\\d{1,2}:)?\\d{1,3}:\\d{2}", placeholder: "12:40" });
  const label = make("input", { type: "text", maxlength: "200" });
  const fields = [
    labelled("Its address", target),
    labelled("At which time in it (if you like)", at),
    labelled("What it is called (if you like)", label),
  ];
  const read = () => ({
    target: target.value.trim(),
    seconds: at.value ? secondsOf(at.value) : null,
    label: label.value.trim() || null,
  });
  return { fields, read };
}

function askDeal() {
  const target = make("input", { type: "text", required: true, maxlength: "200", pattern: ".*\\S.*" });
  return { fields: [labelled("Its id in the CRM", target)], read: () => ({ target: target.value.trim() }) };
}

function askAttempt() {
  const target = make("input", { type: "text", required: true, maxlength: "1000", pattern: ".*\\S.*" });
  const read = () => ({ target: ID.exec(target.value)?.[0] || target.value.trim() });
  return { fields: [labelled("The address of its result", target)], read };
}

function showLink({ kind, label, url, seconds }) {
  const at = kind === "recording" && seconds !== null ? `, at ${clockOf(seconds)}` : "";
  return make("span", {}, url ? make("a", { href: url, rel: "noopener noreferrer" }, label) : label, at);
}

// "1:02:40" and back.
function clockOf(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const pad = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}

function secondsOf(clock) {
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}
