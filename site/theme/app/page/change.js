// A page's last change: who made it and when, in a line, and what it was, in a dialog or at the forge.

import { readText } from "../shared/api.js";
import { openDialog } from "../shared/dialog.js";
import { showChangedLines } from "../shared/diff.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { sayDate } from "../shared/words.js";

export function showChange(place, page) {
  const { at, author, diff_url: address, subject } = page.last_change;
  const said = `Last change ${sayDate(at)} by ${author}`;
  fill(
    place,
    make("span", { class: "rp-facts__said", title: subject ? `${said}: ${subject}` : said }, said),
    address ? wayTo(address, page) : null,
  );
}

// What the API shows is shown here; a forge shows more than we could.
function wayTo(address, page) {
  const url = new URL(address, location.href);
  if (!["http:", "https:"].includes(url.protocol)) return null;
  if (url.origin !== location.origin) return make("a", { href: url.href }, "What changed");
  return make(
    "button",
    {
      type: "button",
      class: "rp-link-button",
      onclick: (event) => openChange(url.pathname, page, event.currentTarget),
    },
    "What changed",
  );
}

function openChange(path, page, button) {
  const { at, author, subject } = page.last_change;
  const body = make("div", { class: "rp-dialog__body" });
  openDialog(button, "What changed", page.title, [
    make("p", { class: "rp-dialog__title rp-muted" }, `${sayDate(at)}, by ${author}${subject ? `: “${subject}”` : ""}`),
    body,
  ]);
  load(path, body);
}

async function load(path, body) {
  fill(body, make("p", { class: "rp-status", role: "status" }, "Reading what changed…"));
  try {
    const lines = showChangedLines(await readText(path));
    fill(
      body,
      lines.length
        ? make("div", { class: "rp-change-lines", tabindex: "0", role: "region", "aria-label": "The change" }, lines)
        : make("p", {}, "Nothing that is read on the page changed."),
    );
  } catch (error) {
    showProblem(body, error, () => load(path, body));
  }
}
