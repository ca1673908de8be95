// What was forecast when each past period began, beside what it brought.

import { make, scrollingTable } from "../shared/dom.js";
import { sayPercent } from "../shared/words.js";
import { beginPeriod, sayBias } from "./said.js";

export function showKept({ kept }, words, linkTo) {
  return make(
    "section",
    {},
    make("h2", {}, "What was promised, and what came"),
    make("p", {}, sayAccuracy(kept)),
    kept.periods.length
      ? [showTable(kept.periods, words), make("p", { class: "rp-muted" }, sayFrozen(kept.periods))]
      : null,
    make(
      "p",
      {},
      "As figures over time: ",
      make("a", { href: linkTo("forecast_accuracy") }, "Forecast accuracy"),
      ", ",
      make("a", { href: linkTo("revenue_predictability") }, "Revenue predictability"),
      ".",
    ),
  );
}

function sayAccuracy({ compared, accuracy, bias, is_enough: isEnough }) {
  if (accuracy === null || !isEnough)
    return `Too little data to say how accurate forecasts were: it takes 4 periods that are over with a forecast, and there ${compared === 1 ? "is" : "are"} ${compared || "none"}.`;
  return `Accuracy ${sayPercent(accuracy)}: over the last ${compared} periods, forecasts were off by ${sayPercent(1 - accuracy)} of what came, and in all ${sayBias(bias)} was forecast.`;
}

function sayFrozen(periods) {
  const written = periods.filter(({ was_kept: wasKept }) => wasKept).length;
  const what = written
    ? "“Written down” is the last forecast that was kept up to the first day of the period, and never changed afterwards; “made again” is what the same method makes of what was known then."
    : "Nothing was written down before these periods began: each forecast is made again, by the same method, of what was known then.";
  return `Each is frozen when its period begins. ${what}`;
}

function showTable(periods, words) {
  const hasWritten = periods.some(({ was_kept: wasKept }) => wasKept);
  const hasCommits = periods.some(({ commit }) => commit !== null);
  const heads = ["Period", "Forecast", ...(hasCommits ? ["Committed"] : []), "Came", "Off by"];
  const say = (value) => (value === null ? "none" : words.say(value));
  const rows = periods.map(({ period, forecast, commit, actual, was_kept: wasKept }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, beginPeriod(period)),
      make(
        "td",
        { "data-label": "Forecast" },
        forecast === null
          ? "too little data"
          : `${say(forecast)}${hasWritten ? `, ${wasKept ? "written down" : "made again"}` : ""}`,
      ),
      hasCommits ? make("td", { "data-label": "Committed" }, say(commit)) : null,
      make("td", { "data-label": "Came" }, say(actual)),
      make("td", { "data-label": "Off by" }, forecast === null || !actual ? "" : sayBias((forecast - actual) / actual)),
    ),
  );
  return scrollingTable("Forecasts of periods that are over", heads, make("tbody", {}, rows));
}
