// What a session is about: a page, a deal, a recording with a time in it, a quiz attempt; listed, added and taken out.

import { sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";

const KINDS = [
  ["recording", "A recording"],
  ["page", "A page of the library"],
  ["deal", "A deal"],
  ["attempt", "A quiz attempt"],
];
const TARGETS = {
  recording: "Its address",
  page: "Its address in the library",
  deal: "Its number or address in the CRM",
  attempt: "Its address",
};

// Null where the API has no links yet.
export function makeLinks(session) {
  if (!session.links) return null;
  const place = `/coaching/sessions/${session.id}/links`;
  const list = make("div");
  const trouble = make("div");
  show(session.links);
  return make(
    "section",
    { class: "rp-links" },
    make("h2", {}, "What it is about"),
    list,
    make("details", {}, make("summary", {}, "Add a link"), makeForm()),
    trouble,
  );

  function show(links) {
    const rows = links.map((link) => make("li", {}, showLink(link), " ", makeRemove(link)));
    fill(
      list,
      rows.length ? make("ul", { class: "rp-items" }, rows) : make("p", { class: "rp-muted" }, "No link yet."),
    );
  }

  function makeRemove({ id, label }) {
    const remove = () => change("DELETE", `${place}/${id}`);
    const words = make("span", { class: "rp-unseen" }, `: ${label}`);
    return make("button", { type: "button", class: "rp-link-button", onclick: remove }, "Take out", words);
  }

  async function change(method, path, body) {
    fill(trouble);
    try {
      const found = await sendJson(method, path, body);
      show(found.links);
      return true;
    } catch (error) {
      showProblem(trouble, error);
      return false;
    }
  }

  function makeForm() {
    const kind = choice(KINDS);
    const target = make("input", { type: "text", required: true, maxlength: "1000", pattern: ".*\\S.*" });
    const label = make("input", { type: "text", required: true, maxlength: "200", pattern: ".*\\S.*" });
    const at = make("input", { type: "text", inputmode: "numeric", pattern: "(\\d{1,2}:)?\\d{1,3}:\\d{2}" });
    const fields = { target: labelled(TARGETS.recording, target), at: labelled("At (such as 12:40)", at) };
    kind.addEventListener("change", () => {
      fields.target.querySelector("label").textContent = TARGETS[kind.value];
      fields.at.hidden = kind.value !== "recording";
    });
    const form = make(
      "form",
      { class: "rp-form" },
      make("div", { class: "rp-grid" }, labelled("Kind", kind), fields.target, fields.at, labelled("Name", label)),
      make("p", { class: "rp-actions" }, make("button", { type: "submit", class: "rp-button" }, "Add")),
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const seconds = kind.value === "recording" && at.value ? secondsOf(at.value) : null;
      const body = { kind: kind.value, target: target.value.trim(), seconds, label: label.value.trim() };
      if (await change("POST", place, body)) form.reset();
    });
    return form;
  }
}

function showLink({ kind, label, target, url, seconds }) {
  const address = url || (/^https?:\/\//.test(target) ? target : null);
  const at = kind === "recording" && seconds !== null ? `, at ${clockOf(seconds)}` : "";
  return [address ? make("a", { href: address, rel: "noopener noreferrer" }, label) : label, at];
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
