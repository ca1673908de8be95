// An e-mail template: fills in the merge fields, and hands the message on with its subject, to copy or to the mail app.

import { fill, make } from "../shared/dom.js";
import { offerFields } from "./fields.js";
import { boxTables } from "./tables.js";

const FIELD = /\{\{\s*(\w+)\s*\}\}/g;
// Longer addresses are cut off, or refused, by mail apps.
const LONGEST_ADDRESS = 2000;

// Returns how the message is copied, or nothing where there is none; `signedIn` is who is, once that is known.
export function offerCopy(article, signedIn, recordCopy) {
  const source = document.querySelector("template[data-email]");
  const body = source && wrapBody(article);
  if (!body) return null;
  const email = { body, original: body.cloneNode(true), subject: source.dataset.subject, values: {}, recordCopy };
  body.before(makePanel(email, fieldsOf(source), signedIn));
  return { copy: (say) => copyBody(email, say) };
}

function fieldsOf(source) {
  const fields = [...source.content.querySelectorAll("[data-field]")];
  return fields.map((field) => ({ name: field.dataset.field, example: field.textContent }));
}

// The message stands below the first heading, up to the next of that level; without headings all below the title is it.
// The preview's remarks have headings of their own.
function wrapBody(article) {
  const body = make("div", { class: "rp-email" });
  const heading = article.querySelector("h2:not(.rp-problems h2)");
  if (heading) wrapBelow(heading, body);
  else wrapAll(article, body);
  return body.childElementCount ? body : null;
}

function wrapBelow(heading, body) {
  heading.after(body);
  while (body.nextElementSibling && !body.nextElementSibling.matches("h1, h2")) body.append(body.nextElementSibling);
}

function wrapAll(article, body) {
  const title = article.querySelector("h1");
  body.append(
    ...[...article.children].filter((element) => element !== title && !element.matches(".rp-problems, .rp-page-head")),
  );
  article.append(body);
}

function makePanel(email, fields, signedIn) {
  const subject = make("strong", {});
  const status = make("p", { class: "rp-status", role: "status" });
  const say = (text) => fill(status, text);
  const mail = make("a", { class: "rp-button", onclick: () => openMail(email, say) }, "Open in mail");
  const show = () => {
    fill(subject, marked(email, email.subject));
    showBody(email);
    mail.setAttribute("href", mailAddress(email));
  };
  const form = fields.length ? offerFields(fields, email.values, signedIn, show) : null;
  if (!form) show();
  return make(
    "section",
    { class: "rp-card rp-email-panel", lang: "en", "aria-label": "Use this e-mail" },
    make("p", { class: "rp-email-panel__subject" }, "Subject: ", subject),
    form?.fieldset,
    make(
      "p",
      { class: "rp-actions" },
      button("Copy e-mail", () => copyBody(email, say), "rp-button--main"),
      button("Copy subject", () => copy(withValues(email, email.subject), null, say)),
      mail,
    ),
    status,
    form?.keeping,
  );
}

function button(text, onclick, kind = "") {
  return make("button", { type: "button", class: `rp-button ${kind}`.trim(), onclick }, text);
}

function mailAddress(email, isWhole = true) {
  const query = { subject: withValues(email, email.subject), ...(isWhole && { body: bodyText(email) }) };
  const written = Object.entries(query).map(
    ([name, text]) => `${name}=${encodeURIComponent(text.replaceAll("\n", "\r\n"))}`,
  );
  const address = `mailto:?${written.join("&")}`;
  return isWhole && address.length > LONGEST_ADDRESS ? mailAddress(email, false) : address;
}

// The mail app opens by the link itself; a message too long for it is copied, to be put in there.
async function openMail(email, say) {
  if (mailAddress(email) === mailAddress(email, false)) await copyBody(email, say, " Paste it into the new message.");
  else email.recordCopy();
}

function withValues(email, text) {
  return text.replace(FIELD, (whole, name) => email.values[name] || whole);
}

// The same for the eye: what is still to fill in stands out.
function marked(email, text) {
  return withValues(email, text)
    .split(/(\{\{\s*\w+\s*\}\})/)
    .map((piece, at) => (at % 2 ? make("mark", { class: "rp-email__open" }, piece) : piece));
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
  for (const node of textsOf(copy)) node.nodeValue = withValues(email, node.nodeValue);
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

async function copyBody(email, say, advice = "") {
  if (await copy(bodyText(email), filledBody(email).innerHTML, say, advice)) email.recordCopy();
}

async function copy(text, html, say, advice = "") {
  try {
    await writeClipboard(text, html);
  } catch {
    say("Your browser doesn't let this page copy. Select the text and copy it by hand.");
    return false;
  }
  const left = new Set([...text.matchAll(FIELD)].map((match) => match[1].replaceAll("_", " ")));
  say(`${left.size ? `Copied. Still to fill in: ${[...left].join(", ")}.` : "Copied."}${advice}`);
  return true;
}

async function writeClipboard(text, html) {
  if (!html || !window.ClipboardItem) return navigator.clipboard.writeText(text);
  const kinds = { "text/plain": text, "text/html": html };
  const blobs = Object.entries(kinds).map(([kind, content]) => [kind, new Blob([content], { type: kind })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}
