// What staff see of a page beyond its text: its last change and, for authors and admins, its problems.

import { readJson } from "../shared/api.js";
import { openDialog } from "../shared/dialog.js";
import { codedText, make } from "../shared/dom.js";
import { count } from "../shared/words.js";
import { showChange } from "./change.js";
import { showWorked } from "./feedback.js";

const AUTHORS = ["author", "admin"];
const STAFF = ["rep", "manager", ...AUTHORS];

// Nothing of this may disturb whoever reads: what can't be asked isn't shown.
// `shown` is the page with its title and what sellers say of it, or nothing on the first page.
export async function showPageFacts(article, me, shown) {
  const facts = document.querySelector(".rp-facts");
  if (!facts || !hasRole(me, STAFF)) return;
  const page = await readJson(`/content/${encodeURIComponent(article.dataset.pageId)}/last-change`).catch(() => null);
  if (!page) return;
  const place = facts.querySelector("[data-last-change]");
  if (page.last_change) showChange(place, page);
  if (shown) showWorked(place, shown, await shown.feedback);
  if (hasRole(me, AUTHORS)) await showProblems(place, page);
}

function hasRole(me, roles) {
  return me?.roles.some((role) => roles.includes(role));
}

async function showProblems(place, page) {
  const report = await readJson(`/library/problems?${new URLSearchParams({ path: page.path })}`).catch(() => null);
  const found = report?.items || [];
  if (!found.length) return;
  const button = make(
    "button",
    {
      type: "button",
      class: "rp-link-button rp-facts__problems",
      onclick: () =>
        openDialog(
          button,
          "Problems of this page",
          page.title,
          make("div", { class: "rp-dialog__body" }, make("ul", {}, found.map(showProblemOf))),
        ),
    },
    count(found.length, "problem"),
  );
  place.append(button);
}

function showProblemOf({ severity, line, column, message, code }) {
  return make(
    "li",
    {},
    make("strong", {}, severity === "error" ? "Error" : "Warning"),
    `, line ${line}, column ${column}: `,
    codedText(message),
    " ",
    make("code", {}, code),
  );
}
