// The deal that something is for, found among one's open ones, and a contact at its account.

import { readJson } from "./api.js";
import { choice, fill, labelled, make } from "./dom.js";

const PATIENCE_MS = 200;
const OFFERED = 20;
const MOST_CONTACTS = 200;
const HINT = "Its name or its id in the CRM.";
let made = 0;

// Begins with a `deal` and a `contact` by their ids, where they are known. `changed` is told the deal's id and the
// contact with its `company`, each null where there is none that one may see. Returns the field of the deal, and both
// in rows.
export function offerDeal({ deal, contact }, changed) {
  made += 1;
  const list = make("datalist", { id: `deals-${made}` });
  const input = /** @type {HTMLInputElement} */ (
    make("input", { type: "text", list: list.id, maxlength: "200", autocomplete: "off", value: deal })
  );
  const select = choice([]);
  const dealRow = labelled("Deal (if there is one)", input, HINT);
  const contactRow = labelled("Contact", select);
  contactRow.hidden = true;
  dealRow.append(list);
  const hint = dealRow.querySelector(".rp-hint");
  const known = { deal: null, isKnown: false, contacts: [], company: null, offered: [] };
  const chosen = { input, list, select, contactRow, hint, changed, ...known };
  let timer = 0;
  input.addEventListener("focus", () => offer(chosen), { once: true });
  input.addEventListener("change", () => settle(chosen, null));
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (chosen.offered.includes(input.value)) settle(chosen, null);
    else timer = setTimeout(() => offer(chosen), PATIENCE_MS);
  });
  select.addEventListener("change", () => tell(chosen));
  if (deal) settle(chosen, contact);
  return { input, rows: [dealRow, contactRow] };
}

// What can't be offered can still be typed.
async function offer(chosen) {
  const query = new URLSearchParams({ q: chosen.input.value.trim(), limit: String(OFFERED) });
  const { items } = await readJson(`/deals?${query}`).catch(() => ({ items: [] }));
  chosen.offered = items.map(({ id }) => id);
  const sayDeal = ({ name, account }) => [name, account].filter(Boolean).join(" · ");
  fill(
    chosen.list,
    items.map((one) => make("option", { value: one.id, label: sayDeal(one) })),
  );
}

async function settle(chosen, contact) {
  const deal = chosen.input.value.trim() || null;
  if (deal === chosen.deal) return;
  Object.assign(chosen, { deal, isKnown: false, contacts: [], company: null });
  fill(chosen.hint, HINT);
  if (deal) await readDeal(chosen, deal);
  if (chosen.deal !== deal) return; // another was chosen meanwhile
  chosen.contactRow.hidden = !chosen.contacts.length;
  fill(chosen.select, ...choice([["", "Somebody else"], ...chosen.contacts.map(({ id, name }) => [id, name])]).options);
  if (chosen.contacts.some(({ id }) => id === contact)) chosen.select.value = contact;
  tell(chosen);
}

async function readDeal(chosen, deal) {
  const path = `/deals/${encodeURIComponent(deal)}`;
  try {
    const [known, contacts] = await Promise.all([readJson(path), readJson(`${path}/contacts?limit=${MOST_CONTACTS}`)]);
    if (chosen.deal !== deal) return;
    Object.assign(chosen, { isKnown: true, contacts: contacts.items, company: known.account });
    fill(chosen.hint, [known.name, known.account, known.stage].filter(Boolean).join(" · "));
  } catch (error) {
    if (chosen.deal === deal) fill(chosen.hint, error.status === 404 ? "No deal of yours has this id." : error.message);
  }
}

function tell({ deal, isKnown, contacts, company, select, changed }) {
  const contact = contacts.find(({ id }) => id === select.value);
  changed(isKnown ? deal : null, contact ? { ...contact, company } : null);
}
