// What staff see of a page beyond its text: its last change and, for authors and admins, its problems and its review.

import { readJson } from "../shared/api.js";
import { make } from "../shared/dom.js";
import { sayDate } from "../shared/words.js";

const AUTHORS = ["author", "admin"];
const STAFF = ["rep", "manager", ...AUTHORS];

// Nothing of this may disturb whoever reads: what can't be asked isn't shown.
export async function showPageFacts(article, me) {
  const facts = document.querySelector(".rp-facts");
  if (!facts || !hasRole(me, STAFF)) return;
  const page = await readJson(`/content/${encodeURIComponent(article.dataset.pageId)}/last-change`).catch(() => null);
  if (!page) return;
  if (page.last_change) facts.querySelector(".rp-facts__main").append(showChange(page.last_change));
  if (!hasRole(me, AUTHORS)) return;
  facts.append(await showTools(page));
  await showProblems(page.path, article);
}

function hasRole(me, roles) {
  return me?.roles.some((role) => roles.includes(role));
}

function showChange({ at, author, diff_url: address }) {
  const day = sayDate(at);
  const link =
    address && isWeb(address)
      ? make("a", { href: address }, make("span", { class: "rp-unseen" }, "what changed on "), day)
      : day;
  return make("div", { lang: "en" }, make("dt", {}, "Last change"), make("dd", {}, link, ` by ${author}`));
}

// What only authors need is loaded for them alone.
async function showTools(page) {
  const { reviewButton } = await import("../authors/review.js");
  return make(
    "div",
    { class: "rp-facts__tools", lang: "en" },
    page.last_change ? make("span", { class: "rp-facts__subject" }, `Commit: “${page.last_change.subject}”`) : null,
    reviewButton(page),
  );
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

function isWeb(address) {
  return ["http:", "https:"].includes(new URL(address, location.href).protocol);
}
