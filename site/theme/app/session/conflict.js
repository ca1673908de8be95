// What two wrote at the same time: shown side by side, until one of them has put it together.

import { readAll } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { joinTexts } from "./lines.js";
import { makeMerging } from "./merging.js";
import { sayClock } from "./words.js";

// `write` puts a text into the box as if it were typed; `copies` are how many wait to be put into the text.
export function makeConflict({ place, kind, kept, box, write, copies, me }) {
  const element = make("div", { class: "rp-conflict" });
  const below = make("div", { class: "rp-conflict" });
  const view = { shown: "", opened: null, waiting: copies };
  return { element, below, show };

  // Shows it anew only where it is another, so that whoever reads it is not interrupted.
  function show() {
    const { clash, together } = kept.it;
    const kind = clash ? `clash ${clash.current.version}` : view.opened ? view.opened.id : `waiting ${view.waiting}`;
    const key = `${kind} ${together?.kept.id}`;
    if (key === view.shown) return;
    view.shown = key;
    if (clash) fill(element, showClash(clash));
    else if (view.opened) fill(element, showCopy(view.opened));
    else fill(element, view.waiting ? showWaiting() : null);
    fill(below, together && !clash ? showTogether(together) : null);
  }

  function showClash({ current, mine, merged }) {
    if (box.value === mine) write(merged);
    const who = nameOf(current.updated_by);
    return makeMerging({
      why: `${who} saved this meanwhile, and both changed the same lines. Both stand in the box below: edit it, then save it.`,
      sides: [
        { heading: `Saved by ${who}, ${sayClock(current.updated_at)}`, text: current.text },
        { heading: "What you typed", text: mine },
      ],
      ways: [
        ["Save what is in the box", kept.resolve],
        ["Take what was saved", () => take(current.text)],
        ["Take what I typed", () => take(mine)],
      ],
    });
  }

  function take(text) {
    write(text);
    kept.resolve();
  }

  // Below the box, where it moves nothing that is being typed or read.
  function showTogether({ current, mine }) {
    const who = nameOf(current.updated_by);
    const sides = [
      { heading: `Saved by ${who}, ${sayClock(current.updated_at)}`, text: current.text },
      { heading: "What you had typed", text: mine },
    ];
    return make(
      "details",
      {},
      make("summary", {}, `${who} wrote here at the same time: both are in the text. Show both`),
      makeMerging({ sides, ways: [] }),
    );
  }

  function showWaiting() {
    return make(
      "div",
      { class: "rp-note" },
      make("p", {}, "Something that was typed on an older version waits to be put into this text."),
      make(
        "p",
        { class: "rp-actions" },
        make("button", { type: "button", class: "rp-button", onclick: open }, "Show it"),
      ),
    );
  }

  async function open() {
    try {
      const found = await readAll(`${place}/${kind}/copies?limit=20`);
      const waiting = found.filter((copy) => !copy.settled_at);
      view.waiting = waiting.length;
      view.opened = waiting[0] || null;
      show();
    } catch (error) {
      showProblem(element, error, open);
    }
  }

  function showCopy(copy) {
    const who = copy.by.id === me.id ? "you" : copy.by.name;
    const before = box.value;
    const settle = (text) => {
      view.opened = null;
      view.waiting -= 1;
      kept.settle({ id: copy.id, current: { version: kept.it.base, text: kept.it.baseText } }, text);
    };
    return makeMerging({
      why: `Typed by ${who} on an older version, ${sayClock(copy.at)}. Put into the text what belongs there.`,
      sides: [
        { heading: "The text now", text: before },
        { heading: `Typed by ${who}`, text: copy.text },
      ],
      ways: [
        ["Put both together", () => settle(joinTexts(box.value, copy.text))],
        ["Take the older one instead", () => settle(copy.text)],
        ["Leave it out", () => settle(box.value)],
      ],
    });
  }

  function nameOf(person) {
    return !person || person.id === me.id ? "You, elsewhere," : person.name;
  }
}
