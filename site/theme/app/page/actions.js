// What one does with a page: a bar of actions, each a function of the page that makes its button or link, or nothing.

import { readKept } from "../shared/account.js";
import { isPreview } from "../shared/api.js";
import { fill, make } from "../shared/dom.js";
import { starButton } from "./favourite.js";
import { feedbackButtons } from "./feedback.js";

const AUTHORS = ["author", "admin"];
const PRINTED = ["playbook", "battlecard", "case-study", "deck"];
// In the order in which they stand. One more is one more function here.
const ACTIONS = [
  copyEmail,
  presentDeck,
  downloadDeck,
  shareWithBuyer,
  takeSlides,
  starButton,
  sayWhetherItWorked,
  copyLink,
  printPage,
  askAbout,
  reportProblem,
  editPage,
  markReviewed,
];

// A page has `id`, `type`, `title`, `owner`, `audience` and `edit` (an address or nothing), `email` (what an e-mail
// template can do, once it is known), `deck` (what a deck can do, likewise), `me` (who is signed in, likewise), `recordUse`, and `say` to tell what was done; it gets
// `feedback`, what sellers say of it, likewise.
export function showActions(page, bar) {
  bar.append(...ACTIONS.map((action) => action(page)).filter(Boolean));
}

function button(text, onclick, kind = "") {
  return make("button", { type: "button", class: `rp-button ${kind}`.trim(), onclick }, text);
}

function copyEmail(page) {
  if (page.type !== "email-template") return null;
  const made = button("Copy e-mail", async () => (await page.email)?.copy(), "rp-button--main");
  page.email.then((email) => email || made.remove());
  return made;
}

function presentDeck(page) {
  if (page.type !== "deck") return null;
  const made = button("Present", async () => (await page.deck).present(), "rp-button--main");
  page.deck.then((deck) => deck.count || made.remove());
  return made;
}

function downloadDeck(page) {
  if (page.type !== "deck" || isPreview) return null;
  const made = button("Download", async () => (await page.deck).download(made));
  page.deck.then((deck) => deck.count || made.remove());
  return made;
}

// Only what is written for customers can be shared; an e-mail template is sent.
function shareWithBuyer(page) {
  if (page.audience !== "customer" || page.type === "email-template" || isPreview) return null;
  return forStaff(page, () => {
    const shared = () => page.recordUse("shared");
    const thing = { kind: "page", target: page.id, title: page.title, me: page.me, shared };
    const made = button("Share", async () => (await import("../sharing/share-dialog.js")).openShare(made, thing));
    return made;
  });
}

// Only what may be sent is taken for a buyer.
function takeSlides(page) {
  if (page.type !== "deck" || isPreview || page.audience !== "customer") return null;
  const href = `/app/decks/?${new URLSearchParams({ take: page.id })}`;
  return forStaff(page, () => make("a", { class: "rp-button", href }, "Take slides for a buyer"));
}

function copyLink(page) {
  return button("Copy link", async () => {
    try {
      await navigator.clipboard.writeText(addressOfPage());
    } catch {
      return page.say(`Your browser doesn't let this page copy. Its link is ${addressOfPage()}`, "warning");
    }
    page.say("The link is copied.");
    page.recordUse("shared");
  });
}

function printPage(page) {
  return PRINTED.includes(page.type) ? button("Print", () => window.print()) : null;
}

function reportProblem(page) {
  if (!page.owner) return null;
  const lines = ["What is wrong:", "", "", `Page: ${page.title}`, `Address: ${addressOfPage()}`];
  const subject = encodeURIComponent(`Problem on “${page.title}”`);
  const href = `mailto:${mailAddress(page.owner)}?subject=${subject}&body=${encodeURIComponent(lines.join("\r\n"))}`;
  return make("a", { class: "rp-button", href }, "Report a problem");
}

function sayWhetherItWorked(page) {
  return isPreview ? null : forStaff(page, () => feedbackButtons(page));
}

function askAbout(page) {
  const href = `/app/questions/?${new URLSearchParams({ about: "page", about_id: page.id })}`;
  return isPreview ? null : forStaff(page, () => make("a", { class: "rp-button", href }, "Ask"));
}

// Partners read the library, and nothing else is there for them. Who was here before is known at once, so that the row
// needn't move.
function forStaff(page, makeAction) {
  const isStaff = (me) => me?.roles.some((role) => role !== "partner");
  const kept = readKept();
  if (kept) return isStaff(kept) ? makeAction() : null;
  const place = make("span", { class: "rp-page-actions__place" });
  page.me.then((me) => isStaff(me) && fill(place, makeAction()));
  return place;
}

function editPage(page) {
  if (!page.edit) return null;
  return forAuthors(page, async () => make("a", { class: "rp-button", href: page.edit }, "Edit"), isPreview);
}

// What only authors need is loaded for them alone.
function markReviewed(page) {
  return forAuthors(page, async () => (await import("../authors/review.js")).reviewButton(page), false);
}

// The place of an action that only authors have, empty for everybody else.
function forAuthors(page, makeAction, isForAll) {
  const place = make("span", { class: "rp-page-actions__place" });
  page.me.then(async (me) => {
    if (isForAll || me?.roles.some((role) => AUTHORS.includes(role))) fill(place, await makeAction());
  });
  return place;
}

// Without what says where the reader came from, or stands.
function addressOfPage() {
  return location.origin + location.pathname;
}

function mailAddress(address) {
  return encodeURIComponent(address).replace("%40", "@");
}
