// The form of a team: its name, and the team above it.

import { sendJson } from "../shared/api.js";
import { choice, labelled } from "../shared/dom.js";
import { makeForm, makeInput } from "./form.js";
import { teamChoices } from "./team-tree.js";

// Begins with a team, or empty; a team can't stand below itself, nor below what is below it.
export function makeTeamForm(teams, team, again) {
  const name = makeInput({ required: true, value: team?.name });
  const parent = choice(teamChoices(teams, "None, it stands on top", team?.id));
  parent.value = team?.parent_id || "";
  return makeForm([labelled("Name", name), labelled("Team above it", parent)], "Keep", async () => {
    const body = { name: name.value.trim(), parent_id: parent.value || null };
    const kept = await sendJson(team ? "PATCH" : "POST", team ? `/teams/${team.id}` : "/teams", body);
    await again(`${kept.name} is kept.`);
  });
}
