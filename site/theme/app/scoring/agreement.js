// How far those agree who scored a calibration, and who differs on what, in words.

import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { drawInterval } from "../shared/interval.js";
import { sayMethod, showWorking } from "../shared/shares.js";

export function showAgreement({ id }) {
  const place = make("div");
  load(place, id);
  return make("section", {}, make("h2", {}, "Agreement"), place);
}

async function load(place, id) {
  try {
    fill(place, drawAgreement(await readJson(`/scoring/assessments/${id}/agreement`)));
  } catch (error) {
    showProblem(place, error, () => load(place, id));
  }
}

export function drawAgreement({ said, differing, leaning, alpha, interval, method }) {
  const say = (value) => value.toFixed(2);
  return [
    make("p", { class: "rp-effect__said" }, said),
    interval
      ? drawInterval({ ...interval, value: alpha, start: Math.min(-0.2, interval.low), end: 1 }, said, say)
      : null,
    differing.length
      ? make(
          "ul",
          {},
          differing.map((text) => make("li", {}, text)),
        )
      : null,
    ...leaning.map((text) => make("p", {}, text)),
    showWorking([make("p", {}, method), interval ? make("p", {}, sayMethod(interval)) : null].filter(Boolean)),
  ];
}
