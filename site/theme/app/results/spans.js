// Over which days a KPI is told apart: all the periods that are shown, or one of them.

import { choice, fill, make } from "../shared/dom.js";
import { count, daysFrom, sayDay } from "../shared/words.js";
import { sayPeriod, sayPeriodSoFar } from "./periods.js";

const ALL = "all";

// `change` is called after a choice. `value` is what the address keeps, empty for what comes by itself.
export function makeSpan(change) {
  const span = {
    select: choice([], { onchange: change }),
    wanted: new URLSearchParams(location.search).get("over") || "",
    periods: [],
  };
  return {
    select: span.select,
    offer: (kpi, periods, step) => offer(span, kpi, { periods, step }),
    say: () => say(span),
    // First and last day, as the API takes them.
    get days() {
      const own = chosen(span);
      return { from: own[0].start, to: own.at(-1).end };
    },
    get value() {
      if (!span.select.options.length) return span.wanted;
      return span.select.selectedIndex > 0 ? span.select.value : "";
    },
  };
}

// What is counted on one day, or of a period as a whole, is of one period.
function offer(span, kpi, { periods, step }) {
  const isOfOne = kpi.measure === "stock" || kpi.is_of_whole_periods || periods.length < 2;
  const each = periods.map((period) => [period.name, sayPeriod(period) + (period.is_over ? "" : " so far")]).reverse();
  const pairs = isOfOne ? each : [[ALL, `All ${count(periods.length, step)}`], ...each];
  const wanted = span.select.value || span.wanted;
  Object.assign(span, { periods, isStock: kpi.measure === "stock" });
  fill(
    span.select,
    pairs.map(([value, label]) => make("option", { value }, label)),
  );
  if (pairs.some(([value]) => value === wanted)) span.select.value = wanted;
}

function chosen({ select, periods }) {
  return select.value === ALL ? periods : periods.filter(({ name }) => name === select.value);
}

function say(span) {
  const own = chosen(span);
  const last = own.at(-1);
  const until = last.is_over || !last.days_counted ? last.end : daysFrom(last.start, last.days_counted - 1);
  if (span.isStock) return `As it stood on ${sayDay(until)}.`;
  if (own.length > 1) return `From ${sayDay(own[0].start)} to ${sayDay(until)}, all that the chart above shows.`;
  return `${sayPeriodSoFar(last)}, and nothing before it.`;
}
