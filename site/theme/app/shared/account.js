// The bar below the header: shows the tools of the signed-in person, and makes menu and "/" work by keyboard.

import { readJson } from "./api.js";
import { forgetWords } from "./kept.js";

const KEPT = "repertoire.me";

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
    return null;
  }
}

function showTools(me) {
  for (const item of document.querySelectorAll("[data-roles]")) {
    item.hidden = !item.dataset.roles.split(" ").some((role) => me.roles.includes(role));
  }
  for (const item of document.querySelectorAll("[data-needs-api], [data-account]")) item.hidden = false;
  document.querySelector("[data-account-name]")?.replaceChildren(me.name);
  showCurrentTool();
}

// On a phone the bar scrolls sideways; the tool in use stands in its middle, between its neighbours.
function showCurrentTool() {
  const current = document.querySelector(".rp-tools [aria-current]");
  const bar = current?.closest("nav");
  if (bar) bar.scrollLeft = current.offsetLeft - (bar.clientWidth - current.offsetWidth) / 2;
}

function hideTools() {
  keepMe(null);
  for (const item of document.querySelectorAll("[data-roles], [data-needs-api], [data-account]")) item.hidden = true;
}

// What is kept only spares the bar a flicker from page to page; the API decides what anybody may do.
export function readKept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

function keepMe(me) {
  try {
    if (me) sessionStorage.setItem(KEPT, JSON.stringify({ name: me.name, roles: me.roles }));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Without storage the bar waits for the API.
  }
}

function forgetMe() {
  keepMe(null);
  forgetWords();
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

// The menu is a label of a hidden checkbox; this makes it a button for the keyboard.
function makeMenuButton(label) {
  const drawer = /** @type {HTMLInputElement} */ (document.getElementById(label.htmlFor));
  label.tabIndex = 0;
  label.setAttribute("role", "button");
  label.setAttribute("aria-expanded", String(drawer.checked));
  drawer.addEventListener("change", () => label.setAttribute("aria-expanded", String(drawer.checked)));
  label.addEventListener("keydown", (event) => pressMenu(event, drawer));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.checked) return;
    drawer.click();
    label.focus();
  });
}

function pressMenu(event, drawer) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  drawer.click();
  if (drawer.checked) document.querySelector(".md-sidebar--primary a[href]")?.focus();
}

document.addEventListener("keydown", focusSearch);
document.querySelectorAll("[data-menu]").forEach(makeMenuButton);
document.querySelector("[data-account] form")?.addEventListener("submit", forgetMe);

// Who is signed in, once the API has said so; null for nobody.
export const signedIn = showAccount();
