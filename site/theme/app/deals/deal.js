// A deal's page: what the CRM says, its play, contacts and references, content that fits it, and what was sent.

import { readMe } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { makeWaiting } from "../shared/waiting.js";
import { sayDay } from "../shared/words.js";
import { showContacts } from "./contacts.js";
import { showFitting, showUsed } from "./content.js";
import { showPlays } from "./plays.js";
import { showReferences } from "./references-of.js";
import { sayAmount } from "./saying.js";
import { showSent } from "./sent.js";
import { showShared } from "./shared-with.js";

const NOBODY = "There is no such deal, or it isn't yours to see.";
const STATES = { open: ["Open", "in_progress"], won: ["Won", "complete"], lost: ["Lost", "waived"] };
const app = document.getElementById("app");

async function start() {
  const id = new URLSearchParams(location.search).get("id");
  if (!id) return showNone("Choose a deal among yours.");
  fill(app, makeWaiting("Play"));
  try {
    const [me, deal] = await Promise.all([readMe(), readJson(`/deals/${encodeURIComponent(id)}`)]);
    show(me, deal);
  } catch (error) {
    if (error.status === 404) showNone(NOBODY);
    else showProblem(app, error, start);
  }
}

function showNone(text) {
  fill(
    app,
    make("p", { class: "rp-empty", role: "alert" }, text, " ", make("a", { href: "/app/deals/" }, "All deals")),
  );
}

function show(me, deal) {
  fill(document.querySelector("h1"), deal.name);
  document.title = document.title.replace(/^[^-]*/, `${deal.name} `);
  const view = { me, deal, path: `/deals/${encodeURIComponent(deal.id)}` };
  const content = readOnce(`${view.path}/content?limit=20`);
  fill(
    app,
    showFacts(deal),
    section("Play", (place) => showPlays(place, view)),
    section("Contacts", (place) => showContacts(place, view)),
    section("Content that fits", (place) => showFitting(place, view, content)),
    section("Sent", (place) => showSent(place, view)),
    section("Shared with the buyer", (place) => showShared(place, view)),
    section("References who may be asked", (place) => showReferences(place, view)),
    section("Used by won deals like it", (place) => showUsed(place, content)),
  );
}

// Each part comes when it is there, and says by itself what went wrong.
function section(title, load) {
  const place = make("div", { "aria-busy": "true" }, make("p", { class: "rp-muted" }, "Loading…"));
  const read = async () => {
    try {
      await load(place);
    } catch (error) {
      showProblem(place, error, read);
    }
    place.removeAttribute("aria-busy");
  };
  read();
  return make("section", {}, make("h2", {}, title), place);
}

// Two parts show one answer; what failed is asked for anew.
function readOnce(path) {
  let asked = null;
  return () => {
    asked ||= readJson(path).catch((error) => {
      asked = null;
      throw error;
    });
    return asked;
  };
}

function showFacts(deal) {
  const facts = {
    Account: deal.account,
    Industry: deal.industry,
    Segment: deal.segment,
    Region: deal.region,
    Owner: deal.owner && personLink(deal.owner.id, deal.owner.name),
    Stage: deal.stage,
    State: badge(...STATES[deal.state]),
    Amount: sayAmount(deal),
    Product: deal.product,
    Created: deal.created_on && sayDay(deal.created_on),
    [deal.state === "open" ? "Expected to close" : "Closed"]: deal.close_on && sayDay(deal.close_on),
  };
  const shown = Object.entries(facts).filter(([, value]) => value);
  return make(
    "dl",
    { class: "rp-person__facts" },
    shown.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))),
  );
}

startFor(start);
