// One person's record: who they are, where they stand, how they sign in, and what becomes of the record.

import { readJson } from "../shared/api.js";
import { fill, make } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { makeErasure } from "./erasing.js";
import { makeFold, sayDone } from "./form.js";
import { makeJoining } from "./joining.js";
import { makeLeaving, makeMove, makePersonForm, makeReturn } from "./person-forms.js";
import { makeSignIn } from "./sign-in.js";

export function showRecord(app, person, teams, jobs, done = "") {
  const again = async (text) => showRecord(app, await readJson(`/people/${person.id}`), teams, jobs, text);
  const { id, name, email, left_at: left } = person;
  const said = make("div");
  fill(
    app,
    make("p", {}, make("a", { href: "/app/people/" }, "All people")),
    make("h2", { tabindex: "-1" }, name),
    make("p", {}, email),
    make(
      "p",
      {},
      personLink(id, "Training and coaching"),
      " · ",
      make("a", { href: `/app/audit/?person_id=${id}` }, "Audit"),
    ),
    said,
    makeFold("Name, e-mail, roles and first day", makePersonForm(person, again)),
    makeFold("Team, region and job", makeMove(person, teams, jobs, again)),
    left ? makeFold("Return", makeReturn(person, teams, again)) : null,
    makeFold(left ? "Another last day" : "Leave", makeLeaving(person, again)),
    makeFold("Signing in", makeSignIn(person)),
    makeFold("Join with another record", makeJoining(person, again)),
    makeFold("Personal data and erasure", makeErasure(person)),
  );
  sayDone(said, done);
  if (done) app.querySelector("h2").focus();
}
