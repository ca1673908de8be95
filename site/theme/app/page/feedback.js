// What sellers say of a page they used: it worked, or it didn't, and why; and what all of them say.

import { isPreview, readJson, sendJson } from "../shared/api.js";
import { openDialog } from "../shared/dialog.js";
import { fill, labelled, make, sayProblem, showProblem } from "../shared/dom.js";
import { sayAbout } from "../shared/shares.js";
import { partOf, sayDate, sayDay } from "../shared/words.js";

const LEAST = 5;
const WHO_READS = `Authors and the page's owner read your reason, without your name; everybody sees for how many it worked, from ${LEAST} answers on.`;

// Two buttons, each one tap; without an answer, as on plain static hosting, nothing can be said.
export function feedbackButtons(page) {
  if (isPreview) return null;
  const place = make("span", { class: "rp-feedback", role: "group", "aria-label": "Did this page work for you?" });
  const worked = makeButton("It worked", () => give(state, { has_worked: true }, worked));
  const failed = makeButton("It didn't", () => fail(state));
  const state = { page, path: `/feedback/${encodeURIComponent(page.id)}`, worked, failed, own: null };
  page.feedback = readJson(state.path).catch(() => null);
  page.feedback.then((known) => {
    if (!known) return place.remove();
    show(state, known.own);
    for (const met of known.met) hear(page, met);
  });
  return fill(place, worked, failed);
}

// What all say of the page: for how many it worked; the reasons are for authors and its owner.
export function showWorked(place, page, feedback) {
  if (!feedback?.worked) return;
  const { worked, reasons } = feedback;
  const text = `Worked for ${worked.part} of ${worked.whole}`;
  if (!reasons) return place.append(make("span", { class: "rp-facts__worked" }, text));
  const button = make(
    "button",
    {
      type: "button",
      class: "rp-link-button",
      onclick: () =>
        openDialog(
          button,
          "What sellers say of this page",
          page.title,
          make("div", { class: "rp-dialog__body" }, showReasons(feedback)),
        ),
    },
    text,
  );
  place.append(button);
}

function showReasons({ worked, reasons }) {
  const sure = worked.interval ? `, ${sayAbout(worked.interval)} %` : "";
  return [
    make(
      "p",
      {},
      `It worked for ${partOf(worked.part, worked.whole, "person", "people")}${sure}. Of each the last answer counts.`,
    ),
    reasons.length
      ? make(
          "ul",
          {},
          reasons.map(({ text, on, is_missing }) =>
            make(
              "li",
              {},
              make("span", { class: "rp-said" }, text),
              ` (${sayDay(on)}${is_missing ? ", asked for in Demand" : ""})`,
            ),
          ),
        )
      : make("p", {}, "Nobody gave a reason."),
  ];
}

function makeButton(text, onclick) {
  return make("button", { type: "button", class: "rp-button", "aria-pressed": "false", onclick }, text);
}

function show(state, own) {
  state.own = own;
  state.worked.setAttribute("aria-pressed", String(own?.has_worked === true));
  state.failed.setAttribute("aria-pressed", String(own?.has_worked === false));
}

async function give(state, body, button) {
  if (button.getAttribute("aria-busy") === "true") return false;
  button.setAttribute("aria-busy", "true");
  try {
    const { own } = await sendJson("POST", state.path, body, { key: crypto.randomUUID() });
    show(state, own);
    state.page.say(own.is_missing ? "Thank you. You hear when it is there." : "Thank you, noted.");
    return true;
  } catch (error) {
    state.page.say(sayProblem(error), "warning");
    return false;
  } finally {
    button.removeAttribute("aria-busy");
  }
}

// That it didn't is noted at once; why is asked for, and may be left out.
async function fail(state) {
  const isNew = state.own?.has_worked !== false;
  const dialog = makeReasonForm(state);
  openDialog(state.failed, "It didn't, because …", state.page.title, dialog);
  if (isNew) await give(state, { has_worked: false }, state.failed);
}

function makeReasonForm(state) {
  const because = make("textarea", { rows: "3", maxlength: "1000", required: true });
  because.value = state.own?.because || "";
  const missing = make("input", { type: "checkbox", checked: state.own?.is_missing ?? false });
  const send = make("button", { type: "submit", class: "rp-button rp-button--main" }, "Send");
  const trouble = make("div");
  const form = make(
    "form",
    { class: "rp-dialog__body rp-form" },
    labelled("Why not?", because, "Noted already that it didn't. A reason helps those who write it."),
    make(
      "label",
      { class: "rp-option" },
      missing,
      make("span", {}, "Something is missing: ask the authors for it, and tell me when it is there"),
    ),
    make("p", { class: "rp-hint" }, WHO_READS),
    make("p", { class: "rp-actions" }, send),
    trouble,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = { has_worked: false, because: because.value, is_missing: missing.checked };
    send.disabled = true;
    if (await give(state, body, send)) form.closest("dialog")?.close();
    else showProblem(trouble, new Error("It couldn't be sent. Try again."));
    send.disabled = false;
  });
  return form;
}

// Whoever asked for what the page is there for is told so when they come to it, once.
function hear(page, met) {
  const what = met.words ?? met.text;
  page.say(
    `${met.is_own ? "You asked for" : "You passed on"} “${what}” on ${sayDate(met.asked_at)}: here it is.`,
    "info",
  );
  sendJson("PUT", `/questions/heard/${met.need_id}`).catch(() => null);
}
