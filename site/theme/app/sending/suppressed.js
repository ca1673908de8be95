// Who may not be written to: anybody adds an address, managers read the list, an admin takes one off.

import { readJson, sendJson } from "../shared/api.js";
import { fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { sayDay } from "../shared/words.js";

const HEADS = ["Address", "Since", "Said by", "Why", ""];
const AT_ONCE = 100;

// `changed` is called once an address is on the list, which stops what runs for it.
export function makeSuppressed(me, changed) {
  const email = make("input", { type: "email", required: true, maxlength: "320", autocomplete: "off" });
  const reason = make("input", { type: "text", required: true, maxlength: "500", pattern: ".*\\S.*" });
  const button = make("button", { type: "submit", class: "rp-button" }, "Write to them no more");
  const said = make("div");
  const list = make("div");
  const part = { me, list, canRead: me.roles.some((role) => role === "manager" || role === "admin") };
  const form = make(
    "form",
    { class: "rp-form" },
    make("p", { class: "rp-hint" }, "Every sequence that runs for the address stops, also those of colleagues."),
    labelled("Their e-mail", email),
    labelled("Why", reason),
    make("p", { class: "rp-actions" }, button),
    said,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const made = await sendJson("POST", "/sending/suppressed", { email: email.value, reason: reason.value });
      fill(said, make("p", { role: "status" }, `Nobody writes to ${made.email} any more.`));
      form.reset();
      await Promise.all([changed(), load(part)]);
    } catch (error) {
      showProblem(said, error);
    }
    button.disabled = false;
  });
  const fold = make("details", { class: "rp-card rp-fold" }, make("summary", {}, make("h2", {}, "Wants no e-mails")));
  fold.append(form, list);
  fold.addEventListener("toggle", () => fold.open && load(part));
  return fold;
}

async function load(part) {
  if (!part.canRead) return;
  try {
    const { items } = await readJson(`/sending/suppressed?limit=${AT_ONCE}`);
    const rows = make(
      "tbody",
      {},
      items.map((item) => makeRow(part, item)),
    );
    fill(part.list, items.length ? scrollingTable("Addresses that aren't written to", HEADS, rows) : null);
  } catch (error) {
    showProblem(part.list, error, () => load(part));
  }
}

function makeRow(part, item) {
  const by = item.by ? item.by.name : "a link in an e-mail";
  const cells = [sayDay(item.on), by, item.reason];
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, item.email),
    cells.map((text, index) => make("td", { "data-label": HEADS[index + 1] }, text)),
    make("td", {}, part.me.roles.includes("admin") ? makeRemove(part, item) : null),
  );
}

function makeRemove(part, item) {
  const remove = make(
    "button",
    { type: "button", class: "rp-button", "aria-label": `Take off the list: ${item.email}` },
    "Take off",
  );
  remove.addEventListener("click", async () => {
    remove.disabled = true;
    try {
      await sendJson("DELETE", `/sending/suppressed/${item.id}`);
      await load(part);
    } catch (error) {
      showProblem(part.list, error, () => load(part));
    }
  });
  return remove;
}
