// The calendar of one's own: what it holds, its secret address, shown once, and invitations by e-mail.

import { readJson, sendJson } from "./api.js";
import { copyButton } from "./copying.js";
import { fill, labelled, make, showProblem } from "./dom.js";

const HOLDINGS = {
  sessions: "Coaching sessions",
  actions: "Action items with a day",
  training: "Training that is due",
  reviews: "Reviews of pages you own",
};

export function offerCalendar() {
  const body = make("div");
  const fold = make(
    "details",
    { class: "rp-card rp-fold", id: "calendar" },
    make("summary", {}, make("h2", {}, "Your calendar")),
    body,
  );
  // Nothing is asked for as long as nobody looks.
  fold.addEventListener("toggle", () => fold.open && !body.hasChildNodes() && load(body));
  // The address in each invitation leads here, and the place is made only now.
  if (location.hash === "#calendar") {
    fold.open = true;
    requestAnimationFrame(() => fold.scrollIntoView());
  }
  return fold;
}

async function load(body) {
  try {
    show(body, await readJson("/me/calendar"));
  } catch (error) {
    showProblem(body, error, () => load(body));
  }
}

function show(body, choice) {
  const trouble = make("div", { role: "status" });
  const place = make("div", { class: "rp-calendar", role: "status" });
  const state = { hasAddress: choice.has_address };
  const boxes = Object.entries(HOLDINGS).map(([value, label]) => [
    make("input", { type: "checkbox", value, checked: choice.holds.includes(value) }),
    label,
  ]);
  for (const [box] of boxes) box.addEventListener("change", () => changeHoldings(box, boxes, state, trouble));
  const stop = make(
    "button",
    { type: "button", class: "rp-button", onclick: () => revoke(place, state, stop) },
    "Stop it",
  );
  stop.hidden = !state.hasAddress;
  const issued = () => issue(place, boxes, state, stop);
  fill(
    body,
    make(
      "p",
      {},
      "Subscribe to it in Outlook, Google, Apple or any other calendar. Its address holds a secret: whoever has it sees what stands in it without signing in, so keep it to yourself.",
    ),
    make("fieldset", { class: "rp-calendar__holds" }, make("legend", {}, "It holds"), boxes.map(option)),
    trouble,
    make(
      "div",
      { class: "rp-actions" },
      make("button", { type: "button", class: "rp-button rp-button--main", onclick: issued }, "Make an address"),
      stop,
    ),
    make("p", { class: "rp-hint" }, "A new address replaces the one before, which then stops working."),
    place,
    choice.can_send ? makeInvitations(choice.invitations) : null,
  );
}

/** @param {any[]} pair */
function option([box, label]) {
  return make("label", { class: "rp-option" }, box, make("span", {}, label));
}

const chosenOf = (boxes) => boxes.filter(([box]) => box.checked).map(([box]) => box.value);

// A calendar that has an address changes there and then; another is made of what is chosen by then.
async function changeHoldings(box, boxes, state, trouble) {
  fill(trouble);
  const holds = chosenOf(boxes);
  if (!holds.length) {
    box.checked = true;
    fill(trouble, make("p", { class: "rp-hint" }, "A calendar holds at least one of these."));
    return;
  }
  if (!state.hasAddress) return;
  try {
    await sendJson("PUT", "/me/calendar", { holds });
    fill(trouble, make("p", { class: "rp-hint" }, "Kept. Calendars show it when they look the next time."));
  } catch (error) {
    box.checked = !box.checked;
    showProblem(trouble, error);
  }
}

async function issue(place, boxes, state, stop) {
  try {
    const { url } = await sendJson("POST", "/me/calendar");
    await sendJson("PUT", "/me/calendar", { holds: chosenOf(boxes) });
    state.hasAddress = true;
    stop.hidden = false;
    const address = make("input", { type: "text", readonly: true, value: url });
    address.addEventListener("focus", () => address.select());
    fill(
      place,
      make(
        "div",
        { class: "rp-note rp-note--good" },
        make("p", {}, "Add this address to your calendar as a subscription. It is shown only now."),
        make("div", { class: "rp-calendar__address" }, labelled("Address", address), copyButton("Copy address", url)),
      ),
    );
  } catch (error) {
    showProblem(place, error, () => issue(place, boxes, state, stop));
  }
}

async function revoke(place, state, stop) {
  try {
    await sendJson("DELETE", "/me/calendar");
    state.hasAddress = false;
    stop.hidden = true;
    fill(place, make("p", { class: "rp-note rp-note--info" }, "No address shows your calendar any more."));
  } catch (error) {
    showProblem(place, error, () => revoke(place, state, stop));
  }
}

function makeInvitations(areSent) {
  const box = make("input", { type: "checkbox", checked: areSent });
  const trouble = make("div");
  box.addEventListener("change", async () => {
    box.disabled = true;
    fill(trouble);
    try {
      await sendJson("PUT", "/me/invitations", { are_sent: box.checked });
    } catch (error) {
      box.checked = !box.checked;
      showProblem(trouble, error);
    }
    box.disabled = false;
  });
  return make(
    "div",
    {},
    option([box, "Send me invitations to coaching sessions by e-mail"]),
    make(
      "p",
      { class: "rp-hint" },
      "New, moved and cancelled sessions then reach your calendar by themselves. Whoever subscribes to sessions above may not need both.",
    ),
    trouble,
  );
}
