// People, for admins: all of them, or one who was chosen.

import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { makeWaiting } from "../shared/waiting.js";
import { readJobs, readTeams } from "../team/choices.js";
import { showPeople } from "./people-list.js";
import { showRecord } from "./record.js";

const app = document.getElementById("app");

async function start() {
  const asked = new URLSearchParams(location.search);
  const id = asked.get("id");
  fill(app, makeWaiting("People"));
  try {
    const teams = await readTeams();
    if (id) showRecord(app, await readJson(`/people/${encodeURIComponent(id)}`), teams, await readJobs());
    else await showPeople(app, teams, asked);
  } catch (error) {
    if (id && error.status === 404)
      fill(app, make("p", { class: "rp-empty", role: "alert" }, "There is no such person."));
    else showProblem(app, error, start);
  }
}

startFor(start);
