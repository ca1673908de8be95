// What staff see of a page beyond its text: its last change and, for authors and admins, its problems.

import { readJson } from "../shared/api.js";
import { make } from "../shared/dom.js";
import { showChange } from "./change.js";

const AUTHORS = ["author", "admin"];
const STAFF = ["rep", "manager", ...AUTHORS];

// Nothing of this may disturb whoever reads: what can't be asked isn't shown.
export async function showPageFacts(article, me) {
  const facts = document.querySelector(".rp-facts");
  if (!facts || !hasRole(me, STAFF)) return;
  const page = await readJson(`/content/${encodeURIComponent(article.dataset.pageId)}/last-change`).catch(() => null);
  if (!page) return;
  if (page.last_change) showChange(facts.querySelector("[data-last-change]"), page);
  if (hasRole(me, AUTHORS)) await showProblems(page.path, article);
}

function hasRole(me, roles) {
  return me?.roles.some((role) => roles.includes(role));
}

async function showProblems(path, article) {
  const report = await readJson(`/library/problems?${new URLSearchParams({ path })}`).catch(() => null);
  if (!report?.items.length) return;
  article.before(
    make(
      "aside",
      { class: "rp-problems", lang: "en", "aria-label": "Problems of this page" },
      make("h2", {}, "Problems of this page"),
      make("ul", {}, report.items.map(showProblemOf)),
    ),
  );
}

function showProblemOf({ severity, line, column, message, code }) {
  return make(
    "li",
    {},
    make("strong", {}, severity === "error" ? "Error" : "Warning"),
    `, line ${line}, column ${column}: ${message} `,
    make("code", {}, code),
  );
}
