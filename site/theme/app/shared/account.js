// Who is signed in: shows the tools of that person in the frame of the page, and makes "/" find the search.

import { readJson } from "./api.js";
import { forgetRecordings, forgetWords } from "./kept.js";
import { offerSchemes } from "./scheme.js";

const KEPT = "repertoire.me";
// The first that somebody has decides which tools are at hand on a phone.
const MAIN_ROLES = ["admin", "manager", "analyst", "author", "rep"];

export async function readMe() {
  const me = await readJson("/me");
  keepMe(me);
  forgetWords(me.id);
  return me;
}

async function showAccount() {
  const known = readKept();
  if (known) showTools(known);
  try {
    const me = await readMe();
    showTools(me);
    return me;
  } catch (error) {
    if (error.status === 401) forgetWords();
    if (error.status === 401 || error.isUnreachable) hideTools();
    document.documentElement.dataset.knownRoles ??= "";
    return null;
  }
}

function showTools(me) {
  document.documentElement.dataset.knownRoles = me.roles.join(" ");
  for (const item of document.querySelectorAll("[data-roles]:not(#app)"))
    item.hidden = !item.dataset.roles.split(" ").some((role) => me.roles.includes(role));
  const main = MAIN_ROLES.find((role) => me.roles.includes(role));
  for (const item of document.querySelectorAll("[data-bottom]"))
    item.hidden = !item.dataset.bottom.split(" ").includes(main);
  for (const item of document.querySelectorAll("[data-needs-api], [data-account]")) item.hidden = false;
  document.querySelector("[data-account-name]")?.replaceChildren(me.name);
  showCurrentTool();
}

// On a phone the row of tools scrolls sideways; the tool in use stands in its middle, between its neighbours.
function showCurrentTool() {
  const current = document.querySelector(".rp-subnav [aria-current]");
  const row = current?.closest("nav");
  if (row) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}

function hideTools() {
  keepMe(null);
  document.documentElement.dataset.knownRoles = "";
  for (const item of document.querySelectorAll(
    "[data-roles]:not(#app), [data-bottom], [data-needs-api], [data-account]",
  ))
    item.hidden = true;
}

// What is kept only spares the frame a flicker from page to page; the API decides what anybody may do.
export function readKept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

function keepMe(me) {
  try {
    if (me) localStorage.setItem(KEPT, JSON.stringify({ name: me.name, roles: me.roles }));
    else localStorage.removeItem(KEPT);
  } catch {
    // Without storage the frame waits for the API.
  }
}

function forgetMe() {
  keepMe(null);
  forgetWords();
  forgetRecordings();
}

function focusSearch(event) {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = /** @type {HTMLInputElement} */ (document.querySelector("[data-search]"));
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

document.addEventListener("keydown", focusSearch);
// The menu of a phone would lie over the page of a desk, where it always stands beside it.
const menu = document.getElementById("menu");
matchMedia("(min-width: 60em)").addEventListener("change", () => menu?.hidePopover());

for (const form of document.querySelectorAll("[data-account] form")) form.addEventListener("submit", forgetMe);
offerSchemes();

// Who is signed in, once the API has said so; null for nobody.
export const signedIn = showAccount();
