// Makes a link for a buyer to a page and its files, or to a deck, or adds these to a room that is there already.

import { readJson, sendJson } from "../shared/api.js";
import { offerDeal } from "../shared/deal-choice.js";
import { openDialog } from "../shared/dialog.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { sayDate } from "../shared/words.js";
import { makeAddress } from "./link-address.js";

const DAYS = [
  ["7", "a week"],
  ["30", "30 days"],
  ["90", "90 days"],
  ["180", "half a year"],
];
const ROOMS = 50;
const SITE = new URL("../../", import.meta.url);

// `thing` has `title`, `kind`, `target`, `me` (a promise of who is signed in), and `shared`, called once it is.
export async function openShare(button, thing) {
  const place = make("div", { class: "rp-dialog__body" });
  openDialog(button, "Share with a buyer", thing.title, place);
  try {
    const { items } = await readJson(`/sharing/links?limit=${ROOMS}`);
    const me = await thing.me;
    const open = items.filter((link) => link.state === "open" && link.rep.id === me.id);
    fill(place, makeForm(thing, place, open));
  } catch (error) {
    showProblem(place, error);
  }
}

function makeForm(thing, place, open) {
  const { kind, target, title } = thing;
  const things = [{ kind, target, title }, ...(kind === "page" ? attachedFiles() : [])];
  const boxes = things.map((one, number) => [one, make("input", { type: "checkbox", checked: number === 0 })]);
  const { input: deal, rows: dealRows } = offerDeal({ deal: null, contact: null }, (_, contact) => {
    for (const name of contact ? ["name", "email"] : []) fields[name].value = contact[name] || "";
  });
  const fields = {
    room: choice([["", "A new link"], ...open.map((link) => [link.id, `${link.contact_name}: ${link.title}`])]),
    name: make("input", { type: "text", required: true, maxlength: "200", autocomplete: "off" }),
    email: make("input", { type: "email", maxlength: "320", autocomplete: "off" }),
    deal,
    note: make("textarea", { maxlength: "2000", rows: "3" }),
    days: choice(DAYS),
    passcode: make("input", { type: "text", maxlength: "100", minlength: "6", autocomplete: "off" }),
    asks_email: make("input", { type: "checkbox" }),
    can_download: make("input", { type: "checkbox", checked: true }),
    has_watermark: make("input", { type: "checkbox" }),
  };
  fields.days.value = "30";
  const said = make("div");
  const news = makeNew(fields, dealRows);
  fields.room.addEventListener("change", () => {
    news.hidden = fields.room.value !== "";
    fields.name.required = !news.hidden; // what is hidden must not keep the form from being sent
  });
  const form = make(
    "form",
    { class: "rp-form rp-form--rows" },
    make(
      "fieldset",
      { class: "rp-plain" },
      make("legend", {}, "What"),
      boxes.map(([one, box]) => check(box, one.title)),
    ),
    open.length ? labelled("Where", fields.room) : null,
    news,
    make("p", { class: "rp-actions" }, make("button", { class: "rp-button rp-button--main" }, "Make the link")),
    said,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const items = boxes.filter(([, box]) => box.checked).map(([{ kind, target }]) => ({ kind, target }));
    try {
      const link = fields.room.value
        ? await addTo(
            open.find(({ id }) => id === fields.room.value),
            items,
          )
        : await sendJson("POST", "/sharing/links", bodyOf(fields, items));
      thing.shared();
      showMade(place, link);
    } catch (error) {
      showProblem(said, error);
    }
  });
  return form;
}

function makeNew(fields, dealRows) {
  return make(
    "div",
    {},
    labelled("For whom", fields.name, "Their name, which the page shows."),
    labelled("Their e-mail (if you like)", fields.email),
    dealRows,
    labelled("A word to them (if you like)", fields.note),
    labelled("Open for", fields.days),
    make(
      "details",
      { class: "rp-fold" },
      make("summary", {}, "Who gets in, and what they may take"),
      check(fields.asks_email, "Ask for an e-mail address, and tell me when it isn't theirs"),
      labelled("Passcode (if you like)", fields.passcode, "At least 6 characters; tell it by another way."),
      check(fields.can_download, "May be downloaded"),
      check(fields.has_watermark, "Write their name across PDFs"),
    ),
  );
}

function check(box, text) {
  return make("label", { class: "rp-option" }, box, make("span", {}, text));
}

function bodyOf(fields, items) {
  const text = (name) => fields[name].value.trim() || null;
  return {
    items,
    contact: { name: text("name"), email: text("email") },
    deal: text("deal"),
    note: text("note"),
    days: Number(fields.days.value),
    passcode: text("passcode"),
    asks_email: fields.asks_email.checked,
    can_download: fields.can_download.checked,
    has_watermark: fields.has_watermark.checked,
  };
}

function addTo(room, items) {
  const there = room.items.map(({ kind, target }) => ({ kind, target }));
  const isThere = (item) => there.some(({ kind, target }) => kind === item.kind && target === item.target);
  return sendJson("PATCH", `/sharing/links/${room.id}`, { items: [...there, ...items.filter((one) => !isThere(one))] });
}

function showMade(place, link) {
  fill(
    place,
    make("p", { role: "status" }, `The link for ${link.contact_name} is open until ${sayDate(link.expires_at)}.`),
    makeAddress(link),
    make("p", {}, "You are told when it is opened: ", make("a", { href: "/app/shared/" }, "Shared by me"), "."),
  );
  place.querySelector("input").focus();
}

// The files that the page leads to; which of them may be shared, the server knows.
function attachedFiles() {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll(".rp-facts__files a");
  return [...links].map((link) => ({
    kind: "file",
    target: decodeURIComponent(new URL(link.href).pathname.slice(SITE.pathname.length)),
    title: link.textContent,
  }));
}
