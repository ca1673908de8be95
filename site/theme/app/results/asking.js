// What a page of figures asks for: whose they are, in which steps, as of which day. The address keeps it.

import { readKept, signedIn } from "../shared/account.js";
import { choice, fill, labelled, make } from "../shared/dom.js";
import { keepInAddress, segments } from "../shared/segments.js";
import { readTeamsOfFigures } from "../shared/teams.js";

/** @type {Record<string, string>} */
const STEPS = { month: "Months", quarter: "Quarters", year: "Years", days: "Two days" };
const COUNTS = { week: 26, month: 13, quarter: 9, year: 5 };
const OWN = ["of", "team_id", "person_id", "step", "from", "to", "as_of"];
// What figures may be narrowed to, as the API calls it.
const FILTERS = ["region", "product", "segment", "lead_source", "type", "industry", "campaign"];
const NAMES = { company: "Company", team: "Team", person: "Person", me: "Me" };

// `change` is called after a choice; `steps` are those that the page knows, by name.
export function makeAsking({ change, steps = STEPS }) {
  const asked = new URLSearchParams(location.search);
  const state = Object.fromEntries(OWN.map((name) => [name, asked.get(name) || ""]));
  if (!("days" in steps)) Object.assign(state, { from: "", to: "" });
  state.step = state.from || state.to ? "days" : state.step in steps ? state.step : "quarter";
  if (!state.of && state.team_id) state.of = "team";
  const asking = {
    state,
    steps,
    change,
    filters: Object.fromEntries([...asked].filter(([name]) => FILTERS.includes(name))),
    own: {},
    whose: make("div", { class: "rp-asking__whose" }),
    team: choice([["", "…"]], { "aria-label": "Which team" }),
    days: make("div", { class: "rp-asking__days" }),
    chips: make("div", { class: "rp-asking__filters" }),
  };
  asking.team.hidden = true;
  showFilters(asking);
  return {
    element: makeElement(asking),
    query: (more = {}) => queryOf(asking, more),
    keep: (values = {}) => {
      asking.own = values;
      keepInAddress({ ...values, ...valuesOf(asking) });
    },
    // The address of another page, or of this one, that asks the same but for what is given.
    linkTo: (path, changed = {}) => `${path}?${toQuery({ ...valuesOf(asking), ...changed })}`,
    get step() {
      return state.step;
    },
    get isComplete() {
      return state.step !== "days" || Boolean(state.from && state.to);
    },
    learn: (answer) => learn(asking, answer),
  };
}

function makeElement(asking) {
  const { state } = asking;
  asking.asOf = dayInput(asking, "as_of");
  const steps = segments("Steps", Object.entries(asking.steps), state.step, (step) => {
    state.step = step;
    showDays(asking);
    change(asking);
  });
  showDays(asking);
  offerWhose(asking);
  return make(
    "div",
    { class: "rp-asking" },
    asking.whose,
    make("div", { class: "rp-filters" }, steps, asking.days, labelled("As of", asking.asOf)),
    asking.chips,
  );
}

function change(asking) {
  keepInAddress({ ...asking.own, ...valuesOf(asking) });
  asking.change();
}

function dayInput(asking, name) {
  const input = make("input", { type: "date", value: asking.state[name] });
  input.addEventListener("change", () => {
    // A day that is always today's isn't kept as this one.
    asking.state[name] = name === "as_of" && input.value === asking.today ? "" : input.value;
    change(asking);
  });
  return input;
}

function showDays(asking) {
  const isOpen = asking.state.step === "days";
  fill(
    asking.days,
    isOpen ? [labelled("From", dayInput(asking, "from")), labelled("To", dayInput(asking, "to"))] : null,
  );
}

// Whom somebody may ask for follows from their roles; the API decides.
async function offerWhose(asking) {
  const me = readKept() || (await signedIn);
  const { state } = asking;
  const roles = me?.roles || [];
  const isLeader = roles.includes("admin") || roles.includes("analyst");
  const hasTeams = isLeader || roles.includes("manager");
  const offered = ["company", "team", "person", "me"].filter(
    (of) => ({ company: isLeader, team: hasTeams || state.of === "team", person: state.of === "person", me: true })[of],
  );
  const chosen = state.of || offered[0];
  const choose = (of) => {
    state.of = of;
    state.team_id = of === "team" ? asking.team.value : "";
    if (of !== "person") state.person_id = "";
    asking.team.hidden = of !== "team" || asking.team.options.length < 2;
    change(asking);
  };
  if (offered.length > 1)
    fill(
      asking.whose,
      segments(
        "Whose figures",
        offered.map((of) => [of, NAMES[of]]),
        chosen,
        choose,
      ),
      asking.team,
    );
  await offerTeams(asking, chosen, hasTeams);
}

async function offerTeams(asking, chosen, canList) {
  const { state, team } = asking;
  const pairs = canList ? await readTeamsOfFigures().catch(() => []) : [];
  const known = !state.team_id || pairs.some(([id]) => id === state.team_id);
  const options = known ? pairs : [[state.team_id, "As in the address"], ...pairs];
  fill(
    team,
    options.map(([value, label]) => make("option", { value }, label)),
  );
  team.value = state.team_id || asking.learnt || options[0]?.[0] || "";
  team.hidden = (state.of || chosen) !== "team" || options.length < 2;
  team.addEventListener("change", () => {
    Object.assign(state, { of: "team", team_id: team.value });
    change(asking);
  });
}

// Which team is the asker's own, and which day is today, the first answer says.
function learn(asking, { whose: { of, id, name }, as_of: asOf }) {
  if (!asking.state.as_of) {
    asking.today = asOf;
    asking.asOf.value = asOf;
  }
  if (of !== "team") return;
  asking.learnt = id;
  const option = [...asking.team.options].find(({ value }) => value === id);
  if (option) fill(option, name);
  if (option) asking.team.value = id;
}

function showFilters(asking) {
  const drop = (name) => () => {
    delete asking.filters[name];
    showFilters(asking);
    change(asking);
  };
  fill(
    asking.chips,
    Object.entries(asking.filters).map(([name, value]) =>
      make(
        "button",
        { type: "button", class: "rp-button", onclick: drop(name) },
        `Only ${name.replaceAll("_", " ")}: ${value}`,
        make("span", { "aria-hidden": "true" }, " ×"),
        make("span", { class: "rp-unseen" }, ", press to show all"),
      ),
    ),
  );
}

function valuesOf({ state, filters }) {
  const { step, from, to, ...rest } = state;
  const span = step === "days" ? { from, to } : { step: step === "quarter" ? "" : step };
  return { ...rest, ...span, ...filters };
}

function queryOf({ state, filters }, more) {
  const { step, from, to, of, team_id: teamId, person_id: personId, as_of: asOf } = state;
  const span = step === "days" ? { from, to } : { step, count: COUNTS[step] };
  return toQuery({ of, team_id: teamId, person_id: personId, as_of: asOf, ...span, ...filters, ...more });
}

function toQuery(values) {
  return new URLSearchParams(
    Object.entries(values)
      .filter(([, value]) => value)
      .map(([name, value]) => [name, String(value)]),
  );
}
