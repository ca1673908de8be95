// The calendar of one's own reviews: makes its secret address, shows it this once, and stops it.

import { sendJson } from "../shared/api.js";
import { copyButton } from "../shared/copying.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";

export function offerCalendar() {
  const place = make("div", { class: "rp-calendar", role: "status" });
  return make(
    "details",
    { class: "rp-card rp-fold" },
    make("summary", {}, make("h2", {}, "Subscribe to your reviews in a calendar")),
    make(
      "p",
      {},
      "Your calendar then shows each page that you own on the day its review ends. The address holds a secret: whoever has it sees the list without signing in, so keep it to yourself.",
    ),
    make(
      "div",
      { class: "rp-actions" },
      make(
        "button",
        { type: "button", class: "rp-button rp-button--main", onclick: () => issue(place) },
        "Make an address",
      ),
      make("button", { type: "button", class: "rp-button", onclick: () => revoke(place) }, "Stop the calendar"),
    ),
    make("p", { class: "rp-hint" }, "A new address replaces the one before, which then stops working."),
    place,
  );
}

async function issue(place) {
  try {
    const { url } = await sendJson("POST", "/me/calendar");
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
    showProblem(place, error, () => issue(place));
  }
}

async function revoke(place) {
  try {
    await sendJson("DELETE", "/me/calendar");
    fill(place, make("p", { class: "rp-note rp-note--info" }, "No address shows your reviews any more."));
  } catch (error) {
    showProblem(place, error, () => revoke(place));
  }
}
