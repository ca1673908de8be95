// The form that adds a person.

import { sendJson } from "../shared/api.js";
import { choice, labelled } from "../shared/dom.js";
import { today } from "../shared/words.js";
import { makeDay, makeRoles } from "./fields.js";
import { makeForm, makeInput } from "./form.js";
import { teamChoices } from "./team-tree.js";

// Leads to the new person's record.
export function makeNewPerson(teams) {
  const name = makeInput({ required: true });
  const email = makeInput({ type: "email", required: true, maxlength: "320" });
  const roles = makeRoles(["rep"]);
  const team = choice(teamChoices(teams, "No team"));
  const region = makeInput({ maxlength: "100" });
  const hired = makeDay("First day with the company", today());
  const rows = [
    labelled("Name", name),
    labelled("E-mail", email),
    roles.element,
    labelled("Team", team),
    labelled("Region (if there is one)", region),
    hired.element,
  ];
  return makeForm(rows, "Add", async () => {
    const added = await sendJson("POST", "/people", {
      name: name.value.trim(),
      email: email.value.trim(),
      roles: roles.read(),
      team_id: team.value || null,
      region: region.value.trim() || null,
      hired_on: hired.read(),
    });
    location.assign(`?id=${added.id}`);
  });
}
