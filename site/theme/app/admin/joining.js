// Joining another record with a person's: what that would do is shown before it is done.

import { readJson, sendJson } from "../shared/api.js";
import { fill, make, scrollingTable } from "../shared/dom.js";
import { count } from "../shared/words.js";
import { makeForm, namedRow } from "./form.js";
import { makePersonField } from "./person-field.js";

const HEADS = ["What", "Goes over", "Stays"];

export function makeJoining(person, again) {
  const other = makePersonField("The record that goes into this one");
  const place = make("div");
  const foresee = async () => {
    const found = await other.read();
    if (!found) return "Name somebody first.";
    const { items } = await readJson(`/people/${person.id}/merge/${found.id}`);
    fill(place, showForeseen(items), makeDecision(person, found, again));
    return `${found.name} (${found.email}) would go into ${person.name} (${person.email}). Nothing has changed yet.`;
  };
  other.input.addEventListener("input", () => fill(place));
  return make("div", {}, makeForm([other.element], "Show what that would do", foresee), place);
}

function showForeseen(items) {
  if (!items.length) return make("p", { class: "rp-empty" }, "The other record holds nothing.");
  const rows = items.map(({ table, moves, stays }) =>
    namedRow(table.replaceAll("_", " "), {
      "Goes over": count(moves, "row"),
      Stays: stays ? `${count(stays, "row")}, as this one has their like` : "",
    }),
  );
  return scrollingTable("What joining them would do", HEADS, make("tbody", {}, rows));
}

function makeDecision(person, found, again) {
  const box = make("input", { type: "checkbox" });
  const label = make("label", { class: "rp-option" }, box, make("span", {}, `Sign in as ${found.email} from then on`));
  return makeForm([label], "Join them", async () => {
    await sendJson("POST", `/people/${person.id}/merge`, { other_id: found.id, takes_address: box.checked });
    await again(`${found.name} has gone into this record. Within a day that can be undone, under “Joined records”.`);
  });
}
