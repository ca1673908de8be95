// An e-mail template: fills in the merge fields, and hands the message on with its subject, to copy or to the mail app.

import { fill, make } from "../shared/dom.js";
import { offerFields, sayField } from "./fields.js";
import { boxTables } from "./tables.js";

const FIELD = /\{\{\s*(\w+)\s*\}\}/g;
// Longer addresses are cut off, or refused, by mail apps.
const LONGEST_ADDRESS = 2000;

// Returns how the message is copied, or nothing where there is none; `signedIn` is who is, once that is known, and
// `say` tells what was done, or what is missing as a warning.
export function offerCopy(article, signedIn, recordCopy, say) {
  const source = document.querySelector("template[data-email]");
  const body = source && joinMessage(article);
  if (!body) return null;
  const email = { body, original: body.cloneNode(true), subject: source.dataset.subject, values: {}, recordCopy, say };
  body.before(makePanel(email, fieldsOf(source, email), signedIn));
  return { copy: () => copyBody(email) };
}

// Those that the page declares, with their examples, then those that only stand in its text.
function fieldsOf(source, { subject, original }) {
  const declared = [...source.content.querySelectorAll("[data-field]")];
  const examples = new Map(declared.map((field) => [field.dataset.field, field.textContent]));
  for (const [, name] of `${subject} ${original.textContent}`.matchAll(FIELD))
    if (!examples.has(name)) examples.set(name, "");
  return [...examples].map(([name, example]) => ({ name, example }));
}

// The server says which part of the page is the message; one in several pieces is put together.
function joinMessage(article) {
  const [body, ...others] = article.querySelectorAll(".message");
  if (!body) return null;
  for (const other of others) {
    body.append(...other.childNodes);
    other.remove();
  }
  body.classList.add("rp-email");
  return body.childElementCount ? body : null;
}

function makePanel(email, fields, signedIn) {
  const subject = make("strong", {});
  const mail = make("a", { class: "rp-button", onclick: () => openMail(email) }, "Open in mail");
  const show = () => {
    fill(subject, marked(email, email.subject));
    showBody(email);
    mail.setAttribute("href", mailAddress(email));
  };
  const form = fields.length ? offerFields(fields, email.values, signedIn, show) : null;
  // What was said of the last copy isn't true of the next one.
  form?.fieldset.addEventListener("input", () => email.say(""));
  if (!form) show();
  return make(
    "section",
    { class: "rp-card rp-email-panel", lang: "en", "aria-label": "Use this e-mail" },
    make("p", { class: "rp-email-panel__subject" }, "Subject: ", subject),
    form?.fieldset,
    make(
      "p",
      { class: "rp-actions" },
      button("Copy subject", () => copy(email, email.subject, finished(email, email.subject))),
      mail,
    ),
    form?.keeping,
  );
}

function button(text, onclick) {
  return make("button", { type: "button", class: "rp-button", onclick }, text);
}

function mailAddress(email, isWhole = true) {
  const query = { subject: finished(email, email.subject), ...(isWhole && { body: bodyText(email) }) };
  const written = Object.entries(query).map(
    ([name, text]) => `${name}=${encodeURIComponent(text.replaceAll("\n", "\r\n"))}`,
  );
  const address = `mailto:?${written.join("&")}`;
  return isWhole && address.length > LONGEST_ADDRESS ? mailAddress(email, false) : address;
}

// The mail app opens by the link itself; a message too long for it is copied, to be put in there.
async function openMail(email) {
  if (mailAddress(email) === mailAddress(email, false)) await copyBody(email, " Paste it into the new message.");
  else {
    sayDone(email, "Opened in your mail app.", wholeText(email));
    email.recordCopy();
  }
}

function wholeText(email) {
  return `${email.subject} ${email.original.textContent}`;
}

// With what was filled in; what wasn't stands in square brackets, which nobody takes for a part of the text.
function finished(email, text) {
  return text.replace(FIELD, (_, name) => email.values[name] || `[${sayField(name)}]`);
}

// The same for the eye: what is still to fill in stands out.
function marked(email, text) {
  return text
    .split(/(\{\{\s*\w+\s*\}\})/)
    .map((piece, at) => (at % 2 && !isFilled(email, piece) ? markOpen(email, piece) : finished(email, piece)));
}

function isFilled(email, piece) {
  return leftIn(email, piece).length === 0;
}

function markOpen(email, piece) {
  return make("mark", { class: "rp-email__open" }, finished(email, piece));
}

// The names of the fields of a text that are still to fill in, each once.
function leftIn(email, text) {
  const names = [...text.matchAll(FIELD)].map(([, name]) => name).filter((name) => !email.values[name]);
  return [...new Set(names)].map(sayField);
}

function showBody(email) {
  const shown = email.original.cloneNode(true);
  for (const node of textsOf(shown)) node.replaceWith(...marked(email, node.nodeValue));
  fill(email.body, ...shown.childNodes);
  boxTables(email.body);
}

function textsOf(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  return texts;
}

function filledBody(email) {
  const copy = email.original.cloneNode(true);
  for (const node of textsOf(copy)) node.nodeValue = finished(email, node.nodeValue);
  return copy;
}

function bodyText(email) {
  return [...filledBody(email).children].map(blockText).join("\n\n");
}

function blockText(block) {
  if (block.matches("ul, ol"))
    return [...block.children]
      .map((item, at) => `${block.matches("ol") ? `${at + 1}.` : "-"} ${item.textContent.trim()}`)
      .join("\n");
  const rows = [...block.querySelectorAll("tr")];
  if (rows.length)
    return rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join("  |  ")).join("\n");
  return block.textContent.trim();
}

async function copyBody(email, advice = "") {
  const { innerHTML } = filledBody(email);
  const isCopied = await copy(email, email.original.textContent, bodyText(email), { html: innerHTML, advice });
  if (isCopied) email.recordCopy();
}

/** @param {any} email @param {string} source @param {string} text @param {{ html?: string, advice?: string }} [more] */
async function copy(email, source, text, { html, advice = "" } = {}) {
  try {
    await writeClipboard(text, html);
  } catch {
    email.say("Your browser doesn't let this page copy. Select the text and copy it by hand.", "warning");
    return false;
  }
  sayDone(email, `Copied.${advice}`, source);
  return true;
}

function sayDone(email, done, source) {
  const left = leftIn(email, source);
  if (left.length) email.say(`${done} Still to fill in, in [brackets]: ${left.join(", ")}.`, "warning");
  else email.say(done);
}

async function writeClipboard(text, html) {
  if (!html || !window.ClipboardItem) return navigator.clipboard.writeText(text);
  const kinds = { "text/plain": text, "text/html": html };
  const blobs = Object.entries(kinds).map(([kind, content]) => [kind, new Blob([content], { type: kind })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}
