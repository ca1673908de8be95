// Whose figures a report is of: a choice of teams for who reads some; leaders see the company without one.

import { choice, labelled, make } from "../shared/dom.js";
import { readTeamsOfFigures } from "../shared/teams.js";

export function makeWhose({ me, asked, manages }) {
  const isLeader = Boolean(me?.roles.some((role) => role === "admin" || role === "analyst"));
  const readsTeams = isLeader || manages;
  const team = choice([["", isLeader ? "The company" : "Your team"]]);
  if (readsTeams) addTeams(team, asked.get("team_id"));
  return {
    element: readsTeams ? labelled("Whose", team) : null,
    value: () => team.value || (readsTeams && asked.get("team_id")) || "",
  };
}

// Without the teams the widest view is still there.
async function addTeams(select, chosen) {
  try {
    const teams = await readTeamsOfFigures();
    select.append(...teams.map(([id, name]) => make("option", { value: id }, name)));
    if (teams.some(([id]) => id === chosen)) select.value = chosen;
  } catch {
    select.disabled = true;
  }
}
