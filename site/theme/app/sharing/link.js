// Links: for whom, what it leads to, what came of it, and what its rep can do about it.

import { readJson, sendJson } from "../shared/api.js";
import { dealLink } from "../shared/deals.js";
import { badge, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { showMore } from "../shared/pager.js";
import { personLink } from "../shared/people.js";
import { sayDate, sayMoment } from "../shared/words.js";
import { makeAddress } from "./link-address.js";
import { makePlan } from "./plan.js";
import { namePart, STATES, sayOnScreen, sayOpened } from "./words.js";

const MORE_DAYS = 30;

// Links as a list, and what shows more of them; `answer` is a list of the API.
export function makeLinks(me, answer) {
  const list = make("ul", { class: "rp-shared" });
  const add = (items) => list.append(...items.map((link) => makeLink(me, link)));
  add(answer.items);
  return [list, showMore(answer.next, add)];
}

function makeLink(me, link) {
  const row = make("li", { class: "rp-card", id: link.id });
  showLink(row, me, link);
  return row;
}

function showLink(row, me, link) {
  const isMine = link.rep.id === me.id;
  const said = make("div");
  fill(
    row,
    make("h2", {}, `${link.contact_name}: ${link.title} `, badge(...STATES[link.state])),
    make("p", {}, sayOpened(link)),
    make(
      "p",
      { class: "rp-muted" },
      isMine ? null : [personLink(link.rep.id, link.rep.name), " · "],
      `made ${sayDate(link.made_at)} · open until ${sayDate(link.expires_at)}`,
      link.deal ? [" · ", dealLink(link.deal, "its deal")] : null,
    ),
    make(
      "ul",
      {},
      link.items.map((item) => makeItem(item)),
    ),
    isMine && link.state === "open" ? makeAddress(link) : null,
    isMine && link.state !== "revoked" ? makeTools(row, me, link, said) : null,
    said,
    makeDetails(link, isMine),
  );
}

function makeItem(item) {
  const name = item.url ? make("a", { href: item.url }, item.title) : item.title;
  return make(
    "li",
    {},
    name,
    item.why_not ? make("span", { class: "rp-overdue" }, ` not shown: ${item.why_not}`) : null,
  );
}

function makeTools(row, me, link, said) {
  const act = async (method, path, body) => {
    try {
      showLink(row, me, await sendJson(method, `/sharing/links/${link.id}${path}`, body));
      row.querySelector("h2").tabIndex = -1;
      row.querySelector("h2").focus();
    } catch (error) {
      showProblem(said, error);
    }
  };
  const button = (text, onclick) =>
    make(
      "button",
      { type: "button", class: "rp-button", "aria-label": `${text}: ${link.contact_name}`, onclick },
      text,
    );
  return make(
    "div",
    {},
    make(
      "p",
      { class: "rp-actions" },
      button(`Open for ${MORE_DAYS} days from now`, () => act("PATCH", "", { days: MORE_DAYS })),
      button("End it", () => act("POST", "/revoked")),
    ),
    makeChange(link, act),
  );
}

// What the buyer's page says above all, and what it leads to.
function makeChange(link, act) {
  const title = make("input", { type: "text", required: true, maxlength: "300", value: link.title });
  const note = make("textarea", { maxlength: "2000", rows: "3" }, link.note || "");
  const boxes = link.items.map((item) => [item, make("input", { type: "checkbox", checked: true })]);
  const form = make(
    "form",
    { class: "rp-form rp-form--rows" },
    labelled("Title", title),
    labelled("A word to the buyer", note),
    link.items.length > 1
      ? make(
          "fieldset",
          { class: "rp-plain" },
          make("legend", {}, "Leads to"),
          boxes.map(([item, box]) => make("label", { class: "rp-option" }, box, make("span", {}, item.title))),
        )
      : null,
    make("p", { class: "rp-actions" }, make("button", { class: "rp-button" }, "Change")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const items = boxes.filter(([, box]) => box.checked).map(([{ kind, target }]) => ({ kind, target }));
    const isSame = items.length === link.items.length;
    act("PATCH", "", { title: title.value.trim(), note: note.value.trim(), ...(isSame ? {} : { items }) });
  });
  return make("details", { class: "rp-fold" }, make("summary", {}, "Change what it says"), form);
}

function makeDetails(link, isMine) {
  const place = make("div");
  const fold = make("details", { class: "rp-fold" }, make("summary", {}, "Visits and plan"), place);
  fold.addEventListener("toggle", async () => {
    if (!fold.open) return;
    try {
      const whole = await readJson(`/sharing/links/${link.id}`);
      const plan = makePlan(whole, isMine && link.state === "open");
      fill(place, makeVisits(whole), makeParts(whole), plan);
    } catch (error) {
      showProblem(place, error);
    }
  });
  return fold;
}

function makeVisits({ visits, seen, contact_name: name, title }) {
  const left = seen.left_out ? `Left out: ${seen.left_out}, of robots, or with nothing on screen.` : "";
  if (!visits.length) return make("p", { class: "rp-muted" }, `No visit of a buyer yet. ${left}`);
  const rows = visits.map((visit) =>
    make(
      "tr",
      {},
      make("td", { "data-label": "When" }, sayMoment(visit.at)),
      make("td", { "data-label": "On screen" }, sayOnScreen(visit.seconds)),
      make("td", { "data-label": "Taken" }, String(visit.downloads)),
      make("td", { "data-label": "Who" }, visit.email || "", visit.is_forwarded ? " (passed on)" : ""),
    ),
  );
  const table = scrollingTable(
    `Visits of ${name}: ${title}`,
    ["When", "On screen", "Taken", "Who"],
    make("tbody", {}, rows),
  );
  return [table, left ? make("p", { class: "rp-muted" }, left) : null].filter(Boolean);
}

function makeParts({ items, contact_name: name, title }) {
  const rows = items.flatMap((item) =>
    item.parts.map((part) =>
      make(
        "tr",
        {},
        make("td", { "data-label": "What" }, namePart(item, part.part)),
        make("td", { "data-label": "On screen" }, sayOnScreen(part.seconds)),
        make("td", { "data-label": "Visits" }, String(part.visits)),
      ),
    ),
  );
  if (!rows.length) return null;
  return scrollingTable(
    `What ${name} had on screen: ${title}`,
    ["What", "On screen", "Visits"],
    make("tbody", {}, rows),
  );
}
