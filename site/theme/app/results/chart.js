// Draws a chart by Vega-Lite, whose bundle stands beside the site; without it the table in its place is opened.

import { make } from "../shared/dom.js";

// Without code from strings, styles of its own and a menu, so that the site's policy lets it draw.
const OPTIONS = { ast: true, actions: false, defaultStyle: false, tooltip: false, renderer: "svg", mode: "vega-lite" };
let loading;

/** @returns {HTMLElement} */
export function drawChart(spec, text, table) {
  // What draws names what it draws in, in its own words.
  const inner = make("div", { "aria-hidden": "true" });
  const place = make("div", { class: "rp-chart", role: "img", "aria-label": text }, inner);
  draw(place, inner, spec).catch(() => {
    place.remove();
    if (table.matches("details")) table.open = true;
  });
  return place;
}

async function draw(place, inner, spec) {
  const embed = await loadOnce();
  await embed(inner, spec, OPTIONS);
  place.dataset.drawn = "";
}

function loadOnce() {
  loading ??= new Promise((done, fail) => {
    /** @type {HTMLMetaElement | null} */
    const address = document.querySelector("meta[name=charts]");
    if (!address) return fail(new Error("this site has no charts"));
    const script = make("script", { type: "module", src: address.content });
    script.addEventListener("load", () => done(/** @type {any} */ (window).vegaEmbed));
    script.addEventListener("error", () => fail(new Error("the charts can't be loaded")));
    document.head.append(script);
  });
  return loading;
}
