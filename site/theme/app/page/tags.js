// The template with the merge tags of another system: chosen, copied, and what that system can't fill in said.

import { readJson } from "../shared/api.js";
import { choice } from "../shared/dom.js";

const SYSTEMS = [
  ["", "Copy for …"],
  ["hubspot", "HubSpot"],
  ["salesforce", "Salesforce"],
  ["outreach", "Outreach"],
  ["salesloft", "Salesloft"],
  ["mailchimp", "Mailchimp"],
  ["plain", "Filling in by hand"],
];

export function offerTags(email) {
  const select = choice(SYSTEMS, { "aria-label": "Copy with the merge tags of another system" });
  select.addEventListener("change", async () => {
    const name = select.selectedOptions[0].textContent;
    const system = select.value;
    select.value = "";
    if (system) await copyFor(email, system, name);
  });
  return select;
}

async function copyFor(email, system, name) {
  try {
    const tagged = await readJson(`/content/${encodeURIComponent(email.id)}/tagged?system=${system}`);
    await navigator.clipboard.writeText(`${tagged.subject}\n\n${tagged.text}`);
    const left = tagged.unmapped.map((field) => field.replaceAll("_", " ")).join(", ");
    if (left) email.say(`Copied for ${name}, subject first. It has no tag for: ${left}.`, "warning");
    else email.say(`Copied for ${name}, subject first.`);
  } catch (error) {
    email.say(error.message, "warning");
  }
}
