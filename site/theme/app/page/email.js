// An e-mail template: the message as the server fills it in, to look at, to copy and to hand on to a mail program.

import { isPreview, sendJson } from "../shared/api.js";
import { fill, make } from "../shared/dom.js";
import { offerFields } from "./fields.js";
import { showMessage } from "./message.js";
import { offerRecipient } from "./recipient.js";
import { senderButton } from "./sender.js";
import { offerTags } from "./tags.js";

// So long after the last key the message is written anew.
const PATIENCE_MS = 150;

// Returns how the message is copied, or nothing where there is none; `signedIn` is who is, once that is known, and
// `say` tells what was done, or what is missing as a warning.
export async function offerCopy(article, signedIn, recordCopy, say) {
  const body = joinMessage(article);
  if (!body || isPreview) return null;
  const deal = new URLSearchParams(location.search).get("deal");
  return offerEmail({ id: article.dataset.pageId, body, deal, recordCopy, say }, signedIn);
}

// The same for any place: `asked` has the template's `id`, `body` (where the message is shown, below what is filled in),
// the `deal` and the `contact` where they are known, `recordCopy`, `say`, and more `buttons`, each made of the e-mail.
export async function offerEmail(asked, signedIn) {
  const email = { ...asked, values: {}, message: null, writing: null };
  email.writing = write(email);
  await email.writing;
  // A deal that isn't ours to see fills nothing in, and is in nobody's way.
  if (!email.message && email.deal) await write(Object.assign(email, { deal: null }));
  if (!email.message) return null;
  email.body.before(makePanel(email, signedIn));
  return { copy: () => copyBody(email) };
}

// The server says which part of the page is the message; one in several pieces is put together.
function joinMessage(article) {
  const [body, ...others] = article.querySelectorAll(".message");
  for (const other of others) {
    body.append(...other.childNodes);
    other.remove();
  }
  body?.classList.add("rp-email");
  return body?.childElementCount ? body : null;
}

// Asks for the message with what is filled in; what can't be stays as it was, and is said beside its field.
async function write(email) {
  const values = Object.fromEntries(Object.entries(email.values).filter(([, value]) => value));
  const { contact, deal } = email;
  const asked = { values, is_draft: true, ...(deal && { deal_id: deal }), ...(contact && { contact }) };
  try {
    email.message = await sendJson("POST", `/content/${encodeURIComponent(email.id)}/render`, asked);
    email.faults = new Map();
  } catch (error) {
    email.faults = new Map((error.fields || []).map(({ pointer, detail }) => [pointer.split("/").pop(), detail]));
    if (!email.faults.size && error.status !== 409) email.say(error.message, "warning");
  }
}

function makePanel(email, signedIn) {
  const subject = make("strong", {});
  const mail = make("a", { class: "rp-button", onclick: () => openMail(email) }, "Open in mail");
  const show = () => {
    fill(subject, email.message.subject);
    showMessage(email.body, email.message.preview);
    mail.setAttribute("href", email.message.mailto || `mailto:?subject=${encodeURIComponent(email.message.subject)}`);
    form?.showKnown(email.message.fields, email.faults);
  };
  let timer = 0;
  const changed = () => {
    email.say(""); // what was said of the last copy isn't true of the next one
    clearTimeout(timer);
    email.writing = new Promise((resolve) => {
      timer = setTimeout(() => write(email).then(show).then(resolve), PATIENCE_MS);
    });
  };
  const { fields } = email.message;
  const form = fields.length ? offerFields(fields, email.values, signedIn, changed) : null;
  // What was typed for somebody else isn't true of who is chosen now.
  const recipientChanged = () => {
    if (email.contact) form?.forgetOf("contact.", "account.");
    changed();
  };
  const recipient = email.contact ? null : offerRecipient(email, signedIn, recipientChanged);
  show();
  return make(
    "section",
    { class: "rp-card rp-email-panel", lang: "en", "aria-label": "Use this e-mail" },
    make("p", { class: "rp-email-panel__subject" }, "Subject: ", subject),
    recipient,
    form?.fieldset,
    make(
      "p",
      { class: "rp-actions" },
      button("Copy subject", () => copySubject(email)),
      mail,
      button("Download draft", () => download(email)),
      (email.buttons || []).map((makeButton) => makeButton(email)),
      offerTags(email),
    ),
    make("p", { class: "rp-hint" }, senderButton(changed), " Your phone, calendar link and signature are filled in."),
    form?.keeping,
  );
}

function button(text, onclick) {
  return make("button", { type: "button", class: "rp-button", onclick }, text);
}

// The mail program opens by the link itself; a message too long for it is copied, to be put in there.
async function openMail(email) {
  if (!email.message.mailto) await copyBody(email, " Paste it into the new message.");
  else {
    email.way = "mailto";
    sayDone(email, "Opened in your mail app.");
    email.recordCopy();
  }
}

async function copySubject(email) {
  await email.writing;
  await copy(email, email.message.subject);
}

async function copyBody(email, advice = "") {
  await email.writing;
  const isCopied = await copy(email, email.message.text, { html: email.message.html, advice });
  if (!isCopied) return;
  email.way = "copied";
  email.recordCopy();
}

// A file that mail programs open as a draft: with the subject, the text and its looks.
async function download(email) {
  await email.writing;
  const address = URL.createObjectURL(new Blob([email.message.eml], { type: "message/rfc822" }));
  const name = `${email.message.subject.replace(/[^\p{L}\p{N} _-]+/gu, " ").trim() || "message"}.eml`;
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  email.way = "eml";
  sayDone(email, "Downloaded. Open it in your mail program and send it from there.");
  email.recordCopy();
}

/** @param {any} email @param {string} text @param {{ html?: string, advice?: string }} [more] */
async function copy(email, text, { html, advice = "" } = {}) {
  try {
    await writeClipboard(text, html);
  } catch {
    email.say("Your browser doesn't let this page copy. Select the text and copy it by hand.", "warning");
    return false;
  }
  sayDone(email, `Copied.${advice}`);
  return true;
}

function sayDone(email, done) {
  const { fields } = email.message;
  const open = fields.filter((field) => field.value === null).map((field) => field.label);
  const usual = fields.filter((field) => field.source === "default").map((field) => field.label);
  const left = open.length ? ` Still to fill in, in [brackets]: ${open.join(", ")}.` : "";
  const stands = usual.length ? ` Nobody filled in: ${usual.join(", ")}.` : "";
  if (left || stands) email.say(`${done}${left}${stands}`, "warning");
  else email.say(done);
}

// HTML goes in by the event of a copy: the newer way reads it under our policy first, and would lose its styles.
async function writeClipboard(text, html) {
  if (!html || !putByEvent({ "text/plain": text, "text/html": html })) await navigator.clipboard.writeText(text);
}

function putByEvent(kinds) {
  let isPut = false;
  const asking = new AbortController();
  const allow = (event) => event.preventDefault();
  const put = (event) => {
    for (const [kind, content] of Object.entries(kinds)) event.clipboardData.setData(kind, content);
    event.preventDefault();
    isPut = true;
  };
  document.addEventListener("beforecopy", allow, { signal: asking.signal });
  document.addEventListener("copy", put, { signal: asking.signal });
  document.execCommand("copy");
  asking.abort();
  return isPut;
}
