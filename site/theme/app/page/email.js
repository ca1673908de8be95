// An e-mail template: fills in the merge fields you type, and copies the message with its subject.

import { fill, labelled, make } from "../shared/dom.js";
import { count } from "../shared/words.js";

const FIELD = /\{\{\s*(\w+)\s*\}\}/g;

export function offerCopy(article, recordCopy) {
  const source = document.querySelector("template[data-email]");
  const body = source && wrapBody(article);
  if (!body) return;
  const email = { body, original: body.cloneNode(true), subject: source.dataset.subject, values: {} };
  body.before(makePanel(email, source, recordCopy));
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
  body.append(...[...article.children].filter((element) => element !== title && !element.matches(".rp-problems")));
  article.append(body);
}

function makePanel(email, source, recordCopy) {
  const subject = make("strong", {}, email.subject);
  const status = make("p", { class: "rp-status", role: "status" });
  const show = () => {
    fill(subject, withValues(email, email.subject));
    showBody(email);
  };
  const copyBody = () => copy(email, () => bodyText(email), true, status, recordCopy);
  const copySubject = () => copy(email, () => withValues(email, email.subject), false, status, recordCopy);
  return make(
    "section",
    { class: "rp-card rp-email-panel", lang: "en", "aria-label": "Use this e-mail" },
    make("p", { class: "rp-email-panel__subject" }, "Subject: ", subject),
    makeFields(email, source, show),
    make(
      "p",
      { class: "rp-actions" },
      make("button", { type: "button", class: "rp-button rp-button--main", onclick: copyBody }, "Copy e-mail"),
      make("button", { type: "button", class: "rp-button", onclick: copySubject }, "Copy subject"),
    ),
    status,
  );
}

function makeFields(email, source, show) {
  const fields = [...source.content.querySelectorAll("[data-field]")];
  if (!fields.length) return null;
  const inputs = fields.map((field) => {
    const input = make("input", {
      type: "text",
      placeholder: field.textContent,
      maxlength: "300",
      autocomplete: "off",
    });
    input.addEventListener("input", () => {
      email.values[field.dataset.field] = input.value.trim();
      show();
    });
    return labelled(field.dataset.field.replaceAll("_", " "), input);
  });
  return make(
    "details",
    { class: "rp-email-panel__fields" },
    make("summary", {}, `Fill in ${count(fields.length, "field")}`),
    make("div", { class: "rp-grid" }, inputs),
  );
}

function withValues(email, text) {
  return text.replace(FIELD, (whole, name) => email.values[name] || whole);
}

function showBody(email) {
  fill(email.body, ...filledBody(email).childNodes);
}

function filledBody(email) {
  const copy = email.original.cloneNode(true);
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.nodeValue = withValues(email, walker.currentNode.nodeValue);
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

async function copy(email, read, isBody, status, recordCopy) {
  const text = read();
  try {
    await writeClipboard(text, isBody ? filledBody(email).innerHTML : null);
  } catch {
    return fill(status, "Your browser doesn't let this page copy. Select the text and copy it by hand.");
  }
  const left = new Set([...text.matchAll(FIELD)].map((match) => match[1].replaceAll("_", " ")));
  fill(status, left.size ? `Copied. Still to fill in: ${[...left].join(", ")}.` : "Copied.");
  if (isBody) recordCopy();
}

async function writeClipboard(text, html) {
  if (!html || !window.ClipboardItem) return navigator.clipboard.writeText(text);
  const kinds = { "text/plain": text, "text/html": html };
  const blobs = Object.entries(kinds).map(([kind, content]) => [kind, new Blob([content], { type: kind })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}
