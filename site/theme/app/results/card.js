// A KPI on a card: its figure with its interval, how it changed, and the periods before it as a small picture.

import { make } from "../shared/dom.js";
import { drawSparkline } from "../shared/sparkline.js";
import { showChange } from "./change.js";
import { sayAboutFigure, sayFigure, sayMissing, sayOf, wordsOf } from "./figures.js";
import { sayPeriod } from "./periods.js";

export function showCard(kpi, { currency, periods }, href) {
  const words = wordsOf(kpi, currency, [...kpi.results, kpi.before]);
  const now = kpi.results.at(-1);
  return make(
    "article",
    { class: "rp-card rp-kpi", id: `kpi-${kpi.name}` },
    make("h3", {}, make("a", { href }, kpi.title)),
    now.status === "measured"
      ? showFigure(now, kpi, words)
      : make("p", { class: "rp-kpi__missing" }, sayMissing(now, kpi)),
    showSparkline(kpi, periods, words),
    showChange(kpi, words),
    now.status === "measured" ? make("p", { class: "rp-muted" }, `From ${sayOf(now.n, kpi.n_means)}.`) : null,
  );
}

// What was counted on one day is exact.
export function showFigure({ value, interval }, { measure }, words) {
  const isExact = measure === "stock" && !interval;
  return make(
    "p",
    { class: "rp-kpi__value" },
    make("strong", {}, words.say(value)),
    isExact ? null : make("span", {}, `, ${sayAboutFigure(interval, words)}`),
  );
}

// One figure is no series.
function showSparkline(kpi, periods, words) {
  const measured = kpi.results.filter(({ status }) => status === "measured");
  if (measured.length < 2) return null;
  const points = kpi.results.map(({ value, interval }, place) => ({
    value,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    isOver: periods[place].is_over,
  }));
  const said = kpi.results.map((result, place) => {
    const figure = result.status === "measured" ? sayFigure(result, words) : "not enough data";
    return `${sayPeriod(periods[place])}: ${figure}`;
  });
  return drawSparkline(points, `${kpi.title} by period. ${said.join("; ")}.`);
}
