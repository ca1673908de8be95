// Whose goals are shown: the company's, a team's or one's own, as far as somebody may; the address keeps it.

import { readKept, signedIn } from "../shared/account.js";
import { choice, labelled } from "../shared/dom.js";
import { keepInAddress } from "../shared/segments.js";
import { readTeamsOfFigures } from "../shared/teams.js";

// Returns the element, `query` for the API, `target` as a target names whom it is for, and whether somebody `manages` any.
export async function makeWhose({ own = {}, changed }) {
  const me = readKept() || (await signedIn);
  const roles = me?.roles || [];
  const isLeader = roles.includes("admin") || roles.includes("analyst");
  const pairs = isLeader ? [["company", "The company"]] : [];
  if (isLeader || roles.includes("manager")) pairs.push(...(await teamsOf()));
  pairs.push(["me", "Me"]);
  const select = choice(pairs);
  const asked = new URLSearchParams(location.search);
  const wanted = asked.get("team_id") || asked.get("of");
  select.value = pairs.some(([value]) => value === wanted) ? wanted : pairs[0][0];
  const query = () => (isTeam(select.value) ? { of: "team", team_id: select.value } : { of: select.value });
  select.addEventListener("change", () => {
    keepInAddress({ ...own, ...query() });
    changed();
  });
  return {
    element: pairs.length > 1 ? labelled("Whose", select) : null,
    manages: roles.includes("admin") || roles.includes("manager"),
    query: () => new URLSearchParams(query()).toString(),
    // What is kept of who is signed in has no id.
    target: async () => (select.value === "me" ? { of: "person", person_id: (await signedIn)?.id } : query()),
  };
}

async function teamsOf() {
  return readTeamsOfFigures().catch(() => []);
}

function isTeam(value) {
  return value !== "company" && value !== "me";
}
