// Did enablement work? Three views: courses and coaching, pages, and roll-outs by lot for those who manage people.

import { signedIn } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { fill, make } from "../shared/dom.js";
import { keepInAddress, segments } from "../shared/segments.js";
import { makeContentView } from "./content.js";
import { makeRollOutsView } from "./roll-outs.js";
import { makeTrainingView } from "./training.js";

const VIEWS = {
  training: { label: "Courses and coaching", make: makeTrainingView },
  content: { label: "Pages", make: makeContentView },
  "roll-outs": { label: "Roll-outs by lot", make: makeRollOutsView },
};

const place = make("div");

async function start() {
  const app = document.getElementById("app");
  const me = await signedIn;
  const asked = new URLSearchParams(location.search);
  const names = Object.keys(VIEWS).filter((name) => name !== "roll-outs" || manages(me));
  const view = names.includes(asked.get("view")) ? asked.get("view") : names[0];
  const pairs = names.map((name) => [name, VIEWS[name].label]);
  fill(
    app,
    segments("What to look at", pairs, view, (name) => show(name, me, new URLSearchParams())),
    place,
  );
  show(view, me, asked);
}

function show(name, me, asked) {
  const remember = (chosen) => keepInAddress({ view: name === "training" ? "" : name, ...chosen });
  remember(Object.fromEntries([...asked].filter(([key]) => key !== "view")));
  fill(
    place,
    make("h2", { class: "rp-unseen" }, VIEWS[name].label),
    VIEWS[name].make({ me, asked, remember, manages: manages(me) }),
  );
}

function manages(me) {
  return Boolean(me?.roles.some((role) => role === "manager" || role === "admin"));
}

startFor(start);
