// On a sequence's page: starts it for a contact, be it one of a deal, by the working days and the clock of where they are.

import { readJson, sendJson } from "../shared/api.js";
import { offerDeal } from "../shared/deal-choice.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { keepWords, keptWords } from "../shared/kept.js";
import { zoneList } from "../shared/time-zone.js";
import { sayDay } from "../shared/words.js";

const CONTACT = "sending.contact";

export async function offerStart(article, signedIn) {
  const me = await signedIn;
  if (!me?.roles.some((role) => role !== "partner")) return;
  const fold = make(
    "details",
    { class: "rp-card rp-fold rp-start-run" },
    make("summary", {}, make("h2", {}, "Start it for a contact")),
  );
  fold.addEventListener("toggle", () => fold.open && !fold.querySelector("form") && show(fold, article, me));
  (article.querySelector("h1") || article.firstElementChild).after(fold);
  fold.open = new URLSearchParams(location.search).has("deal");
}

async function show(fold, article, me) {
  try {
    const { items } = await readJson("/sending/countries");
    fold.querySelector(".rp-alert")?.parentElement.remove();
    fold.append(makeForm(article, me, items));
  } catch (error) {
    showProblem(fold.appendChild(make("div")), error);
  }
}

function makeForm(article, me, countries) {
  const kept = keptWords(me.id)[CONTACT] || {};
  const asked = new URLSearchParams(location.search);
  const start = { deal: asked.get("deal"), contact: asked.get("contact") };
  const { input: deal, rows: dealRows } = offerDeal(start, (_, contact) => contact && takeOver(contact));
  const fields = {
    name: make("input", { type: "text", required: true, maxlength: "200", autocomplete: "off" }),
    email: make("input", { type: "email", required: true, maxlength: "320", autocomplete: "off" }),
    company: make("input", { type: "text", maxlength: "200", autocomplete: "off" }),
    zone: make("input", { type: "text", list: "contact-zones", value: kept.zone || me.zone, maxlength: "64" }),
    country: choice([["", "None: weekends alone"], ...countries.map(({ code, name }) => [code, name])]),
    part: choice([["", "All of it"]]),
    deal,
    begins_on: make("input", { type: "date" }),
  };
  fields.country.value = kept.country || "";
  const offerParts = () => {
    const parts = countries.find(({ code }) => code === fields.country.value)?.parts || [];
    fill(fields.part, ...choice([["", "All of it"], ...parts.map((part) => [part, part])]).options);
  };
  const takeOver = (contact) => {
    for (const name of ["name", "email", "company"]) fields[name].value = contact[name] || "";
    if (contact.time_zone) fields.zone.value = contact.time_zone;
    if (countries.some(({ code }) => code === contact.country)) fields.country.value = contact.country;
    offerParts();
  };
  fields.country.addEventListener("change", offerParts);
  offerParts();
  fields.part.value = kept.part || "";
  const said = make("div");
  const button = make("button", { type: "submit", class: "rp-button rp-button--main" }, "Start");
  const form = make(
    "form",
    { class: "rp-form" },
    dealRows,
    labelled("Name", fields.name),
    labelled("E-mail", fields.email),
    labelled("Company (if you like)", fields.company),
    labelled("Holidays of", fields.country, "A step on a holiday moves to the next working day."),
    labelled("Part of the country", fields.part),
    labelled("Their time zone", fields.zone, "Such as Europe/Berlin."),
    zoneList("contact-zones"),
    labelled("First day (today if empty)", fields.begins_on),
    make("p", { class: "rp-actions" }, button),
    said,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    await begin(article, me, fields, said);
    button.disabled = false;
  });
  return form;
}

async function begin(article, me, fields, said) {
  const given = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value.trim() || null]));
  const { deal, begins_on, ...contact } = given;
  try {
    const body = { sequence_id: article.dataset.pageId, contact, deal, begins_on };
    const run = await sendJson("POST", "/sending/runs", body);
    const { zone, country, part } = contact;
    keepWords(me.id, { ...keptWords(me.id), [CONTACT]: { zone, country, part } });
    for (const name of ["name", "email"]) fields[name].value = "";
    const today = make("a", { href: "/app/today/" }, "Today");
    const line = `It runs for ${run.contact.name}: the first step is due ${sayDay(run.steps[0].due_on)}, in `;
    fill(said, make("p", { role: "status" }, line, today, "."));
    fields.name.focus();
  } catch (error) {
    showProblem(said, error);
  }
}
