// An entry of the audit as a row: when, who, what, about whom, and what was before and after.

import { make, scrollingTable } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { sayMoment } from "../shared/words.js";
import { sayAction, WAYS } from "./audit-words.js";
import { namedRow } from "./form.js";

export const HEADS = ["When", "Who", "What", "About", "By", "What changed"];

export function showEntry(entry) {
  const { actor_id: actorId, actor, person_id: personId, person, subject, via, address } = entry;
  return namedRow(make("time", { datetime: new Date(entry.at).toISOString() }, sayMoment(entry.at)), {
    Who: actorId ? personLink(actorId, actor || "Somebody") : "Nobody signed in",
    What: sayAction(entry.action),
    About: personId ? personLink(personId, person || "Somebody") : make("span", { class: "rp-hint" }, subject),
    By: [WAYS[via], address ? make("div", { class: "rp-hint" }, address) : ""],
    "What changed": showChange(entry),
  });
}

function showChange(entry) {
  if (entry.is_erased) return make("span", { class: "rp-hint" }, "Erased with the person's data");
  const { before, after, number } = entry;
  const names = [...new Set([...Object.keys(before || {}), ...Object.keys(after || {})])];
  if (!names.length) return "";
  const rows = names.map((name) =>
    namedRow(name.replaceAll("_", " "), { Before: say(before?.[name]), After: say(after?.[name]) }),
  );
  return make(
    "details",
    {},
    make("summary", {}, "Before and after"),
    scrollingTable(`Before and after, entry ${number}`, ["Field", "Before", "After"], make("tbody", {}, rows)),
  );
}

function say(value) {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
