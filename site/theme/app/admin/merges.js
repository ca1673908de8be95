// Which records were joined, and a button that takes it back while that can be done.

import { readJson, sendJson } from "../shared/api.js";
import { fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { sayMoment } from "../shared/words.js";
import { namedButton, namedRow, sayDone } from "./form.js";

const HEADS = ["Kept", "Went into it", "When", "By", "Undo"];

export function makeMerges() {
  const view = { said: make("div"), list: make("div", {}, make("p", {}, "Loading…")) };
  load(view);
  return make("div", {}, view.said, view.list);
}

async function load(view) {
  try {
    const { items } = await readJson("/merges");
    if (!items.length) return fill(view.list, make("p", {}, "No records were joined yet."));
    const rows = items.map((one) => showRow(view, one));
    return fill(view.list, scrollingTable("Joined records", HEADS, make("tbody", {}, rows)));
  } catch (error) {
    return showProblem(view.list, error, () => load(view));
  }
}

function showRow(view, one) {
  const { kept_id: keptId, kept, gone_id: goneId, gone, at, by, undone_at: undone, undone_until: until } = one;
  const undo = async (event) => {
    event.target.disabled = true;
    try {
      await sendJson("POST", `/merges/${one.id}/undo`);
      await load(view);
      sayDone(view.said, `${gone} has a record of their own again.`);
    } catch (error) {
      event.target.disabled = false;
      showProblem(view.said, error);
    }
  };
  const state = undone ? `Undone ${sayMoment(undone)}` : "No longer";
  return namedRow(recordLink(keptId, kept), {
    "Went into it": recordLink(goneId, gone),
    When: sayMoment(at),
    By: by || "",
    Undo: until ? [namedButton("Undo", gone, undo), ` until ${sayMoment(until)}`] : state,
  });
}

function recordLink(id, name) {
  return make("a", { href: `/app/people/?id=${id}` }, name);
}
