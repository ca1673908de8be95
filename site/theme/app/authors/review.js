// Marks a page as reviewed: a dialog with the exact change to commit. Nothing is written from here.

import { readJson } from "../shared/api.js";
import { copyButton } from "../shared/copying.js";
import { openDialog } from "../shared/dialog.js";
import { codeBox, showDiff } from "../shared/diff.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { sayDay } from "../shared/words.js";

const REVIEWERS = ["author", "admin"];

// What a review changes is shown to nobody else.
export function mayReview(me) {
  return Boolean(me?.roles.some((role) => REVIEWERS.includes(role)));
}

export function reviewButton({ id, title }) {
  return make(
    "button",
    { type: "button", class: "rp-button", onclick: (event) => openReview({ id, title }, event.currentTarget) },
    "Mark reviewed",
    make("span", { class: "rp-unseen" }, `: ${title}`),
  );
}

function openReview(page, button) {
  const body = make("div", { class: "rp-dialog__body" });
  openDialog(button, "Mark reviewed", page.title, body);
  load(page, body);
}

async function load(page, body) {
  fill(body, make("p", { class: "rp-status", role: "status" }, "Preparing the change…"));
  try {
    const review = await readJson(`/content/${encodeURIComponent(page.id)}/review`);
    fill(
      body,
      review.patch ? showChange(review) : make("p", {}, "The page says so already, there is nothing to commit."),
    );
  } catch (error) {
    showProblem(body, error, () => load(page, body));
  }
}

function showChange(review) {
  const commands = review.commands.join("\n");
  return [
    make(
      "p",
      {},
      "If everything on the page is still true, commit this change. ",
      sayChange(review),
      " ",
      sayEnd(review),
    ),
    codeBox("The change", showDiff(review.patch)),
    make("div", { class: "rp-actions" }, copyButton("Copy patch", review.patch), download(review)),
    make("p", {}, "Save the patch as ", make("code", {}, review.patch_name), " at the top of the repository, then:"),
    codeBox("Commands", commands),
    make("div", { class: "rp-actions" }, copyButton("Copy commands", commands)),
  ];
}

function sayChange({ path, line, before, after }) {
  const place = ["line ", String(line), " of ", make("code", {}, path)];
  if (before === null) return make("span", {}, "It adds ", make("code", {}, after), " as ", place, ".");
  return make(
    "span",
    {},
    "It changes ",
    place,
    " from ",
    make("code", {}, before),
    " to ",
    make("code", {}, after),
    ".",
  );
}

function sayEnd({ verified_until_then: end, review_every: every }) {
  if (!end)
    return "The page doesn't say how long a review counts (review_every), so it will have no date for the next one.";
  return `The page then counts as reviewed until ${sayDay(end)}${every ? ` (${every})` : ""}.`;
}

function download({ patch, patch_name }) {
  const link = make("a", { class: "rp-button", href: "#", download: patch_name }, "Download patch");
  link.href = URL.createObjectURL(new Blob([patch], { type: "text/x-patch" }));
  return link;
}
