// The form that begins a practice: what it is, by which rubric or for which course, and where it can be seen.

import { sendJson } from "../shared/api.js";
import { choice, labelled, make, showProblem } from "../shared/dom.js";
import { keepPiece } from "./outbox.js";
import { makeSource } from "./source.js";
import { keep } from "./unsent.js";
import { KINDS } from "./words.js";

// `course` asks for a practical, `after` was wanted again; both bring their rubric. `begun` is told what is to be sent,
// or the practice that stands at a link.
export function makeBeginForm({ me, rubrics, course, after }, begun) {
  const form = {
    me,
    course,
    after,
    begun,
    title: make("input", { type: "text", required: true, maxlength: "200" }),
    kind: choice(Object.entries(KINDS)),
    rubric: choice(rubrics.map(({ id, title }) => [id, title])),
    source: makeSource(me.id, (isRecording) => {
      form.send.hidden = isRecording;
    }),
    send: make("button", { type: "submit", class: "rp-button rp-button--main" }, "Send it"),
    trouble: make("div"),
  };
  form.kind.value = after?.subject || "demo";
  if (after) form.title.value = after.title;
  const element = make(
    "form",
    { class: "rp-form rp-practice__form", novalidate: true },
    sayFor(course, after),
    labelled("What it is called", form.title, "Such as the buyer or the case you play."),
    labelled("Kind", form.kind),
    course || after ? null : labelled("Scored by", form.rubric),
    form.source.element,
    make("p", { class: "rp-actions" }, form.send),
    form.trouble,
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form);
  });
  return { element, focus: () => form.title.focus(), stop: form.source.stop, take: form.source.take };
}

function sayFor(course, after) {
  if (after)
    return make(
      "p",
      { class: "rp-note" },
      `${after.wanted_again.by.name} wants to see it again: ${after.wanted_again.reason}`,
    );
  if (!course) return null;
  const { page, practical } = course;
  const left = practical.times - practical.passes;
  const asked = left === 1 ? "One that passes completes it" : `${left} that pass one after another complete it`;
  return make(
    "p",
    { class: "rp-note rp-note--info" },
    "For ",
    make("a", { href: page.url }, page.title),
    practical.rubric ? [", by the ", make("a", { href: practical.rubric.url }, practical.rubric.title)] : "",
    `. ${asked}.`,
  );
}

async function submit(form) {
  const given = form.source.read();
  if (!form.title.value.trim()) return form.title.focus();
  if (!given) return form.source.warn("Record it, choose a file, or give a link that begins with https://.");
  form.source.warn("");
  const body = {
    title: form.title.value.trim(),
    subject: form.kind.value,
    ...(form.after
      ? { after_id: form.after.id }
      : form.course
        ? { course_id: form.course.page.id }
        : { rubric_id: form.rubric.value }),
  };
  form.send.disabled = true;
  try {
    if (given.link) return form.begun(await sendJson("POST", "/practice", { ...body, link: given.link }));
    const head = {
      key: given.key,
      personId: form.me.id,
      mediaType: given.blob.type,
      seconds: given.seconds,
      body,
      isConfirmed: true,
      practiceId: null,
    };
    if (!given.isKept) await keepPiece(given.key, 0, given.blob).catch(() => null);
    await keep(head);
    form.begun(null, { ...head, blob: given.blob });
  } catch (error) {
    form.send.disabled = false;
    showProblem(form.trouble, error);
  }
}
