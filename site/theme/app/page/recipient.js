// Whom an e-mail is for: a deal and a contact of it, whose name, address and language the message takes over; and that
// it was sent to them.

import { readKept } from "../shared/account.js";
import { sendJson } from "../shared/api.js";
import { offerDeal } from "../shared/deal-choice.js";
import { isSeller } from "../shared/deals.js";
import { fill, make } from "../shared/dom.js";
import { nameLanguage } from "../shared/words.js";

const TAKEN_OVER = ["name", "email", "company", "phone", "title", "language", "country", "time_zone"];

// A place for the choice, empty for who has no deals; `changed` is called once it is for somebody else.
export function offerRecipient(email, signedIn, changed) {
  const place = make("div", { class: "rp-email-panel__for" });
  const show = (me) => isSeller(me) && fill(place, makeChoice(email, changed));
  const kept = readKept();
  if (kept) show(kept);
  else signedIn.then(show);
  return place;
}

function makeChoice(email, changed) {
  const address = new URLSearchParams(location.search);
  const note = make("p", { class: "rp-note rp-note--info", role: "status", hidden: true });
  const sent = make(
    "button",
    { type: "button", class: "rp-button", hidden: true, onclick: () => noteSent(email, sent) },
    "Note as sent",
  );
  const { rows } = offerDeal({ deal: email.deal, contact: address.get("contact") }, (deal, contact) => {
    email.deal = deal;
    email.contact = contact && recipientOf(contact);
    sent.hidden = !deal;
    offerTranslation(note, deal, contact);
    changed();
  });
  return [note, make("div", { class: "rp-grid" }, rows), sent];
}

function recipientOf(contact) {
  return Object.fromEntries(TAKEN_OVER.filter((name) => contact[name]).map((name) => [name, contact[name]]));
}

// The same template in the contact's language, where the library has it, with the deal and the contact.
function offerTranslation(note, deal, contact) {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll(".rp-facts__languages a[hreflang]")
  );
  const link = [...links].find(({ hreflang }) => contact?.language && hreflang.split(/[-_]/)[0] === contact.language);
  note.hidden = !link;
  if (!link) return;
  const href = `${link.href}?${new URLSearchParams({ deal, contact: contact.id })}`;
  const own = make("a", { href, hreflang: link.hreflang, lang: link.hreflang }, link.title);
  fill(note, `${contact.name} is written to in ${nameLanguage(contact.language)}: `, own);
}

async function noteSent(email, button) {
  const { id, deal, contact, way = "copied" } = email;
  const { name = null, email: address = null } = contact || {};
  const body = { template_id: id, way, deal, contact_name: name, contact_email: address };
  button.disabled = true;
  try {
    await sendJson("POST", "/sending/sends", body);
    email.say(name ? `Noted as sent to ${name}.` : "Noted as sent.");
  } catch (error) {
    email.say(error.message, "warning");
  }
  button.disabled = false;
}
