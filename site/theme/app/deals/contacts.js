// Contacts at a deal's account, some at a time.

import { readJson } from "../shared/api.js";
import { fill, make, scrollingTable } from "../shared/dom.js";
import { pager } from "../shared/pager.js";
import { nameLanguage } from "../shared/words.js";

const HEADS = ["Name", "Job title", "E-mail", "Phone", "Language", "Time zone"];
const AT_ONCE = 20;

export async function showContacts(place, view, page = 1) {
  const answer = await readJson(`${view.path}/contacts?limit=${AT_ONCE}&page=${page}`);
  if (!answer.items.length)
    return fill(place, make("p", { class: "rp-empty" }, "The CRM names no contact at this account."));
  return fill(
    place,
    scrollingTable("Contacts", HEADS, make("tbody", {}, answer.items.map(showRow))),
    pager(answer, (wanted) => showContacts(place, view, wanted)),
  );
}

function showRow(contact) {
  const { name, title, email, phone, language, time_zone: zone } = contact;
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, name),
    make("td", { "data-label": "Job title" }, title || ""),
    make(
      "td",
      { "data-label": "E-mail" },
      email ? make("a", { href: `mailto:${encodeURIComponent(email)}` }, email) : "",
    ),
    make("td", { "data-label": "Phone" }, phone || ""),
    make("td", { "data-label": "Language" }, language ? nameLanguage(language) : ""),
    make("td", { "data-label": "Time zone" }, zone || ""),
  );
}
