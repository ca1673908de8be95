// What comes again: each series in words, changed from a day on, or ended with a reason.

import { readAll, sendJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { sayMinutes, withOffset } from "../shared/words.js";
import { makeReason } from "./reason.js";
import { makeRepeats } from "./repeats.js";

// Hidden without any; `changed` is told when sessions may be others than before.
export function makeSeries(me, changed) {
  const part = { me, changed, list: make("div") };
  part.element = make("section", { hidden: true }, make("h2", {}, "What comes again"), part.list);
  load(part);
  return { element: part.element, load: () => load(part) };
}

async function load(part) {
  try {
    const items = await readAll("/coaching/series?limit=100");
    part.element.hidden = !items.length;
    fill(
      part.list,
      make(
        "ul",
        { class: "rp-items rp-sessions" },
        items.map((series) => showSeries(part, series)),
      ),
    );
  } catch (error) {
    part.element.hidden = false;
    showProblem(part.list, error, () => load(part));
  }
}

function showSeries(part, series) {
  const { coach, rep, topic, said, kind_name: kind, minutes, starts_at: at, zone } = series;
  const other = coach.id === part.me.id ? rep : coach;
  const trouble = make("div");
  const end = (reason) => send(part, series, "ended", { reason }, trouble);
  return make(
    "li",
    { class: "rp-card rp-session-row" },
    make(
      "div",
      {},
      topic,
      make("br"),
      make(
        "small",
        { class: "rp-muted" },
        `${kind} with ${other.name}, ${said} at ${at.slice(11)} (${zone}), ${sayMinutes(minutes)}`,
      ),
    ),
    make(
      "div",
      { class: "rp-session-row__tools" },
      makeChange(part, series, trouble),
      makeReason({ label: "End", ask: "Why does it end? What is to come is cancelled.", send: end }),
    ),
    trouble,
  );
}

function makeChange(part, series, trouble) {
  const when = make("input", { type: "datetime-local", required: true });
  const minutes = make("input", { type: "number", required: true, min: "5", max: "480", value: series.minutes });
  const topic = make("input", { type: "text", required: true, maxlength: "200", value: series.topic });
  const repeats = makeRepeats({ zone: series.zone, isOnce: false });
  const button = make("button", { type: "submit", class: "rp-button" }, "Change");
  const follow = () => repeats.follow(when.value ? new Date(when.value) : null);
  const hint = "In the time zone of this device. From that day on it goes as said here.";
  const form = make(
    "form",
    { class: "rp-form rp-form--small" },
    labelled("Next one then", when, hint),
    labelled("Topic", topic),
    labelled("Minutes", minutes),
    repeats.fields,
    button,
  );
  form.addEventListener("input", follow);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const body = { scheduled_at: withOffset(when.value), minutes: Number(minutes.value), rule: repeats.read() };
    await send(part, series, "changed", { ...body, topic: topic.value }, trouble);
    button.disabled = false;
  });
  follow();
  return make("details", { class: "rp-reason" }, make("summary", { class: "rp-button" }, "Change"), form);
}

async function send(part, { id }, path, body, trouble) {
  try {
    await sendJson("POST", `/coaching/series/${id}/${path}`, body, { key: crypto.randomUUID() });
    await load(part);
    part.changed();
  } catch (error) {
    showProblem(trouble, error);
  }
}
