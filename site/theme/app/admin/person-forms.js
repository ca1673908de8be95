// Forms that change a person: who they are, where they stand from a day on, that they leave and are back.

import { sendJson } from "../shared/api.js";
import { choice, labelled, make } from "../shared/dom.js";
import { sayDate, sayDay, today } from "../shared/words.js";
import { makeDay, makeRoles } from "./fields.js";
import { makeForm, makeInput } from "./form.js";
import { teamChoices } from "./team-tree.js";

// Each tells `again` what was done.
export function makePersonForm(person, again) {
  const name = makeInput({ required: true, value: person.name });
  const email = makeInput({ type: "email", required: true, maxlength: "320", value: person.email });
  const roles = makeRoles(person.roles);
  const hired = makeInput({ type: "date", value: person.hired_on });
  const hint = "They sign in with it from then on. Browsers stay signed in; sign-in links that are still open end.";
  const rows = [
    labelled("Name", name),
    labelled("E-mail", email, hint),
    roles.element,
    labelled("First day with the company", hired),
  ];
  return makeForm(rows, "Keep", async () => {
    const address = email.value.trim();
    const changes = {
      name: name.value.trim(),
      roles: roles.read(),
      ...(address !== person.email && { email: address }),
      ...(hired.value && { hired_on: hired.value }),
    };
    const kept = await sendJson("PATCH", `/people/${person.id}`, changes);
    await again(`${kept.name} is kept.`);
  });
}

// `jobs` are pairs of a job's id and title.
export function makeMove(person, teams, jobs, again) {
  const team = choice(teamChoices(teams, "No team"));
  team.value = person.team_id || "";
  const region = makeInput({ maxlength: "100", value: person.region });
  const job = choice([["", "No job"], ...withOwn(jobs, person)]);
  job.value = person.job || "";
  const on = makeDay("From", today());
  const rows = [
    labelled("Team", team),
    labelled("Region (if there is one)", region),
    labelled("Job", job, "A page of the library that says what it asks."),
    on.element,
  ];
  return makeForm(rows, "Move", async () => {
    const changes = {
      team_id: team.value || null,
      region: region.value.trim() || null,
      ...(job.value !== (person.job || "") && { job: job.value || null }),
      on: on.read(),
    };
    await sendJson("PATCH", `/people/${person.id}`, changes);
    await again(`${person.name}: ${team.selectedOptions[0].text.trim()} from ${sayDay(on.read())}.`);
  });
}

// A job that isn't to be had any more stays until another is chosen.
function withOwn(jobs, { job, job_title: title }) {
  return job && !jobs.some(([id]) => id === job) ? [...jobs, [job, title || job]] : jobs;
}

export function makeLeaving(person, again) {
  const day = makeDay("Last day", today());
  return makeForm([day.element], "Note the last day", async () => {
    const kept = await sendJson("POST", `/people/${person.id}/leaving`, { last_day: day.read() });
    await again(`${kept.name} can sign in until the end of ${sayDay(day.read())}.`);
  });
}

export function makeReturn(person, teams, again) {
  const team = choice(teamChoices(teams, "No team"));
  const on = makeDay("Back from", today());
  const rows = [make("p", {}, `Their end is ${sayDate(person.left_at)}.`), on.element, labelled("In the team", team)];
  return makeForm(rows, "Take back", async () => {
    await sendJson("POST", `/people/${person.id}/return`, { on: on.read(), team_id: team.value || null });
    await again(`${person.name} is back from ${sayDay(on.read())}.`);
  });
}
