// One's own time zone: what comes again keeps to its clock; that of this device is offered where it differs.

import { sendJson } from "./api.js";
import { fill, labelled, make, showProblem } from "./dom.js";
import { keepWords, keptWords } from "./kept.js";

const ZONES = "device.zones";

// Where the clock of this device is another than one's own; null where they agree, or that was answered here before.
export function offerDeviceZone(me, changed) {
  const device = deviceZone();
  if (!device || device === me.zone || keptWords(me.id)[ZONES] === `${device} ${me.zone}`) return null;
  const trouble = make("div");
  const use = make("button", { type: "button", class: "rp-button" }, `Use ${device}`);
  const keep = make("button", { type: "button", class: "rp-button" }, `Keep ${me.zone}`);
  const note = make(
    "div",
    { class: "rp-note rp-note--info", role: "status" },
    make("p", {}, `This device is set to ${device}, and your sessions that come again keep to ${me.zone}.`),
    make("p", { class: "rp-actions" }, use, keep),
    trouble,
  );
  use.addEventListener("click", async () => {
    if (await set(device, trouble, changed)) note.remove();
  });
  keep.addEventListener("click", () => {
    keepWords(me.id, { ...keptWords(me.id), [ZONES]: `${device} ${me.zone}` });
    note.remove();
  });
  return note;
}

// The setting itself, folded away.
export function makeZoneSetting(me, changed) {
  const name = make("input", { type: "text", list: "time-zones", value: me.time_zone || "", maxlength: "100" });
  const trouble = make("div", { role: "status" });
  const hint = `Such as ${deviceZone() || "Europe/Berlin"}. Empty is the company's. Now it is ${me.zone}.`;
  const form = make(
    "form",
    { class: "rp-form" },
    labelled("Your time zone", name, hint),
    zoneList("time-zones"),
    make("p", { class: "rp-actions" }, make("button", { type: "submit", class: "rp-button" }, "Keep")),
    trouble,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const me = await set(name.value.trim() || null, trouble, changed);
    if (me) fill(trouble, make("p", { class: "rp-hint" }, `Kept: ${me.zone}. What was planned before stays as it is.`));
  });
  return make(
    "details",
    { class: "rp-card rp-fold", id: "time-zone", open: location.hash === "#time-zone" },
    make("summary", {}, make("h2", {}, "Your time zone")),
    form,
  );
}

// The names of time zones, for a field that has them as its list.
export function zoneList(id) {
  return make(
    "datalist",
    { id },
    Intl.supportedValuesOf("timeZone").map((zone) => make("option", { value: zone })),
  );
}

async function set(zone, trouble, changed) {
  try {
    const me = await sendJson("PATCH", "/me", { time_zone: zone });
    changed(me);
    return me;
  } catch (error) {
    showProblem(trouble, error);
    return null;
  }
}

function deviceZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
