// One text of a session: written, read as it will be seen, put together where two wrote, and looked back upon.

import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { makeConflict } from "./conflict.js";
import { makeHistory } from "./history.js";
import { keepText } from "./keeping.js";
import { placeAfter } from "./lines.js";
import { sayState } from "./words.js";

const MOST = 100_000;

// `shown` is the text as the API has it; `isRead` shows it as HTML first. `start` stands there while it is empty.
export function makeEditor({ me, place, drafts, shown, title, hint, isRead, start = null }) {
  const { kind } = shown;
  const box = make("textarea", { class: "rp-text__box", "aria-label": title, maxlength: MOST, spellcheck: true });
  const html = make("div", { class: "rp-text__read", hidden: true });
  const state = make("p", { class: "rp-text__state" });
  const trouble = make("p", { class: "rp-text__state rp-text__state--bad", role: "status" });
  const turn = make("button", { type: "button", class: "rp-button", onclick: () => (box.hidden ? write() : read()) });
  let isComposing = false;
  const kept = keepText({
    place,
    personId: me.id,
    state: shown,
    drafts,
    changed: showState,
    replaced: (text) => {
      replaceText(box, text);
      if (box.hidden) read();
    },
    isHeld: () => isComposing,
  });
  const conflict = makeConflict({ place, kind, kept, box, write: typeAll, copies: shown.copies, me });
  const history = makeHistory({ place, kind, now: () => box.value, putBack });
  box.value = shown.text;
  box.disabled = Boolean(shown.locked);
  box.addEventListener("input", () => kept.type(box.value));
  box.addEventListener("blur", () => kept.save());
  box.addEventListener("compositionstart", () => (isComposing = true));
  box.addEventListener("compositionend", () => (isComposing = false));
  const element = make(
    "section",
    { class: `rp-text rp-text--${kind}` },
    make("div", { class: "rp-text__head" }, make("h2", {}, title), turn),
    make("p", { class: "rp-hint" }, hint),
    shown.locked ? make("p", { class: "rp-alert", role: "alert" }, shown.locked) : null,
    conflict.element,
    start,
    make("div", { class: "rp-text__body" }, box, html),
    state,
    trouble,
    conflict.below,
    history,
  );
  showAs(isRead);
  if (isRead) showHtml(shown);
  showState();
  return { element, kept, typeAll };

  function showState() {
    const { isTrouble, text } = sayState(kept.it, kept.isDirty(), me);
    say(state, isTrouble ? "" : text);
    say(trouble, isTrouble ? text : "");
    if (start) start.hidden = Boolean(kept.it.text);
    conflict.show();
  }

  // As if it were typed.
  function typeAll(text) {
    showAs(false);
    replaceText(box, text);
    kept.type(text);
  }

  async function putBack(text) {
    await kept.save();
    kept.begin();
    typeAll(text);
    box.scrollIntoView({ block: "center" });
  }

  function showAs(isReading) {
    box.hidden = isReading;
    html.hidden = !isReading;
    fill(turn, isReading ? "Write" : "Read", make("span", { class: "rp-unseen" }, `: ${title}`));
  }

  function write() {
    showAs(false);
    box.focus();
  }

  async function read() {
    await kept.save();
    try {
      const { items } = await readJson(`${place}?writer_id=${me.id}`);
      showHtml(items.find((item) => item.kind === kind));
    } catch (error) {
      showProblem(html, error, read);
    }
    showAs(true);
  }

  function showHtml(found) {
    if (found.html_problem) fill(html, make("p", { class: "rp-note" }, `This can't be shown: ${found.html_problem}`));
    else if (!found.html) fill(html, make("p", { class: "rp-empty" }, "Nothing is written here yet."));
    else fill(html, ...nodesOf(found.html));
    if (kept.isDirty())
      html.prepend(make("p", { class: "rp-note" }, "What you typed last isn't saved, nor shown here."));
  }
}

// What is said already isn't said again, least of all by a screen reader.
function say(place, words) {
  const said = make("span", {}, words);
  if (said.textContent !== place.textContent) fill(place, said);
}

// The place in the text at which somebody types stays where it is among the words.
function replaceText(box, text) {
  const { value, selectionStart, selectionEnd, scrollTop } = box;
  const isHere = document.activeElement === box;
  const places = isHere ? [selectionStart, selectionEnd].map((at) => placeAfter(value, text, at)) : null;
  box.value = text;
  if (places) box.setSelectionRange(places[0], places[1]);
  box.scrollTop = scrollTop;
}

// HTML that the API has sanitised; whatever it held, no script of it would run here.
function nodesOf(html) {
  return new DOMParser().parseFromString(html, "text/html").body.childNodes;
}
